// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_SCHEMA_HPP
#define TPNS_DETAIL_SCHEMA_HPP

#include <tpns/detail/json/string.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/list_view.hpp>
#include <tpns/rules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

// The shape of the two bodies: the types, the contents and the rules of each place.

/// The nesting depth of objects and arrays in a body with only documented members.
inline constexpr std::size_t schema_depth = 5;

/// The types of JSON values, as bits.
enum json_type : std::uint8_t {
    json_object = 1,
    json_array = 2,
    json_text = 4,
    json_number = 8,
    json_boolean = 16,
    json_null = 32,
};

enum class message_kind : std::uint8_t { request, response };

/// The types allowed for the value at a place.
[[nodiscard]] constexpr unsigned types_at(node n) noexcept {
    switch (n) {
    case node::body:
    case node::token_accounts_element:
    case node::account_list_element: return json_object;
    case node::token_accounts_member:
    case node::token_list_member:
    case node::account_list_member: return json_array;
    case node::result_member: return json_array | json_null;
    case node::token_member:
    case node::token_list_element:
    case node::account_member: return json_text;
    case node::err_msg_member: return json_text | json_null;
    case node::result_element: return json_text | json_number;
    case node::operator_type_member:
    case node::account_type_member:
    case node::ret_code_member: return json_number;
    }
    return 0;
}

/// The elements of an array.
[[nodiscard]] constexpr node element_of(node array) noexcept {
    switch (array) {
    case node::token_accounts_member: return node::token_accounts_element;
    case node::token_list_member: return node::token_list_element;
    case node::account_list_member: return node::account_list_element;
    default: return node::result_element;
    }
}

struct member {
    node at;
    bool required;
};

inline constexpr member request_members[] = {{node::operator_type_member, true},
                                             {node::token_accounts_member, false},
                                             {node::token_list_member, false},
                                             {node::account_list_member, false}};
inline constexpr member response_members[] = {
    {node::ret_code_member, true}, {node::err_msg_member, false}, {node::result_member, false}};
inline constexpr member binding_members[] = {{node::token_member, true},
                                             {node::account_list_member, true}};
inline constexpr member account_members[] = {{node::account_member, true},
                                             {node::account_type_member, false}};

/// The members of an object.
[[nodiscard]] constexpr list_view<member> members_of(node object, message_kind kind) noexcept {
    switch (object) {
    case node::token_accounts_element: return binding_members;
    case node::account_list_element: return account_members;
    default: break;
    }
    if (kind == message_kind::request) return request_members;
    return response_members;
}

/// A member's name in quotes.
template <node Member>
inline constexpr auto quoted_name = [] {
    constexpr std::string_view name = member_name(Member);
    std::array<char, name.size() + 2> text{};
    text.front() = text.back() = '"';
    for (std::size_t i = 0; i < name.size(); ++i) text[i + 1] = name[i];
    return text;
}();

/// The beginning of a member without white space: `,"account":"`. It includes the first character
/// of the value, unless the value is a number.
template <node Member, char Before>
inline constexpr auto compact_name = [] {
    constexpr auto& name = quoted_name<Member>;
    constexpr bool is_text = (types_at(Member) & json_text) != 0;
    constexpr bool is_array = (types_at(Member) & json_array) != 0;
    std::array<char, name.size() + (is_text || is_array ? 3 : 2)> text{};
    text[0] = Before;
    for (std::size_t i = 0; i < name.size(); ++i) text[i + 1] = name[i];
    text[name.size() + 1] = ':';
    if constexpr (is_text) text.back() = '"';
    if constexpr (is_array) text.back() = '[';
    return text;
}();

/// Checks a string of the given length at a place.
[[nodiscard]] constexpr violation check_text(node at, const text_length& length,
                                             const limits& max) noexcept {
    switch (at) {
    case node::token_member:
    case node::token_list_element: return check_token_bytes(length.bytes, max);
    case node::account_member: return check_account_chars(length.chars, max);
    default: return {};
    }
}

/// Checks a string of well-formed UTF-8 at a place. Counts characters only if the number of bytes
/// is not conclusive: a character has one to four.
[[nodiscard]] constexpr violation check_text(node at, std::string_view s,
                                             const limits& max) noexcept {
    const std::size_t size = s.size();
    if (!check_text(at, {size, size}, max) && !check_text(at, {size, size / 4}, max)) return {};
    return check_text(at, {size, count_code_points(s)}, max);
}

/// Checks an integer at a place.
[[nodiscard]] constexpr violation check_integer(node at, std::int64_t value) noexcept {
    switch (at) {
    case node::operator_type_member: return check_operator_type(value);
    case node::account_type_member: return check_account_type(value);
    case node::ret_code_member: return check_ret_code(value);
    default: return {};
    }
}

}}} // namespace tpns::v0::detail

#endif
