// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_TEXT_CURE_HPP
#define INSPECT_TEXT_CURE_HPP

#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace inspect {

// Cures for a text that is not JSON, at the place where it stops being JSON.

/// The word that contains the error, whose first letters may be those of a literal.
inline std::pair<std::size_t, std::string_view> word_of(const suspect& s) {
    std::size_t begin = s.wrong.offset;
    while (begin > 0 && is_letter(s.body[begin - 1])) --begin;
    return {begin, s.body.substr(begin, word_end(s.body, begin) - begin)};
}

inline cure trailing_comma(const suspect& s) {
    if (!is_one_of(s.byte(), "]}") || s.byte_before() != ',') return {};
    return edit{before(s.body, s.wrong.offset), 1, ""};
}

inline cure doubled_comma(const suspect& s) {
    if (s.byte() != ',' || s.byte_before() != ',') return {};
    return edit{s.wrong.offset, 1, ""};
}

/// Between elements or members. Two strings in a row, without a colon, may be a single string that
/// contains a quote.
inline cure missing_comma(const suspect& s) {
    const std::size_t last = before(s.body, s.wrong.offset);
    const bool after_list = is_one_of(byte_at(s.body, last), "}]") && is_one_of(s.byte(), "{[\"");
    bool name_follows = false;
    if (s.byte() == '"' && last + 1 != s.wrong.offset && last != npos) {
        const std::size_t end = string_end(s.body, s.wrong.offset);
        name_follows = end != npos && byte_at(s.body, skip_space(s.body, end)) == ':';
    }
    if (!after_list && !name_follows) return {};
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

/// The contents of a string in single quotes as a JSON string.
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

/// A string with a prefix such as `u`, or any of Python's literals in the body.
inline cure python_dict(const suspect& s) {
    if (is_one_of(s.byte(), "ubr") && s.byte(1) == '\'' && string_may_begin(s)) {
        const std::size_t end = string_end(s.body, s.wrong.offset + 1);
        if (end == npos) return {};
        return edit{s.wrong.offset, end - s.wrong.offset, requoted(s.name_at(s.wrong.offset + 1))};
    }
    const cure quotes = single_quotes(s);
    for (const std::string_view word : {": None", ": True", ": False"})
        if (quotes && s.body.find(word) != npos) return quotes;
    return {};
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

/// A token or an account; its first characters may have been read as a number.
inline cure string_without_quotes(const suspect& s) {
    const std::size_t last = s.body.substr(0, s.wrong.offset).find_last_of(" \t\r\n:,[{\"");
    if (last == npos) return {};
    const std::string_view head = s.body.substr(0, before(s.body, last + 1) + 1);
    const bool wanted = ends_with(head, "\"token\":") || ends_with(head, "\"account\":") ||
                        ends_with(head, "\"token\" :") || ends_with(head, "\"account\" :");
    const std::size_t size = s.body.substr(last + 1).find_first_of(" \t\r\n,]}\"'");
    if (!wanted || size == npos || size == 0 || is_one_of(s.body[last + 1 + size], "\"'"))
        return {};
    return edit{last + 1, size, '"' + std::string(s.body.substr(last + 1, size)) + '"'};
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
    if (!s.is(tpns::errc::trailing_text) || (rest != ";" && rest != "," && rest != "=")) return {};
    return edit{s.wrong.offset, 1, ""};
}

} // namespace inspect

#endif
