// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/reader.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/json_grammar.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <new>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;
using detail::json_error;
using fault = detail::json_fault;

/// Records the events: "{0" is an object that begins at 0, "name1 a" a name at 1.
class event_log final : public detail::json_events {
public:
    std::vector<std::string> events;
    std::size_t wanted = std::string::npos; // stops at this event

private:
    bool add(std::string what, std::size_t offset, std::string_view text = {}) {
        what += std::to_string(offset);
        if (!text.empty()) what += ' ' + std::string(text);
        events.push_back(what);
        return events.size() < wanted;
    }
    static std::string kind(const char* what, const detail::json_string& s) {
        return what + std::string(s.escaped ? "*" : "");
    }
    bool object_begin(std::size_t at) override { return add("{", at); }
    bool object_end(std::size_t at) override { return add("}", at); }
    bool array_begin(std::size_t at) override { return add("[", at); }
    bool array_end(std::size_t at) override { return add("]", at); }
    bool name(const detail::json_string& s, std::size_t at) override {
        return add(kind("name", s), at, s.raw);
    }
    bool string(const detail::json_string& s, std::size_t at) override {
        return add(kind("string", s), at, s.raw);
    }
    bool number(std::string_view text, std::size_t at) override { return add("number", at, text); }
    bool boolean(std::size_t at) override { return add("boolean", at); }
    bool null(std::size_t at) override { return add("null", at); }
};

/// Accepts everything and records nothing.
class no_events final : public detail::json_events {
    bool object_begin(std::size_t) override { return true; }
    bool object_end(std::size_t) override { return true; }
    bool array_begin(std::size_t) override { return true; }
    bool array_end(std::size_t) override { return true; }
    bool name(const detail::json_string&, std::size_t) override { return true; }
    bool string(const detail::json_string&, std::size_t) override { return true; }
    bool number(std::string_view, std::size_t) override { return true; }
    bool boolean(std::size_t) override { return true; }
    bool null(std::size_t) override { return true; }
};

json_error read(std::string_view text, std::size_t max_depth = 32) {
    // In a block of the exact size, so that a sanitizer detects any read beyond.
    const std::vector<char> exact(text.begin(), text.end());
    no_events events;
    return detail::read_json({exact.data(), exact.size()}, events, max_depth);
}

void agrees(const std::string& text, std::size_t max_depth = 32) {
    const json_error expected = tpns_tests::json_grammar(text, max_depth)();
    if (const json_error found = read(text, max_depth); found != expected) {
        CAPTURE(text);
        CHECK(found == expected);
    }
}

} // namespace

TEST_CASE("each token gives its event, whatever precedes and follows it") {
    struct token {
        const char* json;
        const char* kind;
        const char* text; // of the event
    };
    const token tokens[] = {{"null", "null", ""},
                            {"true", "boolean", ""},
                            {"false", "boolean", ""},
                            {"0", "number", "0"},
                            {"-1.5e3", "number", "-1.5e3"},
                            {"12345678901234567890123", "number", "12345678901234567890123"},
                            {R"("")", "string", ""},
                            {R"("ab")", "string", "ab"},
                            {R"("\"")", "string*", R"(\")"},
                            {R"("\u0061,:")", "string*", R"(\u0061,:)"},
                            {R"("\\\\")", "string*", R"(\\\\)"},
                            {"\"\xC3\xA9]}\"", "string", "\xC3\xA9]}"}};
    const char* const spaces[] = {"", " ", "\r\n\t "};
    std::size_t n = 0;
    for (const token& a : tokens)
        for (const token& b : tokens)
            for (const token& c : tokens) {
                std::string body;
                std::vector<std::string> expected;
                const auto add = [&](const char* json, std::string kind, const char* text) {
                    kind += std::to_string(body.size());
                    expected.push_back(*text == '\0' ? kind : kind + ' ' + text);
                    (body += json) += spaces[n++ % 3];
                };
                const auto separate = [&](char by) { (body += by) += spaces[n++ % 3]; };
                // As elements and as values; strings also as names.
                add("[", "[", "");
                for (const token* const t : {&a, &b, &c}) {
                    add(t->json, t->kind, t->text);
                    separate(',');
                }
                expected.push_back("{" + std::to_string(body.size()));
                body += '{';
                for (const token* const t : {&c, &a, &b}) {
                    const bool string = t->kind[0] == 's';
                    if (body.back() != '{') separate(',');
                    add(string ? t->json : R"("\n")",
                        string && t->kind[6] == '\0' ? "name" : "name*",
                        string ? t->text : R"(\n)");
                    separate(':');
                    add(t->json, t->kind, t->text);
                }
                add("}", "}", "");
                add("]", "]", "");
                event_log log;
                const json_error e = detail::read_json(body, log, 32);
                if (e == json_error{} && log.events == expected) continue;
                CAPTURE(body);
                CHECK(e == json_error{});
                CHECK(log.events == expected);
            }
}

