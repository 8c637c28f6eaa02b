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

#if defined(__x86_64__) || defined(_M_X64)
#include <emmintrin.h>
#define TPNS_DETAIL_SSE2
#endif

namespace tpns { inline namespace v0 { namespace detail {

/// Sixteen bytes of text, looked at together. A mask has bit `i` for byte `i`.
inline constexpr std::size_t block_size = 16;

/// The index of the first byte that a mask has; the mask is not 0.
[[nodiscard]] inline std::size_t first_of(std::uint32_t mask) noexcept {
    return static_cast<std::size_t>(boost::core::countr_zero(mask));
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
    [[nodiscard]] std::uint32_t escapes() const noexcept {
        return mask([](std::uint64_t w) { return escaped(w); });
    }

    /// What is not white space.
    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return mask([](std::uint64_t w) {
            return ~(equal(w, ' ') | equal(w, '\n') | equal(w, '\r') | equal(w, '\t'));
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

/// The same in a register of sixteen bytes, which every x86-64 has: no compiler switch chooses.
/// With words, reading and writing took 1.6 to 1.8 times as many instructions.
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
        const __m128i beyond = _mm_subs_epu8(bytes_, _mm_set1_epi8(0x1F)); // or 0
        const __m128i control = _mm_cmpeq_epi8(beyond, _mm_setzero_si128());
        return mask(_mm_or_si128(control, quotes()));
    }

    [[nodiscard]] std::uint32_t non_spaces() const noexcept {
        return 0xFFFF ^ mask(_mm_or_si128(_mm_or_si128(equal(' '), equal('\n')),
                                          _mm_or_si128(equal('\r'), equal('\t'))));
    }

    [[nodiscard]] std::uint32_t matches(const sse2_block& other) const noexcept {
        return mask(_mm_cmpeq_epi8(bytes_, other.bytes_));
    }

private:
    [[nodiscard]] __m128i equal(char c) const noexcept {
        return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c));
    }
    [[nodiscard]] __m128i quotes() const noexcept { return _mm_or_si128(equal('"'), equal('\\')); }
    [[nodiscard]] static std::uint32_t mask(__m128i bytes) noexcept {
        return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
    }

    __m128i bytes_{};
};

using byte_block = sse2_block;

#undef TPNS_DETAIL_SSE2

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

/// Whether `mask` of a block is 0 for all of a string, which is looked at in blocks of it and of
/// plain characters.
template <class Mask>
[[nodiscard]] BOOST_FORCEINLINE bool none_of(std::string_view s, Mask mask) noexcept {
    const char* at = s.data();
    std::size_t size = s.size();
    if (size >= block_size) {
        std::uint32_t found = 0;
        for (; size > block_size; size -= block_size, at += block_size)
            found |= mask(byte_block(at));
        return (found | mask(byte_block(at + size - block_size))) == 0;
    }
    if (size >= 8)
        return mask(byte_block(load_word<std::uint64_t>(at),
                               load_word<std::uint64_t>(at + size - 8))) == 0;
    std::uint64_t word = 0x6161616161616161U;
    if (size >= 4)
        word = load_word<std::uint32_t>(at) | std::uint64_t{load_word<std::uint32_t>(at + size - 4)}
                                                  << 32;
    else if (size >= 2)
        word = word << 32 | load_word<std::uint16_t>(at) |
               std::uint64_t{load_word<std::uint16_t>(at + size - 2)} << 16;
    else if (size == 1)
        word = word << 8 | to_byte(*at);
    return mask(byte_block(word, word)) == 0;
}

/// Whether a string is ASCII and has nothing that JSON escapes.
[[nodiscard]] BOOST_FORCEINLINE bool is_plain(std::string_view s) noexcept {
    return none_of(s, [](const byte_block& block) { return block.specials(); });
}

/// Whether there is anything in a string that JSON escapes.
[[nodiscard]] inline bool needs_escapes(std::string_view s) noexcept {
    return !none_of(s, [](const byte_block& block) { return block.escapes(); });
}

/// As `std::memcpy`, for what is short as a rule: no call up to 64 bytes.
BOOST_FORCEINLINE void copy_bytes(char* to, const char* from, std::size_t size) noexcept {
    if (size >= 16) {
        if (size > 64) return (void)std::memcpy(to, from, size);
        for (std::size_t i = 0; i < size - 16; i += 16) std::memcpy(to + i, from + i, 16);
        std::memcpy(to + size - 16, from + size - 16, 16);
        return;
    }
    const auto copy_ends = [&](auto word) {
        const auto first = load_word<decltype(word)>(from);
        const auto last = load_word<decltype(word)>(from + size - sizeof word);
        std::memcpy(to, &first, sizeof first);
        std::memcpy(to + size - sizeof last, &last, sizeof last);
    };
    if (size >= 8)
        copy_ends(std::uint64_t{});
    else if (size >= 4)
        copy_ends(std::uint32_t{});
    else if (size >= 2)
        copy_ends(std::uint16_t{});
    else if (size == 1)
        *to = *from;
}

}}} // namespace tpns::v0::detail

#endif
