// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/byte_block.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

namespace detail = tpns::detail;

bool is_escaped(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

bool is_special(char c) { return is_escaped(c) || static_cast<unsigned char>(c) >= 0x80; }

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

template <class Function>
std::uint32_t mask_of(const std::string& bytes, Function wanted) {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < detail::block_size; ++i)
        if (wanted(i, bytes[i])) mask |= std::uint32_t{1} << i;
    return mask;
}

} // namespace

TEST_CASE_TEMPLATE("a mask has a bit for exactly the right bytes", Block, detail::word_block,
                   detail::byte_block) {
    std::mt19937 random(20200910);
    const std::string_view near = "!\"#[\\]\x1F \x7F\x80\t\n\r\x0B\xFF";
    for (std::size_t i = 0; i < 20000; ++i) {
        std::string a(detail::block_size, ' ');
        for (char& c : a)
            c = random() % 2 != 0 ? static_cast<char>(random()) : near[random() % near.size()];
        if (i < 256 * detail::block_size) { // every byte at every place, among plain bytes
            a.assign(detail::block_size, i % 3 != 0 ? 'a' : ' ');
            a[i / 256] = static_cast<char>(i);
        }
        std::string b = a;
        for (char& c : b)
            if (random() % 4 == 0) c = static_cast<char>(c ^ (1 << random() % 8));
        const Block block(a.data());
        const auto special = [](std::size_t, char c) { return is_special(c); };
        const auto escaped = [](std::size_t, char c) { return is_escaped(c); };
        const auto other = [](std::size_t, char c) { return !is_space(c); };
        const auto same = [&](std::size_t k, char c) { return c == b[k]; };
        REQUIRE(block.specials() == mask_of(a, special));
        REQUIRE(block.escapes() == mask_of(a, escaped));
        REQUIRE(block.non_spaces() == mask_of(a, other));
        for (const unsigned bound : {0x80U, 0x90U, 0xA0U, 0xC0U, 0xC2U, 0xE0U, 0xF0U, 0xF5U, 0xFFU})
            REQUIRE(block.at_least(bound) == mask_of(a, [&](std::size_t, char c) {
                        return static_cast<unsigned char>(c) >= bound;
                    }));
        for (const char value : {'\xE0', '\xED', '\xF0', '\xF4', '\0', 'a'})
            REQUIRE(block.equal_to(value) ==
                    mask_of(a, [&](std::size_t, char c) { return c == value; }));
        REQUIRE(block.rare_leads() == mask_of(a, [](std::size_t, char c) {
                    const unsigned byte = static_cast<unsigned char>(c);
                    return byte == 0xC0 || byte == 0xC1 || byte == 0xE0 || byte == 0xED ||
                           byte >= 0xF0;
                }));
        REQUIRE(block.matches(Block(b.data())) == mask_of(a, same));
    }
}

TEST_CASE("the index of the first byte in a mask") {
    for (std::size_t i = 0; i < detail::block_size; ++i) {
        CHECK(detail::first_of(std::uint32_t{1} << i) == i);
        CHECK(detail::first_of(std::uint32_t{0x8000} | std::uint32_t{1} << i) == i);
    }
}
