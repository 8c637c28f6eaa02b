// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/message_reader.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tpns::errc;
using tpns::error;
using tpns::node;
using tpns::policy;
namespace detail = tpns::detail;
using detail::message_kind;
using lines = std::vector<std::string>;

/// Records the values, and can run out of memory.
class build_log final : public detail::message_builder {
public:
    lines calls;
    std::size_t room = std::string::npos; // of begin() and text(), how many succeed

private:
    bool add(const std::string& what, node at, std::string_view value = {}) {
        calls.push_back(what + ' ' + tpns::to_string(at));
        if (!value.empty()) calls.back() += ' ' + std::string(value);
        return true;
    }
    bool take() { return room == std::string::npos || room-- != 0; }
    bool begin(node at) override { return take() && add("begin", at); }
    void end(node at) override { add("end", at); }
    bool text(node at, const detail::json_string& value) override {
        return take() && add(value.escaped ? "text*" : "text", at, value.raw);
    }
    void integer(node at, std::int32_t value) override {
        add("integer", at, std::to_string(value));
    }
};

/// Stops with a violation of one's choice.
class reader final : public detail::message_reader {
public:
    reader(message_kind kind, const tpns::decode_options& options, detail::message_builder& builder,
           std::size_t wanted = std::string::npos)
        : message_reader(kind, options, builder), wanted_(wanted) {}

    std::vector<error> errors;

private:
    bool report(const error& e) override {
        errors.push_back(e);
        return errors.size() < wanted_;
    }
    std::size_t wanted_;
};

lines calls_of(message_kind kind, std::string_view body, const tpns::decode_options& options = {}) {
    build_log log;
    reader r(kind, options, log);
    r.read_body(body);
    CHECK(r.errors.empty());
    return log.calls;
}

} // namespace

TEST_CASE("a builder gets the values of a request, in order") {
    CHECK(calls_of(message_kind::request,
                   R"({"x":{"token":["a"]},"token_accounts":[{"token":"t","x":[{"token":"b"}],)"
                   R"("account_list":[{"account_type":-0,"account":"a\n"},{"account":"bb"}]}],)"
                   R"("operator_type":3})") ==
          lines{"begin ", "begin /token_accounts", "begin /token_accounts/*",
                "text /token_accounts/*/token t", "begin …/account_list", "begin …/account_list/*",
                "integer …/account_list/*/account_type 0", "text* …/account_list/*/account a\\n",
                "end …/account_list/*", "begin …/account_list/*",
                "text …/account_list/*/account bb", "end …/account_list/*", "end …/account_list",
                "end /token_accounts/*", "end /token_accounts", "integer /operator_type 3",
                "end "});
}

TEST_CASE("a builder gets the values of a response, in order, and no null") {
    CHECK(calls_of(message_kind::response,
                   R"({"result":["ok",1008006,-0,-17,12345678901234567890],"operator_type":9,)"
                   R"("ret_code":-2147483648,"err_msg":""})") ==
          lines{"begin ", "begin /result", "text /result/* ok", "text /result/* 1008006",
                "text /result/* 0", "text /result/* -17", "text /result/* 12345678901234567890",
                "end /result", "integer /ret_code -2147483648", "text /err_msg", "end "});
    CHECK(calls_of(message_kind::response, R"({"err_msg":null,"result":null,"ret_code":1})") ==
          lines{"begin ", "integer /ret_code 1", "end "});
}

TEST_CASE("a builder gets no invalid value") {
    build_log log;
    const tpns::decode_options options;
    reader r(message_kind::request, options, log);
    r.read_body(
        R"({"operator_type":6,"operator_type":4,"token_list":["","t",5,["u"],{"token":"v"}],)"
        R"("token_accounts":{"token":"w"},"account_list":[{"account":"x","account_type":-1}]})");
    CHECK(log.calls == lines{"begin ", "begin /token_list", "text /token_list/* t",
                             "end /token_list", "begin …/account_list", "begin …/account_list/*",
                             "end …/account_list/*", "end …/account_list", "end "});
    CHECK(r.errors.size() == 9);
}

