// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json_writer.hpp>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

/// What the writer makes of a string; the counter must have told the size.
std::string written(std::string_view s) {
    detail::json_counter counter;
    counter.string(s);
    // A byte more would be seen by a sanitizer, a byte less here.
    std::vector<char> memory(counter.size(), '#');
    detail::json_writer(memory.data()).string(s);
    return {memory.begin(), memory.end()};
}

std::string parsed(const std::string& text) {
    const boost::json::string s = boost::json::parse('[' + text + ']').at(0).as_string();
    return {s.data(), s.size()};
}

std::string integer(std::int64_t value) { return std::string(detail::integer_text(value).str()); }

} // namespace

TEST_CASE("only what must be escaped is, in the shortest way") {
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
        CHECK(written({&c, 1}) == '"' + expected + '"');
        CHECK(detail::escaped_size(c) == expected.size());
    }
}

TEST_CASE("what is written as a string is parsed as the same") {
    CHECK(written("") == "\"\"");
    const std::string_view pieces[] = {"a",       "\"",   "\\",       "/",
                                       "\x7F",    "\n",   "\xC3\xA9", "\xF0\x9F\x98\x80",
                                       {"\0", 1}, "\x1F", "\\u0041"};
    std::mt19937 random(20200910);
    for (int i = 0; i < 1000; ++i) {
        std::string s;
        for (auto n = random() % 20; n != 0; --n) s += pieces[random() % std::size(pieces)];
        CHECK(parsed(written(s)) == s);
    }
}

TEST_CASE("the writer goes on where it stopped, and the counter counts all of it") {
    const auto write = [](auto&& out) {
        out.raw("{");
        out.string("a\n");
        out.raw(":");
        out.raw(detail::integer_text(-1).str());
        out.raw("}");
    };
    detail::json_counter counter;
    CHECK(counter.size() == 0);
    write(counter);
    std::string text(counter.size(), '#');
    write(detail::json_writer(text.data()));
    CHECK(text == "{\"a\\n\":-1}");
}

TEST_CASE("integers are written to the limits of their type") {
    CHECK(integer(0) == "0");
    CHECK(integer(-1) == "-1");
    CHECK(integer(2147483647) == "2147483647");
    CHECK(integer((std::numeric_limits<std::int64_t>::max)()) == "9223372036854775807");
    CHECK(integer((std::numeric_limits<std::int64_t>::min)()) == "-9223372036854775808");
}
