// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/encode.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/death.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tpns::account_id;
using tpns::account_type;
using tpns::device_token;
using tpns::errc;
using tpns::error;
using tpns::node;

const tpns::account someone{account_id("926@126.com"), account_type::default_type};
const tpns::account mobile{account_id("+8613711112222"), account_type::mobile};
const std::vector<tpns::binding> bindings = {{device_token("token1"), {someone, mobile}},
                                             {device_token("token2"), {mobile}}};
const std::string bindings_text =
    R"([{"token":"token1","account_list":[{"account":"926@126.com"},)"
    R"({"account":"+8613711112222","account_type":1002}]},)"
    R"({"token":"token2","account_list":[{"account":"+8613711112222","account_type":1002}]}])";

struct example {
    tpns::request message;
    std::string text;
};

const example requests[] = {
    {tpns::append_accounts{bindings},
     R"({"operator_type":1,"token_accounts":)" + bindings_text + '}'},
    {tpns::overwrite_accounts{bindings},
     R"({"operator_type":2,"token_accounts":)" + bindings_text + '}'},
    {tpns::unbind_accounts{bindings},
     R"({"operator_type":3,"token_accounts":)" + bindings_text + '}'},
    {tpns::unbind_all_accounts{{device_token("token1"), device_token("token2")}},
     R"({"operator_type":4,"token_list":["token1","token2"]})"},
    {tpns::unbind_all_tokens{{someone, mobile}},
     R"({"operator_type":5,"account_list":[{"account":"926@126.com"},)"
     R"({"account":"+8613711112222","account_type":1002}]})"},
};

tpns::request one_token(std::string_view token) {
    return tpns::unbind_all_accounts{{device_token(token)}};
}

/// A string, and its notation between quotes.
struct spelling {
    std::string value;
    std::string json;
};

// Each is valid as a token and as an account.
const std::vector<spelling> spellings = {
    {"ab", "ab"},
    {"00", "00"},
    {"exactly 16 bytes", "exactly 16 bytes"},
    {"a name that is longer than two blocks", "a name that is longer than two blocks"},
    {"a\"", "a\\\""},
    {"0\"}", "0\\\"}"},
    {"\\\n", "\\\\\\n"},
    {"\x01\x1F", "\\u0001\\u001f"},
    {"\x7F/", "\x7F/"},
    {"\xC3\xA9\xF0\x9F\x98\x80", "\xC3\xA9\xF0\x9F\x98\x80"},
    {"\xC3\xA9\t", "\xC3\xA9\\t"},
    {"\xC3\xA9 is a character in a name that is longer than two blocks",
     "\xC3\xA9 is a character in a name that is longer than two blocks"},
    {"longer than a block, and then a \"", "longer than a block, and then a \\\""},
    {"\x01, and then longer than three blocks of sixteen characters",
     "\\u0001, and then longer than three blocks of sixteen characters"},
    {"longer than a block, \x02, and on", "longer than a block, \\u0002, and on"},
};

/// Checks every way to encode `message`, finally into a string that held other bodies.
template <class Message>
void encodes(const Message& message, const std::string& json, std::string& reused) {
    std::vector<char> memory(json.size() + 1, '#');
    const auto written = tpns::encode_to(memory.data(), json.size(), message);
    const auto done = tpns::encode_into(reused, message);
    const bool good = done && written && *written == json.size() && reused == json &&
                      std::string_view(memory.data(), memory.size()) == json + '#' &&
                      tpns::encoded_size(message) == json.size();
    if (good) return; // a CHECK costs more than all of this
    CHECK(done);
    CHECK(written);
    CHECK(reused == json);
    CHECK(std::string_view(memory.data(), memory.size()) == json + '#');
    CHECK(tpns::encoded_size(message) == json.size());
}

tpns::response reply(std::int32_t ret_code, std::string err_msg,
                     std::vector<tpns::item_code> result = {}) {
    return {static_cast<tpns::server_errc>(ret_code), std::move(err_msg), std::move(result)};
}

} // namespace

