// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/json_pointer.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

using tpns::json_pointer;
using tpns::node;

static_assert(std::is_aggregate_v<json_pointer>);
static_assert(std::is_trivially_copyable_v<json_pointer>);
static_assert(json_pointer::no_index == SIZE_MAX);
static_assert(json_pointer{} == json_pointer{node::body, SIZE_MAX, SIZE_MAX});
static_assert(tpns::detail::member_name(node::token_member) == "token");

TEST_CASE("a pointer is written in the notation of RFC 6901") {
    struct row {
        json_pointer pointer;
        std::string_view text;
    };
    const row table[] = {
        {{}, ""},
        {{node::operator_type_member}, "/operator_type"},
        {{node::token_accounts_member}, "/token_accounts"},
        {{node::token_accounts_element, 0}, "/token_accounts/0"},
        {{node::token_accounts_element, 19}, "/token_accounts/19"},
        {{node::token_member, 3}, "/token_accounts/3/token"},
        {{node::token_list_member}, "/token_list"},
        {{node::token_list_element, 7}, "/token_list/7"},
        {{node::ret_code_member}, "/ret_code"},
        {{node::err_msg_member}, "/err_msg"},
        {{node::result_member}, "/result"},
        {{node::result_element, 2}, "/result/2"},

        // A missing index, which no function of the library produces.
        {{node::token_member}, "/token_accounts/-/token"},

        // The two places of an account list: the body, and a binding.
        {{node::account_list_member}, "/account_list"},
        {{node::account_list_element, 4}, "/account_list/4"},
        {{node::account_member, 4}, "/account_list/4/account"},
        {{node::account_type_member, 4}, "/account_list/4/account_type"},
        {{node::account_list_member, 3}, "/token_accounts/3/account_list"},
        {{node::account_list_element, 3, 0}, "/token_accounts/3/account_list/0"},
        {{node::account_member, 3, 0}, "/token_accounts/3/account_list/0/account"},
        {{node::account_type_member, 3, 12}, "/token_accounts/3/account_list/12/account_type"},
    };
    for (const row& r : table) CHECK(to_string(r.pointer) == r.text);
}

TEST_CASE("a pattern stands for all places of one kind") {
    struct row {
        node place;
        std::string_view text;
    };
    const row table[] = {
        {node::body, ""},
        {node::operator_type_member, "/operator_type"},
        {node::token_accounts_member, "/token_accounts"},
        {node::token_accounts_element, "/token_accounts/*"},
        {node::token_member, "/token_accounts/*/token"},
        {node::token_list_member, "/token_list"},
        {node::token_list_element, "/token_list/*"},
        {node::account_list_member, "\xE2\x80\xA6/account_list"},
        {node::account_list_element, "\xE2\x80\xA6/account_list/*"},
        {node::account_member, "\xE2\x80\xA6/account_list/*/account"},
        {node::account_type_member, "\xE2\x80\xA6/account_list/*/account_type"},
        {node::ret_code_member, "/ret_code"},
        {node::err_msg_member, "/err_msg"},
        {node::result_member, "/result"},
        {node::result_element, "/result/*"},
    };
    for (const row& r : table) CHECK(to_string(r.place) == r.text);
    CHECK(std::size(table) == static_cast<std::size_t>(node::result_element) + 1);
}

TEST_CASE("members have their names on the wire, and nothing else has one") {
    CHECK(tpns::detail::member_name(node::operator_type_member) == "operator_type");
    CHECK(tpns::detail::member_name(node::token_accounts_member) == "token_accounts");
    CHECK(tpns::detail::member_name(node::token_member) == "token");
    CHECK(tpns::detail::member_name(node::token_list_member) == "token_list");
    CHECK(tpns::detail::member_name(node::account_list_member) == "account_list");
    CHECK(tpns::detail::member_name(node::account_member) == "account");
    CHECK(tpns::detail::member_name(node::account_type_member) == "account_type");
    CHECK(tpns::detail::member_name(node::ret_code_member) == "ret_code");
    CHECK(tpns::detail::member_name(node::err_msg_member) == "err_msg");
    CHECK(tpns::detail::member_name(node::result_member) == "result");
    for (const node n : {node::body, node::token_accounts_element, node::token_list_element,
                         node::account_list_element, node::result_element})
        CHECK(tpns::detail::member_name(n).empty());
}

TEST_CASE("pointers are equal by place and both indices") {
    const json_pointer p{node::account_member, 3, 0};
    CHECK(p == json_pointer{node::account_member, 3, 0});
    CHECK_FALSE(p != json_pointer{node::account_member, 3, 0});
    for (const json_pointer& other :
         {json_pointer{node::account_type_member, 3, 0}, json_pointer{node::account_member, 2, 0},
          json_pointer{node::account_member, 3, 1}, json_pointer{node::account_member, 3},
          json_pointer{}}) {
        CHECK(p != other);
        CHECK_FALSE(p == other);
    }
}

TEST_CASE("the longest pointer is written completely") {
    const std::size_t most = SIZE_MAX - 1;
    const std::string index = std::to_string(most);
    CHECK(to_string(json_pointer{node::account_type_member, most, most}) ==
          "/token_accounts/" + index + "/account_list/" + index + "/account_type");
}
