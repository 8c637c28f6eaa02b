// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/decode.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/printers.hpp"
#include "support/written_bodies.hpp"

#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace {

using tpns::errc;
using tpns::error;

// Two bodies for each carrier, with strings too long for the small-string optimisation, with and
// without escapes.
const std::string bindings =
    R"([{"token":"a\u0062cdef0123456789abcdef0123456789abcd","account_list":[)"
    R"({"account":"caf\u00e9 \"1\" of a very long name","account_type":1005},)"
    R"({"account":"another name that is long"},{"account":"c3"},{"account":"d4"},{"account":"e5"}]},)"
    R"({"account_list":[{"account":"one more name that is long"}],"token":"abcdef0123456789abcdef0123456789abcd"}])";
const std::string few_bindings = R"([{"token":"t","account_list":[{"account":"z\n"}]}])";

std::string with_bindings(char operation, const std::string& list) {
    return std::string(R"({"operator_type":)") + operation + R"(,"token_accounts":)" + list + '}';
}

const std::vector<std::string> request_bodies = {
    with_bindings('1', bindings),
    with_bindings('1', few_bindings),
    with_bindings('2', bindings),
    with_bindings('2', few_bindings),
    with_bindings('3', bindings),
    with_bindings('3', few_bindings),
    R"({"operator_type":4,"token_list":["abcdef0123456789abcdef0123456789abcd","\t2","3","4","5"]})",
    R"({"token_list":["t"],"operator_type":4})",
    // The first one is much longer than the others, so there are more than its length suggests.
    R"({"operator_type":4,"token_list":["abcdef0123456789abcdef0123456789abcdef0123456789abcdef",)"
    R"("a token of 20 bytes.","b token of 20 bytes.","c token of 20 bytes.","d token of 20 bytes.",)"
    R"("e token of 20 bytes.","f token of 20 bytes.","g token of 20 bytes.","h token of 20 bytes."]})",
    R"({"operator_type":5,"account_list":[{"account":"a name that is quite long","account_type":7},)"
    R"({"account_type":8,"account":"\u00e9\u00e8"}]})",
    R"({"account_list":[{"account":"zz"}],"operator_type":5})",
};

const std::vector<std::string> response_bodies = {
    R"({"ret_code":0,"err_msg":"a message that is long, with \"quotes\"","result":["0","\u0061 long text in an element",-0,3,"4"]})",
    R"({"result":["ok"],"ret_code":1008007,"err_msg":"short"})",
    R"({"ret_code":10110008,"err_msg":null,"result":null})",
    R"({"ret_code":1008026})",
};

struct requests {
    using message = tpns::request;
    using view = tpns::request_view;
    static const std::vector<std::string>& bodies() { return request_bodies; }
    static auto decode(std::string_view body) { return tpns::decode_request(body); }
    static auto decode_view(std::string_view body, tpns::arena& memory) {
        return tpns::decode_request_view(body, memory);
    }
};

struct responses {
    using message = tpns::response;
    using view = tpns::response_view;
    static const std::vector<std::string>& bodies() { return response_bodies; }
    static auto decode(std::string_view body) { return tpns::decode_response(body); }
    static auto decode_view(std::string_view body, tpns::arena& memory) {
        return tpns::decode_response_view(body, memory);
    }
};

std::size_t cost(const std::function<void()>& f) {
    const std::size_t before = tpns_tests::allocations();
    f();
    return tpns_tests::allocations() - before;
}

bool refers_to(std::string_view memory, std::string_view text) {
    const std::less_equal<> le;
    return le(memory.data(), text.data()) &&
           le(text.data() + text.size(), memory.data() + memory.size());
}

template <class String, class = void>
constexpr bool is_viewable = false;
template <class String>
constexpr bool
    is_viewable<String, std::void_t<decltype(tpns::decode_request_view(
                                        std::declval<String>(), std::declval<tpns::arena&>())),
                                    decltype(tpns::decode_response_view(
                                        std::declval<String>(), std::declval<tpns::arena&>()))>> =
        true;

static_assert(is_viewable<std::string_view>);
static_assert(is_viewable<std::string&> && is_viewable<const std::string&>);
static_assert(is_viewable<const char*> && is_viewable<const char (&)[3]>);
static_assert(!is_viewable<std::string> && !is_viewable<const std::string>);

} // namespace

