// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_CURE_HPP
#define INSPECT_CURE_HPP

#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inspect {

// Mechanical cures. Each function recognises a mistake and returns the change that undoes it, in
// one place; nothing if it is another mistake. Whether the change helps is for the caller to try.

using cure = std::optional<edit>;

inline constexpr std::size_t npos = std::string_view::npos;

/// The end of a word that begins at `at`: letters and digits.
inline std::size_t word_end(std::string_view text, std::size_t at) {
    while (is_letter(byte_at(text, at)) || is_digit(byte_at(text, at))) ++at;
    return at;
}

/// The word in which the error stands: of a literal, the first letter may be right.
inline std::pair<std::size_t, std::string_view> word_of(const suspect& s) {
    std::size_t begin = s.wrong.offset;
    while (begin > 0 && is_letter(s.body[begin - 1])) --begin;
    return {begin, s.body.substr(begin, word_end(s.body, begin) - begin)};
}

/// The value of a JSON string that is written so between its quotes.
inline std::optional<std::string> unescaped(std::string_view written) {
    std::string literal = '"' + std::string(written) + '"';
    for (char& c : literal)
        if (is_one_of(c, "\r\n\t")) c = ' ';
    boost::system::error_code failed;
    const boost::json::value value = boost::json::parse(literal, failed);
    if (failed) return std::nullopt;
    return std::string(value.as_string());
}

inline bool begins_json(std::string_view text) {
    return is_one_of(byte_at(text, skip_space(text, 0)), "{[") && !trimmed(text).empty();
}

inline cure trailing_comma(const suspect& s) {
    if (!is_one_of(s.byte(), "]}") || s.byte_before() != ',') return {};
    return edit{before(s.body, s.wrong.offset), 1, ""};
}

inline cure doubled_comma(const suspect& s) {
    if (s.byte() != ',' || s.byte_before() != ',') return {};
    return edit{s.wrong.offset, 1, ""};
}

/// Before an object, an array or a name; a string that follows a string may be one that has a quote
/// in it.
inline cure missing_comma(const suspect& s) {
    const std::size_t last = before(s.body, s.wrong.offset);
    const bool behind_list = is_one_of(byte_at(s.body, last), "}]") && is_one_of(s.byte(), "{[\"");
    bool name_follows = false;
    if (s.byte() == '"' && last + 1 != s.wrong.offset && last != npos) {
        const std::size_t end = string_end(s.body, s.wrong.offset);
        name_follows = end != npos && byte_at(s.body, skip_space(s.body, end)) == ':';
    }
    if (!behind_list && !name_follows) return {};
    return edit{last + 1, 0, ","};
}

inline cure sign_for_colon(const suspect& s) {
    if (s.byte() != '=' || s.byte_before() != '"') return {};
    return edit{s.wrong.offset, s.byte(1) == '>' ? std::size_t{2} : std::size_t{1}, ":"};
}

inline cure comment(const suspect& s) {
    const std::string_view rest = s.rest();
    std::size_t size = npos;
    if (starts_with(rest, "/*"))
        size = rest.find("*/") == npos ? npos : rest.find("*/") + 2;
    else if (starts_with(rest, "//") || starts_with(rest, "#"))
        size = rest.find('\n');
    if (size == npos) return {};
    return edit{s.wrong.offset, size, ""};
}

/// A string in single quotes, in double ones.
inline std::string requoted(std::string_view inside) {
    std::string out = "\"";
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] == '\\' && byte_at(inside, i + 1) == '\'') continue;
        if (inside[i] == '"') out += '\\';
        out += inside[i];
    }
    return out + '"';
}

inline bool string_may_begin(const suspect& s) {
    return before(s.body, s.wrong.offset) == npos || is_one_of(s.byte_before(), "{[,:");
}

inline cure single_quotes(const suspect& s) {
    if (s.byte() != '\'' || !string_may_begin(s)) return {};
    const std::size_t end = string_end(s.body, s.wrong.offset);
    if (end == npos) return {};
    return edit{s.wrong.offset, end - s.wrong.offset, requoted(s.name_at(s.wrong.offset))};
}

inline cure python_dict(const suspect& s) {
    const cure quotes = single_quotes(s);
    for (const std::string_view word : {": None", ": True", ": False"})
        if (quotes && s.body.find(word) != npos) return quotes;
    return {};
}

