// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_BYTE_BLOCK_HPP
#define TPNS_DETAIL_JSON_BYTE_BLOCK_HPP

#include <tpns/detail/json/utf8.hpp>

#include <boost/config.hpp>
#include <boost/core/bit.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

// Available on every x86-64 and aarch64, and on i686 if the compiler can use SSE2.
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define TPNS_DETAIL_SSE2
#elif defined(__AARCH64EL__) || defined(_M_ARM64)
#include <arm_neon.h>
#define TPNS_DETAIL_NEON
#endif

namespace tpns { inline namespace v0 { namespace detail {

/// Sixteen bytes of text, processed together. Bit `i` of a mask stands for byte `i`.
inline constexpr std::size_t block_size = 16;

/// The index of the first byte in a mask. Precondition: the mask is not 0.
[[nodiscard]] inline std::size_t first_of(std::uint32_t mask) noexcept {
    return static_cast<std::size_t>(boost::core::countr_zero(mask));
}

/// A mask of the first `count` bytes.
[[nodiscard]] constexpr std::uint32_t first_bits(std::size_t count) noexcept {
    return (std::uint32_t{1} << count) - 1;
}

/// Two words of eight bytes, for any machine.
class word_block {
public:
    explicit word_block(const char* s) noexcept : low_(load_little(s)), high_(load_little(s + 8)) {}
    word_block(std::uint64_t low, std::uint64_t high) noexcept : low_(low), high_(high) {}

    /// The bytes that end a run of plain characters in a JSON string: quotes, backslashes, control
    /// characters and non-ASCII bytes.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials() const noexcept {
        return mask([](std::uint64_t w) { return w | escaped(w); });
    }

    /// The bytes that JSON escapes: quotes, backslashes and control characters.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t escapes() const noexcept { return mask(escaped); }

    /// The bytes that are not white space.
    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return mask([](std::uint64_t w) {
            return ~(equal(w, ' ') | equal(w, '\n') | equal(w, '\r') | equal(w, '\t'));
        });
    }

    /// The bytes equal to `c`.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t equal_to(char c) const noexcept {
        return mask([c](std::uint64_t w) { return equal(w, c); });
    }

    /// The bytes not less than `bound`. Precondition: `bound >= 0x80`.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t at_least(unsigned bound) const noexcept {
        return mask([bound](std::uint64_t w) { return not_less(w, bound); });
    }

    /// The lead bytes that need a closer look, since not every sequence that looks well formed can
    /// begin with them: C0, C1, E0, ED, and F0 and above.
    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t rare_leads() const noexcept {
        return mask([](std::uint64_t w) {
            return equal(w & 0xFE * every, '\xC0') | equal(w, '\xE0') | equal(w, '\xED') |
                   not_less(w, 0xF0);
        });
    }

    /// The bytes equal to those of another block.
    [[nodiscard]] std::uint32_t matches(const word_block& other) const noexcept {
        return word_block(low_ ^ other.low_, high_ ^ other.high_).mask([](std::uint64_t w) {
            return less(w, 1);
        });
    }

private:
    static constexpr std::uint64_t every = 0x0101010101010101U;
    static constexpr std::uint64_t high_bits = 0x80 * every;

    // The high bit of each byte is the answer; the other bits are meaningless. No carry crosses
    // bytes.
    [[nodiscard]] static std::uint64_t less(std::uint64_t w, unsigned bound) noexcept {
        return ~(w | ((w & ~high_bits) + (0x80 - bound) * every));
    }
    /// Precondition: `bound >= 0x80`.
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
        // The product gathers the high bits of all bytes in the top byte.
        constexpr std::uint64_t gather = 0x0002040810204081U;
        const auto bits = [&](std::uint64_t w) {
            return top_byte_of_product(of(w) & high_bits, gather);
        };
        return bits(low_) | bits(high_) << 8;
    }

    std::uint64_t low_;
    std::uint64_t high_;
};

#ifdef TPNS_DETAIL_SSE2

/// The same interface as `word_block`, in a register of sixteen bytes.
class sse2_block {
public:
    explicit sse2_block(const char* s) noexcept { std::memcpy(&bytes_, s, sizeof bytes_); }
    sse2_block(std::uint64_t low, std::uint64_t high) noexcept
        : bytes_(_mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low))) {}

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials() const noexcept {
        // In a signed comparison, non-ASCII bytes are also less than 0x20.
        const __m128i less = _mm_cmplt_epi8(bytes_, _mm_set1_epi8(0x20));
        return mask(_mm_or_si128(less, quotes()));
    }

    [[nodiscard]] BOOST_FORCEINLINE std::uint32_t escapes() const noexcept {
        // An unsigned comparison: the minimum of a byte and 0x1F is the byte if it is at most 0x1F.
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

/// The same interface as `word_block`, in a register of sixteen bytes.
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
        // One bit for each byte of a half; three pairwise sums combine eight of them into one byte.
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

}}} // namespace tpns::v0::detail

#endif
