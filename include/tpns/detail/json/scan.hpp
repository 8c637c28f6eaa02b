// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_SCAN_HPP
#define TPNS_DETAIL_JSON_SCAN_HPP

#include <tpns/detail/json/byte_block.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/json/utf8.hpp>
#include <tpns/detail/json/utf8_block.hpp>

#include <boost/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

// For a reader that knows what should come next. Each function skips the construct that it is named
// after, and returns where that ends, or null if there is something else.
//
// `at` is a parameter and a result rather than a member, so that it stays in a register: a builder
// writes characters, which could alias a member as far as the compiler knows.
//
// Preconditions: the text is at least one block long, so that its last block can be loaded as a
// whole, and it ends in `}`. That byte ends white space and numbers, and differs from all other
// punctuation, so a function that reads byte by byte needs no bounds check unless it skips a `}`.

[[nodiscard]] BOOST_FORCEINLINE std::size_t room(const char* at, const char* end) noexcept {
    return static_cast<std::size_t>(end - at);
}

/// The size is a constant, so that the comparison takes only a few words.
template <std::size_t Size>
[[nodiscard]] BOOST_FORCEINLINE const char* skip_text(const char* at, const char* end,
                                                      const std::array<char, Size>& text) noexcept {
    if (room(at, end) < Size || std::memcmp(at, text.data(), Size) != 0) return nullptr;
    return at + Size;
}

inline constexpr std::array<char, 4> null_literal{'n', 'u', 'l', 'l'};

/// Skips a repetition of a text that is before `at`.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_same(const char* at, const char* end,
                                                      std::string_view text) noexcept {
    const char* same = text.data();
    const char* const behind = same + text.size();
    // The comparison of blocks can read beyond `text`.
    if (text.empty() || room(at, end) < text.size() + block_size) return nullptr;
    for (; room(same, behind) > block_size; same += block_size, at += block_size)
        if (byte_block(at).matches(byte_block(same)) != 0xFFFF) return nullptr;
    const std::size_t rest = room(same, behind);
    const std::uint32_t differing = ~byte_block(at).matches(byte_block(same));
    return (differing & first_bits(rest)) == 0 ? at + rest : nullptr;
}

/// Skips white space, if any. Never returns null.
[[nodiscard]] BOOST_NOINLINE inline const char* skip_spaces(const char* at,
                                                            const char* end) noexcept {
    while (room(at, end) >= block_size) {
        const std::uint32_t others = byte_block(at).non_spaces();
        if (others != 0) return at + first_of(others);
        at += block_size;
    }
    while (is_space(*at)) ++at;
    return at;
}

/// Skips an integer of at most 18 digits.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_integer(const char* at,
                                                         std::int64_t& value) noexcept {
    const bool negative = *at == '-';
    if (negative) ++at;
    const char* const digits = at;
    std::int64_t absolute = 0;
    for (; *at >= '0' && *at <= '9'; ++at) {
        if (at - digits == 18) return nullptr;
        absolute = 10 * absolute + (*at - '0');
    }
    if (at == digits || (*digits == '0' && at - digits != 1)) return nullptr;
    value = negative ? -absolute : absolute;
    return at;
}

/// The bytes that end a run of characters in a string.
/// @{
struct specials {
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t operator()(const byte_block& b) const noexcept {
        return b.specials();
    }
};
struct escapes {
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t operator()(const byte_block& b) const noexcept {
        return b.escapes();
    }
};
/// @}

/// `skip_to` in the last block of the text, which often contains all of a short body.
template <class Mask>
[[nodiscard]] BOOST_NOINLINE const char* skip_in_last_block(const char* at,
                                                            const char* end) noexcept {
    const std::uint32_t found = Mask()(byte_block(end - block_size));
    const std::uint32_t ahead = found >> (block_size - room(at, end));
    return ahead != 0 ? at + first_of(ahead) : end - 1;
}

