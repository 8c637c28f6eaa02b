// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_BYTE_BLOCK_HPP
#define TPNS_DETAIL_BYTE_BLOCK_HPP

#include <tpns/detail/utf8.hpp>

#include <boost/config.hpp>
#include <boost/core/bit.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

// What each x86-64 has, i686 where the compiler may use it, and each aarch64.
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define TPNS_DETAIL_SSE2
#elif defined(__AARCH64EL__) || defined(_M_ARM64)
#include <arm_neon.h>
#define TPNS_DETAIL_NEON
#endif

namespace tpns { inline namespace v0 { namespace detail {

/// Sixteen bytes of text, looked at together. A mask has bit `i` for byte `i`.
inline constexpr std::size_t block_size = 16;

/// The index of the first byte that a mask has; the mask is not 0.
[[nodiscard]] inline std::size_t first_of(std::uint32_t mask) noexcept {
    return static_cast<std::size_t>(boost::core::countr_zero(mask));
}

/// The first `count` bits of a mask.
[[nodiscard]] constexpr std::uint32_t first_bits(std::size_t count) noexcept {
    return (std::uint32_t{1} << count) - 1;
}

/// Two words of eight bytes, on any machine.
class word_block {
public:
    explicit word_block(const char* s) noexcept : low_(load_little(s)), high_(load_little(s + 8)) {}
    word_block(std::uint64_t low, std::uint64_t high) noexcept : low_(low), high_(high) {}

    /// What ends a run of plain characters in a JSON string: a quote, a backslash, a control
    /// character, a byte of a character that is not ASCII.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials() const noexcept {
        return mask([](std::uint64_t w) { return w | escaped(w); });
    }

    /// What JSON escapes: a quote, a backslash, a control character.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t escapes() const noexcept { return mask(escaped); }

    /// What is not white space.
    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return mask([](std::uint64_t w) {
            return ~(equal(w, ' ') | equal(w, '\n') | equal(w, '\r') | equal(w, '\t'));
        });
    }

    /// The bytes that are `c`.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t equal_to(char c) const noexcept {
        return mask([c](std::uint64_t w) { return equal(w, c); });
    }

    /// The bytes that are `bound` or more, which is 0x80 or more.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t at_least(unsigned bound) const noexcept {
        return mask([bound](std::uint64_t w) { return not_less(w, bound); });
    }

    /// The bytes with which not every sequence of UTF-8 begins that looks well formed: C0, C1, E0,
    /// ED, and from F0 on.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t rare_leads() const noexcept {
        return mask([](std::uint64_t w) {
            return equal(w & 0xFE * every, '\xC0') | equal(w, '\xE0') | equal(w, '\xED') |
                   not_less(w, 0xF0);
        });
    }

    /// Where it is the same as another block.
    [[nodiscard]] std::uint32_t matches(const word_block& other) const noexcept {
        return word_block(low_ ^ other.low_, high_ ^ other.high_).mask([](std::uint64_t w) {
            return less(w, 1);
        });
    }

private:
    static constexpr std::uint64_t every = 0x0101010101010101U;
    static constexpr std::uint64_t high_bits = 0x80 * every;

    // The high bit of each byte tells; the other bits are of no account. No carry crosses bytes.
    [[nodiscard]] static std::uint64_t less(std::uint64_t w, unsigned bound) noexcept {
        return ~(w | ((w & ~high_bits) + (0x80 - bound) * every));
    }
    /// A bound from 0x80 on.
    [[nodiscard]] static std::uint64_t not_less(std::uint64_t w, unsigned bound) noexcept {
        return w & ~less(w & ~high_bits, bound - 0x80);
    }
    [[nodiscard]] static std::uint64_t equal(std::uint64_t w, char c) noexcept {
        return less(w ^ static_cast<unsigned char>(c) * every, 1);
    }

    [[nodiscard]] static std::uint64_t escaped(std::uint64_t w) noexcept {
        return less(w, 0x20) | equal(w, '"') | equal(w, '\\');
    }

    template <class Function>
    [[nodiscard]] std::uint32_t mask(Function of) const noexcept {
        // The product moves the high bits of all bytes into the topmost byte.
        constexpr std::uint64_t gather = 0x0002040810204081U;
        const auto bits = [&](std::uint64_t w) { return ((of(w) & high_bits) * gather) >> 56; };
        return static_cast<std::uint32_t>(bits(low_) | bits(high_) << 8);
    }

    std::uint64_t low_;
    std::uint64_t high_;
};