TEST_CASE("every event has the offset of its token") {
    const std::string_view body = " {\"a\" :\t-1.5e3,\"\\u0062\" : [true, false,null ,\"\",\"\\n\","
                                  "\"x\\\\\"],\n\"c\":{},\"\":[ ] , \"d\":\"\xC3\xA9\"\r} ";
    event_log log;
    REQUIRE(detail::read_json(body, log, 32) == json_error{});
    const std::vector<std::string> expected = {"{1",
                                               "name2 a",
                                               "number8 -1.5e3",
                                               "name*15 \\u0062",
                                               "[26",
                                               "boolean27",
                                               "boolean33",
                                               "null39",
                                               "string45",
                                               "string*48 \\n",
                                               "string*53 x\\\\",
                                               "]58",
                                               "name61 c",
                                               "{65",
                                               "}66",
                                               "name68",
                                               "[71",
                                               "]73",
                                               "name77 d",
                                               "string81 \xC3\xA9",
                                               "}86"};
    CHECK(log.events == expected);

    SUBCASE("and reading can stop with each") {
        for (std::size_t wanted = 1; wanted <= expected.size(); ++wanted) {
            CAPTURE(wanted);
            event_log some;
            some.wanted = wanted;
            CHECK(detail::read_json(body, some, 32) == json_error{});
            CHECK(some.events == std::vector<std::string>(
                                     expected.begin(), expected.begin() + std::ptrdiff_t(wanted)));
        }
    }
    SUBCASE("and reading allocates nothing") {
        no_events events;
        const std::size_t before = tpns_tests::allocations();
        const json_error found = detail::read_json(body, events, 32);
        const json_error refused = detail::read_json(body.substr(0, 50), events, 32);
        CHECK(tpns_tests::allocations() == before);
        CHECK(found == json_error{});
        CHECK(refused == json_error{fault::incomplete, 50});
    }
}

TEST_CASE("every short text of tokens agrees with the grammar") {
    const std::vector<std::string> tokens = {
        "{",    "}",    "[",    "]", ",", ":",  "\"a\"", "\"b", "\"\\q", "\"\\u1",
        "true", "fals", "nulx", "1", "-", "1.", "1e",    " ",   "x"};
    for (const char* const start : {"", "[", "{\"a\":", "[1,"})
        for (const std::string& a : tokens)
            for (const std::string& b : tokens)
                for (const std::string& c : tokens) {
                    agrees(start + a + b + c);
                    // The parser uses different code near the end of the text.
                    agrees(start + a + b + c + "                ");
                    agrees(start + a + b + c + "]]]]]]]]]]]]]]]]");
                }
}

