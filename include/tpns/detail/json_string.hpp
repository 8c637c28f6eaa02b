// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_STRING_HPP
#define TPNS_DETAIL_JSON_STRING_HPP

#include <tpns/detail/utf8.hpp>
#include <tpns/errc.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// A string of a JSON text, still as it is written there: what stands between the quotes.
struct json_string {
    std::string_view raw;
    bool escaped; ///< has escapes, so `raw` is not the value yet
};

/// The value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// What the four hexadecimal digits at the start of `s` stand for.
[[nodiscard]] constexpr unsigned utf16_unit(std::string_view s) noexcept {
    unsigned unit = 0;
    for (std::size_t i = 0; i < 4; ++i) unit = unit << 4 | static_cast<unsigned>(hex_digit(s[i]));
    return unit;
}

[[nodiscard]] constexpr bool is_leading_surrogate(unsigned unit) noexcept {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
[[nodiscard]] constexpr bool is_trailing_surrogate(unsigned unit) noexcept {
    return unit >= 0xDC00 && unit <= 0xDFFF;
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

/// Where a string ends, or why it cannot go on.
struct string_end {
    std::size_t at; ///< the closing quote, or the byte that is wrong
    errc fault{};
};

/// Reads the escape at `s[at]`, a backslash. `at` of the answer is behind it.
[[nodiscard]] constexpr string_end scan_escape(std::string_view s, std::size_t at) noexcept {
    const auto scan_unit = [&](std::size_t from) -> string_end {
        for (std::size_t i = from; i < from + 4; ++i) {
            if (i >= s.size()) return {s.size(), errc::incomplete};
            if (hex_digit(s[i]) < 0) return {at, errc::invalid_escape};
        }
        return {from + 4};
    };
    if (at + 1 >= s.size()) return {s.size(), errc::incomplete};
    if (s[at + 1] != 'u') {
        if (unescaped(s[at + 1]) == '\0') return {at, errc::invalid_escape};
        return {at + 2};
    }
    const string_end first = scan_unit(at + 2);
    if (first.fault != errc{}) return first;
    const unsigned unit = utf16_unit(s.substr(at + 2));
    if (is_trailing_surrogate(unit)) return {at, errc::lone_surrogate};
    if (!is_leading_surrogate(unit)) return first;

    constexpr std::string_view introducer = "\\u";
    for (std::size_t i = 0; i < introducer.size(); ++i) {
        if (first.at + i >= s.size()) return {s.size(), errc::incomplete};
        if (s[first.at + i] != introducer[i]) return {at, errc::lone_surrogate};
    }
    const string_end second = scan_unit(first.at + 2);
    if (second.fault != errc{}) return second;
    if (!is_trailing_surrogate(utf16_unit(s.substr(first.at + 2))))
        return {at, errc::lone_surrogate};
    return second;
}

/// Reads the string whose first character, behind the opening quote, is `s[at]`. Linear.
[[nodiscard]] constexpr string_end scan_string(std::string_view s, std::size_t at) noexcept {
    while (at < s.size()) {
        const char c = s[at];
        if (c == '"') return {at};
        if (to_byte(c) < 0x20) return {at, errc::control_character};
        if (c == '\\') {
            const string_end escape = scan_escape(s, at);
            if (escape.fault != errc{}) return escape;
            at = escape.at;
        } else {
            const std::size_t length = utf8_sequence_length(s.substr(at));
            if (length == 0) {
                if (is_truncated_utf8(s.substr(at))) break;
                return {at, errc::invalid_utf8};
            }
            at += length;
        }
    }
    return {s.size(), errc::incomplete};
}

/// A code point as UTF-8.
class utf8_text {
public:
    explicit constexpr utf8_text(unsigned code_point) noexcept {
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
    }

    [[nodiscard]] constexpr std::string_view str() const noexcept { return {text_, size_}; }

private:
    constexpr void put(unsigned byte) noexcept { text_[size_++] = static_cast<char>(byte); }

    char text_[4] = {};
    std::size_t size_ = 0;
};

/// Calls `f` with the pieces of a string's value, in order. `raw` must have been read before.
template <class Function>
constexpr void for_each_piece(std::string_view raw, Function f) {
    while (!raw.empty()) {
        const std::size_t plain = (std::min)(raw.find('\\'), raw.size());
        if (plain != 0) f(raw.substr(0, plain));
        raw.remove_prefix(plain);
        if (raw.empty()) return;
        if (raw[1] != 'u') {
            const char c = unescaped(raw[1]);
            f(std::string_view(&c, 1));
            raw.remove_prefix(2);
            continue;
        }
        unsigned code_point = utf16_unit(raw.substr(2));
        raw.remove_prefix(6);
        if (is_leading_surrogate(code_point)) {
            code_point =
                0x10000 + ((code_point - 0xD800) << 10) + (utf16_unit(raw.substr(2)) - 0xDC00);
            raw.remove_prefix(6);
        }
        f(utf8_text(code_point).str());
    }
}

/// How long the value is.
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

/// Writes the value to `to`, where `measure(s).bytes` must fit.
inline void copy_value(const json_string& s, char* to) noexcept {
    for_each_piece(s.raw, [&](std::string_view piece) {
        std::memcpy(to, piece.data(), piece.size());
        to += piece.size();
    });
}

}}} // namespace tpns::v0::detail

#endif
