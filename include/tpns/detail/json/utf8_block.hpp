// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_UTF8_BLOCK_HPP
#define TPNS_DETAIL_JSON_UTF8_BLOCK_HPP

#include <tpns/detail/json/byte_block.hpp>
#include <tpns/detail/json/plain.hpp>

#include <boost/config.hpp>
#include <boost/core/bit.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// A text shorter than a block, padded with zeros.
template <class Block = byte_block>
[[nodiscard]] BOOST_FORCEINLINE Block padded_block(std::string_view s) noexcept {
    char text[block_size] = {};
    copy_ends(text, s.data(), s.size());
    return Block(text);
}

/// Whether the bytes after the rare leads are valid there.
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

/// The number of leading bytes of a block that are whole UTF-8 characters: all, or 13 to 15 if the
/// last character continues beyond the block; 0 if they are not well formed. Precondition: the
/// block begins with a character. See `utf8_sequence_length` for a single character.
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

/// Equivalent to `is_utf8`, for text that is not all ASCII.
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
