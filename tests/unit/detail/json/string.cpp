// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/string.hpp>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdio>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fault = tpns::detail::json_fault;
namespace detail = tpns::detail;

/// The value of a string in Boost.JSON, if it is valid.
std::optional<std::string> reference(const std::string& raw) {
    boost::system::error_code ec;
    const boost::json::value parsed = boost::json::parse("[\"" + raw + "\"]", ec);
    if (ec) return std::nullopt;
    const boost::json::string& s = parsed.as_array()[0].as_string();
    return std::string(s.data(), s.size());
}

detail::string_end scan(std::string_view text, std::size_t at = 0) {
    // In a block of the exact size, so that a sanitizer detects any read beyond.
    const std::vector<char> exact(text.begin(), text.end());
    return detail::scan_string({exact.data(), exact.size()}, at);
}

std::string value_of(const detail::json_string& s) {
    std::vector<char> value(detail::measure(s).bytes);
    detail::copy_value(s, value.data());
    return {value.begin(), value.end()};
}

/// A CHECK that is cheap unless it fails: there are hundreds of thousands.
template <class T, class U>
void same(const T& found, const U& expected) {
    if (!(found == expected)) CHECK(found == expected);
}

void agrees(const std::string& raw) {
    CAPTURE(raw);
    const std::optional<std::string> value = reference(raw);
    const detail::string_end end = scan(raw + '"');
    same(end.fault == fault::none, value.has_value());
    if (end.fault != fault::none || !value) return;
    same(end.at, raw.size());

    const detail::json_string s{raw, raw.find('\\') != std::string::npos};
    same(value_of(s), *value);
    same(detail::measure(s).chars, detail::count_code_points(*value));
    same(detail::equals(s, *value), true);
    same(detail::equals(s, *value + 'x'), false);
    if (!value->empty()) same(detail::equals(s, value->substr(1)), false);
    std::string pieces;
    detail::for_each_piece(raw, [&](std::string_view piece) {
        same(piece.empty(), false);
        pieces += piece;
    });
    same(pieces, *value);
}

std::string utf16_escape(unsigned unit, const char* format = "\\u%04x") {
    char text[7];
    std::snprintf(text, sizeof text, format, unit);
    return text;
}

const std::vector<std::string> good_pieces = {"",
                                              "a",
                                              "plain text",
                                              "\\\"",
                                              "\\\\",
                                              "\\/",
                                              "\\b",
                                              "\\f",
                                              "\\n",
                                              "\\r",
                                              "\\t",
                                              "\\u0000",
                                              "\\u001F",
                                              "\\u00e9",
                                              "\\u20AC",
                                              "\\ud83d\\ude00",
                                              "\\uD800\\uDC00",
                                              "\\uDBFF\\uDFFF",
                                              "\x7F",
                                              "\xC3\xA9",
                                              "\xE2\x82\xAC",
                                              "\xF0\x9F\x98\x80",
                                              "u0041",
                                              "/",
                                              "'"};

struct bad_piece {
    std::string text;
    fault expected;
};

const bad_piece bad_pieces[] = {
    {std::string(1, '\0'), fault::control_character},
    {"\n", fault::control_character},
    {"\x1F", fault::control_character},
    {"\x80", fault::invalid_utf8},
    {"\xC3z", fault::invalid_utf8},
    {"\xE2\x82z", fault::invalid_utf8},
    {"\xED\xA0\x80", fault::invalid_utf8},
    {"\xF5\x80\x80\x80", fault::invalid_utf8},
    {"\\q", fault::invalid_escape},
    {"\\U0041", fault::invalid_escape},
    {"\\'", fault::invalid_escape},
    {std::string("\\\0", 2), fault::invalid_escape},
    {"\\ug041", fault::invalid_escape},
    {"\\u004g", fault::invalid_escape},
    {"\\u 041", fault::invalid_escape},
    {"\\uDC00", fault::lone_surrogate},
    {"\\udfff", fault::lone_surrogate},
    {"\\uD800z", fault::lone_surrogate},
    {"\\uD800\\n", fault::lone_surrogate},
    {"\\uD800\\u0041", fault::lone_surrogate},
    {"\\uD800\\uDBFF", fault::lone_surrogate},
    {"\\uD800\\uE000", fault::lone_surrogate},
    {"\\uD800\\uDC0g", fault::invalid_escape},
};

} // namespace

TEST_CASE("every escape of one UTF-16 unit is read as Boost.JSON reads it") {
    for (unsigned unit = 0; unit <= 0xFFFF; ++unit) agrees(utf16_escape(unit));
    for (unsigned unit = 0; unit <= 0xFFFF; unit += 0x11) agrees(utf16_escape(unit, "\\u%04X"));
}

