// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json_scan.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

constexpr std::size_t nowhere = std::string::npos;

/// Calls `skip(at, end)` on a text in a block of exactly its size, so that a sanitizer sees any
/// read beyond, and returns how far it got.
template <class Function>
std::size_t skipped(std::string_view text, Function skip) {
    const std::vector<char> exact(text.begin(), text.end());
    const char* const begin = exact.data();
    const char* const behind = skip(begin, begin + exact.size());
    return behind == nullptr ? nowhere : static_cast<std::size_t>(behind - begin);
}

std::size_t spaces(std::string_view text) { return skipped(text, detail::skip_spaces); }
std::size_t plain(std::string_view text) {
    return skipped(text,
                   [](const char* at, const char* end) { return detail::skip_plain(at, end); });
}

} // namespace

TEST_CASE("a text is skipped where it stands whole") {
    const std::array<char, 4> null{'n', 'u', 'l', 'l'};
    const auto skip = [&](const char* at, const char* end) {
        return detail::skip_text(at, end, null);
    };
    CHECK(skipped("null}", skip) == 4);
    CHECK(skipped("null", skip) == 4);
    CHECK(skipped("nul}", skip) == nowhere);
    CHECK(skipped("nul", skip) == nowhere);
    CHECK(skipped("", skip) == nowhere);
}

TEST_CASE("the same text again is skipped, if blocks may be read there") {
    for (std::size_t size = 0; size <= 50; ++size) {
        CAPTURE(size);
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 26);
        const auto again = [&](const std::string& second, std::size_t behind) {
            const std::string whole = text + second + std::string(behind, '}');
            return skipped(whole, [&](const char* at, const char* end) {
                const char* const place = detail::skip_same(at + size, end, {at, size});
                return place == nullptr ? nullptr : place - size;
            });
        };
        CHECK(again(text, 16) == (size == 0 ? nowhere : size));
        CHECK(again(text, 15) == nowhere);
        for (std::size_t i = 0; i < size; ++i) {
            std::string other = text;
            other[i] = '#';
            CHECK(again(other, 16) == nowhere);
        }
    }
}

TEST_CASE("white space is skipped, however long") {
    for (std::size_t size = 0; size <= 50; ++size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += " \t\r\n"[i % 4];
        CHECK(spaces(text + '}') == size);
        CHECK(spaces(text + "\x0B }") == size);
        CHECK(spaces(text + "a                                  }") == size);
    }
}

TEST_CASE("plain characters are skipped up to a special one, or to the end of the text") {
    for (std::size_t size = 0; size <= 50; ++size) {
        for (std::size_t behind = 0; behind <= 20; ++behind) {
            if (size + 1 + behind < detail::block_size) continue;
            CAPTURE(size);
            CAPTURE(behind);
            for (const char special : {'"', '\\', '\x1F', '\x80'})
                CHECK(plain(std::string(size, 'a') + special + std::string(behind, '}')) == size);
            // Never to the end itself.
            CHECK(plain(std::string(size, 'a') + '}' + std::string(behind, '}')) == size + behind);
        }
    }
}

TEST_CASE("what stands before it in the last block does not end a run of plain characters") {
    const auto behind = [](std::size_t before) {
        const std::string text = std::string(before, '"') + std::string(20 - before, 'a') + '}';
        return skipped(text, [&](const char* at, const char* end) {
            return detail::skip_plain(at + before, end);
        });
    };
    for (std::size_t before = 0; before <= 20; ++before) CHECK(behind(before) == 20);
}

TEST_CASE("plain strings are skipped, and no others") {
    const auto skip = [](const std::string& text) {
        return skipped(text + std::string(detail::block_size, '}'), detail::skip_plain_string);
    };
    for (std::size_t size = 0; size <= 40; ++size) {
        const std::string text(size, 'a');
        CHECK(skip('"' + text + '"') == size + 2);
        CHECK(skip('"' + text) == nowhere);
        CHECK(skip('"' + text + "\\n\"") == nowhere);
        CHECK(skip('"' + text + "\xC3\xA9\"") == nowhere);
        CHECK(skip('a' + text + '"') == nowhere);
    }
}