TEST_CASE("each operation is compact JSON, operator_type first and then its one list") {
    for (const example& e : requests) {
        CHECK(tpns::encode(e.message).value() == e.text);
        CHECK(tpns::encoded_size(e.message) == e.text.size());
    }
    // An operation by itself is also a message.
    CHECK(tpns::encode(tpns::unbind_all_accounts{{device_token("a")}}).value() ==
          R"({"operator_type":4,"token_list":["a"]})");
}

TEST_CASE("a response always has an err_msg, and a result if there is one") {
    CHECK(tpns::encode(tpns::response{}).value() == R"({"ret_code":0,"err_msg":""})");
    CHECK(tpns::encode(reply(0, "ok", {{"0"}, {"1008006"}, {"token_not_exists"}})).value() ==
          R"({"ret_code":0,"err_msg":"ok","result":["0","1008006","token_not_exists"]})");
    CHECK(tpns::encode(reply(10110008, "x", {{""}})).value() ==
          R"({"ret_code":10110008,"err_msg":"x","result":[""]})");
}

TEST_CASE("codes are written unchanged, including short ones") {
    CHECK(tpns::encode(reply(0, "", {{"0"}, {"7"}, {""}, {"00"}, {"ok"}, {"\n"}})).value() ==
          R"({"ret_code":0,"err_msg":"","result":["0","7","","00","ok","\n"]})");
    const tpns::item_code_view parts[] = {{std::string_view("70").substr(0, 1)},
                                          {std::string_view("0").substr(1)}};
    CHECK(tpns::encode(tpns::response_view{{}, "", parts}).value() ==
          R"({"ret_code":0,"err_msg":"","result":["7",""]})");
}

TEST_CASE("views give the same bytes as the owned message") {
    const tpns::account_view accounts[] = {{someone.id, someone.type}, {mobile.id, mobile.type}};
    const tpns::binding_view views[] = {
        {tpns::device_token_view("token1"), accounts},
        {tpns::device_token_view("token2"), tpns::list_view<tpns::account_view>(accounts + 1, 1)}};
    const tpns::device_token_view tokens[] = {tpns::device_token_view("token1"),
                                              tpns::device_token_view("token2")};
    const tpns::request_view all[] = {
        tpns::append_accounts_view{views}, tpns::overwrite_accounts_view{views},
        tpns::unbind_accounts_view{views}, tpns::unbind_all_accounts_view{tokens},
        tpns::unbind_all_tokens_view{accounts}};
    for (std::size_t i = 0; i < 5; ++i) CHECK(tpns::encode(all[i]).value() == requests[i].text);

    const tpns::item_code_view codes[] = {{"0"}, {"ok"}};
    const tpns::response_view response{tpns::server_errc::accepted, "NO_ERROR", codes};
    CHECK(tpns::encode(response).value() ==
          R"({"ret_code":0,"err_msg":"NO_ERROR","result":["0","ok"]})");
}

TEST_CASE("strings are escaped wherever they are") {
    const std::string odd = "\"\\\n\x01/\x7F\xC3\xA9\xF0\x9F\x98\x80";
    const std::string text = "\"\\\"\\\\\\n\\u0001/\x7F\xC3\xA9\xF0\x9F\x98\x80\"";
    const tpns::account account{account_id(odd)};
    CHECK(tpns::encode(tpns::unbind_accounts{{{device_token(odd), {account}}}}).value() ==
          R"({"operator_type":3,"token_accounts":[{"token":)" + text +
              R"(,"account_list":[{"account":)" + text + "}]}]}");
    CHECK(tpns::encode(one_token(odd)).value() ==
          R"({"operator_type":4,"token_list":[)" + text + "]}");
    CHECK(tpns::encode(reply(1, odd, {{odd}})).value() ==
          R"({"ret_code":1,"err_msg":)" + text + R"(,"result":[)" + text + "]}");
}

