// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/request_builder.hpp>

// Then the rest.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using tpns::account_id;
using tpns::account_type;
using tpns::device_token;
using tpns::node;
using tpns::owned;
using tpns::view;
namespace detail = tpns::detail;

void put_text(detail::message_builder& b, node at, std::string_view raw) {
    CHECK(b.text(at, {raw, raw.find('\\') != std::string::npos}));
}

void put_account(detail::message_builder& b, std::string_view id, std::int32_t type = 0) {
    CHECK(b.begin(node::account_list_element));
    if (type != 0) b.integer(node::account_type_member, type);
    put_text(b, node::account_member, id);
    b.end(node::account_list_element);
}

void put_accounts(detail::message_builder& b) {
    CHECK(b.begin(node::account_list_member));
    put_account(b, "own", 3);
    put_account(b, "\\u006fther");
    b.end(node::account_list_member);
}

/// All three lists, with the operator between them, as in a body with foreign carriers.
void put_all(detail::message_builder& b, std::int32_t operation, bool accounts_first) {
    CHECK(b.begin(node::body));
    if (accounts_first) put_accounts(b);
    CHECK(b.begin(node::token_accounts_member));
    CHECK(b.begin(node::token_accounts_element));
    CHECK(b.begin(node::account_list_member));
    put_account(b, "bound");
    put_account(b, "bound too", 1005);
    b.end(node::account_list_member);
    put_text(b, node::token_member, "t1");
    b.end(node::token_accounts_element);
    b.integer(node::operator_type_member, operation);
    CHECK(b.begin(node::token_accounts_element));
    put_text(b, node::token_member, "t2");
    CHECK(b.begin(node::account_list_member));
    b.end(node::account_list_member);
    b.end(node::token_accounts_element);
    b.end(node::token_accounts_member);
    if (!accounts_first) put_accounts(b);

    CHECK(b.begin(node::token_list_member));
    put_text(b, node::token_list_element, "a");
    put_text(b, node::token_list_element, "\\u0062");
    b.end(node::token_list_member);
    b.end(node::body);
}

const std::vector<tpns::binding> bindings = {
    {device_token("t1"),
     {{account_id("bound"), {}}, {account_id("bound too"), account_type::email}}},
    {device_token("t2"), {}}};

const tpns::request expected[] = {
    tpns::append_accounts{bindings}, tpns::overwrite_accounts{bindings},
    tpns::unbind_accounts{bindings},
    tpns::unbind_all_accounts{{device_token("a"), device_token("b")}},
    tpns::unbind_all_tokens{
        {{account_id("own"), account_type::custom_3}, {account_id("other"), {}}}}};

} // namespace

TEST_CASE("each operator gets its own list, and none of the others'") {
    for (int before = 0; before < 5; ++before)
        for (int operation = 1; operation <= 5; ++operation) {
            CAPTURE(before);
            CAPTURE(operation);
            tpns::request r = expected[before];
            detail::request_builder<owned> builder(r, {});
            put_all(builder, operation, before % 2 == 0);
            builder.finish();
            CHECK(r == expected[operation - 1]);
        }
}

TEST_CASE("a view is built of the same lists") {
    for (int operation = 1; operation <= 5; ++operation) {
        CAPTURE(operation);
        tpns::arena arena;
        tpns::request_view r;
        detail::request_builder<view> builder(r, detail::memory<view>(arena));
        put_all(builder, operation, operation % 2 == 0);
        builder.finish();
        CHECK(r == expected[operation - 1]);
    }
}

TEST_CASE("an account in a reused element has its own type") {
    tpns::request r = tpns::unbind_all_tokens{{{account_id("old"), account_type::qq}}};
    detail::request_builder<owned> builder(r, {});
    detail::message_builder& b = builder;
    b.integer(node::operator_type_member, 5);
    CHECK(b.begin(node::account_list_member));
    put_account(b, "new");
    b.end(node::account_list_member);
    builder.finish();
    CHECK(r == tpns::request(tpns::unbind_all_tokens{{{account_id("new"), {}}}}));
}

TEST_CASE("a reused binding has its own accounts") {
    const std::vector<tpns::account> old(3, {account_id("old"), account_type::qq});
    for (std::size_t size = 0; size <= 5; ++size) {
        tpns::request r =
            tpns::unbind_accounts{{{device_token("old"), old}, {device_token("old"), old}}};
        detail::request_builder<owned> builder(r, {});
        detail::message_builder& b = builder;
        b.integer(node::operator_type_member, 3);
        CHECK(b.begin(node::token_accounts_member));
        std::vector<tpns::binding> meant;
        for (const std::size_t count : {size, 5 - size, std::size_t{1}}) {
            CHECK(b.begin(node::token_accounts_element));
            put_text(b, node::token_member, "new");
            CHECK(b.begin(node::account_list_member));
            for (std::size_t i = 0; i < count; ++i) put_account(b, "new");
            b.end(node::account_list_member);
            b.end(node::token_accounts_element);
            meant.push_back(
                {device_token("new"), std::vector<tpns::account>(count, {account_id("new"), {}})});
        }
        b.end(node::token_accounts_member);
        builder.finish();
        CHECK(r == tpns::request(tpns::unbind_accounts{meant}));
    }
}