TEST_CASE("reading stops at any violation unless told to continue") {
    struct example {
        message_kind kind;
        std::string_view body;
        policy foreign_carriers = policy::reject;
    };
    const example examples[] = {
        {message_kind::request,
         R"({"x":0,"operator_type":2,"operator_type":2,"token_accounts":[7,{"token":"",)"
         R"("account_list":[]},{"account_list":[{"account":"a","account_type":-1},{"account":[{}],)"
         R"("account_type":1.5},{}],"token":null},{"x":{}},{}],"token_list":[[1]],"account_list":{}} x)"},
        {message_kind::response,
         R"({"err_msg":{"a":[]},"result":[null,true,[[]],"ok","2","3"],"result":[],"x":[0]} x)"},
        {message_kind::request, R"({"account_list":[{"account":""}]})"},
        {message_kind::request, R"([[],{}])"},
        {message_kind::request, R"({"operator_type":1,"token_list":["a"],"account_list":[0,)"},
        {message_kind::request, R"({"operator_type":4,"token_list":[1],"account_list":[2]} x)",
         policy::skip},
    };
    tpns::decode_options options;
    options.unknown_members = policy::reject;
    options.limits.max_token_accounts = 4;
    options.limits.max_result = 4;
    for (const example& e : examples) {
        CAPTURE(e.body);
        options.foreign_carriers = e.foreign_carriers;
        detail::null_builder nothing;
        reader all(e.kind, options, nothing);
        all.read_body(e.body);
        REQUIRE(!all.errors.empty());
        for (std::size_t wanted = 1; wanted <= all.errors.size(); ++wanted) {
            CAPTURE(wanted);
            reader some(e.kind, options, nothing, wanted);
            some.read_body(e.body);
            CHECK(some.errors ==
                  std::vector<error>(all.errors.begin(),
                                     all.errors.begin() + static_cast<std::ptrdiff_t>(wanted)));
        }
    }
}

TEST_CASE("a builder without room stops reading where the value begins") {
    const std::string_view body = R"({"operator_type":2,"token_accounts":[{"token":"t1",)"
                                  R"("account_list":[{"account":"a1"}]}]})";
    const std::string_view request_values[] = {"{\"op",   "[{\"t",  "{\"to", "\"t1",
                                               "[{\"acc", "{\"acc", "\"a1"};
    const std::string_view reply = R"({"ret_code":0,"err_msg":"e","result":["r",7]})";
    const std::string_view response_values[] = {"{", "\"e\"", "[", "\"r\"", "7"};
    const auto check = [](message_kind kind, std::string_view text, std::string_view value,
                          std::size_t room) {
        CAPTURE(value);
        build_log log;
        log.room = room;
        const tpns::decode_options options;
        reader r(kind, options, log, 1);
        r.read_body(text);
        CHECK(r.errors == std::vector{error(errc::no_space, {}, text.find(value))});
    };
    for (std::size_t i = 0; i < 7; ++i) check(message_kind::request, body, request_values[i], i);
    for (std::size_t i = 0; i < 5; ++i) check(message_kind::response, reply, response_values[i], i);
}

TEST_CASE("if lists of other operators are skipped, each operator finds its own") {
    for (char operation = '1'; operation <= '5'; ++operation) {
        detail::null_builder nothing;
        tpns::decode_options options;
        options.foreign_carriers = policy::skip;
        reader r(message_kind::request, options, nothing);
        r.read_body(
            std::string(
                R"({"account_list":[{"account":"ab"}],"token_list":["a"],"operator_type":)") +
            operation + R"(,"token_accounts":[{"token":"a","account_list":[{"account":"ab"}]}]})");
        CHECK(r.errors.empty());
    }
}

TEST_CASE("skipped values can be nested up to the limit") {
    std::string body = R"({"ret_code":1,"x":)";
    for (int i = 0; i < 250; ++i) body += R"([{"ret_code":)";
    body += '2';
    for (int i = 0; i < 250; ++i) body += "}]";
    tpns::decode_options options;
    options.limits.max_depth = 501;
    CHECK(calls_of(message_kind::response, body + ",\"err_msg\":\"e\"}", options) ==
          lines{"begin ", "integer /ret_code 1", "text /err_msg e", "end "});
}

