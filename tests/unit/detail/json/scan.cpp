// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/scan.hpp>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

constexpr std::size_t nowhere = std::string::npos;

/// Calls `skip(at, end)` on a text in a block of the exact size, so that a sanitizer detects any
/// read beyond, and returns how far it got.
template <class Function>
std::size_t skipped(std::string_view text, Function skip) {
    const std::vector<char> exact(text.begin(), text.end());
    const char* const begin = exact.data();
    const char* const after = skip(begin, begin + exact.size());
    return after == nullptr ? nowhere : static_cast<std::size_t>(after - begin);
}

std::size_t spaces(std::string_view text) { return skipped(text, detail::skip_spaces); }
std::size_t plain(std::string_view text) {
    return skipped(text,
                   [](const char* at, const char* end) { return detail::skip_plain(at, end); });
}

} // namespace

TEST_CASE("a text is skipped only if it is complete") {
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

TEST_CASE("a repeated text is skipped if a whole block can be read there") {
    for (std::size_t size = 0; size <= 50; ++size) {
        CAPTURE(size);
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 26);
        const auto again = [&](const std::string& second, std::size_t after) {
            const std::string whole = text + second + std::string(after, '}');
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
        for (std::size_t after = 0; after <= 20; ++after) {
            if (size + 1 + after < detail::block_size) continue;
            CAPTURE(size);
            CAPTURE(after);
            for (const char special : {'"', '\\', '\x1F', '\x80'})
                CHECK(plain(std::string(size, 'a') + special + std::string(after, '}')) == size);
            // Never to the end itself.
            CHECK(plain(std::string(size, 'a') + '}' + std::string(after, '}')) == size + after);
        }
    }
}

TEST_CASE("earlier bytes in the last block do not end a run of plain characters") {
    const auto after = [](std::size_t before) {
        const std::string text = std::string(before, '"') + std::string(20 - before, 'a') + '}';
        return skipped(text, [&](const char* at, const char* end) {
            return detail::skip_plain(at + before, end);
        });
    };
    for (std::size_t before = 0; before <= 20; ++before) CHECK(after(before) == 20);
}

TEST_CASE("strings are skipped, and those with escapes only if allowed") {
    const std::string padding(detail::block_size, '}');
    const auto plainly = [&](const std::string& text) {
        return skipped(text + padding, detail::skip_string<false>);
    };
    const auto skip = [&](const std::string& text) {
        return skipped(text + padding, detail::skip_string<true>);
    };
    for (std::size_t size = 0; size <= 40; ++size) {
        const std::string text(size, 'a');
        for (const char* const more : {"", "\xC3\xA9", "\xF0\x9F\x9A\x80z\xC3\xA9", "}"}) {
            const std::string whole = '"' + text + more + '"';
            CHECK(plainly(whole) == whole.size());
            CHECK(skip(whole) == whole.size());
        }
        for (const char* const more : {"\\n", "\\u00e9\\\\", "\\ud83d\\ude80", "\\\"x"}) {
            const std::string whole = '"' + text + more + '"';
            CHECK(plainly(whole) == nowhere);
            CHECK(skip(whole) == whole.size());
        }
        for (const char* const more :
             {"\x1F", "\xC3", "\\x", "\\u12", "\\ud83d", "\\ud83d\\n", "\n"})
            CHECK(skip('"' + text + more + '"') == nowhere);
        CHECK(skip('"' + text) == nowhere);
        CHECK(skip('"' + text + '\\') == nowhere);
        CHECK(skip('a' + text + '"') == nowhere);
    }
}

namespace {

bool is_value(std::string_view text) {
    const std::string padded = std::string(text) + std::string(detail::block_size, ' ') + '}';
    return skipped(padded, [](const char* at, const char* end) {
               return detail::skip_value(at, end, 4);
           }) == text.size();
}

/// Whether Boost.JSON accepts a text, which has no white space around it.
bool is_parsed(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 4;
    boost::system::error_code ec;
    (void)boost::json::parse(text, ec, {}, options);
    return !ec;
}

constexpr std::string_view tokens[] = {
    "{", "}", "[", "]", ",", ":",    "\"a\"", "\"\\n\"", "\"\xC3\xA9\"", "\"", "1",
    "0", "-", ".", "e", "+", "null", "true",  "false",   "fals",         "\\", "\x80"};

} // namespace

TEST_CASE("values agree with Boost.JSON: every text of up to four tokens") {
    std::size_t values = 0;
    std::size_t differing = 0;
    const auto each = [&](auto&& self, const std::string& text, int more) -> void {
        const bool parsed = is_parsed(text);
        values += parsed ? 1U : 0U;
        if (is_value(text) != parsed) {
            CAPTURE(text);
            CHECK(is_value(text) == parsed);
            ++differing;
        }
        if (more != 0)
            for (const std::string_view token : tokens)
                self(self, text + std::string(token), more - 1);
    };
    each(each, "", 4);
    CHECK(differing == 0);
    CHECK(values > 200);
}

TEST_CASE("values agree with Boost.JSON: long texts, and with a wrong, missing or added token") {
    std::mt19937 random(20200910);
    const auto value = [&](auto&& self, int depth) -> std::vector<std::string> {
        std::vector<std::string> made;
        const auto append = [&](const std::vector<std::string>& more) {
            made.insert(made.end(), more.begin(), more.end());
        };
        const auto kind = random() % (depth == 0 ? 8 : 10);
        if (kind < 8) {
            const char* const scalars[] = {"1",     "-0.5e+3", "12e9",     "\"text\"",
                                           "false", "null",    "\"\\\"\"", "\"\xE5\xBC\xA0\""};
            return {scalars[kind]};
        }
        made.emplace_back(kind == 8 ? "{" : "[");
        for (auto n = random() % 4; n != 0; --n) {
            if (made.size() != 1) made.emplace_back(",");
            if (random() % 4 == 0) made.emplace_back(" ");
            if (kind == 8) append({"\"name\"", ":"});
            append(self(self, depth - 1));
        }
        made.emplace_back(kind == 8 ? "}" : "]");
        return made;
    };
    std::size_t values = 0;
    for (int i = 0; i < 20000; ++i) {
        std::vector<std::string> parts = value(value, 5);
        const std::size_t at = random() % parts.size();
        switch (random() % 4) {
        case 0: parts[at] = tokens[random() % std::size(tokens)]; break;
        case 1: parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 2: parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), parts[at]); break;
        default: break;
        }
        std::string text;
        for (const std::string& part : parts) text += part;
        if (text.empty() || text.front() == ' ' || text.back() == ' ') continue;
        CAPTURE(text);
        const bool parsed = is_parsed(text);
        values += parsed ? 1U : 0U;
        if (is_value(text) != parsed) CHECK(is_value(text) == parsed);
    }
    CHECK(values > 2000);
}

