// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/outcomes.hpp>

// Then the rest.
#include "support/death.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::request_of;

using list_of_request = outcome_list<basic_request<part>, owned>;
using list_of_tokens =
    outcome_list<basic_operation<operator_type::unbind_all_accounts, part>, owned>;

static_assert(noexcept(std::declval<const list_of_request&>()[0]));
static_assert(std::is_base_of_v<item_outcome, list_of_request::outcome>);
static_assert(std::is_same_v<std::iterator_traits<list_of_tokens::iterator>::value_type,
                             list_of_tokens::outcome>);
// A first attempt and a retry have the same type.
static_assert(std::is_same_v<decltype(outcomes(std::declval<const request&>(),
                                               std::declval<const response&>())),
                             result<list_of_request>>);
static_assert(std::is_same_v<decltype(outcomes(std::declval<basic_request<part>>(),
                                               std::declval<const response&>())),
                             result<list_of_request>>);

namespace {

/// Whether `outcomes` takes a request and a response of these kinds.
template <class Asked, class Answer, class = void>
constexpr bool paired = false;
template <class Asked, class Answer>
constexpr bool paired<
    Asked, Answer, std::void_t<decltype(outcomes(std::declval<Asked>(), std::declval<Answer>()))>> =
    true;

// Deleted for temporary responses: the codes would dangle.
static_assert(paired<const request&, const response&> && !paired<const request&, response>);
static_assert(paired<unbind_accounts&, response&> && !paired<const unbind_accounts&, response>);
// Deleted for temporary requests: the items would dangle.
static_assert(!paired<request, const response&> && !paired<unbind_accounts, const response&>);
static_assert(paired<unbind_all_tokens_view, response_view>);
static_assert(!paired<const binding&, const response&>);

constexpr auto unlisted = static_cast<server_errc>(777);

/// The meaning of a call's `ret_code` for an item, whether items can then succeed, and its meaning
/// for an item that was alone, such as an unknown token or a bad item.
struct call {
    server_errc code;
    disposition reaches_items_as;
    bool items_may_succeed = false;
    std::optional<disposition> reaches_one_as = std::nullopt;
};

constexpr call calls[] = {
    {server_errc::accepted, disposition::accepted, true},
    {server_errc::batch_partly_failed, disposition::unknown, true},
    {server_errc::batch_totally_failed, disposition::unknown},
    {server_errc::authentication_failed, disposition::bad_credentials},
    {server_errc::internal_service_failed, disposition::retry},
    {server_errc::too_many_requests, disposition::retry_later},
    {server_errc::wrong_access_id_or_endpoint, disposition::bad_credentials},
    {server_errc::invalid_token, disposition::unknown, false, disposition::not_found},
    {server_errc::token_not_valid, disposition::unknown, false, disposition::not_found},
    {server_errc::no_such_token_or_account, disposition::unknown, false, disposition::not_found},
    {unlisted, disposition::unknown},
};

/// The meaning of an element of `result` for its item.
struct own {
    const char* text;
    bool success;
    std::optional<server_errc> code;
    disposition means;
};

const own owns[] = {
    {"0", true, server_errc::accepted, disposition::accepted},
    {"ok", true, server_errc::accepted, disposition::accepted},
    {"1008006", false, server_errc::invalid_token, disposition::not_found},
    {"1008004", false, server_errc::internal_service_failed, disposition::retry},
    {"1008007", false, server_errc::invalid_parameter, disposition::bad_item},
    {"1008028", false, server_errc::too_many_requests, disposition::retry_later},
    {"token_not_exists", false, std::nullopt, disposition::not_found},
    {"", false, std::nullopt, disposition::unknown},
    {"12345", false, static_cast<server_errc>(12345), disposition::unknown},
};

item_outcome expected(const call& c, std::size_t i, const own& item) {
    if (!item.success) return {i, item.code, item.means};
    if (c.items_may_succeed) return {i, server_errc::accepted, disposition::accepted};
    return {i, c.code, c.reaches_items_as};
}

/// The outcomes if no item has its own code.
std::vector<item_outcome> expected_of_call(const call& c, std::size_t size) {
    const disposition d =
        size == 1 ? c.reaches_one_as.value_or(c.reaches_items_as) : c.reaches_items_as;
    std::vector<item_outcome> all;
    for (std::size_t i = 0; i < size; ++i) all.push_back({i, c.code, d});
    return all;
}

/// Checks the outcomes of one response to requests of all kinds and storages.
template <class Response>
void check_all(const Response& r, const std::vector<item_outcome>& all) {
    const auto check = [&](const auto& asked) {
        const auto list = outcomes(asked, r);
        bool same = list.has_value() && list->size() == all.size();
        for (std::size_t i = 0; same && i < all.size(); ++i) same = (*list)[i] == all[i];
        CHECK(same);
        CHECK((same && list->empty() == all.empty()));
        for (const disposition d :
             {disposition::accepted, disposition::retry, disposition::unknown})
            CHECK(static_cast<std::ptrdiff_t>(list->count(d)) ==
                  std::count_if(all.begin(), all.end(),
                                [&](const item_outcome& o) { return o.disposition == d; }));
        CHECK(list->all_accepted() == (list->count(disposition::accepted) == all.size()));
        CHECK((same && std::equal(all.begin(), all.end(), list->begin(), list->end())));
        // An operation by itself has the same outcomes.
        std::visit(
            [&](const auto& op) {
                const auto of_op = outcomes(op, r).value();
                CHECK(std::equal(all.begin(), all.end(), of_op.begin(), of_op.end()));
            },
            asked);
    };
    for (const operator_type type : all_operators) {
        const request asked = request_of(type, all.size());
        tpns_tests::view_lists lists;
        check(asked);
        check(lists(asked));
        check(tpns_tests::part_of(asked));
    }
}

void check_both(const response& r, const std::vector<item_outcome>& all) {
    tpns_tests::view_lists lists;
    check_all(r, all);
    check_all(lists(r), all);
}

/// Calls `f` with every list of `size` elements of `owns`.
template <class Function>
void for_each_result(std::size_t size, Function f, std::vector<const own*> list = {}) {
    if (list.size() == size) return f(list);
    list.push_back(nullptr);
    for (const own& o : owns) {
        list.back() = &o;
        for_each_result(size, f, list);
    }
}

std::vector<item_code> codes(const std::vector<const own*>& list) {
    std::vector<item_code> result;
    for (const own* o : list) result.push_back({o->text});
    return result;
}

template <class Response>
void check_mismatch(const request& asked, const Response& r) {
    const error e = outcomes(asked, r).error();
    CHECK(e == error(tpns::detail::violation{errc::outcome_count_mismatch, item_count(asked)},
                     {node::result_member}));
    CHECK(std::visit([&](const auto& op) { return outcomes(op, r).error(); }, asked) == e);
    CHECK(to_string(e.where) == "/result");
}

} // namespace