TEST_CASE("each string is written independently of what precedes and follows it") {
    struct typed {
        account_type type;
        const char* json;
    };
    const typed types[] = {{account_type::default_type, ""},
                           {account_type::mobile, R"(,"account_type":1002)"},
                           {account_type{9}, R"(,"account_type":9)"}};
    const auto element = [](const spelling& s, const typed& t) {
        return R"({"account":")" + s.json + '"' + t.json + '}';
    };
    const auto bound = [](const spelling& s, const std::string& elements) {
        return R"({"token":")" + s.json + R"(","account_list":[)" + elements + "]}";
    };
    std::string reused;
    std::size_t n = 0;
    for (const spelling& a : spellings)
        for (const spelling& b : spellings)
            for (const spelling& c : spellings) {
                const device_token ta(a.value);
                const device_token tb(b.value);
                const device_token tc(c.value);
                encodes(tpns::unbind_all_accounts{{ta, tb, tc}},
                        R"({"operator_type":4,"token_list":[")" + a.json + R"(",")" + b.json +
                            R"(",")" + c.json + R"("]})",
                        reused);

                const typed& x = types[n % 3];
                const typed& y = types[n / 3 % 3];
                const typed& z = types[n++ / 9 % 3];
                const tpns::account aa{account_id(a.value), x.type};
                const tpns::account ab{account_id(b.value), y.type};
                const tpns::account ac{account_id(c.value), z.type};
                encodes(tpns::unbind_all_tokens{{aa, ab, ac}},
                        R"({"operator_type":5,"account_list":[)" + element(a, x) + ',' +
                            element(b, y) + ',' + element(c, z) + "]}",
                        reused);
                encodes(tpns::overwrite_accounts{{{ta, {ab, ac}}, {tb, {ac}}}},
                        R"({"operator_type":2,"token_accounts":[)" +
                            bound(a, element(b, y) + ',' + element(c, z)) + ',' +
                            bound(b, element(c, z)) + "]}",
                        reused);
            }
}

TEST_CASE("short messages and codes are also written independently") {
    std::vector<spelling> codes = spellings;
    for (const spelling& s : std::vector<spelling>{{"0", "0"},
                                                   {"", ""},
                                                   {"7", "7"},
                                                   {"\n", "\\n"},
                                                   {"\"", "\\\""},
                                                   {"-0", "-0"},
                                                   {"0\n", "0\\n"},
                                                   {"ok", "ok"},
                                                   {"ok\"", "ok\\\""}})
        codes.push_back(s);
    std::string reused;
    for (const spelling& a : codes)
        for (const spelling& b : codes) {
            encodes(reply(0, a.value), R"({"ret_code":0,"err_msg":")" + a.json + "\"}", reused);
            for (const spelling& c : codes)
                encodes(reply(-7, a.value, {{b.value}, {c.value}}),
                        R"({"ret_code":-7,"err_msg":")" + a.json + R"(","result":[")" + b.json +
                            R"(",")" + c.json + R"("]})",
                        reused);
        }
}

TEST_CASE("numbers are written to the limits of their types") {
    constexpr std::int32_t max = (std::numeric_limits<std::int32_t>::max)();
    constexpr std::int32_t min = (std::numeric_limits<std::int32_t>::min)();
    CHECK(tpns::encode(reply(max, "")).value() == R"({"ret_code":2147483647,"err_msg":""})");
    CHECK(tpns::encode(reply(min, "")).value() == R"({"ret_code":-2147483648,"err_msg":""})");
    tpns::unbind_all_tokens op{{{account_id("ab"), static_cast<account_type>(max)}}};
    CHECK(tpns::encode(op).value() ==
          R"({"operator_type":5,"account_list":[{"account":"ab","account_type":2147483647}]})");
    op.account_list[0].type = static_cast<account_type>(min);
    CHECK(tpns::encode(op).error() == error(errc::out_of_range, {node::account_type_member, 0}));
}