TEST_CASE("characters that are not ASCII are skipped together") {
    const auto skip = [](const std::string& text) {
        return skipped(text + '}', [](const char* at, const char* end) {
            return detail::skip_characters(at, end);
        });
    };
    CHECK(skip("\xC3\xA9") == 2);
    CHECK(skip("\xC3\xA9\xE5\xBC\xA0\xF0\x9F\x9A\x80") == 9);
    CHECK(skip("\xC3\xA9"
               "a\xC3\xA9") == 2);
    CHECK(skip("a") == nowhere);
    CHECK(skip("\x1F") == nowhere);
    CHECK(skip("") == nowhere);
    CHECK(skip("\xC3") == nowhere);
    CHECK(skip("\xC3\xA9\xC3") == nowhere);
    CHECK(skip("\xC3\xA9\xED\xA0\x80") == nowhere);
}

TEST_CASE("integers are read exactly, up to 18 digits") {
    const auto read = [](const std::string& text) {
        std::int64_t value{};
        const std::size_t end = skipped(text + '}', [&](const char* at, const char*) {
            return detail::skip_integer(at, value);
        });
        if (end == nowhere) return std::string("none");
        CHECK(end == text.size());
        return std::to_string(value);
    };
    for (const char* const text : {"0", "7", "10", "-1", "2147483648", "999999999999999999",
                                   "-999999999999999999", "100000000000000000"})
        CHECK(read(text) == text);
    CHECK(read("-0") == "0");
    for (const char* const text : {"", "-", "00", "01", "-01", "a", "+1", "1000000000000000000",
                                   "18446744073709551617", "99999999999999999999999999999999999"})
        CHECK(read(text) == "none");
}

TEST_CASE("a string with escapes is what its pieces are, whatever was unescaped before it") {
    struct piece {
        std::string json;
        std::string value;
        std::size_t chars;
    };
    const piece pieces[] = {{"", "", 0},
                            {"a", "a", 1},
                            {"longer than one block", "longer than one block", 21},
                            {"\xC3\xA9\xF0\x9F\x9A\x80", "\xC3\xA9\xF0\x9F\x9A\x80", 2},
                            {"\\n", "\n", 1},
                            {"\\u00e9\\ud83d\\ude80", "\xC3\xA9\xF0\x9F\x9A\x80", 2},
                            {"\\\\\\\"", "\\\"", 2}};
    detail::unescaped_text unescaped; // used again and again
    for (const piece& a : pieces)
        for (const piece& b : pieces)
            for (const piece& c : pieces)
                for (const piece& d : pieces) {
                    const std::string json = a.json + b.json + c.json + d.json;
                    CAPTURE(json);
                    const bool escaped = json.find('\\') != json.npos;
                    detail::json_string value{"left over", true, !escaped};
                    detail::text_length length{7, 7};
                    std::string copy;
                    std::string_view raw;
                    const std::string text = json + "\",                }";
                    const std::size_t end = skipped(text, [&](const char* at, const char* last) {
                        const char* const rare = detail::skip_plain(at, last);
                        const char* const behind =
                            detail::skip_rare_string(at, rare, last, unescaped, value, length);
                        copy = value.raw;
                        if (value.raw.data() == at) raw = value.raw;
                        return behind;
                    });
                    const bool good = end == json.size() + 1 && !value.escaped &&
                                      value.transient == escaped &&
                                      (escaped || raw.size() == json.size()) &&
                                      copy == a.value + b.value + c.value + d.value &&
                                      length.bytes == copy.size() &&
                                      length.chars == a.chars + b.chars + c.chars + d.chars;
                    if (!good) CHECK(good);
                }
}
