// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/byte_block.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
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

TEST_CASE_TEMPLATE("a mask has a bit for each byte that is meant, and no other", Block,
                   detail::word_block, detail::byte_block) {
    std::mt19937 random(20200910);
    const std::string_view near = "!\"#[\\]\x1F \x7F\x80\t\n\r\x0B\xFF";
    for (std::size_t i = 0; i < 20000; ++i) {
        std::string a(detail::block_size, ' ');
        for (char& c : a)
            c = random() % 2 != 0 ? static_cast<char>(random()) : near[random() % near.size()];
        if (i < 256 * detail::block_size) { // every byte at every place, among plain ones
            a.assign(detail::block_size, i % 3 != 0 ? 'a' : ' ');
            a[i / 256] = static_cast<char>(i);
        }
        std::string b = a;
        for (char& c : b)
            if (random() % 4 == 0) c = static_cast<char>(c ^ (1 << random() % 8));
        const Block block(a.data());
        const auto special = [](std::size_t, char c) { return is_special(c); };
        const auto other = [](std::size_t, char c) { return !is_space(c); };
        const auto same = [&](std::size_t k, char c) { return c == b[k]; };
        REQUIRE(block.specials() == mask_of(a, special));
        REQUIRE(block.non_spaces() == mask_of(a, other));
        REQUIRE(block.matches(Block(b.data())) == mask_of(a, same));
    }
}

TEST_CASE("the first of a mask") {
    for (std::size_t i = 0; i < detail::block_size; ++i) {
        CHECK(detail::first_of(std::uint32_t{1} << i) == i);
        CHECK(detail::first_of(std::uint32_t{0x8000} | std::uint32_t{1} << i) == i);
    }
}

TEST_CASE("a string is plain when no character of it is special") {
    for (std::size_t size = 0; size <= 70; ++size) {
        // In a block of exactly its size, so that a sanitizer sees any read beyond.
        std::vector<char> text(size, 'a');
        const auto plain = [&] {
            const std::string_view s(text.data(), text.size());
            std::vector<char> copy(size);
            const bool is = detail::is_plain(s);
            CHECK(detail::copy_plain(copy.data(), s) == is);
            if (is) CHECK(copy == text);
            CHECK((detail::plain_size(s) == size) == is);
            return is;
        };
        CHECK(plain());
        for (char& c : text) {
            for (int byte = 0; byte < 256; ++byte) {
                c = static_cast<char>(byte);
                if (plain() == is_special(c)) CHECK(plain() != is_special(c));
            }
            c = 'a';
        }
    }
}

TEST_CASE("bytes are copied, and none beyond them") {
    for (std::size_t size = 0; size <= 100; ++size) {
        std::vector<char> from;
        for (std::size_t i = 0; i < size; ++i) from.push_back(static_cast<char>(i + 1));
        std::vector<char> to(size + 2, '#');
        detail::copy_bytes(to.data() + 1, from.data(), size);
        CHECK(to.front() == '#');
        CHECK(to.back() == '#');
        CHECK(std::vector<char>(to.begin() + 1, to.end() - 1) == from);
    }
}
