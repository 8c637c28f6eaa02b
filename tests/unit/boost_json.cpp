// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include "support/message_kinds.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/vectors.hpp"

#include <tpns/arena.hpp>
#include <tpns/boost_json.hpp>
#include <tpns/decode.hpp>
#include <tpns/encode.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace json = boost::json;
using tpns::errc;
using tpns::error;
using tpns_tests::requests;
using tpns_tests::responses;

namespace {

tpns::result<tpns::request> from_value(const json::value& v, const tpns::decode_options& options,
                                       requests) {
    return tpns::request_from(v, options);
}
tpns::result<tpns::response> from_value(const json::value& v, const tpns::decode_options& options,
                                        responses) {
    return tpns::response_from(v, options);
}

/// Allows the depth of all vectors, so that the test exercises our own limit.
std::optional<json::value> parsed(const std::string& body) {
    json::parse_options options;
    options.max_depth = 1000;
    boost::system::error_code ec;
    json::value v = json::parse(body, ec, {}, options);
    if (ec) return std::nullopt;
    return v;
}

template <class T, class = void>
constexpr bool has_request_from = false;
template <class T>
constexpr bool
    has_request_from<T, std::void_t<decltype(tpns::request_from(std::declval<const T&>()))>> = true;

bool same_resource(const json::value& v, const json::storage_ptr& memory) {
    if (*v.storage() != *memory) return false;
    if (const json::object* const o = v.if_object())
        for (const auto& member : *o)
            if (!same_resource(member.value(), memory)) return false;
    if (const json::array* const a = v.if_array())
        for (const json::value& element : *a)
            if (!same_resource(element, memory)) return false;
    return true;
}

} // namespace

static_assert(json::has_value_from<tpns::account>::value);
static_assert(json::has_value_from<tpns::binding_view>::value);
static_assert(json::has_value_from<tpns::unbind_all_tokens>::value);
static_assert(json::has_value_from<tpns::request>::value);
static_assert(json::has_value_from<tpns::request_view>::value);
static_assert(json::has_value_from<tpns::basic_request<tpns::part>>::value);
static_assert(json::has_value_from<tpns::response_view>::value);
static_assert(json::has_value_to<tpns::request>::value);
static_assert(json::has_value_to<tpns::response>::value);
static_assert(std::is_same_v<decltype(json::try_value_to<tpns::request>(json::value())),
                             boost::system::result<tpns::request>>);
static_assert(has_request_from<json::value>);
static_assert(!has_request_from<std::string> && !has_request_from<char[3]>);
static_assert(!has_request_from<json::object> && !has_request_from<std::nullptr_t>);

TEST_CASE_TEMPLATE("a value gives the same result as its text", Kind, requests, responses) {
    std::size_t values = 0;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const std::optional<json::value> value = parsed(v.body);
        if (!value) {
            // Some texts need an option that Boost.JSON does not have.
            const bool by_option = v.options.byte_order_mark == tpns::policy::skip ||
                                   v.options.undocumented_replies == tpns::policy::skip;
            CHECK((!v.ok() || by_option));
            continue;
        }
        // The text of the value differs if there were duplicate members, white space, or an integer
        // of more than 64 bits that became a double.
        const auto text = Kind::decode(json::serialize(*value), v.options);
        const auto from = from_value(*value, v.options, Kind());
        REQUIRE(from.has_value() == text.has_value());
        if (!text) {
            error expected = text.error();
            expected.offset = error::no_offset;
            CHECK(from.error() == expected);
        } else {
            CHECK(*from == *text);
        }

        const auto direct = Kind::decode(v.body, v.options);
        // A value does not preserve the length of its text, duplicate members or exponents.
        if (v.rule == "body-size" || v.rule == "json-number" ||
            v.rule.find("-once") != std::string::npos)
            continue;
        ++values;
        REQUIRE(from.has_value() == v.ok());
        if (v.file == "y_result_integers.json") continue; // see below
        if (v.ok()) {
            CHECK(*from == *direct);
            continue;
        }
        CHECK(to_string(from.error().where) == v.pointer);
        boost::system::error_code ec;
        const json::value* const wrong = value->find_pointer(v.pointer, ec);
        if (wrong && wrong->is_double())
            CHECK(from.error().code == errc::wrong_type);
        else
            CHECK(tpns_tests::rule_of(from.error()) == v.rule);
        CHECK(from.error().limit == (wrong && wrong->is_double() ? 0 : direct.error().limit));
    }
    CHECK(values > 20);
}