TEST_CASE_TEMPLATE("decoding replaces the whole value of a reused message", Kind, requests,
                   responses) {
    for (const std::string& first : Kind::bodies())
        for (const std::string& second : Kind::bodies()) {
            CAPTURE(first);
            CAPTURE(second);
            typename Kind::message kept;
            REQUIRE(tpns::decode_into(kept, first));
            REQUIRE(tpns::decode_into(kept, second));
            CHECK(kept == Kind::decode(second).value());
        }
}

TEST_CASE_TEMPLATE("decoding into a reused message allocates nothing the second time", Kind,
                   requests, responses) {
    for (const std::string& body : Kind::bodies()) {
        CAPTURE(body);
        typename Kind::message kept;
        REQUIRE(tpns::decode_into(kept, body));
        CHECK(cost([&] { (void)tpns::decode_into(kept, body); }) == 0);
    }
}

TEST_CASE("operators with one carrier share its memory") {
    tpns::request kept;
    const std::string other = with_bindings('1', bindings);
    REQUIRE(tpns::decode_into(kept, with_bindings('2', bindings)));
    CHECK(cost([&] { (void)tpns::decode_into(kept, other); }) == 0);
    CHECK(kept == tpns::decode_request(other).value());
}

TEST_CASE_TEMPLATE("a message can be decoded into after an error", Kind, requests, responses) {
    for (const std::string& first : Kind::bodies())
        for (const std::string& second : Kind::bodies()) {
            typename Kind::message kept;
            for (std::size_t size = 0; size < first.size(); size += 5) {
                CHECK_FALSE(tpns::decode_into(kept, std::string_view(first).substr(0, size)));
                REQUIRE(tpns::decode_into(kept, second));
                CHECK(kept == Kind::decode(second).value());
            }
        }
}

TEST_CASE("absent members have their defaults, whatever the earlier value") {
    tpns::request r = tpns::unbind_all_tokens{{{tpns::account_id("xx"), tpns::account_type::qq}}};
    REQUIRE(tpns::decode_into(r, R"({"operator_type":5,"account_list":[{"account":"yy"}]})"));
    CHECK(r == tpns::request(tpns::unbind_all_tokens{{{tpns::account_id("yy")}}}));

    tpns::response a{tpns::server_errc::invalid_token, "old", {{"old"}}};
    REQUIRE(tpns::decode_into(a, R"({"ret_code":1})"));
    CHECK(a == tpns::response{tpns::server_errc{1}, "", {}});
}

TEST_CASE("views refer to the body, or to the arena for strings with escapes") {
    const std::string body =
        R"({"operator_type":3,"token_accounts":[{"token":"plain","account_list":[)"
        R"({"account":"plain too"},{"account":"\u0065scaped"}]},)"
        R"({"token":"\ttoken","account_list":[{"account":"zz"}]}]})";
    char buffer[2000];
    tpns::arena memory(buffer, sizeof buffer);
    const tpns::request_view r = tpns::decode_request_view(body, memory).value();
    const std::string_view in_arena(buffer, sizeof buffer);
    const auto& list = std::get<tpns::unbind_accounts_view>(r).token_accounts;
    REQUIRE(list.size() == 2);
    CHECK(refers_to(body, list[0].token.str()));
    CHECK(refers_to(body, list[0].account_list[0].id.str()));
    CHECK(refers_to(in_arena, list[0].account_list[1].id.str()));
    CHECK(refers_to(in_arena, list[1].token.str()));
    CHECK(list[0].account_list[1].id.str() == "escaped");
    CHECK(list[1].token.str() == "\ttoken");

    const std::string reply = R"({"ret_code":1,"err_msg":"plain","result":["\/", 1008006, -0]})";
    const tpns::response_view a = tpns::decode_response_view(reply, memory).value();
    CHECK(refers_to(reply, a.err_msg));
    CHECK(refers_to(in_arena, a.result[0].text));
    CHECK(refers_to(reply, a.result[1].text));
    CHECK(a.result[1].text == "1008006");
    CHECK(a.result[2].text == "0");
}

TEST_CASE_TEMPLATE("views equal the owned message, and a warm arena allocates nothing", Kind,
                   requests, responses) {
    tpns::arena memory;
    for (int round = 0; round < 2; ++round)
        for (const std::string& body : Kind::bodies()) {
            memory.clear();
            CHECK(Kind::decode_view(body, memory).value() == Kind::decode(body).value());
        }
    for (const std::string& body : Kind::bodies())
        CHECK(cost([&] {
                  memory.clear();
                  (void)Kind::decode_view(body, memory);
              }) == 0);
}

