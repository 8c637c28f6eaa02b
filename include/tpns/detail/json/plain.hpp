// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_PLAIN_HPP
#define TPNS_DETAIL_JSON_PLAIN_HPP

#include <tpns/detail/json/byte_block.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 { namespace detail {

// Short strings are checked and copied through their first and last bytes, which overlap if the
// string is short enough. This needs no loop, and touches nothing beyond the string.

template <class Word>
[[nodiscard]] BOOST_FORCEINLINE Word load_word(const char* s) noexcept {
    Word word;
    std::memcpy(&word, s, sizeof word);
    return word;
}

/// The specials of a block. Also copies the block to `to` unless that is `nullptr`.
template <class To>
[[nodiscard]] BOOST_FORCEINLINE std::uint32_t specials_at(const char* from, To to) noexcept {
    const byte_block block(from);
    if constexpr (std::is_pointer_v<To>) std::memcpy(to, from, block_size);
    return block.specials();
}

/// The specials of a word. Also copies the word to `to` unless that is `nullptr`.
template <class Word, class To>
[[nodiscard]] BOOST_FORCEINLINE std::uint64_t word_at(const char* from, To to) noexcept {
    const auto word = load_word<Word>(from);
    if constexpr (std::is_pointer_v<To>) std::memcpy(to, &word, sizeof word);
    return word;
}

/// Whether a string is ASCII and contains nothing that JSON escapes. Also copies it to `to(index)`
/// unless that is `nullptr`.
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
        low = low >> 32 << 32 | word_at<std::uint16_t>(from, to(0)) |
              word_at<std::uint16_t>(from + size - 2, to(size - 2)) << 16;
    } else if (size == 1) {
        low = low >> 8 << 8 | word_at<std::uint8_t>(from, to(0));
    }
    return byte_block(low, high).specials() == 0;
}

/// Whether a string is ASCII and contains nothing that JSON escapes.
[[nodiscard]] BOOST_FORCEINLINE bool is_plain(std::string_view s) noexcept {
    return look_at(s, [](std::size_t) { return nullptr; });
}

/// Copies a string, and returns whether it is plain.
[[nodiscard]] BOOST_FORCEINLINE bool copy_plain(char* to, std::string_view s) noexcept {
    return look_at(s, [to](std::size_t i) { return to + i; });
}

/// Equivalent to `std::memcpy` for one to two words.
template <class Word>
BOOST_FORCEINLINE void copy_words(char* to, const char* from, std::size_t size) noexcept {
    const auto first = load_word<Word>(from);
    const auto last = load_word<Word>(from + size - sizeof(Word));
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
}

/// Equivalent to `std::memcpy` for less than a block. Copies the first and the last bytes.
BOOST_FORCEINLINE void copy_ends(char* to, const char* from, std::size_t size) noexcept {
    if (size >= 8)
        copy_words<std::uint64_t>(to, from, size);
    else if (size >= 4)
        copy_words<std::uint32_t>(to, from, size);
    else if (size >= 2)
        copy_words<std::uint16_t>(to, from, size);
    else if (size == 1)
        *to = *from;
}

/// Equivalent to `std::memcpy`, optimised for short strings: no call up to 64 bytes.
BOOST_FORCEINLINE void copy_bytes(char* to, const char* from, std::size_t size) noexcept {
    if (size < 16) return copy_ends(to, from, size);
    if (size > 64) return (void)std::memcpy(to, from, size);
    for (std::size_t i = 0; i < size - 16; i += 16) std::memcpy(to + i, from + i, 16);
    std::memcpy(to + size - 16, from + size - 16, 16);
}

}}} // namespace tpns::v0::detail

#endif
