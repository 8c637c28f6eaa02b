// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/request.hpp>

// Then the rest.
#include "support/requests.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

using tpns::account;
using tpns::account_id;
using tpns::binding;
using tpns::device_token;
using tpns::operator_type;
using tpns::request;
using tpns::request_view;

namespace {

/// Stands for a construction that fails half-way.
struct failing {
    template <class T>
    operator T() const {
        throw std::runtime_error("out of memory");
    }
};

/// A request that an exception left valueless. The standard allows this, but does not require it.
template <class Request = request>
Request valueless_request() {
    Request r;
    CHECK_THROWS_AS(r.template emplace<1>(failing{}), std::runtime_error);
    return r;
}

/// Whether `item_count` and `operator_type_of` take a `T`.
template <class T, class = void>
constexpr bool asks = false;
template <class T>
constexpr bool asks<T, std::void_t<decltype(item_count(std::declval<const T&>())),
                                   decltype(operator_type_of(std::declval<const T&>()))>> = true;

} // namespace

// The alternatives are in the order of their wire numbers.
static_assert(std::is_same_v<std::variant_alternative_t<0, request>, tpns::append_accounts>);
static_assert(std::is_same_v<std::variant_alternative_t<1, request>, tpns::overwrite_accounts>);
static_assert(std::is_same_v<std::variant_alternative_t<2, request>, tpns::unbind_accounts>);
static_assert(std::is_same_v<std::variant_alternative_t<3, request>, tpns::unbind_all_accounts>);
static_assert(std::is_same_v<std::variant_alternative_t<4, request>, tpns::unbind_all_tokens>);
static_assert(std::variant_size_v<request> == 5);
static_assert(std::variant_size_v<request_view> == 5);
static_assert(std::is_trivially_copyable_v<request_view>);
static_assert(std::is_nothrow_move_constructible_v<request>);

static_assert(operator_type_of(request_view()) == operator_type::append_accounts);
static_assert(operator_type_of(request_view(tpns::unbind_all_tokens_view{})) ==
              operator_type::unbind_all_tokens);
static_assert(operator_type_of(tpns::unbind_accounts_view()) == operator_type::unbind_accounts);

// Types that are requests, and types that are not.
static_assert(asks<request> && asks<request_view> && asks<tpns::basic_request<tpns::part>>);
static_assert(asks<tpns::append_accounts> && asks<tpns::unbind_all_tokens_view>);
static_assert(!asks<binding> && !asks<device_token> && !asks<std::variant<tpns::unbind_accounts>>);

// Views can be constants: requests in ROM.
static constexpr tpns::account_view rom_accounts[] = {
    {tpns::account_id_view("abc"), tpns::account_type::email}, {tpns::account_id_view("abd")}};
static constexpr tpns::binding_view rom_bindings[] = {
    {tpns::device_token_view("token1"), rom_accounts},
    {tpns::device_token_view("token2"), {rom_accounts, 1}}};
static constexpr tpns::overwrite_accounts_view rom_operation{rom_bindings};
static constexpr tpns::request_view in_rom = rom_operation;
static constexpr tpns::device_token_view rom_token("token1");
static_assert(item_count(in_rom) == 2 && item_count(rom_operation) == 2);
static_assert(in_rom == in_rom && rom_operation == rom_operation);
static_assert(in_rom != tpns::request_view(tpns::append_accounts_view{rom_bindings}));
static_assert(rom_operation != tpns::overwrite_accounts_view{{rom_bindings, 1}});
static_assert(rom_bindings[0] < rom_bindings[1] && rom_bindings[0] != rom_bindings[1]);
static_assert(rom_bindings[0].token == rom_token && items(rom_operation).size() == 2);

TEST_CASE("a request knows its operator") {
    CHECK(operator_type_of(request(tpns::append_accounts{})) == operator_type::append_accounts);
    CHECK(operator_type_of(request(tpns::overwrite_accounts{})) ==
          operator_type::overwrite_accounts);
    CHECK(operator_type_of(request(tpns::unbind_accounts{})) == operator_type::unbind_accounts);
    CHECK(operator_type_of(request(tpns::unbind_all_accounts{})) ==
          operator_type::unbind_all_accounts);
    CHECK(operator_type_of(request(tpns::unbind_all_tokens{})) == operator_type::unbind_all_tokens);
}