TEST_CASE_TEMPLATE("decoding does not clear the arena", Kind, requests, responses) {
    tpns::arena memory;
    std::vector<typename Kind::view> all;
    for (const std::string& body : Kind::bodies())
        all.push_back(Kind::decode_view(body, memory).value());
    for (std::size_t i = 0; i < all.size(); ++i)
        CHECK(all[i] == Kind::decode(Kind::bodies()[i]).value());
}

TEST_CASE_TEMPLATE("in a fixed buffer, a body fits or gives no_space, and nothing is allocated",
                   Kind, requests, responses) {
    for (const std::string& body : Kind::bodies()) {
        CAPTURE(body);
        const typename Kind::message expected = Kind::decode(body).value();
        bool fits = false;
        for (std::size_t size = 0; size < 1500; ++size) {
            // At an odd address, in a block whose end a sanitizer guards.
            std::vector<char> block(size + 1);
            tpns::arena memory(block.data() + 1, size);
            const std::size_t before = tpns_tests::allocations();
            const auto decoded = Kind::decode_view(body, memory);
            const std::size_t after = tpns_tests::allocations();
            if (after != before) CHECK(after == before);
            if (fits) REQUIRE(decoded); // what fits in less fits in more
            fits = decoded.has_value();
            if (fits) {
                REQUIRE(*decoded == expected);
                continue;
            }
            REQUIRE(decoded.error().code == errc::no_space);
            REQUIRE(decoded.error().where == tpns::json_pointer());
            REQUIRE(decoded.error().offset < body.size());
            if (size != 0) REQUIRE(memory.allocate(size, 1) == block.data() + 1); // unchanged
        }
        CHECK(fits);
    }
}

TEST_CASE("no_space is reported at the value that does not fit") {
    const std::string body = R"({"ret_code":1,"err_msg":"ab\n","result":["\t\t","c"]})";
    alignas(8) char buffer[200];
    const auto decode = [&](std::size_t size) {
        tpns::arena memory(buffer, size);
        return tpns::decode_response_view(body, memory);
    };
    CHECK(decode(2).error() == error(errc::no_space, {}, body.find("\"ab")));
    CHECK(decode(3).error() == error(errc::no_space, {}, body.find("\"\\t")));
    // Room for one element, aligned, after the three bytes; and for two, after that and its text.
    const std::size_t list = alignof(tpns::item_code_view) + sizeof(tpns::item_code_view);
    CHECK(decode(list + 1).error() == error(errc::no_space, {}, body.find("\"\\t")));
    CHECK(decode(list + 2).error() == error(errc::no_space, {}, body.find("\"c")));
    CHECK(decode(4 * sizeof(tpns::item_code_view) - 1).error() ==
          error(errc::no_space, {}, body.find("\"c")));
    CHECK(decode(4 * sizeof(tpns::item_code_view)));
    tpns::arena none(nullptr, 0);
    CHECK(tpns::decode_response_view(R"({"ret_code":1,"err_msg":"","result":[]})", none));
    CHECK(
        tpns::decode_request_view(R"( {"operator_type" : 4,"token_list":[ "a"]})", none).error() ==
        error(errc::no_space, {}, 37));
}

TEST_CASE_TEMPLATE("an error leaves the arena unchanged", Kind, requests, responses) {
    tpns::arena memory;
    (void)memory.allocate(5, 1);
    void* const next = memory.allocate(1, 1);
    CHECK(memory.resize(next, 1, 0));
    for (const std::string& body : Kind::bodies())
        for (std::size_t size = 0; size < body.size(); ++size) {
            REQUIRE(!Kind::decode_view(std::string_view(body).substr(0, size), memory));
            const tpns::arena::position here = memory.mark();
            REQUIRE(memory.allocate(1, 1) == next);
            memory.rewind(here);
        }
}

TEST_CASE("a body needs no terminating zero") {
    const std::string_view body = R"({"ret_code":12345})";
    CHECK(tpns::decode_response(body.substr(0, body.size() - 1)).error().code == errc::incomplete);
    CHECK(tpns::decode_response(std::string(body) + '\0').error() ==
          error(errc::trailing_text, {}, body.size()));
    const std::string more = std::string(body) + "678";
    CHECK(tpns::decode_response({more.data(), body.size()}).value().ret_code ==
          tpns::server_errc{12345});
}