TEST_CASE_TEMPLATE("Boost's functions convert with the default options", Kind, requests,
                   responses) {
    using message = typename Kind::message;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const std::optional<json::value> value = parsed(v.body);
        if (!value) continue;
        const auto expected = from_value(*value, {}, Kind());
        const boost::system::result<message> tried = json::try_value_to<message>(*value);
        REQUIRE(tried.has_value() == expected.has_value());
        if (expected) {
            CHECK(*tried == *expected);
            CHECK(*tag_invoke(json::try_value_to_tag<message>(), *value) == *expected);
            CHECK(json::value_to<message>(*value) == *expected);
            continue;
        }
        CHECK(tried.error() == expected.error().code);
        CHECK(tried.error().category() == tpns::category());
        try {
            (void)json::value_to<message>(*value);
            FAIL("nothing thrown");
        } catch (const boost::system::system_error& e) {
            CHECK(e.code() == expected.error().code);
        }
    }
}

TEST_CASE("a context has no effect on a conversion") {
    for (const char* const body :
         {R"({"operator_type":4,"token_list":["t"]})", R"({"operator_type":4})"}) {
        const json::value value = json::parse(body);
        const json::try_value_to_tag<tpns::request> tag;
        const boost::system::result<tpns::request> expected = tag_invoke(tag, value);
        const boost::system::result<tpns::request> with = tag_invoke(tag, value, 1, 2);
        REQUIRE(with.has_value() == expected.has_value());
        if (expected)
            CHECK(*with == *expected);
        else
            CHECK(with.error() == expected.error());
    }
}

TEST_CASE_TEMPLATE("a message converts to the value of its text", Kind, requests, responses) {
    tpns::arena memory;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        if (!v.ok()) continue;
        CAPTURE(v.file);
        const auto message = Kind::decode(v.body, v.options);
        REQUIRE(message);
        const std::string text = encode(*message, v.options.limits).value();
        const json::value made = json::value_from(*message);
        CHECK(made == json::parse(text));
        CHECK(json::serialize(made) == text); // the order is also the same
        memory.clear();
        const auto view = Kind::decode_view(v.body, memory, v.options);
        REQUIRE(view);
        CHECK(json::serialize(json::value_from(*view)) == text);
        CHECK(*from_value(made, v.options, Kind()) == *message);
    }
}

TEST_CASE("requests convert as constants, variables, temporaries, operations and parts") {
    for (const tpns::operator_type type : tpns_tests::all_operators) {
        CAPTURE(to_string(type));
        const tpns::request constant = tpns_tests::request_of(type, 3);
        tpns::request variable = constant;
        const std::string text = encode(constant).value();
        const auto converts = [&](const json::value& v) { CHECK(json::serialize(v) == text); };
        converts(json::value_from(constant));
        converts(json::value_from(variable));
        std::visit([&](auto& op) { converts(json::value_from(op)); }, variable);
        std::visit([&](const auto& op) { converts(json::value_from(op)); }, constant);
        std::visit([&](auto op) { converts(json::value_from(std::move(op))); }, constant);
        converts(json::value_from(tpns_tests::part_of(constant)));
        converts(json::value_from(std::move(variable)));
        CHECK(variable == constant);
        converts(json::value_from(std::as_const(variable)));
    }
}

