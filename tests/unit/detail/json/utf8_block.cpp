// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/utf8.hpp>
#include <tpns/detail/json/utf8_block.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace detail = tpns::detail;

TEST_CASE_TEMPLATE("the whole characters of a block are those read one by one", Block,
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
    // Every first byte with a second byte at each limit, and one or two continuations.
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

TEST_CASE_TEMPLATE("every check for UTF-8 agrees", Block, detail::word_block, detail::byte_block) {
    const std::string good[] = {"a", "\xC3\xA9", "\xE5\xBC\xA0", "\xF0\x9F\x9A\x80"};
    const std::string bad[] = {"\x80",         "\xC3",         "\xC1\xBF",         "\xE0\x9F\xBF",
                               "\xED\xA0\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xFF"};
    const auto check = [](const std::string& s) {
        const std::vector<char> exact(s.begin(), s.end()); // for a sanitizer
        const bool is = detail::is_utf8_by_blocks<Block>({exact.data(), exact.size()});
        if (is != detail::is_utf8(s)) CHECK(is == detail::is_utf8(s));
    };
    for (std::size_t before = 0; before <= 34; ++before)
        for (std::size_t after = 0; after <= 18; ++after)
            for (const std::string& filling : good) {
                std::string a;
                while (a.size() < before) a += filling;
                std::string b;
                while (b.size() < after) b += filling;
                check(a + b);
                for (const std::string& one : good) check(a + one + b);
                for (const std::string& one : bad) check(a + one + b);
            }
}