TEST_CASE_TEMPLATE("a null body is empty", Kind, requests, responses) {
    tpns::arena memory;
    typename Kind::message kept;
    const error expected(errc::empty_body, {}, 0);
    CHECK(Kind::decode(std::string_view()).error() == expected);
    CHECK(Kind::decode_view(std::string_view(), memory).error() == expected);
    CHECK(tpns::decode_into(kept, std::string_view()).error() == expected);
}

namespace {

std::string array(std::size_t size, const std::function<std::string(std::size_t)>& element) {
    std::string text = "[";
    for (std::size_t i = 0; i < size; ++i) (text += i == 0 ? "" : ",") += element(i);
    return text + ']';
}

} // namespace

TEST_CASE("memory is bounded by the body: 56 times its size, 96 times in an arena that grows") {
    struct shape {
        const char* begin;
        const char* element;
        const char* end;
    };
    const shape shapes[] = {
        {R"({"ret_code":0,"result":[)", "0", "]}"},
        {R"({"ret_code":0,"result":[)", R"("")", "]}"},
        {R"({"ret_code":0,"result":[)", R"("\n")", "]}"},
        {R"({"operator_type":4,"token_list":[)", R"("a")", "]}"},
        {R"({"operator_type":4,"token_list":[)", R"("0123456789abcdef")", "]}"},
        {R"({"operator_type":5,"account_list":[)", R"({"account":"ab"})", "]}"},
        {R"({"operator_type":1,"token_accounts":[)",
         R"({"token":"a","account_list":[{"account":"ab"}]})", "]}"},
        // The shortest elements with other limits, also as the list of another operator.
        {R"({"operator_type":4,"token_list":[)", R"("")", "]}"},
        {R"({"operator_type":5,"account_list":[)", R"({"account":""})", "]}"},
        {R"({"operator_type":1,"token_accounts":[)", R"({"token":"","account_list":[]})", "]}"},
        {R"({"token_accounts":[)", "{}", R"(],"operator_type":4,"token_list":["a"]})"},
        {R"({"account_list":[)", "{}", R"(],"operator_type":4,"token_list":["a"]})"},
        {R"({"token_list":[)", R"("")", R"(],"operator_type":5,"account_list":[{"account":"a"}]})"},
    };
    tpns::decode_options options;
    options.foreign_carriers = tpns::policy::skip;
    options.limits.max_token_accounts = tpns::limits::unlimited;
    options.limits.min_token_bytes = options.limits.min_account_chars = 0;
    options.limits.min_accounts_per_token = 0;
    // With _GLIBCXX_DEBUG, a vector is larger.
    constexpr std::size_t bound = sizeof(tpns::binding) > 56 ? 96 : 56;
    double most = 0;
    for (const shape& s : shapes) {
        for (const std::size_t count : {1000U, 4097U, 8193U}) { // the latter two have just grown
            CAPTURE(s.element);
            CAPTURE(count);
            std::string body = std::string(s.begin) + s.element;
            for (std::size_t i = 1; i < count; ++i) (body += ',') += s.element;
            body += s.end;
            const auto peak_of = [&](auto decode) {
                tpns_tests::forget_peak();
                const std::size_t before = tpns_tests::peak_bytes();
                REQUIRE(decode());
                const std::size_t peak = tpns_tests::peak_bytes() - before;
                most =
                    (std::max)(most, static_cast<double>(peak) / static_cast<double>(body.size()));
                return peak;
            };
            const bool is_request = body[2] != 'r';
            CHECK(peak_of([&] {
                      return is_request ? bool(tpns::decode_request(body, options))
                                        : bool(tpns::decode_response(body, options));
                  }) <= bound * body.size());
            CHECK(peak_of([&] {
                      tpns::arena memory;
                      return is_request ? bool(tpns::decode_request_view(body, memory, options))
                                        : bool(tpns::decode_response_view(body, memory, options));
                  }) <= 96 * body.size());
        }
    }
    if (sizeof(tpns::binding) == 56) CHECK(most > 55); // otherwise these are not the worst cases
}

