// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/schema.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tpns::node;
namespace detail = tpns::detail;
using detail::message_kind;

struct object {
    node at;
    message_kind kind;
};

constexpr object objects[] = {{node::body, message_kind::request},
                              {node::body, message_kind::response},
                              {node::token_accounts_element, message_kind::request},
                              {node::account_list_element, message_kind::request}};

std::vector<node> all_nodes() {
    std::vector<node> all;
    for (int i = 0; i <= static_cast<int>(node::result_element); ++i)
        all.push_back(static_cast<node>(i));
    return all;
}

std::vector<node> members(const object& o, bool only_required = false) {
    std::vector<node> all;
    for (const detail::member& m : detail::members_of(o.at, o.kind))
        if (m.required || !only_required) all.push_back(m.at);
    return all;
}

} // namespace

TEST_CASE("each object has the documented members") {
    CHECK(members(objects[0]) == std::vector{node::operator_type_member,
                                             node::token_accounts_member, node::token_list_member,
                                             node::account_list_member});
    CHECK(members(objects[1]) ==
          std::vector{node::ret_code_member, node::err_msg_member, node::result_member});
    CHECK(members(objects[2]) == std::vector{node::token_member, node::account_list_member});
    CHECK(members(objects[3]) == std::vector{node::account_member, node::account_type_member});

    CHECK(members(objects[0], true) == std::vector{node::operator_type_member});
    CHECK(members(objects[1], true) == std::vector{node::ret_code_member});
    CHECK(members(objects[2], true) == members(objects[2]));
    CHECK(members(objects[3], true) == std::vector{node::account_member});
}

TEST_CASE("each member belongs to one object, an account_list to two") {
    std::map<node, int> homes;
    for (const object& o : objects) {
        std::set<std::string_view> names;
        for (const node n : members(o)) {
            ++homes[n];
            CHECK(names.insert(tpns::detail::member_name(n)).second);
        }
        CHECK(names.count("") == 0);
    }
    for (const node n : all_nodes()) {
        CAPTURE(static_cast<int>(n));
        const int expected = n == node::account_list_member          ? 2
                             : !tpns::detail::member_name(n).empty() ? 1
                                                                     : 0;
        CHECK(homes[n] == expected);
    }
}

TEST_CASE("objects have members, and lists have elements") {
    std::set<node> elements;
    for (const node n : all_nodes()) {
        CAPTURE(static_cast<int>(n));
        const unsigned types = detail::types_at(n);
        CHECK(types != 0);
        const bool is_object =
            n == node::body || n == node::token_accounts_element || n == node::account_list_element;
        CHECK((types == detail::json_object) == is_object);
        if ((types & detail::json_array) != 0) {
            const node element = detail::element_of(n);
            CHECK(elements.insert(element).second);
            CHECK(tpns::detail::member_name(element).empty());
        }
    }
    CHECK(elements == std::set{node::token_accounts_element, node::token_list_element,
                               node::account_list_element, node::result_element});
}

TEST_CASE("only the two optional members of a response can be null") {
    for (const node n : all_nodes()) {
        CAPTURE(static_cast<int>(n));
        const bool nullable = n == node::err_msg_member || n == node::result_member;
        CHECK(((detail::types_at(n) & detail::json_null) != 0) == nullable);
        CHECK((detail::types_at(n) & detail::json_boolean) == 0);
    }
}

TEST_CASE("an account is as long as its characters, a token as its bytes") {
    tpns::limits max;
    max.min_account_chars = max.min_token_bytes = 4;
    max.max_account_chars = max.max_token_bytes = 12;
    for (const std::string_view character : {"a", "\xC3\xA9", "\xE5\xBC\xA0", "\xF0\x9F\x98\x80"}) {
        std::string text;
        for (std::size_t count = 0; count <= 15; ++count, text += character) {
            CAPTURE(text);
            CHECK(detail::check_text(node::account_member, text, max).code ==
                  detail::check_account_chars(count, max).code);
            CHECK(detail::check_text(node::token_member, text, max).code ==
                  detail::check_token_bytes(text.size(), max).code);
        }
    }
}
