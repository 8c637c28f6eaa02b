// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/operations.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using tpns::account;
using tpns::account_id;
using tpns::account_type;
using tpns::account_view;
using tpns::binding;
using tpns::binding_view;
using tpns::device_token;
using tpns::device_token_view;
using tpns::operator_type;

namespace {

/// Whether `T{a...}` compiles.
template <class T, class Void, class... Args>
constexpr bool brace_constructible = false;
template <class T, class... Args>
constexpr bool brace_constructible<T, std::void_t<decltype(T{std::declval<Args>()...})>, Args...> =
    true;

template <class T, class = void>
constexpr bool has_items = false;
template <class T>
constexpr bool has_items<T, std::void_t<decltype(items(std::declval<T&>()))>> = true;

template <class A, class B, class = void>
constexpr bool comparable = false;
template <class A, class B>
constexpr bool
    comparable<A, B, std::void_t<decltype(std::declval<const A&>() == std::declval<const B&>())>> =
        true;

template <class A, class B, class = void>
constexpr bool ordered = false;
template <class A, class B>
constexpr bool
    ordered<A, B, std::void_t<decltype(std::declval<const A&>() < std::declval<const B&>())>> =
        true;

template <class T, class = void>
constexpr bool printable = false;
template <class T>
constexpr bool
    printable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>> =
        true;

using accounts = std::vector<account>;

} // namespace

// Properties of an operation, and its carrier.
static_assert(tpns::append_accounts::type == operator_type::append_accounts);
static_assert(tpns::overwrite_accounts::type == operator_type::overwrite_accounts);
static_assert(tpns::unbind_accounts::type == operator_type::unbind_accounts);
static_assert(tpns::unbind_all_accounts::type == operator_type::unbind_all_accounts);
static_assert(tpns::unbind_all_tokens::type == operator_type::unbind_all_tokens);
static_assert(std::is_same_v<tpns::append_accounts::list_type, std::vector<binding>>);
static_assert(std::is_same_v<tpns::overwrite_accounts::list_type, std::vector<binding>>);
static_assert(std::is_same_v<tpns::unbind_accounts::list_type, std::vector<binding>>);
static_assert(std::is_same_v<tpns::unbind_all_accounts::list_type, std::vector<device_token>>);
static_assert(std::is_same_v<tpns::unbind_all_tokens::list_type, std::vector<account>>);

// These must not compile: the wrong carrier, an account as a token, a bare string.
static_assert(brace_constructible<binding, void, device_token, accounts>);
static_assert(!brace_constructible<binding, void, account_id, accounts>);
static_assert(!brace_constructible<binding, void, std::string, accounts>);
static_assert(!brace_constructible<binding, void, const char*, accounts>);
static_assert(!brace_constructible<binding_view, void, tpns::account_id_view>);
static_assert(!brace_constructible<binding_view, void, device_token>); // a temporary
static_assert(brace_constructible<binding_view, void, const device_token&>);
static_assert(brace_constructible<tpns::overwrite_accounts, void, std::vector<binding>>);
static_assert(!brace_constructible<tpns::overwrite_accounts, void, std::vector<device_token>>);
static_assert(!brace_constructible<tpns::overwrite_accounts, void, accounts>);
static_assert(!brace_constructible<tpns::unbind_all_accounts, void, std::vector<binding>>);
static_assert(!brace_constructible<tpns::unbind_all_accounts, void, std::vector<std::string>>);
static_assert(!brace_constructible<tpns::unbind_all_tokens, void, std::vector<device_token>>);

// Operations of the same shape are different types.
static_assert(comparable<tpns::append_accounts, tpns::append_accounts_view>);
static_assert(!comparable<tpns::append_accounts, tpns::overwrite_accounts>);
static_assert(!comparable<tpns::append_accounts, binding>);
static_assert(ordered<tpns::append_accounts, tpns::append_accounts_view>);
static_assert(!ordered<tpns::append_accounts, tpns::overwrite_accounts>);
static_assert(!ordered<tpns::append_accounts, binding>);

static_assert(has_items<tpns::unbind_accounts> && has_items<const tpns::unbind_accounts_view>);
static_assert(!has_items<binding> && !has_items<account> && !has_items<int>);

static_assert(!printable<account> && !printable<binding> && !printable<tpns::unbind_all_tokens>);

static_assert(std::is_aggregate_v<binding> && std::is_aggregate_v<tpns::unbind_accounts>);
static_assert(std::is_trivially_copyable_v<binding_view>);
static_assert(std::is_trivially_copyable_v<tpns::unbind_all_tokens_view>);
static_assert(std::is_nothrow_move_constructible_v<tpns::unbind_accounts>);

TEST_CASE("the items of an operation are the list that it carries") {
    tpns::append_accounts append;
    tpns::overwrite_accounts overwrite;
    tpns::unbind_accounts unbind;
    tpns::unbind_all_accounts tokens;
    tpns::unbind_all_tokens list;
    CHECK(&items(append) == &append.token_accounts);
    CHECK(&items(overwrite) == &overwrite.token_accounts);
    CHECK(&items(unbind) == &unbind.token_accounts);
    CHECK(&items(tokens) == &tokens.token_list);
    CHECK(&items(list) == &list.account_list);
    CHECK(&items(std::as_const(tokens)) == &tokens.token_list);
    static_assert(std::is_same_v<decltype(items(list)), accounts&>);
    static_assert(std::is_same_v<decltype(items(std::as_const(list))), const accounts&>);
}

