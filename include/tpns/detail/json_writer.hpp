// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_WRITER_HPP
#define TPNS_DETAIL_JSON_WRITER_HPP

#include <tpns/detail/utf8.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

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

/// How many bytes `c` takes inside a JSON string. Only what must be escaped is; UTF-8 stays as it
/// is.
[[nodiscard]] constexpr std::size_t escaped_size(char c) noexcept {
    if (short_escape(c) != '\0') return 2;
    return to_byte(c) < 0x20 ? 6 : 1;
}

/// An integer as JSON text.
class integer_text {
public:
    explicit integer_text(std::int64_t value) noexcept
        : size_(static_cast<std::size_t>(std::to_chars(text_, text_ + sizeof text_, value).ptr -
                                         text_)) {}

    [[nodiscard]] std::string_view str() const noexcept { return {text_, size_}; }

private:
    char text_[20] = {}; // "-9223372036854775808"
    std::size_t size_;
};

/// Counts what `json_writer` would write.
class json_counter {
public:
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    void raw(std::string_view s) noexcept { size_ += s.size(); }

    void string(std::string_view s) noexcept {
        size_ += 2;
        for (const char c : s) size_ += escaped_size(c);
    }

private:
    std::size_t size_ = 0;
};

/// Writes JSON into memory that is known to be large enough.
class json_writer {
public:
    explicit json_writer(char* to) noexcept : at_(to) {}

    /// Punctuation, names, numbers: as they are.
    void raw(std::string_view s) noexcept {
        std::memcpy(at_, s.data(), s.size());
        at_ += s.size();
    }

    /// A string value, in quotes and escaped.
    void string(std::string_view s) noexcept {
        put('"');
        for (const char c : s) escaped(c);
        put('"');
    }

private:
    void put(char c) noexcept { *at_++ = c; }

    void escaped(char c) noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        switch (escaped_size(c)) {
        case 1: return put(c);
        case 2: put('\\'); return put(short_escape(c));
        default:
            raw("\\u00");
            put(digits[to_byte(c) >> 4]);
            put(digits[to_byte(c) & 0xF]);
        }
    }

    char* at_;
};

}}} // namespace tpns::v0::detail

#endif