TEST_CASE("a part of a request converts") {
    const std::vector<tpns::device_token> tokens = {
        tpns::device_token("token1"), tpns::device_token("token2"), tpns::device_token("token3")};
    const std::size_t some[] = {0, 2};
    const tpns::basic_request<tpns::part> r =
        tpns::basic_operation<tpns::operator_type::unbind_all_accounts, tpns::part>{
            {tokens.data(), some, 2}};
    CHECK(json::serialize(json::value_from(r)) ==
          R"({"operator_type":4,"token_list":["token1","token3"]})");
}

TEST_CASE("accounts and bindings convert, also in containers") {
    const tpns::account plain{tpns::account_id("user 1")};
    const tpns::account mobile{tpns::account_id("+8613711112222"), tpns::account_type::mobile};
    CHECK(json::serialize(json::value_from(plain)) == R"({"account":"user 1"})");
    CHECK(json::serialize(json::value_from(tpns::account_view{mobile.id, mobile.type})) ==
          R"({"account":"+8613711112222","account_type":1002})");
    CHECK(json::serialize(json::value_from(std::vector{plain, plain})) ==
          R"([{"account":"user 1"},{"account":"user 1"}])");
// If an optional is a range, older versions of Boost make an array of it.
#ifndef __cpp_lib_optional_range_support
    CHECK(json::serialize(json::value_from(std::optional(plain))) == R"({"account":"user 1"})");
#endif
    CHECK(json::serialize(
              json::value_from(tpns::binding{tpns::device_token("token1"), {plain, mobile}})) ==
          R"({"token":"token1","account_list":[{"account":"user 1"},)"
          R"({"account":"+8613711112222","account_type":1002}]})");
}

TEST_CASE("invalid messages convert unchanged") {
    const auto text = [](const auto& m) { return json::serialize(json::value_from(m)); };
    CHECK(text(tpns::request()) == R"({"operator_type":1,"token_accounts":[]})");
    CHECK(text(tpns::unbind_all_accounts_view{}) == R"({"operator_type":4,"token_list":[]})");
    CHECK(text(tpns::unbind_all_accounts{{tpns::device_token()}}) ==
          R"({"operator_type":4,"token_list":[""]})");
    CHECK(text(tpns::account{tpns::account_id("\xff"), tpns::account_type(-1)}) ==
          "{\"account\":\"\xff\",\"account_type\":-1}");
    CHECK(text(tpns::response_view{}) == R"({"ret_code":0,"err_msg":""})");
}

TEST_CASE("a valueless request becomes null") {
    struct thrower {
        operator tpns::unbind_all_tokens() const { throw 1; }
    };
    tpns::request r = tpns_tests::request_of(tpns::operator_type::unbind_all_accounts, 1);
    CHECK_THROWS(r.emplace<4>(thrower()));
    REQUIRE(r.valueless_by_exception());
    json::value v = "something else";
    json::value_from(std::as_const(r), v);
    CHECK(v.is_null());
    v = "something else";
    json::value_from(std::move(r), v);
    CHECK(v.is_null());
}

TEST_CASE("a value is entirely in the requested memory resource") {
    for (const tpns::operator_type type : tpns_tests::all_operators) {
        json::monotonic_resource resource;
        const json::storage_ptr memory(&resource);
        const tpns::request r = tpns_tests::request_of(type, 2);
        CHECK(same_resource(json::value_from(r, memory), memory));
        json::value kept(memory);
        json::value_from(r, kept);
        CHECK(same_resource(kept, memory));
        const tpns::response answer{{}, "text", {{"0"}, {"ok"}}};
        CHECK(same_resource(json::value_from(answer, memory), memory));
    }
}

TEST_CASE("a value can be replaced with that of a view into it") {
    json::value v = "a token that is too long for any buffer inside of the value itself";
    const std::string before(v.get_string());
    const tpns::device_token_view tokens[] = {
        tpns::device_token_view(std::string_view(v.get_string().data(), before.size()))};
    json::value_from(tpns::unbind_all_accounts_view{tokens}, v);
    CHECK(v.at("token_list").at(0) == json::value(before));
}