TEST_CASE("bindings are equal by token and accounts, whatever the storage") {
    const binding b{device_token("t"), {account{account_id("jdoe")}, account{account_id("roe")}}};
    const std::vector<account_view> views = {account_view{b.account_list[0].id},
                                             account_view{b.account_list[1].id}};
    const binding_view v{b.token, views};
    CHECK(b == binding(b));
    CHECK(b == v);
    CHECK(v == b);
    CHECK_FALSE(b != v);

    std::vector<binding> others(6, b);
    others[0].token = device_token("u");
    others[1].account_list[1].id = account_id("poe");
    others[2].account_list[0].type = account_type::email;
    others[3].account_list.pop_back();
    std::swap(others[4].account_list[0], others[4].account_list[1]);
    others[5].account_list.clear();
    for (const binding& other : others) {
        CHECK(b != other);
        CHECK(v != other);
        CHECK_FALSE(b == other);
        CHECK_FALSE(other == v);
    }
}

TEST_CASE("bindings are ordered by token, then lexicographically by accounts") {
    const account roe{account_id("roe")};
    const account poe{account_id("poe")};
    const account poe_by_mail{account_id("poe"), account_type::email};
    const std::vector<binding> sorted = {
        {device_token("a"), {roe, roe}},
        {device_token("b"), {}},
        {device_token("b"), {poe}},
        {device_token("b"), {poe, poe}},
        {device_token("b"), {poe, roe}},
        {device_token("b"), {poe_by_mail}},
        {device_token("b"), {poe_by_mail, poe}},
        {device_token("b"), {roe}},
        {device_token("bb"), {}},
        {device_token("c"), {poe}},
    };
    for (std::size_t j = 0; j < sorted.size(); ++j) {
        std::vector<account_view> views;
        for (const account& a : sorted[j].account_list) views.push_back({a.id, a.type});
        const binding_view v{sorted[j].token, views};
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            CAPTURE(i);
            CAPTURE(j);
            CHECK((sorted[i] < sorted[j]) == (i < j));
            CHECK((sorted[i] < v) == (i < j));
            CHECK((sorted[i] > v) == (i > j));
            CHECK((sorted[i] <= v) == (i <= j));
            CHECK((sorted[i] >= v) == (i >= j));
            CHECK((v < sorted[i]) == (j < i));
            CHECK((v > sorted[i]) == (j > i));
            CHECK((v <= sorted[i]) == (j <= i));
            CHECK((v >= sorted[i]) == (j >= i));
        }
    }
}

TEST_CASE("operations are equal by their lists, whatever the storage") {
    const tpns::unbind_all_accounts op{{device_token("t"), device_token("u")}};
    const std::vector<device_token_view> tokens(op.token_list.begin(), op.token_list.end());
    const tpns::unbind_all_accounts_view v{tokens};
    CHECK(op == tpns::unbind_all_accounts(op));
    CHECK(op == v);
    CHECK(v == op);
    CHECK_FALSE(op != v);
    for (const tpns::unbind_all_accounts& other :
         {tpns::unbind_all_accounts{}, tpns::unbind_all_accounts{{device_token("t")}},
          tpns::unbind_all_accounts{{device_token("t"), device_token("v")}}}) {
        CHECK(op != other);
        CHECK(v != other);
        CHECK_FALSE(op == other);
        CHECK_FALSE(other == v);
    }
}

TEST_CASE("the order of operations is that of their lists, whatever the storage") {
    const std::vector<tpns::unbind_all_accounts> sorted = {
        {},
        {{device_token("a")}},
        {{device_token("a"), device_token("b")}},
        {{device_token("b")}},
        {{device_token("b"), device_token("a")}},
        {{device_token("bb")}},
    };
    for (std::size_t j = 0; j < sorted.size(); ++j) {
        const std::vector<device_token_view> tokens(sorted[j].token_list.begin(),
                                                    sorted[j].token_list.end());
        const tpns::unbind_all_accounts_view v{tokens};
        const tpns::basic_operation<tpns::operator_type::unbind_all_accounts, tpns::part> p{
            sorted[j].token_list};
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            CAPTURE(i);
            CAPTURE(j);
            const auto check = [&](const auto& other) {
                CHECK((sorted[i] < other) == (i < j));
                CHECK((sorted[i] > other) == (i > j));
                CHECK((sorted[i] <= other) == (i <= j));
                CHECK((sorted[i] >= other) == (i >= j));
                CHECK((other < sorted[i]) == (j < i));
                CHECK((other > sorted[i]) == (j > i));
                CHECK((other <= sorted[i]) == (j <= i));
                CHECK((other >= sorted[i]) == (j >= i));
            };
            check(sorted[j]);
            check(v);
            check(p);
        }
    }
}
