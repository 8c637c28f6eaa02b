// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/fast_reader.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/vectors.hpp"
#include "support/written_bodies.hpp"

#include <tpns/decode.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

namespace detail = tpns::detail;
using tpns::owned;
using tpns::request;
using tpns::response;

template <class Message>
struct builder_of;
template <>
struct builder_of<request> {
    using type = detail::request_builder<owned>;
    static constexpr const char* name = "request";
};
template <>
struct builder_of<response> {
    using type = detail::response_builder<owned>;
    static constexpr const char* name = "response";
};

/// Whether the fast reader accepts a body. Checks that the other reader then gives the same value.
template <class Message>
bool takes(std::string_view body, const tpns::decode_options& options = {}) {
    using builder = typename builder_of<Message>::type;
    // In a block of the exact size, so that a sanitizer detects any read beyond.
    const std::vector<char> exact(body.begin(), body.end());
    const std::string_view text(exact.data(), exact.size());
    Message fast;
    builder b(fast, {});
    const bool taken = detail::fast_reader<builder>(b, options)(text);
    if (!taken) return false;
    b.finish();
    Message any;
    const auto done = detail::decode_any<builder>(any, detail::memory<owned>(), text, options);
    if (!done || any != fast) {
        CAPTURE(std::string(body));
        CHECK(done);
        CHECK(any == fast);
    }
    return true;
}

std::string list_of(std::size_t count, const std::string& element) {
    std::string list = "[";
    for (std::size_t i = 0; i < count; ++i) (list += i == 0 ? "" : ",") += element;
    return list + ']';
}

const std::string binding = R"({"token":"t1","account_list":[{"account":"ab","account_type":2}]})";

} // namespace

TEST_CASE_TEMPLATE("an accepted body has the same value as in the other reader", Message, request,
                   response) {
    std::size_t taken = 0;
    std::size_t good = 0;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(builder_of<Message>::name)) {
        CAPTURE(v.file);
        const bool fast = takes<Message>(v.body, v.options);
        if (!v.ok()) CHECK(!fast);
        if (v.options.undocumented_replies == tpns::policy::skip) continue; // all unusual
        good += v.ok() ? 1U : 0U;
        taken += fast ? 1U : 0U;
    }
    CHECK(taken > good / 2); // unknown members and names with escapes, for example, are not
}

TEST_CASE_TEMPLATE("bodies with a wrong, missing, added or swapped byte have the same value as in "
                   "the other reader",
                   Message, request, response) {
    std::mt19937 random(20200910);
    const std::string_view likely = "{}[]:,\" \\0123456789aeflnrstu-\n\x80";
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(builder_of<Message>::name)) {
        for (std::size_t i = 0; i < 100; ++i) {
            std::string body = v.body;
            for (auto edits = 1 + random() % 2; edits != 0 && !body.empty(); --edits) {
                const std::size_t at = random() % body.size();
                const char c = likely[random() % likely.size()];
                switch (random() % 4) {
                case 0: body[at] = c; break;
                case 1: body.erase(at, 1); break;
                case 2: body.insert(at, 1, c); break;
                default: std::swap(body[at], body[random() % body.size()]); break;
                }
            }
            (void)takes<Message>(body, v.options);
        }
    }
}

TEST_CASE_TEMPLATE("valid usual bodies are accepted, and no invalid ones", Written,
                   tpns_tests::written_request, tpns_tests::written_response) {
    using message = typename Written::kind::message;
    using builder = typename builder_of<message>::type;
    std::size_t taken = 0;
    tpns_tests::for_each_written<Written>(
        1200, [&](const Written& written, const tpns::decode_options& options) {
            const std::string& body = written.body();
            CAPTURE(body);
            message fast;
            message any;
            const detail::memory<owned> heap;
            const bool usual = !written.rare() && body.size() >= detail::block_size;
            if (detail::decode_fast<builder>(fast, heap, body, options)) {
                ++taken;
                REQUIRE(written.errors().empty());
                CHECK(fast == written.message());
            } else if (usual) {
                CHECK(!written.errors().empty());
            }
            // The result of the other reader alone.
            const auto done = detail::decode_any<builder>(any, heap, body, options);
            CHECK(done.has_value() == written.errors().empty());
            if (done) CHECK(any == written.message());
        });
    CHECK(taken > 1000);
}

