// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_UTF8_HPP
#define TPNS_DETAIL_JSON_UTF8_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

[[nodiscard]] constexpr unsigned char to_byte(char c) noexcept {
    return static_cast<unsigned char>(c);
}

/// Eight bytes as a word, with the first byte in the lowest bits, whatever the machine's byte
/// order. Compilers recognise this expression as a load; they do not recognise a loop.
[[nodiscard]] constexpr std::uint64_t load_little(const char* s) noexcept {
    const auto byte_at = [&](unsigned i) { return std::uint64_t{to_byte(s[i])} << (8 * i); };
    return byte_at(0) | byte_at(1) | byte_at(2) | byte_at(3) | byte_at(4) | byte_at(5) |
           byte_at(6) | byte_at(7);
}

// A product of words is meant to wrap around, which clang's `-fsanitize=integer` would report.
#ifdef __has_cpp_attribute
#if __has_cpp_attribute(clang::no_sanitize)
#define TPNS_DETAIL_WRAPS [[clang::no_sanitize("unsigned-integer-overflow")]]
#endif
#endif
#ifndef TPNS_DETAIL_WRAPS
#define TPNS_DETAIL_WRAPS
#endif

/// The topmost byte of the lower half of a product: where the bytes of `word` are small, or have
/// one bit each, a factor can sum them up or gather the bits there.
TPNS_DETAIL_WRAPS [[nodiscard]] constexpr unsigned
top_byte_of_product(std::uint64_t word, std::uint64_t factor) noexcept {
    return static_cast<unsigned>((word * factor) >> 56);
}
#undef TPNS_DETAIL_WRAPS

[[nodiscard]] constexpr bool is_continuation(char c) noexcept {
    return (to_byte(c) & 0xC0) == 0x80;
}

/// The length of the UTF-8 sequence at the start of `s`: 1 to 4, or 0 if it is not well formed.
/// Precondition: `s` is not empty. Table 3-7 of the Unicode Standard: no surrogates, nothing
/// overlong, nothing above U+10FFFF.
[[nodiscard]] constexpr std::size_t utf8_sequence_length(std::string_view s) noexcept {
    const unsigned char first = to_byte(s[0]);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    if (first < 0xE0) return s.size() >= 2 && is_continuation(s[1]) ? 2 : 0;
    const std::size_t length = first < 0xF0 ? 3 : 4;
    if (s.size() < length) return 0;
    const unsigned char second = to_byte(s[1]);
    const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high || !is_continuation(s[2])) return 0;
    return length == 3 || is_continuation(s[3]) ? length : 0;
}

/// Whether `s` is the beginning of a well-formed sequence that continues beyond its end.
/// Precondition: `s` is not empty.
[[nodiscard]] constexpr bool is_truncated_utf8(std::string_view s) noexcept {
    // Complete it with 80 or with A0: every range of second bytes contains one of the two.
    for (const char continuation : {'\x80', '\xA0'}) {
        char padded[4] = {continuation, continuation, continuation, continuation};
        if (s.size() >= sizeof padded) return false;
        for (std::size_t i = 0; i < s.size(); ++i) padded[i] = s[i];
        const std::size_t length = utf8_sequence_length({padded, sizeof padded});
        if (length > s.size()) return true;
    }
    return false;
}

/// Whether all of `s` is well-formed UTF-8. Linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view s) noexcept {
    while (!s.empty()) {
        const std::size_t length = utf8_sequence_length(s);
        if (length == 0) return false;
        s.remove_prefix(length);
    }
    return true;
}

/// The number of code points in well-formed UTF-8. Linear.
[[nodiscard]] constexpr std::size_t count_code_points(std::string_view s) noexcept {
    std::size_t count = s.size();
    for (; s.size() >= 8; s.remove_prefix(8)) {
        // The lowest bit of each byte is set if the byte is 10xxxxxx; the product adds them up.
        constexpr std::uint64_t every = 0x0101010101010101U;
        const std::uint64_t word = load_little(s.data());
        count -= top_byte_of_product(word >> 7 & ~word >> 6 & every, every);
    }
    for (const char c : s) count -= is_continuation(c) ? 1U : 0U;
    return count;
}

}}} // namespace tpns::v0::detail

#endif