TEST_CASE("the brace that ends the text is not part of a value") {
    for (const std::string value : {"{}", "[{}", "{\"a\":{}", "{\"a\":{}}"}) {
        const std::string before(detail::block_size, 'a');
        CHECK(skipped(before + value, [&](const char* at, const char* end) {
                  return detail::skip_value(at + before.size(), end, 4);
              }) == nowhere);
    }
}

TEST_CASE("values are nested up to the limit, and to 64 levels at most") {
    for (const std::size_t nested : {1U, 2U, 63U, 64U, 65U, 200U}) {
        const std::string text =
            std::string(nested, '[') + std::string(nested, ']') + std::string(20, ' ') + '}';
        for (const std::size_t depth : {0U, 1U, 2U, 62U, 63U, 64U, 65U, 1000U}) {
            const std::size_t end = skipped(text, [&](const char* at, const char* after) {
                return detail::skip_value(at, after, depth);
            });
            CHECK((end == 2 * nested) == (nested <= depth && nested <= 64));
        }
    }
}

TEST_CASE("unescaped characters are skipped, whatever their bytes") {
    for (std::size_t size = 0; size <= 50; ++size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += "a\x80}\xFF"[i % 4];
        for (std::size_t after = 0; after <= 20; ++after) {
            if (size + 1 + after < detail::block_size) continue;
            const auto skip = [&](char special) {
                return skipped(text + special + std::string(after, '}'),
                               [](const char* at, const char* end) {
                                   return detail::skip_unescaped(at, end);
                               });
            };
            for (const char special : {'"', '\\', '\x1F', '\x00'}) CHECK(skip(special) == size);
            CHECK(skip('}') == size + after); // never to the end itself
        }
    }
}