TEST_CASE("the error of a list that is too short is at its closing bracket and its place") {
    detail::null_builder nothing;
    const tpns::decode_options options;
    reader r(message_kind::request, options, nothing);
    const std::string_view body = R"({"operator_type":2,"token_accounts":[{"token":"t",)"
                                  R"("account_list":[ ]}],"account_list":[]})";
    r.read_body(body);
    const error expected[] = {
        error({errc::too_few_items, 1}, {node::account_list_member, 0}, body.find("]}],")),
        error({errc::too_few_items, 1}, {node::account_list_member}, body.size() - 2),
        error(errc::foreign_carrier, {node::account_list_member}, body.rfind("\"account_list"))};
    CHECK(r.errors == std::vector<error>(std::begin(expected), std::end(expected)));
}

TEST_CASE("invalid JSON is an error of the body, with the limit if there is one") {
    const auto error_of = [](std::string_view body, const tpns::limits& max) {
        build_log log;
        tpns::decode_options options;
        options.limits = max;
        reader r(message_kind::response, options, log, 1);
        r.read_body(body);
        REQUIRE(r.errors.size() == 1);
        return r.errors[0];
    };
    const struct {
        std::string_view body;
        error expected;
    } cases[] = {
        {"{,", error(errc::invalid_json, {}, 1)},
        {"{", error(errc::incomplete, {}, 1)},
        {" ", error(errc::empty_body, {}, 1)},
        {"\xEF\xBB\xBF", error(errc::byte_order_mark, {}, 0)},
        {"{\"a\":0}1", error(errc::missing_member, {node::ret_code_member}, 6)},
        {R"({"ret_code":0}1)", error(errc::trailing_text, {}, 14)},
        {"{\"\xFF", error(errc::invalid_utf8, {}, 2)},
        {"{\"\\q", error(errc::invalid_escape, {}, 2)},
        {"{\"\\udc00", error(errc::lone_surrogate, {}, 2)},
        {"{\"\n", error(errc::control_character, {}, 2)},
        {"{\"a\":1e1000000000", error(errc::number_too_large, {}, 5)},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(error_of(c.body, {}) == c.expected);
    }
    // The parser recurses, so no caller can ask for more than 512 levels.
    tpns::limits deep;
    deep.max_depth = 513;
    const std::string brackets = "{\"a\":" + std::string(512, '[');
    CHECK(error_of(brackets, {}) == error({errc::too_deep, 32}, {}, 36));
    CHECK(error_of(brackets, deep) == error({errc::too_deep, 512}, {}, 516));
    // The size comes first.
    tpns::limits small;
    small.max_body_bytes = 2;
    CHECK(error_of("\xEF\xBB\xBF", small) == error({errc::body_too_large, 2}, {}, 2));
    small.max_body_bytes = 3;
    CHECK(error_of("\xEF\xBB\xBF", small) == error(errc::byte_order_mark, {}, 0));
}

TEST_CASE("no fault is no error") {
    CHECK(detail::errc_of(detail::json_fault::none) == tpns::errc());
}

TEST_CASE("an integer has no fraction and no exponent, and ends at the limits of 64 bits") {
    constexpr std::int64_t min = (std::numeric_limits<std::int64_t>::min)();
    constexpr std::int64_t max = (std::numeric_limits<std::int64_t>::max)();
    using detail::to_integer;
    CHECK(to_integer("0") == 0);
    CHECK(to_integer("-0") == 0);
    CHECK(to_integer("-12") == -12);
    CHECK(to_integer("9223372036854775807") == max);
    CHECK(to_integer("9223372036854775806") == max - 1);
    CHECK(to_integer("-9223372036854775808") == min);
    CHECK(to_integer("-9223372036854775807") == min + 1);
    CHECK(to_integer("9223372036854775808") == max);
    CHECK(to_integer("-9223372036854775809") == min);
    CHECK(to_integer(std::string(1000, '9')) == max);
    CHECK(to_integer('-' + std::string(1000, '9')) == min);
    for (const char* const text : {"1.0", "1.5", "-0.0", "1e0", "1E2", "1e-2", "1.5e1"})
        CHECK(to_integer(text) == std::nullopt);
}
