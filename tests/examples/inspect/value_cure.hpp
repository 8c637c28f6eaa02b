// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_VALUE_CURE_HPP
#define INSPECT_VALUE_CURE_HPP

#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace inspect {

// Cures for values of the wrong type.

inline cure integer_in_quotes(const suspect& s) {
    const bool integer = s.is(tpns::errc::wrong_type, tpns::node::operator_type_member) ||
                         s.is(tpns::errc::wrong_type, tpns::node::account_type_member) ||
                         s.is(tpns::errc::wrong_type, tpns::node::ret_code_member);
    if (!integer || s.byte() != '"') return {};
    const std::string_view inside = s.name_at(s.wrong.offset);
    if (inside.empty() || inside.find_first_not_of("0123456789") != npos) return {};
    return edit{s.wrong.offset, inside.size() + 2, std::string(inside)};
}

inline cure number_without_quotes(const suspect& s) {
    const bool text = s.is(tpns::errc::wrong_type, tpns::node::token_member) ||
                      s.is(tpns::errc::wrong_type, tpns::node::token_list_element) ||
                      s.is(tpns::errc::wrong_type, tpns::node::account_member);
    if (!text || !is_digit(s.byte())) return {};
    const std::size_t size = value_end(s.body, s.wrong.offset) - s.wrong.offset;
    const std::string_view number = s.body.substr(s.wrong.offset, size);
    if (number.find_first_not_of("0123456789") != npos) return {};
    return edit{s.wrong.offset, size, '"' + std::string(number) + '"'};
}

/// A single object or token in place of an array of them.
inline cure one_without_brackets(const suspect& s) {
    if (!s.is(tpns::errc::wrong_type)) return {};
    const std::size_t end = value_end(s.body, s.wrong.offset);
    if (end == npos) return {};
    const std::string_view value = s.body.substr(s.wrong.offset, end - s.wrong.offset);
    const auto is_object_with = [&](std::string_view name) {
        return s.byte() == '{' && value.find(name) != npos;
    };
    const tpns::node at = s.wrong.where.target;
    if (!(at == tpns::node::token_accounts_member && is_object_with("\"token\"")) &&
        !(at == tpns::node::account_list_member && is_object_with("\"account\"")) &&
        !(at == tpns::node::token_list_member && s.byte() == '"'))
        return {};
    return edit{s.wrong.offset, value.size(), '[' + std::string(value) + ']'};
}

} // namespace inspect

#endif