TEST_CASE("UTF-8 in a string is checked, wherever it is") {
    const std::string good[] = {"\xC2\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"};
    const std::string bad[] = {"\x80",         "\xC3",         "\xC1\xBF",         "\xE0\x9F\xBF",
                               "\xED\xA0\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xFF"};
    detail::unescaped_text unescaped;
    const auto end_of = [&](const std::string& string) {
        const std::string text = string + "\"                }";
        const std::size_t name = skipped('"' + text, detail::skip_string<false>);
        const std::size_t any = skipped('"' + text, detail::skip_string<true>);
        const std::size_t value = skipped(text, [&](const char* at, const char* end) {
            detail::json_string read{};
            return detail::skip_rare_string(at, detail::skip_plain(at, end), end, unescaped, read);
        });
        CHECK((name == nowhere) == (value == nowhere));
        CHECK(any == name);
        return value;
    };
    for (std::size_t before = 0; before <= 34; ++before)
        for (std::size_t after = 0; after <= 18; ++after) {
            const std::string a(before, 'a');
            const std::string b(after, 'b');
            for (const std::string& character : good) {
                CHECK(end_of(a + character + b) == before + character.size() + after + 1);
                for (const std::string& other : bad) {
                    CHECK(end_of(a + other + b) == nowhere);
                    CHECK(end_of(a + other + character + b) == nowhere);
                    CHECK(end_of(a + character + other + b) == nowhere);
                }
            }
        }
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

TEST_CASE(
    "a string with escapes is the concatenation of its pieces, whatever was unescaped earlier") {
    struct piece {
        std::string json;
        std::string value;
    };
    const piece pieces[] = {{"", ""},
                            {"a", "a"},
                            {"longer than one block", "longer than one block"},
                            {"\xC3\xA9\xF0\x9F\x9A\x80", "\xC3\xA9\xF0\x9F\x9A\x80"},
                            {"\\n", "\n"},
                            {"\\u00e9\\ud83d\\ude80", "\xC3\xA9\xF0\x9F\x9A\x80"},
                            {"\\\\\\\"", "\\\""}};
    detail::unescaped_text unescaped; // reused
    for (const piece& a : pieces)
        for (const piece& b : pieces)
            for (const piece& c : pieces)
                for (const piece& d : pieces) {
                    const std::string json = a.json + b.json + c.json + d.json;
                    CAPTURE(json);
                    const bool escaped = json.find('\\') != json.npos;
                    detail::json_string value{"left over", true, !escaped};
                    std::string copy;
                    std::string_view raw;
                    const std::string text = json + "\",                }";
                    const std::size_t end = skipped(text, [&](const char* at, const char* last) {
                        const char* const rare = detail::skip_plain(at, last);
                        const char* const after =
                            detail::skip_rare_string(at, rare, last, unescaped, value);
                        copy = value.raw;
                        if (value.raw.data() == at) raw = value.raw;
                        return after;
                    });
                    const bool good = end == json.size() + 1 && !value.escaped &&
                                      value.transient == escaped &&
                                      (escaped || raw.size() == json.size()) &&
                                      copy == a.value + b.value + c.value + d.value;
                    if (!good) CHECK(good);
                }
}

TEST_CASE("a string with escapes is read if there is room for its value") {
    constexpr std::size_t most = detail::unescaped_text::most;
    const std::string escape = "\\ud83d\\ude80"; // of four bytes
    detail::unescaped_text unescaped;
    for (const std::size_t size : {most - 1, most, most + 1}) {
        CAPTURE(size);
        const std::string rest(size - 4, 'a');
        for (const std::string& json : {escape + rest, rest + escape}) {
            const std::size_t end =
                skipped(json + "\",                }", [&](const char* at, const char* last) {
                    const char* const rare = detail::skip_plain(at, last);
                    detail::json_string value{};
                    return detail::skip_rare_string(at, rare, last, unescaped, value);
                });
            CHECK(end == (size <= most ? json.size() + 1 : nowhere));
        }
    }
}

TEST_CASE("numbers are skipped if the exponent has at most nine digits") {
    const auto number = [](const std::string& text) {
        return skipped(text + '}',
                       [](const char* at, const char*) { return detail::skip_number(at); });
    };
    for (const std::string text : {"0", "-12.5", "1e5", "1E-999999999", "0.1e+000000001"})
        CHECK(number(text) == text.size());
    for (const char* const text : {"1e1000000000", "1E-0000000001", "1e", "1.", "-"})
        CHECK(number(text) == nowhere);
    CHECK(number("1d5") == 1);
}
