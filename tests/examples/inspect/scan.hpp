// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_SCAN_HPP
#define INSPECT_SCAN_HPP

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace inspect {

// Scans text that may not be JSON, without assuming that it is valid.

inline constexpr std::size_t npos = std::string_view::npos;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
inline bool is_one_of(char c, std::string_view set) { return set.find(c) != npos; }
inline bool starts_with(std::string_view text, std::string_view with) {
    return text.substr(0, with.size()) == with;
}
inline bool ends_with(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

/// The byte at `at`, or NUL beyond the end.
inline char byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? text[at] : '\0';
}

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The offset of the first non-space from `at` on, or the size of the text if there is none.
inline std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    return at;
}

/// The offset of the last non-space before `at`, or npos.
inline std::size_t before(std::string_view text, std::size_t at) {
    while (at > 0 && is_space(text[at - 1])) --at;
    return at - 1;
}

inline std::string_view trimmed(std::string_view text) {
    text.remove_prefix(skip_space(text, 0));
    return text.substr(0, before(text, text.size()) + 1);
}

/// The end of the word at `at`, which consists of letters and digits.
inline std::size_t word_end(std::string_view text, std::size_t at) {
    while (is_letter(byte_at(text, at)) || is_digit(byte_at(text, at))) ++at;
    return at;
}

inline bool begins_json(std::string_view text) {
    const char first = byte_at(text, skip_space(text, 0));
    return first == '{' || first == '[';
}

/// The offset after the closing quote of the string at `at`, or npos if it is not closed.
inline std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return npos;
}

/// The raw text between the quotes of the string at `at`.
inline std::string_view inside_quotes(std::string_view text, std::size_t at) {
    const std::size_t end = string_end(text, at);
    if (end == npos) return text.substr(at + 1);
    return text.substr(at + 1, end - at - 2);
}

/// The offset after the JSON value at `at`, or npos if it does not end.
inline std::size_t value_end(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = string_end(text, at);
        } else if (is_one_of(c, "{[")) {
            ++depth;
            ++at;
        } else if (is_one_of(c, "}]")) {
            if (depth == 0) break;
            --depth;
            ++at;
        } else if (depth == 0) {
            return std::min(text.find_first_of(" \t\r\n,]}", at), text.size());
        } else {
            ++at;
        }
        if (depth == 0) return at;
    }
    return npos;
}

} // namespace inspect

#endif