TEST_CASE("members are accepted in any order, with any white space") {
    CHECK(takes<request>(R"({"operator_type":2,"token_accounts":[)" + binding + "]}"));
    CHECK(takes<request>(R"({"token_accounts":[)" + binding + ',' + binding +
                         R"(],"operator_type":2})"));
    CHECK(takes<request>(R"({"token_accounts":[{"account_list":[{"account_type":2,"account":"ab"},)"
                         R"({"account":"cd"}],"token":"t"}],"operator_type":2})"));
    CHECK(
        takes<request>("\t{ \"operator_type\" : 5 , \"account_list\" : [ { \"account\" : \"ab\" } "
                       ", {\n\"account_type\"\r\n:\r\n1\r\n,\r\n\"account\" : \"cd\"}] }\n "));
    CHECK(takes<request>(R"({"operator_type": 4, "token_list": ["a", "b" , "c"]})"));
    CHECK(takes<response>(R"({"result": [ ], "err_msg": "", "ret_code": 0})"));
    CHECK(takes<response>(R"({"err_msg":null,"result":null,"ret_code":-1})"));
    CHECK(takes<response>("{\"ret_code\":0,\"result\":[\"0\" , 0,-0,1008006,\"ok\",\"\"\n]}"));
}

TEST_CASE("a byte order mark is skipped only if the options say so") {
    const std::string body = "\xEF\xBB\xBF"
                             R"({"operator_type":4,"token_list":["a"]})";
    CHECK(!takes<request>(body));
    tpns::decode_options options;
    options.byte_order_mark = tpns::policy::skip;
    CHECK(takes<request>(body, options));
}

TEST_CASE("undocumented members are skipped, unless their names have escapes") {
    const auto body = [](const std::string& member) {
        return "{" + member + R"(,"operator_type":5,"account_list":[{"account":"ab",)" + member +
               "},{" + member + R"(,"account":"cd"},{"account":"ef", )" + member + "} ]," + member +
               "}";
    };
    tpns::decode_options strict;
    strict.unknown_members = tpns::policy::reject;
    for (const std::string& member : std::vector<std::string>{
             R"("platform":"android")", R"("" : "")", R"("op_type":1)", R"("x":-0)", R"("x": true)",
             R"("x":false)", R"("x":null)", R"("account_typ":7)", R"("account_types":7)",
             R"("x":[])", R"("x":{})", R"("x":1.5)", R"("x":1e3)", R"("x":"\n")",
             "\"x\":\"\xC3\xA9\"", "\"\xC3\xA9\":1",
             R"("x":{"account":[1,{"account":"}"}],"y":null})",
             R"("x" : [ { "a" : -1.5E-7 , "a" : [ [ ] , { } ] } , "\ud83d\ude80" ] )"}) {
        CAPTURE(member);
        CHECK(takes<request>(body(member)));
        CHECK(!takes<request>(body(member), strict));
    }
    for (const std::string& member : std::vector<std::string>{
             R"("\u0078":1)", R"("x":01)", R"("x":nul)", R"("x":truE)", R"("x")", R"("x":)",
             R"(x:1)", R"("x":"y)", R"("x":1 2)", R"("operator_type":4)", "\"x\":\"\xC3\"",
             R"("x":[)", R"("x":{"y":1)", R"("x":[1,])", R"("x":[1}])", R"("x":{"y":[1})",
             R"("x":1.)", R"("x":1e)", R"("x":1e1234567890)"}) {
        CAPTURE(member);
        CHECK(!takes<request>(body(member)));
    }
}

