// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_BODY_CURE_HPP
#define INSPECT_BODY_CURE_HPP

#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace inspect {

// Cures for a body that is wrongly encoded or wrapped JSON.

/// The value of a JSON string, from the text between its quotes.
inline std::optional<std::string> unescaped(std::string_view written) {
    std::string literal = '"' + std::string(written) + '"';
    for (char& c : literal)
        if (is_one_of(c, "\r\n\t")) c = ' ';
    boost::system::error_code failed;
    const boost::json::value value = boost::json::parse(literal, failed);
    if (failed) return std::nullopt;
    return std::string(value.as_string());
}

/// Replaces the whole body.
inline cure whole(const suspect& s, std::string_view text) {
    return edit{0, s.body.size(), std::string(text)};
}

/// In place of an object, an array or the whole body.
inline cure json_in_a_string(const suspect& s) {
    if (!s.is(tpns::errc::wrong_type) || s.byte() != '"') return {};
    const std::size_t end = string_end(s.body, s.wrong.offset);
    const std::optional<std::string> text = unescaped(s.name_at(s.wrong.offset));
    if (end == npos || !text || !begins_json(*text)) return {};
    return edit{s.wrong.offset, end - s.wrong.offset, *text};
}

inline cure quoted_body(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    if (text.size() < 2 || !is_one_of(text[0], "'\"") || text.back() != text[0]) return {};
    const std::string_view inside = text.substr(1, text.size() - 2);
    if (!begins_json(inside)) return {};
    return whole(s, inside);
}

/// As in a template language that escapes braces by doubling them.
inline cure doubled_braces(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    if (!starts_with(text, "{{") || text.substr(text.size() - 2) != "}}") return {};
    return whole(s, text.substr(1, text.size() - 2));
}

inline cure missing_braces(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    if (byte_at(text, 0) != '"' || is_one_of(text.back(), "}\"")) return {};
    return whole(s, '{' + std::string(text) + '}');
}

inline cure escaped_once_too_often(const suspect& s) {
    if (s.byte() != '\\' || s.byte(1) != '"') return {};
    const std::optional<std::string> text = unescaped(s.body);
    return text ? whole(s, *text) : cure();
}

inline cure html_entities(const suspect& s) {
    if (!starts_with(s.rest(), "&quot;") && !starts_with(s.rest(), "&#34;")) return {};
    static constexpr replacement entities[] = {{"&quot;", "\""}, {"&#34;", "\""}, {"&#39;", "'"},
                                               {"&lt;", "<"},    {"&gt;", ">"},   {"&amp;", "&"}};
    std::string text;
    for (std::size_t at = 0; at < s.body.size();) {
        replacement found{s.body.substr(at, 1), s.body.substr(at, 1)};
        for (const replacement& r : entities)
            if (starts_with(s.body.substr(at), r.text)) found = r;
        text += found.by;
        at += found.text.size();
    }
    return whole(s, text);
}

/// The body is the only element of an array.
inline cure body_in_brackets(const suspect& s) {
    if (!s.is(tpns::errc::wrong_type, tpns::node::body) || s.byte() != '[') return {};
    const std::size_t begin = skip_space(s.body, s.wrong.offset + 1);
    const std::size_t end = value_end(s.body, begin);
    const std::string_view name = s.what == kind::request ? "\"operator_type\"" : "\"ret_code\"";
    if (byte_at(s.body, begin) != '{' || end == npos || trimmed(s.body.substr(end)) != "]")
        return {};
    const std::string_view inside = s.body.substr(begin, end - begin);
    if (inside.find(name) == npos) return {};
    return whole(s, inside);
}

/// The message is the value of the only unknown member.
inline cure wrapped_message(const suspect& s) {
    const bool none = s.is(tpns::errc::missing_member, tpns::node::operator_type_member) ||
                      s.is(tpns::errc::missing_member, tpns::node::ret_code_member);
    if (!none || s.misplaced.size() != 1) return {};
    const std::size_t name = string_end(s.body, s.misplaced[0].offset);
    const std::size_t begin = skip_space(s.body, skip_space(s.body, name) + 1);
    const std::size_t end = value_end(s.body, begin);
    if (byte_at(s.body, begin) != '{' || end == npos) return {};
    return whole(s, s.body.substr(begin, end - begin));
}

} // namespace inspect

#endif
