// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/decoded.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/message_kinds.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using tpns::decoded;
using tpns::errc;
using tpns::request_view;
using tpns::response_view;

static_assert(std::is_nothrow_default_constructible_v<decoded<request_view>>);
static_assert(std::is_nothrow_move_constructible_v<decoded<request_view>>);
static_assert(std::is_nothrow_move_assignable_v<decoded<response_view>>);
static_assert(!std::is_copy_constructible_v<decoded<request_view>>);
static_assert(!std::is_copy_assignable_v<decoded<response_view>>);

template <class T, class = void>
inline constexpr bool can_be_read = false;
template <class T>
inline constexpr bool can_be_read<T, std::void_t<decltype(*std::declval<T>())>> = true;
static_assert(can_be_read<const decoded<request_view>&>);
static_assert(!can_be_read<decoded<request_view>>);

template <class Kind>
using view_of = std::conditional_t<std::is_same_v<typename Kind::message, tpns::request>,
                                   request_view, response_view>;

} // namespace

TEST_CASE_TEMPLATE("decoding replaces the earlier message, with the same result as other functions",
                   Kind, tpns_tests::requests, tpns_tests::responses) {
    decoded<view_of<Kind>> kept;
    std::size_t good = 0;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const auto expected = Kind::decode(v.body, v.options);
        std::string body = v.body;
        const tpns::result<void> done = kept.decode(body, v.options);
        body.assign(body.size(), '#'); // the message refers to its own copy
        REQUIRE(done.has_value() == expected.has_value());
        if (done) {
            CHECK(*kept == *expected);
            ++good;
        } else {
            CHECK(done.error() == expected.error());
            CHECK(*kept == view_of<Kind>());
        }
    }
    CHECK(good > 10);
}

TEST_CASE("views stay valid after a move, which leaves an empty message") {
    decoded<response_view> first;
    REQUIRE(first.decode(R"({"ret_code":1008026,"err_msg":"failed\n","result":["0","1008006"]})"));
    const response_view before = *first;
    decoded<response_view> second = std::move(first);
    const auto check = [&](const decoded<response_view>& moved) {
        CHECK(*moved == before);
        CHECK(moved->err_msg == "failed\n");
        CHECK(moved->err_msg.data() == before.err_msg.data());
        CHECK(moved->result[1].text == "1008006");
    };
    check(second);
    CHECK(*first == response_view()); // NOLINT: this is the test
    first = std::move(second);
    check(first);
    CHECK(*second == response_view()); // NOLINT: the same
    REQUIRE(second.decode(R"({"ret_code":0,"err_msg":"ok"})"));
    CHECK(second->err_msg == "ok");
    check(first);
    {
        decoded<response_view> third;
        REQUIRE(third.decode(R"({"ret_code":0,"err_msg":"fine"})"));
        second = std::move(third);
    }
    decoded<response_view> other; // likely in the third one's memory, if that was freed
    REQUIRE(other.decode(R"({"ret_code":0,"err_msg":"none"})"));
    CHECK(second->err_msg == "fine");
}

TEST_CASE("the message is empty after an error of any kind") {
    const std::string_view good = R"({"ret_code":7,"err_msg":"ok","result":["0"]})";
    tpns::decode_options small;
    small.limits.max_body_bytes = good.size();
    for (const std::string& bad : {std::string(), std::string("{"), std::string(100, ' ')}) {
        decoded<response_view> kept;
        REQUIRE(kept.decode(good, small));
        CHECK(*kept != response_view());
        CHECK_FALSE(kept.decode(bad, small));
        CHECK(*kept == response_view());
    }
}

TEST_CASE("decoding takes few allocations, and none once warm") {
    for (const std::size_t items : {100U, 1000U, 100'000U}) {
        CAPTURE(items);
        std::string body = R"({"ret_code":0,"result":[0)";
        for (std::size_t i = 1; i < items; ++i) body += ",0";
        body += "]}";
        decoded<response_view> kept;
        const std::size_t before = tpns_tests::allocations();
        REQUIRE(kept.decode(body));
        CHECK(tpns_tests::allocations() - before <= (items > 1000 ? 6 : 4));
        const std::size_t warm = tpns_tests::allocations();
        REQUIRE(kept.decode(body));
        CHECK(tpns_tests::allocations() == warm);
    }

    for (const std::size_t items : {1U, 20U, 1000U}) {
        CAPTURE(items);
        std::string body = R"({"operator_type":4,"token_list":["token")";
        for (std::size_t i = 1; i < items; ++i) body += ",\"0123456789abcdef0123456789abcdef0123\"";
        body += "]}";
        decoded<request_view> kept;
        const std::size_t before = tpns_tests::allocations();
        REQUIRE(kept.decode(body));
        CHECK(tpns_tests::allocations() - before <= 3);
        const std::size_t warm = tpns_tests::allocations();
        REQUIRE(kept.decode(body));
        CHECK(tpns_tests::allocations() == warm);
    }
}

TEST_CASE("the body and the list of most bodies are in one block") {
    std::string body = R"({"operator_type":4,"token_list":["abc")";
    for (std::size_t i = 1; i < 1000; ++i) body += ",\"abc\"";
    body += "]}";
    decoded<request_view> kept;
    const std::size_t before = tpns_tests::allocations();
    REQUIRE(kept.decode(body));
    CHECK(tpns_tests::allocations() - before == 2); // the arena and its block
}

TEST_CASE("a short body takes little memory") {
    const std::string body = R"({"operator_type":4,"token_list":["token1","token2"]})";
    decoded<request_view> kept;
    const std::size_t before = tpns_tests::live_bytes();
    REQUIRE(kept.decode(body));
    CHECK(tpns_tests::live_bytes() - before < 5000);
}

TEST_CASE("a body that is too large is not copied, and an empty one is an error") {
    tpns::decode_options options;
    options.limits.max_body_bytes = 10;
    decoded<request_view> kept;
    const std::size_t before = tpns_tests::allocations();
    CHECK(kept.decode(std::string_view("{\"operator_type\":4}", 19), options).error().code ==
          errc::body_too_large);
    CHECK(tpns_tests::allocations() == before);
    CHECK(kept.decode("").error().code == errc::empty_body);
    CHECK(*kept == request_view());
}