TEST_CASE("undocumented members are skipped up to the maximum depth") {
    const auto nested = [](std::size_t depth) {
        return R"("x":)" + std::string(depth, '[') + std::string(depth, ']');
    };
    tpns::decode_options options;
    for (const std::size_t max : {4U, 5U, 6U, 10U, 32U, 70U}) {
        options.limits.max_depth = max;
        for (std::size_t depth = 0; depth <= 12; ++depth) {
            const std::size_t at = depth < 10 ? depth : max - (12 - depth);
            CAPTURE(max);
            CAPTURE(at);
            const std::string x = at == 0 ? R"("x":1)" : nested(at);
            const auto check = [&](std::size_t outside, const std::string& body) {
                CHECK(takes<request>(body, options) ==
                      (max >= 5 && outside + at <= max && at <= detail::max_skipped_depth));
            };
            check(1, R"({"operator_type":4,)" + x + R"(,"token_list":["a"]})");
            check(3, R"({"operator_type":5,"account_list":[{"account":"ab",)" + x + "}]}");
            check(
                3,
                R"({"operator_type":2,"token_accounts":[{"token":"t","account_list":[{"account":"ab"}],)" +
                    x + "}]}");
            check(
                5,
                R"({"operator_type":2,"token_accounts":[{"token":"t","account_list":[{"account":"ab",)" +
                    x + "}]}]}");
        }
    }
}

TEST_CASE("lists of objects are accepted even if the layout changes") {
    const std::string layouts[] = {R"({"account":"ab","account_type":1})",
                                   R"({"account":"ab"})",
                                   R"({"account_type":1,"account":"ab"})",
                                   R"({ "account": "ab", "account_type": 1 })",
                                   R"({ "account_type": 1, "account": "ab" })",
                                   R"({"account":"ab" ,"account_type":1})",
                                   R"({"account":"ab","account_type" :1})",
                                   R"({"account":"ab", "account_type":1 })",
                                   "{\n  \"account\": \"ab\",\n  \"account_type\": 1\n}",
                                   "{\n\t\"account\":\"ab\"\n}"};
    for (const std::string& a : layouts)
        for (const std::string& b : layouts)
            for (const std::string& c : layouts)
                if (!takes<request>(R"({"operator_type":5,"account_list":[)" + a + ',' + b + ",\n" +
                                    c + "]}"))
                    CHECK((a + b + c).empty());
}

TEST_CASE("wrong punctuation in a known layout is rejected") {
    // Texts that are right after a value are wrong at the beginning of an object, and vice versa.
    const char* const lists[] = {
        R"([{"account":"ab","account_type" :1},,"account_type" :2,"account":"cd"}])",
        R"([,"account_type":1,"account":"ab"}])",
        R"([{"account":"ab","account_type":1},{"account":"ab"{"account_type":1}])",
        R"([{ "account_type":1,"account":"ab"},{"account":"ab"{ "account_type":1}])",
        R"([{"account":"ab" }, }])",
        R"([{"account_type":1,"account":"ab" }, {"account_type":1,"account":"ab","account_type":1}])",
        R"([{"account":"ab"} {"account":"ab"}])"};
    for (const char* const list : lists) {
        CAPTURE(list);
        CHECK(!takes<request>(R"({"operator_type":5,"account_list":)" + std::string(list) + '}'));
    }
}

TEST_CASE("a layout applies to one kind of object, and so do its names") {
    const std::string good = R"("token":"tt","account_list":[{"account":"ab","account_type":7}])";
    for (const std::string space : {"", " ", "\n  "}) {
        const auto spaced = [&](std::string text) {
            for (std::size_t at = 0; (at = text.find_first_of("{,", at)) != text.npos;)
                text.insert(++at, space);
            return R"({"operator_type":2,"token_accounts":[)" + text + "]}";
        };
        const std::string usual = '{' + good + "},{" + good + '}';
        CHECK(takes<request>(spaced(usual)));
        // In place of the missing member.
        for (const std::string name : {"account", "account_type", "token", "account_list", "x"})
            for (const std::string value : {R"("zz")", "7", R"([{"account":"zz"}])"}) {
                const std::string member = '"' + name + "\":" + value;
                const auto check = [&](const std::string& third, const char* right, char begin) {
                    CAPTURE(third);
                    CHECK(takes<request>(spaced(usual + ',' + third)) ==
                          (name == right && value[0] == begin));
                };
                const std::string bound = R"({"token":"t3","account_list":[{)" + member;
                check('{' + member + R"(,"account_list":[{"account":"ab"}]})", "token", '"');
                check(R"({"token":"t3",)" + member + '}', "account_list", '[');
                check(bound + "}]}", "account", '"');
                check(bound + R"(,"account_type":7}]})", "account", '"');
            }
    }
}