TEST_CASE("invalid messages are refused with the error of validate") {
    tpns::limits two;
    two.max_token_list = 2;
    const tpns::request three =
        tpns::unbind_all_accounts{{device_token("a"), device_token("b"), device_token("c")}};
    const std::pair<tpns::request, tpns::limits> invalid[] = {
        {tpns::request(), {}},
        {one_token(""), {}},
        {one_token(std::string(65, 'a')), {}},
        {one_token("a\xFF\n"), {}},
        {one_token("longer than a block, \xFF and more"), {}},
        {one_token("\xFF and more than a block follows"), {}},
        {one_token(std::string(64, 'a') + '\n'), {}},
        {one_token('\n' + std::string(64, 'a')), {}},
        {three, two},
        {tpns::unbind_all_tokens{{{account_id("ab"), static_cast<account_type>(-7)}}}, {}}};
    for (const auto& [message, max] : invalid) {
        const error expected = tpns::validate(message, max).error();
        CHECK(tpns::encode(message, max).error() == expected);
        std::string kept = "kept";
        CHECK(tpns::encode_into(kept, message, max).error() == expected);
        CHECK(kept.empty());
        char memory[200] = {};
        for (std::size_t size = 0; size < sizeof memory; ++size) {
            std::memset(memory, '#', sizeof memory);
            CHECK(tpns::encode_to(memory, size, message, max).error() == expected);
            CHECK(std::string_view(memory, sizeof memory).find_first_not_of('#', size) ==
                  std::string_view::npos);
        }
        CHECK(tpns::encode_to(nullptr, 0, message, max).error() == expected);
    }
    CHECK(tpns::encode(reply(0, "\xC3")).error() ==
          error(errc::invalid_utf8, {node::err_msg_member}));
}

TEST_CASE("the size is also exact for invalid messages") {
    CHECK(tpns::encoded_size(tpns::request()) ==
          std::string_view(R"({"operator_type":1,"token_accounts":[]})").size());
    CHECK(tpns::encoded_size(one_token("")) ==
          std::string_view(R"({"operator_type":4,"token_list":[""]})").size());
    CHECK(tpns::encoded_size(one_token("\xFF\n\x02")) ==
          std::string_view(R"({"operator_type":4,"token_list":["?\n\u0002"]})").size());
    CHECK(
        tpns::encoded_size(tpns::unbind_all_tokens{{{account_id(), account_type{-7}}}}) ==
        std::string_view(R"({"operator_type":5,"account_list":[{"account":"","account_type":-7}]})")
            .size());
}

TEST_CASE("encoding into memory fits in exactly its size, and writes nothing beyond") {
    std::vector<example> examples(std::begin(requests), std::end(requests));
    for (const spelling& s : spellings)
        examples.push_back(
            {one_token(s.value), R"({"operator_type":4,"token_list":[")" + s.json + "\"]}"});
    for (const example& e : examples) {
        std::vector<char> memory(e.text.size());
        CHECK(tpns::encode_to(memory.data(), memory.size(), e.message).value() == e.text.size());
        CHECK(std::string_view(memory.data(), memory.size()) == e.text);

        for (std::size_t size = 0; size < e.text.size(); ++size) {
            memory.assign(e.text.size(), '#');
            CHECK(tpns::encode_to(memory.data(), size, e.message).error() == error(errc::no_space));
            CHECK(std::count(memory.begin() + static_cast<std::ptrdiff_t>(size), memory.end(),
                             '#') == static_cast<std::ptrdiff_t>(e.text.size() - size));
        }
        CHECK(tpns::encode_to(nullptr, 0, e.message).error() == error(errc::no_space));

        memory.assign(e.text.size() + 10, '#');
        CHECK(tpns::encode_to(memory.data(), memory.size(), e.message).value() == e.text.size());
        CHECK(std::string_view(memory.data(), memory.size()) == e.text + "##########");
    }
}