TEST_CASE("numbers are those that Boost.JSON produced") {
    json::value v = {{"operator_type", 4}, {"token_list", json::array{"token1"}}};
    CHECK(tpns::request_from(v));
    v.at("operator_type") = std::uint64_t{4};
    CHECK(tpns::request_from(v));
    v.at("operator_type") = std::numeric_limits<std::uint64_t>::max();
    CHECK(tpns::request_from(v).error() ==
          error(errc::out_of_range, {tpns::node::operator_type_member}));
    v.at("operator_type") = 4.0;
    CHECK(tpns::request_from(v).error() ==
          error(errc::wrong_type, {tpns::node::operator_type_member}));

    // In a text, both elements at the end keep their notation.
    const std::string body = R"({"ret_code":0,"result":[0,12345678901234567890,-0]})";
    const tpns::response response = tpns::response_from(json::parse(body)).value();
    REQUIRE(response.result.size() == 3);
    CHECK(response.result[1].text == "12345678901234567890");
    CHECK(response.result[2].text == "0");
}

TEST_CASE("values that JSON cannot express are refused") {
    json::value v = {{"operator_type", 4}, {"token_list", json::array{"\xff"}}};
    CHECK(tpns::request_from(v).error() == error(errc::invalid_utf8));
    // The text of these differs between versions of Boost, and none is an integer.
    v.at("operator_type") = std::numeric_limits<double>::quiet_NaN();
    CHECK(!tpns::request_from(v));
    v.at("operator_type") = std::numeric_limits<double>::infinity();
    CHECK(!tpns::request_from(v));
}

TEST_CASE("the limits apply to the text of a value") {
    const json::value v = {{"operator_type", 4}, {"token_list", json::array{"token1"}}};
    tpns::decode_options options;
    options.limits.max_body_bytes = json::serialize(v).size();
    CHECK(tpns::request_from(v, options));
    --options.limits.max_body_bytes;
    CHECK(tpns::request_from(v, options).error() ==
          error(tpns::detail::violation{errc::body_too_large, options.limits.max_body_bytes}, {}));

    json::value large = v;
    large.as_object()["x"] = std::string(100'000, 'x');
    CHECK(tpns::request_from(large));
    CHECK(tpns::request_from(large, options).error().code == errc::body_too_large);
}

TEST_CASE("a number too large for a double is treated alike in a value and a text") {
    for (const char* const number : {"1e400", "-1e400", "1e999999999", "1e308", "1e-400"}) {
        CAPTURE(number);
        const auto with = [&](const char* before, const char* after) {
            return std::string(before) + number + after;
        };
        const std::string bodies[] = {
            with(R"({"operator_type":4,"token_list":["t"],"x":)", "}"),
            with(R"({"operator_type":4,"token_list":["t"],"x":[)", ",0.25,-1e400]}"),
            with(R"({"operator_type":4,"x":[{"y":[1,)", R"(]}],"token_list":["t"]})"),
            with(R"({"operator_type":4,"token_list":["t",)", "]}"),
            with(R"({"operator_type":)", R"(,"token_list":["t"]})"),
            with(R"({"operator_type":5,"account_list":[{"account":"ab","account_type":)", "}]}"),
        };
        for (const std::string& body : bodies) {
            const auto decoded = tpns::decode_request(body);
            const auto converted = tpns::request_from(boost::json::parse(body));
            REQUIRE(decoded.has_value() == converted.has_value());
            if (decoded) {
                CHECK(*decoded == *converted);
            } else {
                CHECK(decoded.error().code == converted.error().code);
                CHECK(decoded.error().where == converted.error().where);
            }
        }
        const std::string reply = with(R"({"ret_code":0,"result":["0"],"x":)", "}");
        CHECK(tpns::response_from(boost::json::parse(reply)) == tpns::decode_response(reply));
    }
}