template <class Table, class = void>
struct accepts_table : std::false_type {};
template <class Table>
struct accepts_table<Table, std::void_t<decltype(tpns::outcomes(
                                std::declval<const tpns::request&>(),
                                std::declval<const tpns::response&>(), std::declval<Table>()))>>
    : std::true_type {};
// Deleted for tables in braces: they would dangle.
static_assert(accepts_table<const tpns::code_disposition (&)[1]>::value);
static_assert(!accepts_table<const tpns::code_disposition (&&)[1]>::value);
static_assert(accepts_table<std::vector<tpns::code_disposition>&>::value);
static_assert(!accepts_table<std::vector<tpns::code_disposition>>::value);
static_assert(accepts_table<tpns::list_view<tpns::code_disposition>>::value);

TEST_CASE("every item has its outcome, for every call and every result of one code per item") {
    for (const call& c : calls)
        for (std::size_t size = 1; size <= 3; ++size)
            for_each_result(size, [&](const std::vector<const own*>& list) {
                std::vector<item_outcome> all;
                for (std::size_t i = 0; i < size; ++i) all.push_back(expected(c, i, *list[i]));
                check_both(response{c.code, "", codes(list)}, all);
            });
}

TEST_CASE("without a result every item has the call's code") {
    for (const call& c : calls)
        for (std::size_t size = 0; size <= 3; ++size)
            check_both(response{c.code, "", {}}, expected_of_call(c, size));
}

TEST_CASE("too few or too many codes are matched with no items") {
    for (const call& c : calls)
        for (std::size_t size = 0; size <= 3; ++size)
            for (std::size_t count = 1; count <= 4; ++count) {
                if (count == size) continue;
                const std::vector<const own*> list(count, &owns[count % std::size(owns)]);
                const response r{c.code, "", codes(list)};
                if (!c.items_may_succeed) {
                    check_both(r, expected_of_call(c, size));
                    continue;
                }
                tpns_tests::view_lists lists;
                for (const operator_type type : all_operators) {
                    check_mismatch(request_of(type, size), r);
                    check_mismatch(request_of(type, size), lists(r));
                }
            }
}