TEST_CASE("decoding and encoding again normalises") {
    const auto again = [](auto decoded) { return tpns::encode(decoded.value()).value(); };
    CHECK(again(tpns::decode_response(
              R"({"seq":1, "result":[0,"ok",-7], "err_msg":null, "ret_code":1008026})")) ==
          R"({"ret_code":1008026,"err_msg":"","result":["0","ok","-7"]})");
    for (const char* body :
         {R"({"ret_code":0})", R"({"ret_code":0,"result":null})", R"({"ret_code":0,"result":[]})"})
        CHECK(again(tpns::decode_response(body)) == R"({"ret_code":0,"err_msg":""})");
    CHECK(again(tpns::decode_request(
              R"({"account_list":[{"account_type":0,"account":"ab"}],"operator_type":5})")) ==
          R"({"operator_type":5,"account_list":[{"account":"ab"}]})");
}

TEST_CASE(
    "an encoded response is at most twice as large as the decoded body, a request no larger") {
    const auto sizes = [](const auto& decoded, const std::string& body, std::size_t most) {
        REQUIRE(decoded);
        CHECK(tpns::encoded_size(*decoded) <= most * body.size());
        CHECK(tpns::encode(*decoded).value().size() <= most * body.size());
    };
    for (const std::string body : {R"({"ret_code":0})", R"({"ret_code":0,"result":[0]})"})
        sizes(tpns::decode_response(body), body, 2);
    const std::string codes =
        R"({"ret_code":0,"result":)" + array(1000, [](std::size_t) { return "0"; }) + '}';
    sizes(tpns::decode_response(codes), codes, 2);
    CHECK(tpns::encoded_size(tpns::decode_response(codes).value()) > codes.size() * 19 / 10);
    for (const std::string& body : responses::bodies()) sizes(tpns::decode_response(body), body, 2);
    for (const std::string& body : requests::bodies()) sizes(tpns::decode_request(body), body, 1);

    // A decoded body can therefore become too large for the same limit.
    tpns::decode_options options;
    options.limits.max_body_bytes = codes.size();
    const std::string larger = tpns::encode(*tpns::decode_response(codes, options)).value();
    CHECK(tpns::decode_response(larger, options).error().code == errc::body_too_large);
    options.limits.max_body_bytes *= 2;
    CHECK(tpns::decode_response(larger, options) == tpns::decode_response(codes));
}

TEST_CASE(
    "memory is bounded even if strings block a growing list at the worst places, and in a reused "
    "arena") {
    const auto list = [](std::size_t first, std::size_t count, bool in_the_way) {
        std::string body =
            R"({"ret_code":0,"err_msg":"\n)" + std::string(first, 'x') + "\",\"result\":[1";
        std::size_t grown = 4;
        for (std::size_t i = 1; i < count; ++i) {
            const bool escaped = in_the_way && i == grown + 1;
            if (escaped) grown *= 2;
            body += escaped ? R"(,"\n")" : ",1";
        }
        return body += "]}";
    };
    const auto text = [](std::size_t size) {
        std::string body = R"({"ret_code":0,"err_msg":")";
        while (body.size() + 4 <= size) body += "\\n";
        return body += "\"}";
    };
    const auto peak = [&](std::size_t first, std::size_t count, bool in_the_way) {
        const std::string body = list(first, count, in_the_way);
        std::vector<std::string> bodies = {body, text(2200), body, text(12000), text(body.size())};
        for (const std::size_t part : {2U, 3U, 100U}) bodies.push_back(list(0, count / part, true));
        bodies.push_back(body);
        tpns_tests::forget_peak();
        const std::size_t before = tpns_tests::peak_bytes();
        tpns::arena memory;
        for (const std::string& b : bodies) {
            REQUIRE(b.size() <= body.size());
            memory.clear();
            REQUIRE(tpns::decode_response_view(b, memory));
        }
        return static_cast<double>(tpns_tests::peak_bytes() - before) /
               static_cast<double>(body.size());
    };
    double most = 0;
    for (const std::size_t first : {0U, 512U, 1520U, 2040U, 3072U})
        for (const std::size_t count : {65'537U, 131'073U})
            for (const bool in_the_way : {false, true})
                most = (std::max)(most, peak(first, count, in_the_way));
    CHECK(most <= 96);
    if (sizeof(tpns::item_code_view) == 16)
        CHECK(most > 80); // otherwise these are not the worst cases
}