TEST_CASE("a body longer than any string is no_space, and an invalid message takes little memory") {
    // Views of about as much as a string can hold, which nothing reads before there is memory.
    static const char c[64] = {};
    volatile std::size_t half = std::string().max_size() / 2 + 1;
    if (half <= std::size_t{PTRDIFF_MAX}) {
        const std::string_view huge(c, half);
        const tpns::device_token_view tokens[] = {tpns::device_token_view(huge),
                                                  tpns::device_token_view(huge),
                                                  tpns::device_token_view("x")};
        tpns::limits any;
        any.max_token_bytes = tpns::limits::unlimited;
        tpns::unbind_all_accounts_view message{tokens};
        std::string body = "kept";
        // The size is found to be too large before anything is allocated; the reason, by reading
        // the characters.
        tpns::detail::growing_string<tpns::unbind_all_accounts_view> memory(body, message, any);
        CHECK_FALSE(memory.grow(memory.begin(), 100));
    }
    const std::string long_text(1'000'000, 'a');
    const tpns::device_token_view tokens[] = {tpns::device_token_view(long_text)};
    const tpns::device_token_view one[] = {tpns::device_token_view("a")};
    std::string body;
    const tpns::unbind_all_accounts_view invalid{tokens};
    CHECK(tpns::encode_into(body, invalid).error() ==
          error(tpns::detail::violation{errc::too_long, 64}, {node::token_list_element, 0}));
    CHECK(body.capacity() < 1000);
    CHECK(tpns::encode_into(body, tpns::unbind_all_accounts_view{one}));
    CHECK(body == R"({"operator_type":4,"token_list":["a"]})");
}

TEST_CASE("a string takes a long message, with and without escapes") {
    for (const auto& [value, json] : {spelling{"a", "a"}, spelling{"\n", "\\n"}}) {
        std::string token;
        std::string written;
        for (int i = 0; i < 60; ++i) {
            token += value;
            written += json;
        }
        std::string body = R"({"operator_type":4,"token_list":[)";
        for (int i = 0; i < 2000; ++i) body += (i == 0 ? "\"" : ",\"") + written + '"';
        const std::vector<tpns::device_token_view> tokens(2000, tpns::device_token_view(token));
        std::string reused;
        const std::size_t before = tpns_tests::allocations();
        CHECK(tpns::encode_into(reused, tpns::unbind_all_accounts_view{tokens}));
        CHECK(tpns_tests::allocations() - before <= 2);
        CHECK(reused == body + "]}");
    }
}

TEST_CASE("a string whose capacity is just enough keeps its memory") {
    const std::vector<tpns::device_token_view> tokens(100, tpns::device_token_view("0123456789"));
    const tpns::unbind_all_accounts_view message{tokens};
    std::string body;
    body.reserve(tpns::encoded_size(message));
    const std::size_t before = tpns_tests::allocations();
    CHECK(tpns::encode_into(body, message));
    CHECK(tpns_tests::allocations() == before);
    CHECK(body == tpns::encode(message).value());
}

TEST_CASE("a reused string is overwritten, and keeps its memory") {
    std::string body(1000, '#');
    const char* const data = body.data();
    for (const example& e : requests) {
        const std::size_t before = tpns_tests::allocations();
        const tpns::result<void> done = tpns::encode_into(body, e.message);
        CHECK(tpns_tests::allocations() == before);
        CHECK(done);
        CHECK(body == e.text);
        CHECK(body.data() == data);
    }
}

TEST_CASE("only the body is allocated, and only once") {
    char memory[1000];
    const auto cost = [](auto&& f) {
        const std::size_t before = tpns_tests::allocations();
        f();
        return tpns_tests::allocations() - before;
    };
    for (const example& e : requests) {
        CHECK(cost([&] { (void)tpns::encode(e.message); }) == 1);
        CHECK(cost([&] { (void)tpns::encoded_size(e.message); }) == 0);
        CHECK(cost([&] { (void)tpns::encode_to(memory, sizeof memory, e.message); }) == 0);
        CHECK(cost([&] { (void)tpns::encode_to(memory, 3, e.message); }) == 0);
    }
    const tpns::request invalid = one_token(std::string(1000, 'a'));
    CHECK(cost([&] { (void)tpns::encode(invalid); }) <= 1);
}

static_assert(noexcept(tpns::encode_to(nullptr, 0, tpns::request())));
static_assert(noexcept(tpns::encoded_size(tpns::response())));

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    const tpns::request message = one_token("token1");
    CHECK(dies([&] { (void)tpns::encode_to(nullptr, 1, message); }));
    CHECK_FALSE(dies([&] { (void)tpns::encode_to(nullptr, 0, message); }));
}