inline cure quoted_body(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    if (text.size() < 2 || !is_one_of(text[0], "'\"") || text.back() != text[0]) return {};
    const std::string_view inside = text.substr(1, text.size() - 2);
    if (!begins_json(inside)) return {};
    return edit{0, s.body.size(), std::string(inside)};
}

inline cure typographic_quotes(const suspect& s) {
    static constexpr std::string_view quotes[] = {"\u201C", "\u201D", "\u201E", "\u201F", "\u2018",
                                                  "\u2019", "\u00AB", "\u00BB", "\uFF02"};
    const std::string_view rest = s.rest();
    std::size_t opening = 0;
    for (const std::string_view quote : quotes)
        if (starts_with(rest, quote)) opening = quote.size();
    if (opening == 0 || !string_may_begin(s)) return {};
    std::size_t closing = npos;
    std::size_t end = npos;
    for (const std::string_view quote : quotes)
        if (const std::size_t at = rest.find(quote, opening); at < closing) {
            closing = at;
            end = at + quote.size();
        }
    const std::string_view inside = rest.substr(opening, closing - opening);
    if (closing == npos || inside.find_first_of("\"\n") != npos) return {};
    return edit{s.wrong.offset, end, '"' + std::string(inside) + '"'};
}

struct replacement {
    std::string_view text;
    std::string_view by;
};

template <std::size_t N>
cure replaced(const suspect& s, const replacement (&table)[N]) {
    for (const replacement& r : table)
        if (starts_with(s.rest(), r.text))
            return edit{s.wrong.offset, r.text.size(), std::string(r.by)};
    return {};
}

inline cure full_width(const suspect& s) {
    static constexpr replacement table[] = {{"\uFF0C", ","}, {"\uFF1A", ":"}, {"\uFF5B", "{"},
                                            {"\uFF5D", "}"}, {"\uFF3B", "["}, {"\uFF3D", "]"}};
    return replaced(s, table);
}

inline cure odd_space(const suspect& s) {
    static constexpr std::string_view spaces[] = {"\u00A0", "\u2003", "\u2009", "\u200B",
                                                  "\u202F", "\u3000", "\uFEFF"};
    std::size_t size = 0;
    const auto next = [&](std::string_view space) {
        return starts_with(s.rest().substr(size), space);
    };
    for (;;) {
        const auto* const found = std::find_if(std::begin(spaces), std::end(spaces), next);
        if (found == std::end(spaces)) break;
        size += found->size();
    }
    if (size == 0) return {};
    return edit{s.wrong.offset, size, " "};
}

inline cure literal_of_another_language(const suspect& s) {
    static constexpr replacement table[] = {{"None", "null"},   {"NULL", "null"},  {"Null", "null"},
                                            {"nil", "null"},    {"True", "true"},  {"TRUE", "true"},
                                            {"False", "false"}, {"FALSE", "false"}};
    const auto [begin, word] = word_of(s);
    for (const replacement& r : table)
        if (word == r.text) return edit{begin, word.size(), std::string(r.by)};
    return {};
}

inline cure name_without_quotes(const suspect& s) {
    const auto [begin, word] = word_of(s);
    const char last = byte_at(s.body, before(s.body, begin));
    const std::size_t next = skip_space(s.body, begin + word.size());
    if (word.empty() || !is_one_of(last, "{,") || byte_at(s.body, next) != ':') return {};
    return edit{begin, word.size(), '"' + std::string(word) + '"'};
}

inline cure escaped_once_too_often(const suspect& s) {
    if (s.byte() != '\\' || s.byte(1) != '"') return {};
    const std::optional<std::string> text = unescaped(s.body);
    if (!text) return {};
    return edit{0, s.body.size(), *text};
}

inline cure escaped_apostrophe(const suspect& s) {
    if (!s.is(tpns::errc::invalid_escape) || !starts_with(s.rest(), "\\'")) return {};
    return edit{s.wrong.offset, 2, "'"};
}

inline cure hexadecimal_escape(const suspect& s) {
    const auto is_hex = [](char c) { return is_one_of(c, "0123456789abcdefABCDEF"); };
    if (!s.is(tpns::errc::invalid_escape) || !starts_with(s.rest(), "\\x")) return {};
    if (!is_hex(s.byte(2)) || !is_hex(s.byte(3))) return {};
    return edit{s.wrong.offset, 2, "\\u00"};
}