TEST_CASE(
    "after errors, a reused response holds no more than 64 bytes for each byte, with its message") {
    constexpr std::size_t size = 20'000; // of each body
    const std::string body = R"({"ret_code":0,"result":)";
    const std::size_t before = tpns_tests::live_bytes();
    tpns::response kept;
    const auto held_after = [&](std::string text) {
        text.resize(size, ' ');
        (void)tpns::decode_into(kept, text);
        std::string().swap(text);
        return tpns_tests::live_bytes() - before;
    };
    std::size_t held = held_after(body + array(100, [](std::size_t) { return "0"; }) + '}');
    // Each invalid body leaves another long text, as long as the list does not hold too much.
    constexpr std::size_t bound = 64 * size;
    for (std::size_t long_one = 99; held + size / 10 < bound; --long_one) {
        REQUIRE(long_one != 0);
        const std::size_t room =
            (std::min)(size - body.size() - 2 * long_one - 20, bound - held - size / 20);
        const auto element = [&](std::size_t i) {
            return i == long_one ? '"' + std::string(room, 'x') + '"' : "0";
        };
        std::string list = array(long_one + 1, element);
        list.back() = 'x'; // in place of its end, which would discard the rest
        held = held_after(body + list);
    }
    CHECK(held > 63 * size); // otherwise it is not the worst case
    for (const std::size_t room : {size - 100, size - 99})
        CHECK(held_after(R"({"ret_code":0,"err_msg":"\n)" + std::string(room, 'x') + "\",}") <=
              bound);
}

namespace {

/// The maximum memory of a reused message, for each byte of the largest body, while each `body(i)`
/// with `i < count` is decoded into it several times.
template <class Message>
double most_held(std::size_t count, const std::function<std::string(std::size_t)>& body) {
    tpns::decode_options options; // allows strings of any length anywhere
    options.limits.max_token_accounts = tpns::limits::unlimited;
    options.limits.max_token_bytes = options.limits.max_account_chars = tpns::limits::unlimited;
    const std::size_t before = tpns_tests::live_bytes();
    double most = 0;
    std::size_t largest = 0;
    Message kept;
    for (int round = 0; round < 2; ++round)
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t held = 0;
            {
                const std::string text = body(i);
                (void)tpns::decode_into(kept, text, options);
                largest = (std::max)(largest, text.size());
            }
            held = tpns_tests::live_bytes() - before;
            most = (std::max)(most, static_cast<double>(held) / static_cast<double>(largest));
        }
    return most;
}

} // namespace