TEST_CASE("a mismatch gives the expected number of codes, and has its own condition") {
    const request asked = request_of(operator_type::unbind_all_accounts, 2);
    const response sample{server_errc::accepted, "NO_ERROR", {{"0"}}}; // from the page of 2023
    const error e = outcomes(asked, sample).error();
    CHECK(e.code == errc::outcome_count_mismatch);
    CHECK(e.limit == 2);
    CHECK(e.offset == error::no_offset);
    CHECK(make_error_code(e) == condition::mismatch);
    CHECK(to_string(e) == "/result: must have one element for each item of the request");
}

TEST_CASE("a call's code about one token does not apply to twenty") {
    const request twenty = request_of(operator_type::overwrite_accounts, 20);
    const response replies[] = {
        {server_errc::invalid_token, "invalid token", {}},
        {server_errc::token_not_valid, "token is not valid", {{"1008029"}}},
        {server_errc::no_such_token_or_account, "no token, no account", {}},
    };
    for (const response& r : replies) {
        CHECK(outcomes(twenty, r)->count(disposition::unknown) == 20);
        const request one = request_of(operator_type::unbind_all_tokens, 1);
        const auto alone = outcomes(one, r);
        CHECK((*alone)[0] == item_outcome{0, r.ret_code, disposition::not_found});
    }
    const code_disposition table[] = {
        {unlisted, disposition::not_found},
        {server_errc::invalid_parameter, disposition::bad_item},
    };
    const response unknown{unlisted, "", {}};
    CHECK(outcomes(twenty, unknown, table)->count(disposition::unknown) == 20);
    const response wrong{server_errc::invalid_parameter, "", {}};
    CHECK(outcomes(twenty, wrong, table)->count(disposition::bad_request) == 20);
    const request one = request_of(operator_type::overwrite_accounts, 1);
    CHECK((*outcomes(one, wrong, table))[0].disposition == disposition::bad_item);
}

TEST_CASE("an item that succeeded stays accepted, whatever the call's code") {
    const request one = request_of(operator_type::unbind_all_accounts, 1);
    const response r{server_errc::invalid_token, "", {{"0"}}};
    CHECK((*outcomes(one, r))[0] ==
          item_outcome{0, server_errc::invalid_token, disposition::unknown});
}

TEST_CASE("overrides apply to items and to the call") {
    const code_disposition overrides[] = {
        {server_errc::invalid_token, disposition::retry},
        {server_errc::authentication_failed, disposition::retry_later},
        {static_cast<server_errc>(12345), disposition::not_found},
    };
    const request asked = request_of(operator_type::unbind_all_tokens, 3);
    const response items{
        server_errc::batch_partly_failed, "", {{"1008006"}, {"12345"}, {"1008004"}}};
    const auto of_items = outcomes(asked, items, overrides);
    CHECK((*of_items)[0] == item_outcome{0, server_errc::invalid_token, disposition::retry});
    CHECK((*of_items)[1].disposition == disposition::not_found);
    CHECK((*of_items)[2].disposition == disposition::retry); // as without overrides

    const response whole{server_errc::authentication_failed, "", {}};
    const auto of_call = outcomes(asked, whole, overrides);
    CHECK(of_call->count(disposition::retry_later) == 3);
    CHECK(outcomes(asked, whole)->count(disposition::bad_credentials) == 3);
}

TEST_CASE("a bad_request is a bad_item if the code is an item's own") {
    const request asked = request_of(operator_type::overwrite_accounts, 2);
    for (const char* const text : {"1008001", "1008002", "1008007"}) {
        const response own_codes{server_errc::batch_partly_failed, "", {{text}, {"0"}}};
        CHECK((*outcomes(asked, own_codes))[0].disposition == disposition::bad_item);
        const response whole{*item_code{text}.code(), "", {}};
        CHECK(outcomes(asked, whole)->count(disposition::bad_request) == 2);
    }
}

TEST_CASE("only the text of the older service is known, and not its numbers") {
    const request asked = request_of(operator_type::unbind_all_accounts, 1);
    for (const char* const text : {"TOKEN_NOT_EXISTS", "token_not_exist", "00", "1008006 ", "OK"}) {
        const response r{server_errc::accepted, "", {{text}}};
        CHECK((*outcomes(asked, r))[0] == item_outcome{0, std::nullopt, disposition::unknown});
    }
}

