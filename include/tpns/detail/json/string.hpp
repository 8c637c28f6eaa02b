// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_STRING_HPP
#define TPNS_DETAIL_JSON_STRING_HPP

#include <tpns/detail/json/fault.hpp>
#include <tpns/detail/json/utf8.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// White space between the tokens of a JSON text.
inline constexpr std::string_view white_space = " \n\r\t";
[[nodiscard]] constexpr bool is_space(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The mark that some programs put before UTF-8, against RFC 8259, 8.1.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
[[nodiscard]] constexpr bool has_byte_order_mark(std::string_view text) noexcept {
    return text.substr(0, byte_order_mark.size()) == byte_order_mark;
}

/// A string in a JSON text, in raw form: the text between the quotes.
struct json_string {
    std::string_view raw;
    bool escaped; ///< has escapes, so `raw` is not yet the value

    /// `raw` is not in the text, but is a value that was unescaped into memory that will be reused.
    bool transient = false;
};

/// The values of hexadecimal digits, and -1 for other characters.
inline constexpr auto hex_digits = [] {
    std::array<signed char, 256> values{};
    for (signed char& v : values) v = -1;
    for (signed char i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = i;
    for (signed char i = 10; i < 16; ++i) {
        values[static_cast<std::size_t>('a' + i - 10)] = i;
        values[static_cast<std::size_t>('A' + i - 10)] = i;
    }
    return values;
}();

[[nodiscard]] constexpr int hex_digit(char c) noexcept { return hex_digits[to_byte(c)]; }

/// The value of four hexadecimal digits; negative if any of them is not a digit.
[[nodiscard]] constexpr int utf16_unit(const char* digits) noexcept {
    return hex_digit(digits[0]) * 0x1000 | hex_digit(digits[1]) * 0x100 |
           hex_digit(digits[2]) * 0x10 | hex_digit(digits[3]);
}

[[nodiscard]] constexpr bool is_surrogate(unsigned unit) noexcept {
    return (unit & 0xF800) == 0xD800;
}
[[nodiscard]] constexpr bool is_trailing_surrogate(unsigned unit) noexcept {
    return (unit & 0xFC00) == 0xDC00;
}

/// The character that a two-character escape stands for, or 0.
[[nodiscard]] constexpr char unescaped(char letter) noexcept {
    switch (letter) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

/// Where a string or an escape ends, or why it is invalid.
struct string_end {
    std::size_t at; ///< the closing quote, the end of the escape, or the wrong byte
    json_fault fault = json_fault::none;
    unsigned code_point = 0; ///< of an escape
};

/// Reads any escape at `s[at]`, which is a backslash.
[[nodiscard]] constexpr string_end scan_any_escape(std::string_view s, std::size_t at) noexcept {
    if (at + 1 >= s.size()) return {s.size(), json_fault::incomplete};
    if (s[at + 1] != 'u') {
        const char c = unescaped(s[at + 1]);
        if (c == '\0') return {at, json_fault::invalid_escape};
        return {at + 2, json_fault::none, to_byte(c)};
    }
    const auto scan_unit = [&](std::size_t from) -> string_end {
        if (s.size() - from >= 4) {
            const int unit = utf16_unit(s.data() + from);
            if (unit < 0) return {at, json_fault::invalid_escape};
            return {from + 4, json_fault::none, static_cast<unsigned>(unit)};
        }
        for (std::size_t i = from; i < s.size(); ++i)
            if (hex_digit(s[i]) < 0) return {at, json_fault::invalid_escape};
        return {s.size(), json_fault::incomplete};
    };
    const string_end first = scan_unit(at + 2);
    if (first.fault != json_fault::none) return first;
    if (is_trailing_surrogate(first.code_point)) return {at, json_fault::lone_surrogate};
    if (!is_surrogate(first.code_point)) return first;

    constexpr std::string_view introducer = "\\u";
    for (std::size_t i = 0; i < introducer.size(); ++i) {
        if (first.at + i >= s.size()) return {s.size(), json_fault::incomplete};
        if (s[first.at + i] != introducer[i]) return {at, json_fault::lone_surrogate};
    }
    const string_end second = scan_unit(first.at + 2);
    if (second.fault != json_fault::none) return second;
    if (!is_trailing_surrogate(second.code_point)) return {at, json_fault::lone_surrogate};
    return {second.at, json_fault::none,
            0x10000 + ((first.code_point - 0xD800) << 10) + (second.code_point - 0xDC00)};
}

/// Reads any escape, and inlines the usual case, a `\u` escape of one unit.
[[nodiscard]] BOOST_FORCEINLINE constexpr string_end scan_escape(std::string_view s,
                                                                 std::size_t at) noexcept {
    if (s.size() - at >= 6 && s[at + 1] == 'u') {
        const int unit = utf16_unit(s.data() + at + 2);
        if (unit >= 0 && !is_surrogate(static_cast<unsigned>(unit)))
            return {at + 6, json_fault::none, static_cast<unsigned>(unit)};
    }
    return scan_any_escape(s, at);
}

/// Reads the string whose first character, after the opening quote, is `s[at]`. Complexity: linear.
/// With `any_bytes`, non-ASCII bytes need not be UTF-8.
[[nodiscard]] constexpr string_end scan_string(std::string_view s, std::size_t at,
                                               bool any_bytes = false) noexcept {
    while (at < s.size()) {
        const char c = s[at];
        if (c == '"') return {at};
        if (to_byte(c) < 0x20) return {at, json_fault::control_character};
        if (c == '\\') {
            const string_end escape = scan_escape(s, at);
            if (escape.fault != json_fault::none) return escape;
            at = escape.at;
        } else if (any_bytes) {
            ++at;
        } else {
            const std::size_t length = utf8_sequence_length(s.substr(at));
            if (length == 0) {
                if (is_truncated_utf8(s.substr(at))) break;
                return {at, json_fault::invalid_utf8};
            }
            at += length;
        }
    }
    return {s.size(), json_fault::incomplete};
}

/// Writes a code point as UTF-8, and returns where that ends.
[[nodiscard]] constexpr char* write_utf8(char* to, unsigned code_point) noexcept {
    const auto put = [&](unsigned unit) { *to++ = static_cast<char>(unit); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
    return to;
}

/// Calls `f` with the pieces of a string's value, in order. Precondition: `raw` is a valid string.
template <class Function>
constexpr void for_each_piece(std::string_view raw, Function f) {
    while (!raw.empty()) {
        const std::size_t plain = (std::min)(raw.find('\\'), raw.size());
        if (plain != 0) f(raw.substr(0, plain));
        raw.remove_prefix(plain);
        if (raw.empty()) return;
        const string_end escape = scan_escape(raw, 0);
        raw.remove_prefix(escape.at);
        char utf8[4] = {};
        const char* const end = write_utf8(utf8, escape.code_point);
        f(std::string_view(utf8, static_cast<std::size_t>(end - utf8)));
    }
}

/// The length of a value.
struct text_length {
    std::size_t bytes = 0;
    std::size_t chars = 0; ///< code points
};

[[nodiscard]] constexpr text_length measure(const json_string& s) noexcept {
    if (!s.escaped) return {s.raw.size(), count_code_points(s.raw)};
    text_length length;
    for_each_piece(s.raw, [&](std::string_view piece) {
        length.bytes += piece.size();
        length.chars += count_code_points(piece);
    });
    return length;
}

/// Whether the value is `text`.
[[nodiscard]] constexpr bool equals(const json_string& s, std::string_view text) noexcept {
    if (!s.escaped) return s.raw == text;
    bool same = true;
    for_each_piece(s.raw, [&](std::string_view piece) {
        same = same && text.substr(0, piece.size()) == piece;
        text.remove_prefix((std::min)(piece.size(), text.size()));
    });
    return same && text.empty();
}

/// Writes the value to `to`. Precondition: `to` has room for `measure(s).bytes`.
inline void copy_value(const json_string& s, char* to) noexcept {
    if (!s.escaped) {
        if (!s.raw.empty()) std::memcpy(to, s.raw.data(), s.raw.size());
        return;
    }
    for_each_piece(s.raw, [&](std::string_view piece) {
        std::memcpy(to, piece.data(), piece.size());
        to += piece.size();
    });
}

/// The letter of a two-character escape, or 0: RFC 8259, section 7.
[[nodiscard]] constexpr char short_escape(char c) noexcept {
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
    }
}

/// The number of bytes that `c` takes in a JSON string. Escapes only what JSON requires; UTF-8 is
/// unchanged.
[[nodiscard]] constexpr std::size_t escaped_size(char c) noexcept {
    if (short_escape(c) != '\0') return 2;
    return to_byte(c) < 0x20 ? 6 : 1;
}

}}} // namespace tpns::v0::detail

#endif