TEST_CASE("many bindings with many accounts keep their contents while the lists grow") {
    tpns::arena arena;
    tpns::request_view r;
    detail::request_builder<view> builder(r, detail::memory<view>(arena));
    detail::message_builder& b = builder;
    b.integer(node::operator_type_member, 2);
    CHECK(b.begin(node::token_accounts_member));
    for (int i = 0; i < 20; ++i) {
        CHECK(b.begin(node::token_accounts_element));
        CHECK(b.begin(node::account_list_member));
        for (int j = 0; j < i; ++j) put_account(b, "\\u00e9", 100 * i + j);
        b.end(node::account_list_member);
        put_text(b, node::token_member, "t\\n");
        b.end(node::token_accounts_element);
    }
    b.end(node::token_accounts_member);
    builder.finish();
    const auto& list = std::get<tpns::overwrite_accounts_view>(r).token_accounts;
    REQUIRE(list.size() == 20);
    for (int i = 0; i < 20; ++i) {
        const tpns::binding_view& element = list[static_cast<std::size_t>(i)];
        CHECK(element.token.str() == "t\n");
        REQUIRE(element.account_list.size() == static_cast<std::size_t>(i));
        for (int j = 0; j < i; ++j) {
            const tpns::account_view& a = element.account_list[static_cast<std::size_t>(j)];
            CHECK(a.id.str() == "\xC3\xA9");
            CHECK(static_cast<int>(a.type) == 100 * i + j);
        }
    }
}

TEST_CASE("if the arena is full, begin and text fail") {
    tpns::arena none(nullptr, 0);
    tpns::request_view r;
    detail::request_builder<view> builder(r, detail::memory<view>(none));
    detail::message_builder& b = builder;
    CHECK(b.begin(node::body));
    CHECK(b.begin(node::token_accounts_member));
    CHECK_FALSE(b.begin(node::token_accounts_element));
    CHECK(b.begin(node::token_list_member));
    CHECK_FALSE(b.text(node::token_list_element, {"a", false}));
    CHECK(b.begin(node::account_list_member));
    CHECK_FALSE(b.begin(node::account_list_element));

    alignas(tpns::device_token_view) char buffer[sizeof(tpns::device_token_view) + 8];
    tpns::arena small(buffer, sizeof buffer);
    detail::request_builder<view> tokens(r, detail::memory<view>(small));
    detail::message_builder& t = tokens;
    CHECK(t.begin(node::token_list_member));
    CHECK(t.text(node::token_list_element, {"a", false}));
    CHECK_FALSE(t.text(node::token_list_element, {"nine\\nchars", true}));
}

TEST_CASE("after an error, a list that has begun is kept unless it holds too much") {
    for (const int operation : {2, 4, 5})
        for (const bool begun : {false, true})
            for (const bool too_much : {false, true}) {
                CAPTURE(operation);
                tpns::request r = expected[operation - 1];
                detail::with_operation(r, [](auto& op) { items(op).reserve(100); });
                detail::request_builder<owned> builder(r, {});
                const node list = detail::carrier_of(static_cast<tpns::operator_type>(operation));
                if (begun) CHECK(builder.begin(list));
                builder.abandon(too_much ? 0 : 1000);
                CHECK((item_count(r) == 0) == (begun && too_much));
            }
}

TEST_CASE("building an owned request again allocates nothing") {
    for (int operation = 1; operation <= 5; ++operation) {
        tpns::request r;
        detail::request_builder<owned> first(r, {});
        detail::message_builder& b = first;
        const auto build = [operation](detail::message_builder& to) {
            const node list = tpns::detail::carrier_of(static_cast<tpns::operator_type>(operation));
            to.integer(node::operator_type_member, operation);
            bool good = to.begin(list);
            for (int i = 0; i < 10; ++i) {
                if (list == node::token_accounts_member)
                    good = good && to.begin(node::token_accounts_element) &&
                           to.text(node::token_member, {"a token that is rather long", false});
                if (list == node::token_list_member)
                    good = good && to.text(node::token_list_element, {"another long token", false});
                if (list == node::account_list_member)
                    good = good && to.begin(node::account_list_element) &&
                           to.text(node::account_member, {"a name that is rather long", false});
                if (list == node::token_accounts_member) to.end(node::token_accounts_element);
            }
            to.end(list);
            return good;
        };
        CHECK(build(b));
        first.finish();
        CHECK(item_count(r) == 10);
        const std::size_t before = tpns_tests::allocations();
        detail::request_builder<owned> second(r, {});
        const bool good = build(second);
        second.finish();
        CHECK(tpns_tests::allocations() == before);
        CHECK(good);
        CHECK(item_count(r) == 10);
    }
}