TEST_CASE("both functions that read an escape agree") {
    for (const std::string_view text :
         {"\\u0041", "\\u00e9 ", "\\uffff\\", "\\u0000", "\\ud83d\\ude00", "\\ud83d", "\\ude00",
          "\\n", "\\u", "\\u00g0", "\\x", "\\", "ab\\u0041", "u\\n0041"}) {
        const std::size_t at = text.find('\\');
        for (std::size_t size = at + 1; size <= text.size(); ++size) {
            const std::string_view s = text.substr(0, size);
            CAPTURE(s);
            const detail::string_end any = detail::scan_any_escape(s, at);
            const detail::string_end usual = detail::scan_escape(s, at);
            CHECK(any.at == usual.at);
            CHECK(any.fault == usual.fault);
            CHECK(any.code_point == usual.code_point);
        }
    }
    CHECK(detail::scan_any_escape("\\u0041", 0).code_point == 'A');
    CHECK(detail::scan_any_escape("\\ud83d\\ude00", 0).code_point == 0x1F600);
}

TEST_CASE("two escapes at the limits of their ranges are read as Boost.JSON reads them") {
    const unsigned borders[] = {0x0000, 0x0022, 0x005C, 0x007F, 0x0080, 0x07FF, 0x0800, 0xD7FF,
                                0xD800, 0xD83D, 0xDBFF, 0xDC00, 0xDE00, 0xDFFF, 0xE000, 0xFFFF};
    for (const unsigned first : borders)
        for (const unsigned second : borders)
            for (const char* const between : {"", "z", "\\n", "\\"})
                agrees(utf16_escape(first) + between + utf16_escape(second));
}

TEST_CASE("every byte, alone and after a backslash, is read as Boost.JSON reads it") {
    for (int byte = 0; byte < 256; ++byte) {
        if (byte == '"') continue; // ends the string
        const std::string c(1, static_cast<char>(byte));
        if (byte != '\\') agrees(c);
        agrees("\\" + c);
        agrees("\\u00" + c + "1");
    }
}

TEST_CASE("strings of many pieces are read as Boost.JSON reads them") {
    std::mt19937 random(20200910);
    const auto any = [&](const auto& list) { return list[random() % std::size(list)]; };
    for (int i = 0; i < 5000; ++i) {
        std::string before;
        std::string after;
        for (auto n = random() % 5; n != 0; --n) before += any(good_pieces);
        for (auto n = random() % 5; n != 0; --n) after += any(good_pieces);
        agrees(before + after);

        const bad_piece bad = any(bad_pieces);
        agrees(before + bad.text + after);
        const detail::string_end end = scan("##" + before + bad.text + after + '"', 2);
        same(end.fault, bad.expected);
        same(end.at, 2 + before.size());
    }
}

TEST_CASE("every proper prefix of a valid string is incomplete, with the error at its end") {
    std::string all;
    for (const std::string& piece : good_pieces) all += piece;
    for (std::size_t size = 0; size <= all.size(); ++size) {
        CAPTURE(size);
        const detail::string_end end = scan(all.substr(0, size));
        CHECK(end.fault == fault::incomplete);
        CHECK(end.at == size);
    }
    CHECK(scan(all + "\"after").at == all.size());
}

TEST_CASE("equal strings have the same bytes, however they are written") {
    const auto equals = [](std::string_view raw, std::string_view text) {
        return detail::equals({raw, raw.find('\\') != std::string::npos}, text);
    };
    CHECK(equals("", ""));
    CHECK_FALSE(equals("", "a"));
    for (const char* const raw : {"token", "\\u0074oken", "toke\\u006E", "to\\u006ben"}) {
        CAPTURE(raw);
        CHECK(equals(raw, "token"));
        for (const char* const other : {"", "t", "toke", "tokens", "Token", "tokem", "tomen"})
            CHECK_FALSE(equals(raw, other));
    }
    CHECK(equals("\\u0000", std::string_view("\0", 1)));
    CHECK_FALSE(equals("\\u0000", ""));
    CHECK_FALSE(equals("a\\u0000", "a"));
}

TEST_CASE("bytes and code points are counted in the value, not in its notation") {
    const auto is = [](std::string_view raw, std::size_t bytes, std::size_t chars) {
        const detail::text_length length =
            detail::measure({raw, raw.find('\\') != std::string::npos});
        return length.bytes == bytes && length.chars == chars;
    };
    CHECK(is("", 0, 0));
    CHECK(is("a\xC3\xA9", 3, 2));
    CHECK(is("\\u0061\\u00e9\\u20ac\\ud83d\\ude00\\n", 11, 5));
    CHECK(is("\xF0\x9F\x98\x80\\\\", 5, 2));
}