TEST_CASE("an iterator visits each item once, in every syntax") {
    const request asked = request_of(operator_type::unbind_all_accounts, 3);
    const response r{server_errc::accepted, "", {{"0"}, {"1008006"}, {"ok"}}};
    const auto list = outcomes(asked, r);
    auto i = list->begin();
    CHECK(i == list->begin());
    CHECK(i != list->end());
    CHECK((*i++).index == 0);
    CHECK((*i).index == 1);
    CHECK((*++i).index == 2);
    CHECK_FALSE(i == list->begin());
    CHECK_FALSE(i == list->end());
    CHECK(++i == list->end());
    CHECK_FALSE(i != list->end());
    CHECK(std::distance(list->begin(), list->end()) == 3);
    list_of_request::iterator later;
    later = list->begin();
    CHECK(*later == (*list)[0]);
    CHECK(later[2].index == 2);
    CHECK((list->begin() + 1)->disposition == disposition::not_found);
    const list_of_request none;
    CHECK(none.empty());
    CHECK(none.all_accepted());
    CHECK(none.size() == 0);
    CHECK(none.begin() == none.end());
}

TEST_CASE("an outcome refers to its item, in an operation and in a request") {
    overwrite_accounts op{{
        {device_token("t1"), {{account_id("me")}, {account_id("you"), account_type::email}}},
        {device_token("t2"), {}},
    }};
    const response r{server_errc::batch_partly_failed, "", {{"1008006"}, {"0"}}};
    const auto of_op = outcomes(op, r);
    CHECK(&(*of_op)[0].item() == &op.token_accounts[0]);
    CHECK((*of_op)[1].token() == op.token_accounts[1].token);
    CHECK((*of_op)[0].account() == account_view{op.token_accounts[0].account_list[0].id});
    CHECK((*of_op)[1].account() == account_view()); // it has none

    const request asked = op;
    const auto of_request = outcomes(asked, r);
    CHECK((*of_request)[0].token() == device_token("t1"));
    CHECK((*of_request)[0].account().id == account_id("me"));
    CHECK((*of_request)[1].account() == account_view());

    const request tokens = unbind_all_accounts{{device_token("t1"), device_token("t2")}};
    std::vector<device_token_view> dead;
    for (const auto& o : *outcomes(tokens, r)) // the list itself can be a temporary
        if (o.disposition == disposition::not_found) dead.push_back(o.token());
    CHECK(dead == std::vector<device_token_view>{device_token_view("t1")});
    CHECK((*outcomes(tokens, r))[0].account() == account_view());

    const request accounts =
        unbind_all_tokens{{{account_id("me")}, {account_id("you"), account_type::email}}};
    const auto of_accounts = outcomes(accounts, r);
    CHECK((*of_accounts)[0].token() == device_token_view());
    CHECK((*of_accounts)[1].account() == account_view{account_id_view("you"), account_type::email});
    const unbind_all_tokens alone = std::get<unbind_all_tokens>(accounts);
    CHECK(outcomes(alone, r)->begin()->item() == alone.account_list[0]);
}

TEST_CASE("outcomes of a part refer to the items of the list") {
    const std::vector<device_token> list = {device_token("a"), device_token("b"),
                                            device_token("c")};
    const std::size_t indices[] = {2, 0};
    const basic_operation<operator_type::unbind_all_accounts, part> again{
        {list.data(), indices, 2}};
    const response r;
    const auto all = outcomes(again, r);
    CHECK(all->all_accepted());
    CHECK(&(*all)[0].item() == &list[2]);
    CHECK((*all)[1].token() == list[0]);
}

TEST_CASE("outcomes are equal if index, code and disposition are") {
    const item_outcome o{1, server_errc::invalid_token, disposition::not_found};
    CHECK(o == item_outcome{1, server_errc::invalid_token, disposition::not_found});
    CHECK_FALSE(o != item_outcome{1, server_errc::invalid_token, disposition::not_found});
    CHECK(item_outcome().index == 0);
    CHECK(o != item_outcome{2, server_errc::invalid_token, disposition::not_found});
    CHECK(o != item_outcome{1, std::nullopt, disposition::not_found});
    CHECK(o != item_outcome{1, server_errc::invalid_token, disposition::unknown});
}

TEST_CASE("an override of success applies to items as well as calls") {
    static constexpr code_disposition doubt[] = {{server_errc::accepted, disposition::unknown}};
    const request asked = unbind_all_accounts{{device_token("token1")}};
    for (const response& r :
         {response{server_errc::accepted, "", {}}, response{server_errc::accepted, "", {{"0"}}},
          response{server_errc::accepted, "", {{"ok"}}}})
        CHECK((*outcomes(asked, r, doubt))[0] ==
              item_outcome{0, server_errc::accepted, disposition::unknown});
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    const request asked = unbind_all_accounts{{device_token("token1"), device_token("token2")}};
    const response answer = {server_errc::accepted, "", {{"0"}, {"0"}}};
    const auto all = outcomes(asked, answer);
    CHECK(tpns_tests::dies([&] { (void)(*all)[2]; }));
    CHECK_FALSE(tpns_tests::dies([&] { (void)(*all)[1]; }));
}
