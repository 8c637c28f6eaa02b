// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/writer.hpp>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

/// The output of a writer, of the given size.
template <class Function>
std::string written(std::size_t size, Function write) {
    // A sanitizer detects one byte more, and this check one byte less.
    std::vector<char> memory(size, '#');
    detail::json_writer writer(memory.data(), memory.data() + size);
    write(writer);
    CHECK(writer.room() == 0);
    return {memory.begin(), memory.end()};
}

/// The text of a string between the quotes. Checks that the counter gives its size.
std::string text(std::string_view s) {
    detail::json_counter<true> counter;
    counter.string(s);
    return written(counter.size(), [&](detail::json_writer& out) {
        if (out.plain(s)) return;
        for (const char& c : s)
            if (detail::escaped_size(c) == 1)
                out.bytes({&c, 1});
            else
                out.escaped(c);
    });
}

std::string parsed(const std::string& text) {
    const boost::json::string s = boost::json::parse("[\"" + text + "\"]").at(0).as_string();
    return {s.data(), s.size()};
}

std::string integer(std::int32_t value) {
    detail::json_counter<false> counter;
    counter.integer(value);
    return written(counter.size(), [&](detail::json_writer& out) { out.integer(value); });
}

} // namespace

TEST_CASE("only required escapes are written, in their shortest form") {
    const std::string two_letters[] = {"\"\\\"", "\\\\\\", "\b\\b", "\f\\f",
                                       "\n\\n",  "\r\\r",  "\t\\t"};
    for (int byte = 0; byte < 256; ++byte) {
        CAPTURE(byte);
        const char c = static_cast<char>(byte);
        std::string expected(1, c);
        if (byte < 0x20) {
            const char* const digits = "0123456789abcdef";
            expected = std::string("\\u00") + (byte < 0x10 ? '0' : '1') + digits[byte % 16];
        }
        for (const std::string& s : two_letters)
            if (s[0] == c) expected = s.substr(1);
        CHECK(text({&c, 1}) == expected);
        CHECK(detail::escaped_size(c) == expected.size());
        CHECK(detail::is_plain({&c, 1}) == (byte < 0x80 && expected.size() == 1));
    }
}

TEST_CASE("a written string parses to the same value") {
    CHECK(text("").empty());
    const std::string_view pieces[] = {"a",       "\"",   "\\",       "/",
                                       "\x7F",    "\n",   "\xC3\xA9", "\xF0\x9F\x98\x80",
                                       {"\0", 1}, "\x1F", "\\u0041"};
    std::mt19937 random(20200910);
    for (int i = 0; i < 1000; ++i) {
        std::string s;
        for (auto n = random() % 20; n != 0; --n) s += pieces[random() % std::size(pieces)];
        CHECK(parsed(text(s)) == s);
        detail::json_counter<false> unlooked;
        unlooked.string(s);
        CHECK(unlooked.size() == s.size());
    }
}

TEST_CASE("the writer continues where it stopped") {
    const std::string all = written(8, [](detail::json_writer& out) {
        CHECK(out.room() == 8);
        out.text(std::array<char, 2>{'{', '"'});
        CHECK(out.plain("a"));
        out.escaped('\n');
        out.text(std::array<char, 1>{'"'});
        out.integer(42);
        out.replace_last('}');
    });
    CHECK(all == R"({"a\n"4})");
    CHECK_FALSE(detail::json_writer());
    CHECK(detail::json_counter<true>().size() == 0);
}

TEST_CASE("only the given number of bytes of a copied block is kept") {
    const std::string first = "0123456789abcdef";
    const std::string second = "ABCDEFGHIJKLMNOP";
    for (std::size_t size = 0; size <= detail::block_size; ++size)
        CHECK(written(size + detail::block_size, [&](detail::json_writer& out) {
                  out = out.block(first.data(), size).block(second.data(), detail::block_size);
              }) == first.substr(0, size) + second);
}

TEST_CASE("a string that is not plain is not written") {
    char memory[64] = {};
    for (std::size_t size = 1; size <= 40; ++size)
        for (std::size_t i = 0; i < size; ++i)
            for (const char c : {'"', '\\', '\n', '\x80'}) {
                std::string s(size, 'a');
                s[i] = c;
                detail::json_writer out(memory, memory + sizeof memory);
                CHECK_FALSE(out.plain(s));
                CHECK(out.at() == memory);
            }
}

TEST_CASE("integers are written to the limits of their type") {
    for (const std::int32_t value : {0, 1, 9, 10, 19, 99, 100, 101, 999, 1000, 1005, 9999, 10000,
                                     12345, -1, -9, -10, 2147483647})
        CHECK(integer(value) == std::to_string(value));
    const std::string longest = integer((std::numeric_limits<std::int32_t>::min)());
    CHECK(longest == "-2147483648");
    CHECK(longest.size() == detail::json_writer::max_integer_size);
}

TEST_CASE("a size that is too great saturates, whatever the cause") {
    // Counts in a byte, as a 32-bit machine counts gigabytes.
    const auto check = [](auto write) {
        detail::json_counter<true> exact;
        detail::json_counter<true, std::uint8_t> small;
        for (int i = 0; i < 300; ++i) {
            write(exact);
            write(small);
            CHECK(small.size() == (std::min)(exact.size(), std::size_t{255}));
        }
        CHECK(exact.size() >= 300);
    };
    check([](auto& out) { out.text(std::array<char, 7>{}); });
    check([](auto& out) { out.text(std::array<char, 300>{}); });
    check([](auto& out) { out.integer(7); });
    check([](auto& out) { out.integer((std::numeric_limits<std::int32_t>::min)()); });
    check([](auto& out) { out.string("abc"); });
    check([](auto& out) { out.string("\x01"); });
    check([](auto& out) { out.string(std::string(300, 'a')); });
    check([](auto& out) { out.string(std::string(43, '\x01')); });
    check([](auto& out) { out.string("\xC3\xA9\n"); });

    // Strings that are not read can be as long as the type allows, and there can be many.
    detail::json_counter<false> unlooked;
    const std::string_view huge("", static_cast<std::size_t>(PTRDIFF_MAX));
    for (int i = 0; i < 3; ++i) unlooked.string(huge);
    for (int i = 0; i < 3; ++i) {
        CHECK(unlooked.size() == (std::numeric_limits<std::size_t>::max)());
        unlooked.text(std::array<char, 7>{});
        unlooked.integer(-1);
    }
}
