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

TEST_CASE_TEMPLATE("the whole characters of a block are those that are read one by one", Block,
                   detail::word_block, detail::byte_block) {
    const auto one_by_one = [](std::string_view s) -> std::size_t {
        std::size_t at = 0;
        while (at < s.size()) {
            const std::string_view rest = s.substr(at);
            const std::size_t size = detail::utf8_sequence_length(rest);
            if (size == 0) return detail::is_truncated_utf8(rest) ? at : 0;
            at += size;
        }
        return at;
    };
    const auto check = [&](const std::string& s) {
        const std::size_t whole = detail::whole_characters(Block(s.data()));
        const std::string_view block = std::string_view(s).substr(0, detail::block_size);
        if (whole == one_by_one(block)) return;
        CAPTURE(block);
        CHECK(whole == one_by_one(block));
    };
    std::vector<std::string> all = {"a", "\xC3\xA9", "\xE5\xBC\xA0", "\xF0\x9F\x9A\x80"};
    // Every first byte with a second one at each border, and one or two continuations.
    for (int first = 0x80; first < 0x100; ++first)
        for (const char second : {'a', '\x80', '\x8F', '\x90', '\x9F', '\xA0', '\xBF', '\xC0'})
            for (const char* const rest : {"", "\x80", "\xBF\x80", "\x80\xBF\x80"})
                all.push_back(static_cast<char>(first) + std::string(1, second) + rest);
    for (const std::string& sequence : all)
        for (std::size_t before = 0; before < detail::block_size; ++before)
            for (std::size_t i = 0; i < 4; ++i) {
                std::string s;
                while (s.size() < before) s += all[i];
                if (s.size() > before) s = std::string(before, 'a');
                s += sequence;
                while (s.size() < 2 * detail::block_size) s += all[i];
                check(s);
            }
    std::mt19937 random(20200910);
    for (int n = 0; n < 100000; ++n) {
        std::string s;
        while (s.size() < detail::block_size)
            s += all[random() % (random() % 16 != 0 ? 4 : all.size())];
        check(s);
    }
}

TEST_CASE_TEMPLATE("text is UTF-8 or not, whichever way it is looked at", Block, detail::word_block,
                   detail::byte_block) {
    const std::string good[] = {"a", "\xC3\xA9", "\xE5\xBC\xA0", "\xF0\x9F\x9A\x80"};
    const std::string bad[] = {"\x80",         "\xC3",         "\xC1\xBF",         "\xE0\x9F\xBF",
                               "\xED\xA0\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xFF"};
    const auto check = [](const std::string& s) {
        const std::vector<char> exact(s.begin(), s.end()); // as above
        const bool is = detail::is_utf8_by_blocks<Block>({exact.data(), exact.size()});
        if (is != detail::is_utf8(s)) CHECK(is == detail::is_utf8(s));
    };
    for (std::size_t before = 0; before <= 34; ++before)
        for (std::size_t behind = 0; behind <= 18; ++behind)
            for (const std::string& filling : good) {
                std::string a;
                while (a.size() < before) a += filling;
                std::string b;
                while (b.size() < behind) b += filling;
                check(a + b);
                for (const std::string& one : good) check(a + one + b);
                for (const std::string& one : bad) check(a + one + b);
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
