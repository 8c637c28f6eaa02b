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

/// How many of the first bytes of a string are plain.
[[nodiscard]] inline std::size_t plain_size(std::string_view s) noexcept {
    std::size_t i = 0;
    for (; s.size() - i >= block_size; i += block_size)
        if (const std::uint32_t specials = byte_block(s.data() + i).specials(); specials != 0)
            return i + first_of(specials);
    while (i < s.size() && is_plain(s.substr(i, 1))) ++i;
    return i;
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
