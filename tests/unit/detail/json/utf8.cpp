// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/utf8.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

/// The length of the sequence at the start of `s`, or 0. A slow method: takes the number of bytes
/// from the leading bits of the first byte, and the code point from the rest, and then checks that
/// the code point takes that many bytes.
std::size_t reference_length(std::string_view s) {
    const unsigned first = detail::to_byte(s[0]);
    if (first >> 7 == 0) return 1;
    std::size_t length = 0;
    unsigned code_point = 0;
    if (first >> 5 == 6) {
        length = 2;
        code_point = first & 0x1F;
    } else if (first >> 4 == 14) {
        length = 3;
        code_point = first & 0x0F;
    } else if (first >> 3 == 30) {
        length = 4;
        code_point = first & 0x07;
    }
    if (length == 0 || s.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = detail::to_byte(s[i]);
        if (next >> 6 != 2) return 0;
        code_point = code_point << 6 | (next & 0x3F);
    }
    const unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code_point < smallest[length] || code_point > 0x10FFFF) return 0;
    if (code_point >= 0xD800 && code_point <= 0xDFFF) return 0;
    return length;
}

/// Whether further bytes make the first sequence of `s` well formed. Tries them all.
bool reference_truncated(const std::string& s) {
    for (unsigned next = 0x80; next <= 0xBF; ++next)
        if (reference_length(s + static_cast<char>(next) + "\x80\x80") > s.size()) return true;
    return false;
}

/// A CHECK that is cheap unless it fails: there are millions.
template <class T>
void same(std::string_view s, T found, T expected) {
    if (found == expected) return;
    std::string bytes;
    for (const char c : s) bytes += std::to_string(detail::to_byte(c)) + ' ';
    CAPTURE(bytes);
    CHECK(found == expected);
}

void same_length(std::string_view s) {
    same(s, detail::utf8_sequence_length(s), reference_length(s));
}

void same_truncated(const std::string& s) {
    same(s, detail::is_truncated_utf8(s), reference_truncated(s));
}

constexpr char borders[] = {'\x00', '\x7F', '\x80', '\x8F', '\x90', '\xBF', '\xC0', '\xFF'};

std::string encoded(unsigned code_point) {
    const auto tail = [](unsigned bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
    if (code_point < 0x80) return {static_cast<char>(code_point)};
    if (code_point < 0x800) return {static_cast<char>(0xC0 | code_point >> 6), tail(code_point)};
    if (code_point < 0x10000)
        return {static_cast<char>(0xE0 | code_point >> 12), tail(code_point >> 6),
                tail(code_point)};
    return {static_cast<char>(0xF0 | code_point >> 18), tail(code_point >> 12),
            tail(code_point >> 6), tail(code_point)};
}

static_assert(detail::to_byte('\xFF') == 0xFF);
static_assert(detail::is_utf8("") && detail::is_utf8("a\xC3\xA9") && !detail::is_utf8("a\xC3"));
static_assert(detail::count_code_points("a\xC3\xA9\xF0\x9F\x98\x80") == 3);

} // namespace

TEST_CASE("the length of a sequence is that of its code point") {
    for (int a = 0; a < 256; ++a) {
        char s[4] = {static_cast<char>(a), '\0', '\0', '\0'};
        same_length({s, 1});
        for (int b = 0; b < 256; ++b) {
            s[1] = static_cast<char>(b);
            same_length({s, 2});
            for (const char c : borders) {
                s[2] = c;
                same_length({s, 3});
                for (const char d : borders) {
                    s[3] = d;
                    same_length({s, 4});
                }
            }
        }
    }
}

TEST_CASE("every code point but the surrogates is well formed") {
    for (unsigned code_point = 0; code_point <= 0x110000; ++code_point) {
        const std::string s = encoded(code_point);
        const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        const bool good = !surrogate && code_point <= 0x10FFFF;
        same(s, detail::utf8_sequence_length(s), good ? s.size() : 0);
    }
}

TEST_CASE("a sequence is truncated if further bytes can complete it") {
    for (int a = 0; a < 256; ++a) {
        same_truncated({static_cast<char>(a)});
        for (int b = 0; b < 256; ++b) {
            same_truncated({static_cast<char>(a), static_cast<char>(b)});
            for (const char c : borders)
                same_truncated({static_cast<char>(a), static_cast<char>(b), c});
        }
    }
    CHECK_FALSE(detail::is_truncated_utf8("\xF0\x9F\x98\x80"));
    CHECK_FALSE(detail::is_truncated_utf8("\xF0\x9F\x98\x80\xF0"));
}

TEST_CASE("a text is UTF-8 if all of its sequences are, and each counts as one code point") {
    const std::vector<std::string> good = {std::string(1, '\0'),
                                           "a",
                                           "\x7F",
                                           "\xC2\x80",
                                           "\xDF\xBF",
                                           "\xE0\xA0\x80",
                                           "\xED\x9F\xBF",
                                           "\xEF\xBF\xBF",
                                           "\xF0\x90\x80\x80",
                                           "\xF4\x8F\xBF\xBF"};
    const std::vector<std::string> bad = {"\x80",
                                          "\xC1\xBF",
                                          "\xE0\x9F\xBF",
                                          "\xED\xA0\x80",
                                          "\xF0\x8F\xBF\xBF",
                                          "\xF4\x90\x80\x80",
                                          "\xF5\x80\x80\x80",
                                          "\xC3",
                                          "\xE2\x82",
                                          "\xF0\x9F\x98"};
    CHECK(detail::is_utf8({}));
    CHECK(detail::count_code_points({}) == 0);
    for (const std::string& a : good)
        for (const std::string& b : good) {
            CHECK(detail::is_utf8(a + b + a));
            CHECK(detail::count_code_points(a + b + a) == 3);
            for (const std::string& c : bad) {
                CHECK_FALSE(detail::is_utf8(c + a + b));
                CHECK_FALSE(detail::is_utf8(a + c + b));
                CHECK_FALSE(detail::is_utf8(a + b + c));
            }
        }
}