TEST_CASE("each list is accepted from its minimum to its maximum length") {
    const std::string before = R"({"operator_type":)";
    for (std::size_t max = 1; max <= 6; ++max)
        for (std::size_t count = 0; count <= 9; ++count) {
            CAPTURE(max);
            CAPTURE(count);
            const std::string accounts = list_of(count, R"({"account":"ab"})");
            const std::string bound = R"({"token":"t","account_list":)" + accounts + '}';
            const std::string one = R"({"token":"t","account_list":[{"account":"ab"}]})";
            const bool fits = count >= 1 && count <= max;
            tpns::decode_options options;
            options.limits.max_token_list = max;
            CHECK(takes<request>(before + R"(4,"token_list":)" + list_of(count, R"("t")") + '}',
                                 options) == fits);
            options = {};
            options.limits.max_account_list = max;
            CHECK(takes<request>(before + R"(5,"account_list":)" + accounts + '}', options) ==
                  fits);
            options = {};
            options.limits.max_token_accounts = max;
            CHECK(takes<request>(before + R"(1,"token_accounts":)" + list_of(count, one) + '}',
                                 options) == fits);
            options = {};
            options.limits.max_accounts_per_token = max;
            for (const std::string& list : {bound, bound + ',' + one, one + ',' + bound})
                CHECK(takes<request>(before + R"(1,"token_accounts":[)" + list + "]}", options) ==
                      fits);
            options = {};
            options.limits.max_result = max;
            CHECK(takes<response>(R"({"ret_code":0,"err_msg":"","result":)" +
                                      list_of(count, R"("0")") + '}',
                                  options) == (count <= max));
        }
}

TEST_CASE("strings are accepted with escapes, and in any script") {
    const std::string long_text(300, 'x');
    for (const std::string& text : std::vector<std::string>{
             "ab", "\\u0061\\u0062", "\xE5\xBC\xA0\xE4\xB8\x89", "\\u5f20\\u4e09",
             "a\\n\\\"\\\\\\/b", "\\ud83d\\ude00\xF0\x9F\x98\x80",
             "plain and then some \\u00e9 and plain again, long",
             "\xC3\xA9\\t\xC3\xA9 and plain again, longer than a block", "\x7F\x7F"}) {
        CAPTURE(text);
        CHECK(
            takes<request>(R"({"operator_type":5,"account_list":[{"account":")" + text + "\"}]}"));
        CHECK(takes<response>(R"({"result":[")" + text + R"("],"ret_code":0,"err_msg":")" + text +
                              long_text + "\"}"));
    }
    // Longer than the fast reader unescapes, so the other reader does.
    std::string escapes;
    for (int i = 0; i < 600; ++i) escapes += "\\n";
    for (const std::string& text :
         {"\\n" + long_text + long_text, "\\n" + long_text + long_text + "\\n", escapes})
        CHECK(!takes<response>(R"({"ret_code":0,"err_msg":")" + text + "\"}"));
    CHECK(takes<response>(R"({"ret_code":0,"err_msg":")" + long_text + long_text + "\"}"));
}

TEST_CASE("views of strings with escapes are in the arena, all others in the body") {
    const std::string body =
        R"({"operator_type":4,"token_list":["\u0061bc","plain","\u0061","\\u0061"]})";
    tpns::arena memory;
    tpns::request_view r;
    detail::request_builder<tpns::view> builder(r, detail::memory<tpns::view>(memory));
    REQUIRE(detail::fast_reader<detail::request_builder<tpns::view>>(builder,
                                                                     tpns::decode_options())(body));
    builder.finish();
    const auto& list = std::get<tpns::unbind_all_accounts_view>(r).token_list;
    REQUIRE(list.size() == 4);
    CHECK(list[0].str() == "abc");
    CHECK(list[1].str() == "plain");
    CHECK(list[1].str().data() == body.data() + body.find("plain"));
    CHECK(list[2].str() == "a");
    CHECK(list[3].str() == "\\u0061");

    const std::string reply = R"({"ret_code":0,"err_msg":"","result":["0","10"]})";
    tpns::response_view v;
    detail::response_builder<tpns::view> codes(v, detail::memory<tpns::view>(memory));
    REQUIRE(detail::fast_reader<detail::response_builder<tpns::view>>(
        codes, tpns::decode_options())(reply));
    codes.finish();
    REQUIRE(v.result.size() == 2);
    CHECK(v.result[0].text.data() == reply.data() + reply.find("0\",\"10"));
    CHECK(v.result[1].text.data() == reply.data() + reply.find("10"));
}