TEST_CASE(
    "the memory of a reused message is bounded by the largest body, not by the number of bodies") {
    constexpr std::size_t count = 120;
    const std::string text(10'000, 'x');
    const auto long_at = [&](std::size_t i, std::string other) {
        return [&text, i, other](std::size_t at) { return at == i ? '"' + text + '"' : other; };
    };
    const auto closed = [](std::string body) { return body + '}'; };
    const auto open = [](std::string body) { // ends in the list, after its last element
        return body.substr(0, body.find_last_not_of("]}") + 1);
    };
    const auto both = [&](auto held, double most) {
        CHECK(held(closed) <= most);
        CHECK(held(open) <= most);
    };

    // One long string, in each body after more short ones than before, or after fewer.
    for (const bool more : {true, false}) {
        const auto place = [&](std::size_t i) { return more ? i : count - 1 - i; };
        both(
            [&](auto end) {
                return most_held<tpns::response>(count, [&](std::size_t i) {
                    return end(R"({"ret_code":0,"result":)" +
                               array(place(i) + 1, long_at(place(i), "0")));
                });
            },
            64);
        both(
            [&](auto end) {
                return most_held<tpns::request>(count, [&](std::size_t i) {
                    return end(R"({"operator_type":4,"token_list":)" +
                               array(place(i) + 1, long_at(place(i), R"("a")")));
                });
            },
            64);
        const auto account = [](const std::string& id) { return R"({"account":)" + id + '}'; };
        const auto binding = [&](const std::string& token, const std::string& accounts) {
            return R"({"token":)" + token + R"(,"account_list":)" + accounts + '}';
        };
        both(
            [&](auto end) {
                return most_held<tpns::request>(count, [&](std::size_t i) {
                    const auto id = long_at(place(i), R"("ab")");
                    const std::string accounts =
                        array(place(i) + 1, [&](std::size_t at) { return account(id(at)); });
                    return end(R"({"operator_type":2,"token_accounts":[)" +
                               binding(R"("t")", accounts) + ']');
                });
            },
            64);
        // A long list of accounts, or a long token, in one of the bindings.
        both(
            [&](auto end) {
                return most_held<tpns::request>(count, [&](std::size_t i) {
                    const auto accounts = [&](std::size_t at) {
                        return array(at == i ? 1000 : 1,
                                     [&](std::size_t) { return account(R"("ab")"); });
                    };
                    const auto token = long_at(place(i), R"("t")");
                    return end(R"({"operator_type":2,"token_accounts":)" +
                               array(count, [&](std::size_t at) {
                                   return binding(token(at), accounts(at));
                               }));
                });
            },
            64);
    }
    // As many strings as possible that hold a little more than they need.
    both(
        [&](auto end) {
            return most_held<tpns::response>(60, [&](std::size_t i) {
                const std::size_t shorts = 100 * i;
                const std::string medium = '"' + std::string(32, 'm') + '"';
                return end(R"({"ret_code":0,"result":)" +
                           array(shorts + (12'000 - 2 * shorts) / 35,
                                 [&](std::size_t at) { return at < shorts ? "0" : medium; }));
            });
        },
        64);
}

TEST_CASE(
    "a reused message keeps the memory that bodies of one shape need, even after invalid JSON") {
    const std::string codes(500, '7');
    const std::string body =
        R"({"ret_code":0,"err_msg":")" + std::string(100, 'm') + R"(","result":)" +
        array(1000, [&](std::size_t i) { return '"' + codes.substr(0, 1 + i % 100) + '"'; }) + '}';
    const auto check = [](auto kept, const std::string& good) {
        REQUIRE(tpns::decode_into(kept, good));
        CHECK(cost([&] { (void)tpns::decode_into(kept, good); }) == 0);
        REQUIRE_FALSE(tpns::decode_into(kept, "<"));
        CHECK(cost([&] { (void)tpns::decode_into(kept, good); }) == 0);
    };
    check(tpns::response(), body);
    check(tpns::request(), R"({"operator_type":4,"token_list":)" +
                               array(1000, [](std::size_t) { return R"("t")"; }) + '}');
}

TEST_CASE("an invalid body between two valid ones costs no memory") {
    const std::string good =
        R"({"operator_type":4,"token_list":[")" + std::string(40, 'a') + R"("]})";
    tpns::request kept;
    REQUIRE(tpns::decode_into(kept, good));
    REQUIRE(!tpns::decode_into(kept, R"({"operator_type":4,"token_list":[7]})"));
    const std::size_t before = tpns_tests::allocations();
    REQUIRE(tpns::decode_into(kept, good));
    CHECK(tpns_tests::allocations() == before);

    const std::string full =
        R"({"ret_code":0,"err_msg":")" + std::string(40, 'm') + R"(","result":["0"]})";
    tpns::response reply;
    REQUIRE(tpns::decode_into(reply, full));
    REQUIRE(tpns::decode_into(reply, R"({"ret_code":0})"));
    CHECK(reply == tpns::response{});
    const std::size_t then = tpns_tests::allocations();
    REQUIRE(tpns::decode_into(reply, full));
    CHECK(tpns_tests::allocations() == then);
}

TEST_CASE_TEMPLATE(
    "a body gives the intended message or its first fault, whatever was decoded before", Written,
    tpns_tests::written_request, tpns_tests::written_response) {
    using kind = typename Written::kind;
    typename kind::message kept;
    tpns::arena memory;
    std::size_t good = 0;
    tpns_tests::for_each_written<Written>(
        1200, [&](const Written& written, const tpns::decode_options& options) {
            const std::string& body = written.body();
            CAPTURE(body);
            memory.clear();
            const auto into = tpns::decode_into(kept, body, options);
            const auto fresh = kind::decode(body, options);
            const auto view = kind::decode_view(body, memory, options);
            const bool right = written.errors().empty();
            REQUIRE(into.has_value() == right);
            REQUIRE(fresh.has_value() == right);
            REQUIRE(view.has_value() == right);
            if (right) {
                ++good;
                const typename kind::message meant = written.message();
                CHECK(kept == meant);
                CHECK(*fresh == meant);
                CHECK(*view == meant);
                // The same body again reuses the memory, if it needs none for skipped lists.
                if (!written.rare())
                    CHECK(cost([&] { (void)tpns::decode_into(kept, body, options); }) == 0);
            } else {
                CHECK(into.error() == written.errors().front());
                CHECK(fresh.error() == written.errors().front());
                CHECK(view.error() == written.errors().front());
            }
        });
    CHECK(good > 1000);
}