#ifdef TPNS_DETAIL_SSE2

/// The same in a register of sixteen bytes.
class sse2_block {
public:
    explicit sse2_block(const char* s) noexcept { std::memcpy(&bytes_, s, sizeof bytes_); }
    sse2_block(std::uint64_t low, std::uint64_t high) noexcept
        : bytes_(_mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low))) {}

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials() const noexcept {
        // Compared as signed numbers, the bytes beyond ASCII are less than 0x20 too.
        const __m128i less = _mm_cmplt_epi8(bytes_, _mm_set1_epi8(0x20));
        return mask(_mm_or_si128(less, quotes()));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t escapes() const noexcept {
        // Unsigned: what a byte and 0x1F make smaller is no smaller than the byte.
        const __m128i less = _mm_cmpeq_epi8(_mm_min_epu8(bytes_, _mm_set1_epi8(0x1F)), bytes_);
        return mask(_mm_or_si128(less, quotes()));
    }

    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return 0xFFFF ^ mask(_mm_or_si128(_mm_or_si128(equal(' '), equal('\n')),
                                          _mm_or_si128(equal('\r'), equal('\t'))));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t equal_to(char c) const noexcept {
        return mask(equal(c));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t at_least(unsigned bound) const noexcept {
        return mask(not_less(bound));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t rare_leads() const noexcept {
        const __m128i even = _mm_and_si128(bytes_, _mm_set1_epi8('\xFE'));
        const __m128i c0 = _mm_cmpeq_epi8(even, _mm_set1_epi8('\xC0'));
        return mask(_mm_or_si128(_mm_or_si128(c0, not_less(0xF0)),
                                 _mm_or_si128(equal('\xE0'), equal('\xED'))));
    }

    [[nodiscard]] std::uint32_t matches(const sse2_block& other) const noexcept {
        return mask(_mm_cmpeq_epi8(bytes_, other.bytes_));
    }

private:
    [[nodiscard]] __m128i equal(char c) const noexcept {
        return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c));
    }
    [[nodiscard]] __m128i not_less(unsigned bound) const noexcept {
        const __m128i greater = _mm_max_epu8(bytes_, _mm_set1_epi8(static_cast<char>(bound)));
        return _mm_cmpeq_epi8(greater, bytes_);
    }
    [[nodiscard]] __m128i quotes() const noexcept { return _mm_or_si128(equal('"'), equal('\\')); }
    [[nodiscard]] static std::uint32_t mask(__m128i bytes) noexcept {
        return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
    }

    __m128i bytes_{};
};

using byte_block = sse2_block;

#undef TPNS_DETAIL_SSE2

#elif defined(TPNS_DETAIL_NEON)