TEST_CASE("a text with a few wrong bytes agrees with the grammar") {
    const std::string_view texts[] = {
        R"({"a":[true,false,null,{"b":-12.5e+3}],"c\u00e9":"\ud83d\ude00\n","d":{},"e":[[]],"f":0})",
        " [ \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\" , 1 , { \"a\" : null } , true ] ",
    };
    // Without digits, so that no number becomes too large for the parser.
    const std::string_view bytes = "{}[]\",:trufalsen-. \n\t\\u\xC3\xA9\xE2\xF0\x80";
    std::mt19937 random(20200910);
    for (int i = 0; i < 20000; ++i) {
        std::string text(texts[random() % 2]);
        for (auto faults = 1 + random() % 3; faults != 0 && !text.empty(); --faults) {
            const auto at = static_cast<std::ptrdiff_t>(random() % text.size());
            const char byte = bytes[random() % bytes.size()];
            switch (random() % 4) {
            case 0: text.erase(text.begin() + at); break;
            case 1: text.insert(text.begin() + at, byte); break;
            case 2: text[static_cast<std::size_t>(at)] = byte; break;
            default: text.resize(static_cast<std::size_t>(at) + 1);
            }
        }
        agrees(text);
    }
}

TEST_CASE("errors are equal if their faults and offsets are") {
    const json_error e{fault::too_deep, 1};
    const json_error same{fault::too_deep, 1};
    const json_error elsewhere{fault::too_deep, 2};
    const json_error other{fault::incomplete, 1};
    CHECK((e == same));
    CHECK_FALSE((e != same));
    for (const json_error& different : {elsewhere, other}) {
        CHECK_FALSE((e == different));
        CHECK((e != different));
    }
    CHECK(json_error{}.offset == 0);
}

TEST_CASE("excess depth is refused at its first bracket") {
    for (const char* const open : {"[", "{\"a\":", " [ "})
        for (const char* const close : {"", "1", "]]]]]", "                "})
            for (std::size_t depth = 1; depth <= 4; ++depth)
                for (std::size_t levels = 1; levels <= 5; ++levels) {
                    std::string text;
                    for (std::size_t i = 0; i < levels; ++i) text += open;
                    agrees(text + close, depth);
                }
    CHECK(read("[]", 0) == json_error{fault::too_deep, 0});
    for (const char* const literal : {"nulx", "tru", "fals,                "})
        agrees(std::string(100, '[') + literal, 512);
    CHECK(read(std::string(512, '[')) == json_error{fault::too_deep, 32});
    CHECK(read(std::string(512, '['), 512) == json_error{fault::incomplete, 512});
    CHECK(read(std::string(513, '['), 512) == json_error{fault::too_deep, 512});
}

TEST_CASE("a byte order mark and an empty text are checked first, in this order") {
    const auto read_nothing = [](std::string_view text) {
        event_log log;
        const json_error found = detail::read_json(text, log, 32);
        CHECK(log.events.empty());
        return found;
    };
    CHECK(read_nothing("") == json_error{fault::empty_text, 0});
    CHECK(read_nothing({}) == json_error{fault::empty_text, 0});
    CHECK(read_nothing("\xEF\xBB\xBF") == json_error{fault::byte_order_mark, 0});
    CHECK(read_nothing("\xEF\xBB") == json_error{fault::invalid_json, 0});
    CHECK(read_nothing(" \t\r\n") == json_error{fault::empty_text, 4});
    CHECK(read_nothing(" \xEF\xBB\xBF[]") == json_error{fault::invalid_json, 1});
}

TEST_CASE("an exponent has at most nine digits, whatever the parser allows") {
    for (const char* const good : {"0", "12", "-1.5", "1e9", "1E+999999999", "1e-999999999",
                                   "0.1e-00000000000000999999999", "1e0000000000000"})
        CHECK_FALSE(detail::has_huge_exponent(good));
    for (const char* const bad :
         {"1e1000000000", "1E-1000000000", "-0.1e+0001000000000", "1e99999999999999999999"})
        CHECK(detail::has_huge_exponent(bad));
    CHECK(read("[1e999999999]") == json_error{});
    CHECK(read("[1e1000000000") == json_error{fault::number_too_large, 1});
    CHECK(read("[0, 1e1000000000x") == json_error{fault::number_too_large, 4});
    CHECK(read("[1, 1e99999999999]") == json_error{fault::number_too_large, 4});
    CHECK(read("[1,-0.5E+99999999999 ,\"a\"]             ") ==
          json_error{fault::number_too_large, 3});
    CHECK(read("[1e400,1e-400]") == json_error{});
}