TEST_CASE("the items of a request are counted, whatever it carries") {
    const std::vector<binding> bindings(3);
    const std::vector<device_token> tokens(4);
    const std::vector<account> accounts(5);
    CHECK(item_count(request()) == 0);
    CHECK(item_count(request(tpns::append_accounts{bindings})) == 3);
    CHECK(item_count(request(tpns::overwrite_accounts{bindings})) == 3);
    CHECK(item_count(request(tpns::unbind_accounts{bindings})) == 3);
    CHECK(item_count(request(tpns::unbind_all_accounts{tokens})) == 4);
    CHECK(item_count(request(tpns::unbind_all_tokens{accounts})) == 5);

    const std::vector<tpns::device_token_view> views(tokens.begin(), tokens.end());
    CHECK(item_count(request_view()) == 0);
    CHECK(item_count(request_view(tpns::unbind_all_accounts_view{views})) == 4);
}

TEST_CASE("an operation behaves alike by itself and in a request") {
    for (const operator_type type : tpns_tests::all_operators)
        for (std::size_t count = 0; count <= 3; ++count) {
            const request r = tpns_tests::request_of(type, count);
            const auto check = [&](const auto& op) {
                CHECK(operator_type_of(op) == type);
                CHECK(item_count(op) == count);
            };
            std::visit(check, r);
            std::visit(check, tpns_tests::part_of(r));
        }
}

TEST_CASE("requests are equal by operator and content") {
    const request r = tpns::unbind_accounts{{binding{device_token("t"), {}}}};
    CHECK(r == request(r));
    CHECK(r != request(tpns::append_accounts{{binding{device_token("t"), {}}}}));
    CHECK(r != request(tpns::unbind_accounts{{binding{device_token("u"), {}}}}));
    CHECK(r != request(tpns::unbind_accounts{}));
}

TEST_CASE("a request that an exception left valueless has operator 0 and no items") {
    const request r = valueless_request();
    if (!r.valueless_by_exception()) return;
    CHECK(operator_type_of(r) == operator_type{});
    CHECK(item_count(r) == 0);
    bool called = false;
    tpns::detail::with_operation(r, [&](const auto&) { called = true; });
    CHECK_FALSE(called);
    const auto view = valueless_request<request_view>();
    if (!view.valueless_by_exception()) return;
    CHECK((r == view && !(r != view)));
    CHECK((r <= view && r >= view && !(r < view) && !(r > view)));
}

TEST_CASE("an operation can be changed in place") {
    request r = tpns::unbind_all_tokens{{account{account_id("jdoe")}}};
    tpns::detail::with_operation(r, [](auto& op) { items(op).clear(); });
    CHECK(r == request(tpns::unbind_all_tokens{}));
}

TEST_CASE("requests of different storage compare like those of the same storage") {
    const std::vector<tpns::device_token> tokens = {tpns::device_token("a")};
    const tpns::device_token_view views[] = {tokens[0]};
    const tpns::request kept = tpns::unbind_all_accounts{tokens};
    const tpns::request_view seen = tpns::unbind_all_accounts_view{views};
    CHECK((kept == seen && seen == kept && !(kept != seen)));
    CHECK((kept != tpns::request_view(tpns::unbind_all_accounts_view{})));
    CHECK((kept != tpns::request_view(tpns::unbind_all_tokens_view{})));
    CHECK((kept == tpns::basic_request<tpns::part>(
                       tpns::basic_operation<tpns::operator_type::unbind_all_accounts, tpns::part>{
                           tokens})));
}

TEST_CASE("requests are ordered by operator, then by content, whatever the storage") {
    const std::vector<device_token> tokens = {device_token("a"), device_token("b")};
    std::vector<request> sorted = {
        tpns::append_accounts{},
        tpns::append_accounts{{binding{tokens[0], {}}}},
        tpns::append_accounts{{binding{tokens[1], {}}}},
        tpns::overwrite_accounts{},
        tpns::overwrite_accounts{{binding{tokens[0], {}}}},
        tpns::unbind_all_accounts{tokens},
        tpns::unbind_all_tokens{{account{account_id("jdoe")}}},
    };
    // As in `std::variant`: before all others.
    if (request none = valueless_request(); none.valueless_by_exception())
        sorted.insert(sorted.begin(), std::move(none));
    for (std::size_t i = 0; i < sorted.size(); ++i)
        for (std::size_t j = 0; j < sorted.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            const auto check = [&](const auto& a, const auto& b) {
                CHECK((a == b) == (i == j));
                CHECK((a < b) == (i < j));
                CHECK((a > b) == (i > j));
                CHECK((a <= b) == (i <= j));
                CHECK((a >= b) == (i >= j));
            };
            check(sorted[i], sorted[j]);
            if (!sorted[i].valueless_by_exception())
                check(tpns_tests::part_of(sorted[i]), sorted[j]);
            if (!sorted[j].valueless_by_exception())
                check(sorted[i], tpns_tests::part_of(sorted[j]));
        }
    CHECK(std::set<request>(sorted.begin(), sorted.end()).size() == sorted.size());
}