/// The same in a register of sixteen bytes.
class neon_block {
public:
    explicit neon_block(const char* s) noexcept { std::memcpy(&bytes_, s, sizeof bytes_); }
    neon_block(std::uint64_t low, std::uint64_t high) noexcept
        : bytes_(vcombine_u8(vcreate_u8(low), vcreate_u8(high))) {}

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials() const noexcept {
        return mask(vorrq_u8(not_less(0x80), escaped()));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t escapes() const noexcept {
        return mask(escaped());
    }

    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return mask(vmvnq_u8(
            vorrq_u8(vorrq_u8(equal(' '), equal('\n')), vorrq_u8(equal('\r'), equal('\t')))));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t equal_to(char c) const noexcept {
        return mask(equal(c));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t at_least(unsigned bound) const noexcept {
        return mask(not_less(bound));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t rare_leads() const noexcept {
        const uint8x16_t even = vandq_u8(bytes_, vdupq_n_u8(0xFE));
        return mask(vorrq_u8(vorrq_u8(vceqq_u8(even, vdupq_n_u8(0xC0)), not_less(0xF0)),
                             vorrq_u8(equal('\xE0'), equal('\xED'))));
    }

    [[nodiscard]] std::uint32_t matches(const neon_block& other) const noexcept {
        return mask(vceqq_u8(bytes_, other.bytes_));
    }

private:
    [[nodiscard]] uint8x16_t equal(char c) const noexcept {
        return vceqq_u8(bytes_, vdupq_n_u8(to_byte(c)));
    }
    [[nodiscard]] uint8x16_t not_less(unsigned bound) const noexcept {
        return vcgeq_u8(bytes_, vdupq_n_u8(static_cast<std::uint8_t>(bound)));
    }
    [[nodiscard]] uint8x16_t escaped() const noexcept {
        return vorrq_u8(vcltq_u8(bytes_, vdupq_n_u8(0x20)), vorrq_u8(equal('"'), equal('\\')));
    }
    [[nodiscard]] static std::uint32_t mask(uint8x16_t bytes) noexcept {
        // A bit for each byte of a half; three sums of pairs put eight of them into one byte.
        const uint8x8_t place = vcreate_u8(0x8040201008040201U);
        const uint8x16_t bits = vandq_u8(bytes, vcombine_u8(place, place));
        const uint8x16_t pairs = vpaddq_u8(bits, bits);
        const uint8x16_t fours = vpaddq_u8(pairs, pairs);
        return vgetq_lane_u16(vreinterpretq_u16_u8(vpaddq_u8(fours, fours)), 0);
    }

    uint8x16_t bytes_{};
};

using byte_block = neon_block;

#undef TPNS_DETAIL_NEON

#else

using byte_block = word_block;

#endif

// Short strings are looked at and copied by their first and their last bytes, which overlap where
// there are fewer than both together: no loop, and nothing beyond the string is touched.

template <class Word>
[[nodiscard]] BOOST_FORCEINLINE Word load_word(const char* s) noexcept {
    Word word;
    std::memcpy(&word, s, sizeof word);
    return word;
}

/// The specials of a block, which is copied to `to` by the way if that is not `nullptr`.
template <class To>
[[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials_at(const char* from, To to) noexcept {
    const byte_block block(from);
    if constexpr (std::is_pointer_v<To>) std::memcpy(to, from, block_size);
    return block.specials();
}

/// The same of a word itself.
template <class Word, class To>
[[nodiscard]] BOOST_FORCEINLINE std::uint64_t word_at(const char* from, To to) noexcept {
    const auto word = load_word<Word>(from);
    if constexpr (std::is_pointer_v<To>) std::memcpy(to, &word, sizeof word);
    return word;
}

/// Whether a string is ASCII and has nothing that JSON escapes. It is copied by the way to
/// `to(index)`, if that is not `nullptr`.
template <class To>
[[nodiscard]] BOOST_FORCEINLINE bool look_at(std::string_view s, To to) noexcept {
    const char* const from = s.data();
    const std::size_t size = s.size();
    if (size >= block_size) {
        const std::size_t last = size - block_size;
        std::uint32_t found = 0;
        for (std::size_t i = 0; i < last; i += block_size) found |= specials_at(from + i, to(i));
        return (found | specials_at(from + last, to(last))) == 0;
    }
    std::uint64_t low = 0x6161616161616161U; // plain
    std::uint64_t high = low;
    if (size >= 8) {
        low = word_at<std::uint64_t>(from, to(0));
        high = word_at<std::uint64_t>(from + size - 8, to(size - 8));
    } else if (size >= 4) {
        low = word_at<std::uint32_t>(from, to(0)) |
              word_at<std::uint32_t>(from + size - 4, to(size - 4)) << 32;
    } else if (size >= 2) {
        low = low << 32 | word_at<std::uint16_t>(from, to(0)) |
              word_at<std::uint16_t>(from + size - 2, to(size - 2)) << 16;
    } else if (size == 1) {
        low = low << 8 | word_at<std::uint8_t>(from, to(0));
    }
    return byte_block(low, high).specials() == 0;
}

/// Whether a string is ASCII and has nothing that JSON escapes.
[[nodiscard]] BOOST_FORCEINLINE bool is_plain(std::string_view s) noexcept {
    return look_at(s, [](std::size_t) { return nullptr; });
}

/// The same, and copies it.
[[nodiscard]] BOOST_FORCEINLINE bool copy_plain(char* to, std::string_view s) noexcept {
    return look_at(s, [to](std::size_t i) { return to + i; });
}

/// As `std::memcpy`, for less than a block: by the first and the last bytes.
BOOST_FORCEINLINE void copy_ends(char* to, const char* from, std::size_t size) noexcept {
    const auto copy = [&](auto word) {
        const auto first = load_word<decltype(word)>(from);
        const auto last = load_word<decltype(word)>(from + size - sizeof word);
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + size - sizeof last, &last, sizeof last);
    };
    if (size >= 8)
        copy(std::uint64_t{});
    else if (size >= 4)
        copy(std::uint32_t{});
    else if (size >= 2)
        copy(std::uint16_t{});
    else if (size == 1)
        *to = *from;
}

/// As `std::memcpy`, for what is short as a rule: no call up to 64 bytes.
BOOST_FORCEINLINE void copy_bytes(char* to, const char* from, std::size_t size) noexcept {
    if (size < 16) return copy_ends(to, from, size);
    if (size > 64) return (void)std::memcpy(to, from, size);
    for (std::size_t i = 0; i < size - 16; i += 16) std::memcpy(to + i, from + i, 16);
    std::memcpy(to + size - 16, from + size - 16, 16);
}

/// Text that is less than a block, and zeros behind it.
template <class Block = byte_block>
[[nodiscard]] BOOST_FORCEINLINE Block padded_block(std::string_view s) noexcept {
    char text[block_size] = {};
    copy_ends(text, s.data(), s.size());
    return Block(text);
}

/// Whether the bytes that are rare as leads are followed by what they may be followed by.
template <class Block>
[[nodiscard]] BOOST_NOINLINE bool are_well_led(const Block& block) noexcept {
    const std::uint32_t never =
        (block.at_least(0xC0) & ~block.at_least(0xC2)) | block.at_least(0xF5);
    const std::uint32_t from_90 = block.at_least(0x90);
    const std::uint32_t from_a0 = block.at_least(0xA0);
    const std::uint32_t wrong = (block.equal_to('\xE0') << 1 & ~from_a0) | // overlong
                                (block.equal_to('\xED') << 1 & from_a0) |  // a surrogate
                                (block.equal_to('\xF0') << 1 & ~from_90) | // overlong
                                (block.equal_to('\xF4') << 1 & from_90);   // beyond U+10FFFF
    return never == 0 && (wrong & first_bits(block_size)) == 0;
}

/// How many of the first bytes of a block are whole characters of UTF-8: all, or 13 to 15 if the
/// last character goes on behind them; 0 if they are not well formed. The block begins with a
/// character. `utf8_sequence_length` says the same of one.
template <class Block>
[[nodiscard]] BOOST_FORCEINLINE std::size_t whole_characters(const Block& block) noexcept {
    const std::uint32_t leads = block.at_least(0xC0);
    std::uint32_t continued = leads << 1 | block.at_least(0xE0) << 2;
    if (BOOST_UNLIKELY(block.rare_leads() != 0)) {
        if (!are_well_led(block)) return 0;
        continued |= block.at_least(0xF0) << 3;
    }
    const std::uint32_t continuations = block.at_least(0x80) & ~leads;
    if (((continued ^ continuations) & first_bits(block_size)) != 0) return 0;
    if (continued <= first_bits(block_size)) return block_size;
    return static_cast<std::size_t>(boost::core::bit_width(leads)) - 1; // where the last one begins
}

/// As `is_utf8`, for text that is not all ASCII.
template <class Block = byte_block>
[[nodiscard]] bool is_utf8_by_blocks(std::string_view s) noexcept {
    while (s.size() >= block_size) {
        const std::size_t size = whole_characters(Block(s.data()));
        if (size == 0) return false;
        s.remove_prefix(size);
    }
    return whole_characters(padded_block<Block>(s)) != 0;
}

}}} // namespace tpns::v0::detail

#endif
