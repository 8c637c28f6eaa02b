// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_SCAN_HPP
#define TPNS_DETAIL_JSON_SCAN_HPP

#include <tpns/detail/byte_block.hpp>
#include <tpns/detail/json_string.hpp>
#include <tpns/detail/utf8.hpp>

#include <boost/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

// For a reader that knows what should come next. Each function steps over what it is named after
// and returns where that ends, or null where something else stands.
//
// `at` is a parameter and a result, not the member of an object, so that it stays in a register: a
// builder writes characters, and those might be that member for all that the compiler knows.
//
// The text must end in `}`. That ends white space and numbers, and is no other punctuation, so a
// function that looks at one byte after another need not ask whether there is one: only what steps
// over a `}` must. This took away a sixth of the instructions.

[[nodiscard]] BOOST_FORCEINLINE std::size_t room(const char* at, const char* end) noexcept {
    return static_cast<std::size_t>(end - at);
}

/// The size is a constant, so that the comparison is one of a few words.
template <std::size_t Size>
[[nodiscard]] BOOST_FORCEINLINE const char* skip_text(const char* at, const char* end,
                                                      const std::array<char, Size>& text) noexcept {
    if (room(at, end) < Size || std::memcmp(at, text.data(), Size) != 0) return nullptr;
    return at + Size;
}

/// What is the same as a text that stands before `at`.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_same(const char* at, const char* end,
                                                      std::string_view text) noexcept {
    const char* same = text.data();
    const char* const behind = same + text.size();
    // Blocks may go beyond the text.
    if (text.empty() || room(at, end) < text.size() + block_size) return nullptr;
    for (; room(same, behind) > block_size; same += block_size, at += block_size)
        if (byte_block(at).matches(byte_block(same)) != 0xFFFF) return nullptr;
    const std::size_t rest = room(same, behind);
    const std::uint32_t differing = ~byte_block(at).matches(byte_block(same));
    return (differing << (32 - rest)) == 0 ? at + rest : nullptr;
}

/// White space, if there is any. Never null.
[[nodiscard]] BOOST_NOINLINE inline const char* skip_spaces(const char* at,
                                                            const char* end) noexcept {
    while (room(at, end) >= block_size) {
        const std::uint32_t others = byte_block(at).non_spaces();
        if (others != 0) return at + first_of(others);
        at += block_size;
    }
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
    return at;
}

/// An integer of at most 18 digits.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_integer(const char* at,
                                                         std::int64_t& value) noexcept {
    const bool negative = *at == '-';
    if (negative) ++at;
    const char* const digits = at;
    std::uint64_t absolute = 0; // may wrap around, when there are too many digits
    for (; *at >= '0' && *at <= '9'; ++at)
        absolute = 10 * absolute + static_cast<unsigned char>(*at - '0');
    const auto count = at - digits;
    if (count == 0 || count > 18 || (*digits == '0' && count != 1)) return nullptr;
    value = static_cast<std::int64_t>(negative ? 0 - absolute : absolute);
    return at;
}

/// Plain characters of a string: up to a quote, an escape, a control character or a character that
/// is not ASCII, or near the end of the text. Never null.
[[nodiscard]] BOOST_FORCEINLINE const char* skip_plain(const char* at, const char* end) noexcept {
    while (room(at, end) > block_size) { // and not `>=`, or what is returned might be the end
        const std::uint32_t specials = byte_block(at).specials();
        if (specials != 0) return at + first_of(specials);
        at += block_size;
    }
    return at;
}

}}} // namespace tpns::v0::detail

#endif