template <class Mask>
[[nodiscard]] BOOST_FORCEINLINE const char* skip_to(const char* at, const char* end) noexcept {
    while (room(at, end) >= block_size) {
        const std::uint32_t found = Mask()(byte_block(at));
        if (found != 0) return at + first_of(found);
        at += block_size;
    }
    return skip_in_last_block<Mask>(at, end);
}

/// Skips plain characters of a string: up to a quote, an escape, a control character or a non-ASCII
/// character, or up to the `}` that ends the text. Never returns null.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_plain(const char* at, const char* end) noexcept {
    return skip_to<specials>(at, end);
}

/// Skips plain and non-ASCII characters, which need not be UTF-8.
[[nodiscard]] inline const char* skip_unescaped(const char* at, const char* end) noexcept {
    return skip_to<escapes>(at, end);
}

/// The value of a string, unescaped during reading.
class unescaped_text {
public:
    static constexpr std::size_t most = 512; // longer ones are rare

    unescaped_text() noexcept {} // NOLINT: `= default` would promise that `text_` has values

    void clear() noexcept { size_ = 0; }
    [[nodiscard]] std::string_view str() const noexcept { return {text_, size_}; }

    // The text written so far ends at `end`, and can grow up to `limit`.
    [[nodiscard]] char* end() noexcept { return text_ + size_; }
    [[nodiscard]] const char* limit() const noexcept { return text_ + most; }
    void set_end(const char* end) noexcept { size_ = room(text_, end); }

    /// Returns false if there is no room.
    [[nodiscard]] bool append(const char* begin, const char* end) noexcept {
        const std::size_t size = room(begin, end);
        if (most - size_ < size) return false;
        std::memcpy(text_ + size_, begin, size);
        size_ += size;
        return true;
    }

private:
    char text_[most];
    std::size_t size_ = 0;
};

/// Skips consecutive escapes.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_escapes(const char* at, const char* end,
                                                         unescaped_text& unescaped) noexcept {
    constexpr std::size_t largest = 4; // of a character
    char* out = unescaped.end();
    const char* const limit = unescaped.limit();
    do {
        const string_end escape = scan_escape({at, room(at, end)}, 0);
        if (escape.fault != json_fault::none || room(out, limit) < largest) return nullptr;
        out = write_utf8(out, escape.code_point);
        at += escape.at;
    } while (*at == '\\');
    unescaped.set_end(out);
    return at;
}

/// Skips a string that is plain only from `begin` to `at`. Returns the position after its closing
/// quote.
[[nodiscard]] BOOST_NOINLINE inline const char* skip_rare_string(const char* begin, const char* at,
                                                                 const char* end,
                                                                 unescaped_text& unescaped,
                                                                 json_string& value) noexcept {
    const char* copied = begin; // the text before it is in `unescaped`, if there was an escape
    unescaped.clear();
    if (*at != '\\') at = skip_unescaped(at, end);
    for (; *at != '"'; at = skip_unescaped(at, end)) {
        if (*at != '\\' || !unescaped.append(copied, at)) return nullptr;
        copied = at = skip_escapes(at, end, unescaped);
        if (at == nullptr) return nullptr;
    }
    if (!is_utf8_by_blocks({begin, room(begin, at)})) return nullptr;
    value = {{begin, room(begin, at)}, false};
    if (copied != begin) {
        if (!unescaped.append(copied, at)) return nullptr;
        value = {unescaped.str(), false, true};
    }
    return at + 1;
}

/// Skips a string, with or without escapes.
template <bool Escapes>
[[nodiscard]] BOOST_FORCEINLINE const char* skip_string(const char* at, const char* end) noexcept {
    if (*at != '"') return nullptr;
    const char* const begin = at + 1;
    at = skip_plain(begin, end);
    if (BOOST_LIKELY(*at == '"')) return at + 1;
    at = skip_unescaped(at, end);
    while (Escapes && *at == '\\') {
        const string_end escape = scan_escape({at, room(at, end)}, 0);
        if (escape.fault != json_fault::none) return nullptr;
        at = skip_unescaped(at + escape.at, end);
    }
    return *at == '"' && is_utf8_by_blocks({begin, room(begin, at)}) ? at + 1 : nullptr;
}