TEST_CASE("the handler's error ends the events, and the parser returns it") {
    namespace errc = boost::system::errc;
    for (const char* const body : {"[1e1000000000,1]", "[\"\xFF\",1]", "{\"\xFF\":1}"}) {
        CAPTURE(body);
        event_log log;
        const detail::parse_end end = detail::parse(body, 0, log, 32, true);
        CHECK(end.refused.offset != 0);
        CHECK(end.code == errc::operation_canceled);
        CHECK(log.events.size() == 1);
    }
    event_log some;
    some.wanted = 1;
    const detail::parse_end end = detail::parse("[1]", 0, some, 32, false);
    CHECK(end.stopped);
    CHECK(end.code == errc::operation_canceled);
}

TEST_CASE("a byte order mark is skipped if allowed, and counts in offsets") {
    detail::json_leniency lenient;
    lenient.byte_order_mark = true;
    event_log log;
    CHECK(detail::read_json("\xEF\xBB\xBF [1,\"a\\n\",nul]", log, 32, lenient) ==
          json_error{fault::invalid_json, 16});
    CHECK(log.events == std::vector<std::string>{"[4", "number5 1", "string*7 a\\n"});
    CHECK(detail::read_json("\xEF\xBB\xBF", log, 32, lenient) == json_error{fault::empty_text, 3});
}

TEST_CASE("bytes that are not UTF-8 are allowed only in the strings that accept them") {
    /// Accepts them in every second string.
    class every_second final : public detail::json_events {
        bool string(const detail::json_string&, std::size_t) override {
            takes_ = !takes_;
            return true;
        }
        [[nodiscard]] bool takes_any_bytes() const override { return takes_; }
        bool takes_ = true;
    };
    const auto lenient_read = [](std::string_view text) {
        detail::json_leniency lenient;
        lenient.any_bytes = true;
        every_second events;
        return detail::read_json(text, events, 32, lenient);
    };
    CHECK(lenient_read("[\"\xB0\", \"\xC3\xA9\", \"\\n\xFF\xC3\"]") == json_error{});
    CHECK(lenient_read("[\"\xB0\", \"a\xC3\"]") == json_error{fault::invalid_utf8, 8});
    CHECK(lenient_read("[\"\xB0\", \"a\\n\xC3\"]") == json_error{fault::invalid_utf8, 10});
    CHECK(lenient_read("{\"\xB0\":1}") == json_error{fault::invalid_utf8, 2});
    CHECK(lenient_read("[\"\xB0\\x\"]") == json_error{fault::invalid_escape, 3});
    CHECK(lenient_read("[\"\xB0\", \"\xB0\\x\"]") == json_error{fault::invalid_utf8, 7});
    CHECK(lenient_read("[\"\xB0\n\"]") == json_error{fault::control_character, 3});
    CHECK(lenient_read("[\"\xB0") == json_error{fault::incomplete, 3});
    event_log log;
    detail::json_leniency lenient;
    lenient.any_bytes = true;
    CHECK(detail::read_json("[\"\xB0\"]", log, 32, lenient) == json_error{fault::invalid_utf8, 2});
    every_second strict;
    CHECK(detail::read_json("[\"\xB0\"]", strict, 32) == json_error{fault::invalid_utf8, 2});
}

// Boost.JSON 1.81 refuses a text that ends at the parser's own address: boostorg/json #814.
TEST_CASE("a text can end where the parser begins") {
    using tpns::detail::guarded_parser;
    const std::string_view text = R"({"a":1})";
    constexpr std::size_t room = 2 * alignof(guarded_parser);
    alignas(guarded_parser) char memory[room + sizeof(guarded_parser)];
    char* const body = memory + room - text.size();
    text.copy(body, text.size());

    class nothing final : public tpns::detail::json_events {
    } events;
    auto* const p =
        new (memory + room) guarded_parser({}, std::string_view(body, text.size()), 0, events);
    boost::system::error_code ec;
    CHECK(p->parser.write_some(false, body, text.size(), ec) == text.size());
    CHECK(!ec);
    CHECK(reinterpret_cast<char*>(&p->parser) != body + text.size());
    p->~guarded_parser();
}