inline cure trailing_nul(const suspect& s) {
    if (!s.is(tpns::errc::trailing_text) || s.rest().find_first_not_of('\0') != npos) return {};
    return edit{s.wrong.offset, s.rest().size(), ""};
}

inline cure trailing_sign(const suspect& s) {
    const std::string_view rest = trimmed(s.rest());
    if (!s.is(tpns::errc::trailing_text) || (rest != ";" && rest != ",")) return {};
    return edit{s.wrong.offset, 1, ""};
}

/// Where an object or an array belongs, or the body itself.
inline cure json_in_a_string(const suspect& s) {
    if (!s.is(tpns::errc::wrong_type) || s.byte() != '"') return {};
    const std::size_t end = string_end(s.body, s.wrong.offset);
    const std::optional<std::string> text = unescaped(s.name_at(s.wrong.offset));
    if (end == npos || !text || !begins_json(*text)) return {};
    return edit{s.wrong.offset, end - s.wrong.offset, *text};
}

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

/// An object where an array of such objects belongs, or a token where an array of tokens does.
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

/// The body in an array, as its only element.
inline cure body_in_brackets(const suspect& s) {
    if (!s.is(tpns::errc::wrong_type, tpns::node::body) || s.byte() != '[') return {};
    const std::size_t begin = skip_space(s.body, s.wrong.offset + 1);
    const std::size_t end = value_end(s.body, begin);
    const std::string_view name = s.what == kind::request ? "\"operator_type\"" : "\"ret_code\"";
    if (byte_at(s.body, begin) != '{' || end == npos || trimmed(s.body.substr(end)) != "]")
        return {};
    const std::string_view inside = s.body.substr(begin, end - begin);
    if (inside.find(name) == npos) return {};
    return edit{0, s.body.size(), std::string(inside)};
}

/// The message as the value of a member: all of what is right is in there.
inline cure wrapped_message(const suspect& s) {
    const bool none = s.is(tpns::errc::missing_member, tpns::node::operator_type_member) ||
                      s.is(tpns::errc::missing_member, tpns::node::ret_code_member);
    if (!none || s.misplaced.size() != 1) return {};
    const std::size_t name = string_end(s.body, s.misplaced[0].offset);
    const std::size_t begin = skip_space(s.body, skip_space(s.body, name) + 1);
    const std::size_t end = value_end(s.body, begin);
    if (byte_at(s.body, begin) != '{' || end == npos) return {};
    return edit{0, s.body.size(), std::string(s.body.substr(begin, end - begin))};
}

/// The only unknown member of the object that a name is missing in, if it is meant to have it.
template <class Resembles>
cure renamed(const suspect& s, Resembles resembles) {
    if (!s.is(tpns::errc::missing_member)) return {};
    const std::string name = name_of(s.wrong.where.target);
    const tpns::error* found = nullptr;
    for (const tpns::error& member : s.misplaced) {
        if (member.where != object_of(s.wrong.where)) continue;
        if (!resembles(s.name_at(member.offset), name)) continue;
        if (found != nullptr) return {};
        found = &member;
    }
    if (found == nullptr) return {};
    return edit{found->offset + 1, s.name_at(found->offset).size(), name};
}

/// Small letters without what separates words.
inline std::string plain(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (is_one_of(c, "_- ")) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

inline bool is_otherwise_written(std::string_view name, std::string_view meant) {
    return name != meant && plain(name) == plain(meant);
}

/// How many letters must be changed, added or left out; two that are exchanged count as one.
inline std::size_t distance(std::string_view a, std::string_view b) {
    constexpr std::size_t most = 16;
    if (a.size() > most || b.size() > most) return most;
    std::array<std::array<std::size_t, most + 1>, most + 1> d{};
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

inline bool is_misspelt(std::string_view name, std::string_view meant) {
    return name != meant && distance(plain(name), plain(meant)) <= (meant.size() > 7 ? 2U : 1U);
}

inline cure name_otherwise_written(const suspect& s) { return renamed(s, is_otherwise_written); }
inline cure misspelt_name(const suspect& s) { return renamed(s, is_misspelt); }

} // namespace inspect

#endif