TEST_CASE("an arena that is too small is detected, whatever needs it") {
    const auto taken = [](std::string_view body, std::size_t size) {
        std::vector<char> buffer(size);
        tpns::arena memory(buffer.data(), buffer.size());
        tpns::response_view r;
        detail::response_builder<tpns::view> builder(r, detail::memory<tpns::view>(memory));
        return detail::fast_reader<detail::response_builder<tpns::view>>(
            builder, tpns::decode_options())(body);
    };
    for (const std::string_view body :
         {R"({"ret_code":0,"err_msg":"","result":["0","0","0","0","0"]})",
          R"({"ret_code":0,"err_msg":"","result":[0,0,0,0,0]})",
          R"({"ret_code":0,"err_msg":"","result":["10","10","10","10","10"]})",
          R"({"ret_code":0,"err_msg":"\n","result":["\n","\n","\n","\n","\n"]})"}) {
        CAPTURE(body);
        std::size_t enough = 0;
        while (!taken(body, enough)) ++enough;
        CHECK(enough >= 5 * sizeof(tpns::item_code_view));
        CHECK(taken(body, enough + 1));
    }
}

TEST_CASE("the limits of size and depth are those of the other reader") {
    const std::string_view body = R"({"operator_type":5,"account_list":[{"account":"ab"}]})";
    tpns::decode_options options;
    options.limits.max_body_bytes = body.size();
    CHECK(takes<request>(body, options));
    options.limits.max_body_bytes = body.size() - 1;
    CHECK(!takes<request>(body, options));
    options = {};
    options.limits.max_depth = 5;
    CHECK(takes<request>(body, options));
    options.limits.max_depth = 4;
    CHECK(!takes<request>(body, options));
}

TEST_CASE("a truncated body is rejected, even if it ends in a brace") {
    for (const char* const body :
         {R"({"operator_type":5,"account_list":[{"account":"ab"})",
          R"({"operator_type":5,"account_list":[{"account":"ab" })",
          R"({"operator_type":5,"account_list":[{})", R"({"operator_type":5,"account_list":[{ })",
          R"({ "operator_type":5,"account_list":[ {})", R"({             })", R"({"account":"ab"})",
          R"({"err_msg":"}           )"}) {
        CAPTURE(body);
        CHECK(!takes<request>(body));
        CHECK(!takes<response>(body));
    }
}

TEST_CASE("a long list of strings is allocated once") {
    const auto allocated = [](std::size_t count) {
        std::string body = R"({"ret_code":0,"err_msg":"","result":["0")";
        for (std::size_t i = 1; i < count; ++i) body += R"(,"0")";
        body += "]}";
        const std::size_t before = tpns_tests::allocations();
        const auto decoded = tpns::decode_response(body);
        const std::size_t after = tpns_tests::allocations();
        CHECK(decoded->result.size() == count);
        return after - before;
    };
    CHECK(allocated(1) == 1);
    CHECK(allocated(500) == 1);
    CHECK(allocated(1000) == 1);
    CHECK(allocated(100'000) < 12); // the estimate is capped at 1024, then the capacity doubles
}

TEST_CASE("a list whose elements are all as long as the first has no room to spare") {
    for (const std::size_t count : {1U, 2U, 100U, 1000U}) {
        CAPTURE(count);
        for (const std::string code : {R"("")", R"("0")", R"("1008006")"}) {
            const auto decoded = tpns::decode_response(R"({"ret_code":0,"err_msg":"","result":)" +
                                                       list_of(count, code) + '}');
            REQUIRE(decoded.has_value());
            CHECK(decoded->result.capacity() == count);
        }
        const std::string body =
            R"({"operator_type":5,"account_list":)" + list_of(count, R"({"account":"ab"})") + '}';
        const std::size_t before = tpns_tests::allocations();
        const auto decoded = tpns::decode_request(body);
        const std::size_t after = tpns_tests::allocations();
        REQUIRE(decoded.has_value());
        CHECK(std::get<tpns::unbind_all_tokens>(*decoded).account_list.capacity() == count);
        CHECK(after - before == (count == 1 ? 1 : 2)); // the first element, then all
    }
}