[[nodiscard]] inline const char* skip_digits(const char* at) noexcept {
    if (*at < '0' || *at > '9') return nullptr;
    while (*at >= '0' && *at <= '9') ++at;
    return at;
}

/// Skips a number whose exponent, if any, has at most nine digits.
[[nodiscard]] inline const char* skip_number(const char* at) noexcept {
    if (*at == '-') ++at;
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (at != nullptr && *at == '.') at = skip_digits(at + 1);
    if (at == nullptr || (*at | 0x20) != 'e') return at;
    ++at;
    if (*at == '+' || *at == '-') ++at;
    const char* const digits = at;
    at = skip_digits(at);
    return at == nullptr || room(digits, at) > 9 ? nullptr : at;
}

/// Skips a colon and the white space around it.
[[nodiscard]] inline const char* skip_colon(const char* at, const char* end) noexcept {
    at = skip_spaces(at, end);
    return *at == ':' ? skip_spaces(at + 1, end) : nullptr;
}

/// Skips a value other than an object or an array.
[[nodiscard]] inline const char* skip_scalar(const char* at, const char* end) noexcept {
    switch (*at) {
    case '"': return skip_string<true>(at, end);
    case 'n': return skip_text(at, end, null_literal);
    case 't': return skip_text(at, end, std::array<char, 4>{'t', 'r', 'u', 'e'});
    case 'f': return skip_text(at, end, std::array<char, 5>{'f', 'a', 'l', 's', 'e'});
    default: return skip_number(at);
    }
}

/// Skips a member's name and the colon.
template <bool Escapes>
[[nodiscard]] BOOST_FORCEINLINE const char* skip_name(const char* at, const char* end) noexcept {
    at = skip_string<Escapes>(at, end);
    return at != nullptr ? skip_colon(at, end) : nullptr;
}

// NOLINTBEGIN(misc-no-recursion): it goes no deeper than `depth`, which `skip_value` bounds.

[[nodiscard]] inline const char* skip_nested(const char* at, const char* end,
                                             std::size_t depth) noexcept;

/// Skips an object or an array.
template <bool Object>
[[nodiscard]] const char* skip_elements(const char* at, const char* end,
                                        std::size_t depth) noexcept {
    constexpr char last = Object ? '}' : ']';
    if (depth == 0) return nullptr;
    at = skip_spaces(at + 1, end);
    bool more = *at != last;
    while (more) {
        if (Object) at = skip_name<true>(at, end);
        if (at != nullptr) at = skip_nested(at, end, depth - 1);
        if (at == nullptr) return nullptr;
        at = skip_spaces(at, end);
        more = *at == ',';
        if (more)
            at = skip_spaces(at + 1, end);
        else if (*at != last)
            return nullptr;
    }
    ++at;
    return at == end ? nullptr : at; // null at the end of the text
}

/// Skips a value with at most `depth` nested objects and arrays.
[[nodiscard]] inline const char* skip_nested(const char* at, const char* end,
                                             std::size_t depth) noexcept {
    if (*at == '{') return skip_elements<true>(at, end, depth);
    if (*at == '[') return skip_elements<false>(at, end, depth);
    return skip_scalar(at, end);
}

// NOLINTEND(misc-no-recursion)

/// The maximum depth for `skip_value`.
inline constexpr std::size_t max_skipped_depth = 64;

/// Skips any value with at most `depth` nested objects and arrays, up to `max_skipped_depth`.
[[nodiscard]] BOOST_NOINLINE inline const char* skip_value(const char* at, const char* end,
                                                           std::size_t depth) noexcept {
    return skip_nested(at, end, depth < max_skipped_depth ? depth : max_skipped_depth);
}

/// Skips a member whose name has no escapes, so that it is certain to be another one.
[[nodiscard]] BOOST_NOINLINE inline const char* skip_member(const char* at, const char* end,
                                                            std::size_t depth) noexcept {
    at = skip_name<false>(at, end);
    return at != nullptr ? skip_value(at, end, depth) : nullptr;
}

}}} // namespace tpns::v0::detail

#endif
