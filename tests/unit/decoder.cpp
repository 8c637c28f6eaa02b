// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/decoder.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/printers.hpp"

#include <tpns/arena.hpp>
#include <tpns/check.hpp>
#include <tpns/decode.hpp>
#include <tpns/decoded.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace {

using tpns::errc;
using tpns::error;

const std::string request_body =
    R"({"operator_type":5,"account_list":[{"account":"\u0061b","account_type":3}]})";
const std::string response_body = R"({"ret_code":1008007,"err_msg":"caf\u00e9","result":["1",2]})";

tpns::decode_options at_most(std::size_t bytes) {
    tpns::decode_options options;
    options.limits.max_body_bytes = bytes;
    return options;
}

/// Writes a body in pieces of one size, with empty ones between them.
template <class Decoder>
void write_pieces(Decoder& decoder, std::string_view body, std::size_t size) {
    for (; !body.empty(); body.remove_prefix((std::min)(size, body.size()))) {
        CHECK(decoder.write(body.substr(0, size)));
        CHECK(decoder.write({}));
    }
}

} // namespace

TEST_CASE("a body in pieces of any size gives the same result as the whole") {
    tpns::decoder<tpns::request> requests;
    tpns::decoder<tpns::response> responses;
    for (std::size_t size = 1; size <= request_body.size(); ++size) {
        CAPTURE(size);
        requests.reset();
        write_pieces(requests, request_body, size);
        CHECK(requests.body() == request_body);
        CHECK(requests.finish().value() == tpns::decode_request(request_body).value());
        responses.reset();
        write_pieces(responses, response_body, size);
        CHECK(responses.body() == response_body);
        CHECK(responses.finish().value() == tpns::decode_response(response_body).value());
    }
}

TEST_CASE("without a body, a decoder reports an empty one") {
    tpns::decoder<tpns::request> decoder;
    CHECK(decoder.body().empty());
    CHECK(decoder.finish().error() == error(errc::empty_body, {}, 0));
    CHECK(decoder.write({}));
    CHECK(decoder.write(" \n"));
    CHECK(decoder.finish().error() == error(errc::empty_body, {}, 2));
}

TEST_CASE("finish can be repeated, and writing can continue after it") {
    tpns::decoder<tpns::request> decoder;
    CHECK(decoder.write(request_body.substr(0, 30)));
    CHECK(decoder.finish().error() == error(errc::incomplete, {}, 30));
    CHECK(decoder.finish().error() == error(errc::incomplete, {}, 30));
    CHECK(decoder.write(request_body.substr(30)));
    CHECK(decoder.finish().value() == decoder.finish().value());
    CHECK(decoder.write("x"));
    CHECK(decoder.finish().error() == error(errc::trailing_text, {}, request_body.size()));
    CHECK(decoder.body() == request_body + "x");
}

TEST_CASE("options apply to decoding") {
    const std::string body = R"({"ret_code":0,"x":1})";
    tpns::decode_options options;
    options.unknown_members = tpns::policy::reject;
    tpns::decoder<tpns::response> strict(options);
    CHECK(strict.write(body));
    CHECK(strict.finish().error() == error(errc::unknown_member, {}, 14));
}

TEST_CASE("a body is too large at its first byte beyond the limit, in any pieces") {
    const std::size_t max = request_body.size() - 1;
    const error expected = tpns::decode_request(request_body, at_most(max)).error();
    CHECK(expected == error({errc::body_too_large, max}, {}, max));
    for (std::size_t cut = 0; cut <= max; ++cut) {
        CAPTURE(cut);
        tpns::decoder<tpns::request> decoder(at_most(max));
        CHECK(decoder.write(std::string_view(request_body).substr(0, cut)));
        CHECK(decoder.write(std::string_view(request_body).substr(cut)).error() == expected);
        // Pieces are discarded, until reset.
        CHECK(decoder.body().size() <= max);
        CHECK(decoder.write({}).error() == expected);
        CHECK(decoder.write("x").error() == expected);
        CHECK(decoder.body() == request_body.substr(0, cut));
        CHECK(decoder.finish().error() == expected);

        decoder.reset();
        CHECK(decoder.body().empty());
        CHECK(decoder.finish().error() == error(errc::empty_body, {}, 0));
        CHECK(decoder.write(R"({"operator_type":4,"token_list":["a"]})"));
        CHECK(decoder.finish());
    }
    tpns::decoder<tpns::request> exact(at_most(max + 1));
    write_pieces(exact, request_body, 1);
    CHECK(exact.finish());
}

TEST_CASE("a limit of 0 bytes accepts nothing") {
    tpns::decoder<tpns::response> decoder(at_most(0));
    CHECK(decoder.write({}));
    CHECK(decoder.finish().error() == error(errc::empty_body, {}, 0));
    CHECK(decoder.write("{").error() == error({errc::body_too_large, 0}, {}, 0));
    CHECK(decoder.body().empty());
}

TEST_CASE("limits::unlimited accepts any size") {
    tpns::decoder<tpns::response> decoder(at_most(tpns::limits::unlimited));
    write_pieces(decoder, response_body, 5);
    CHECK(decoder.finish());
}

TEST_CASE("reset keeps the memory") {
    tpns::decoder<tpns::request> decoder;
    CHECK(decoder.write(std::string(1000, ' ')));
    decoder.reset();
    const std::size_t before = tpns_tests::allocations();
    for (int i = 0; i < 100; ++i) (void)decoder.write("0123456789");
    CHECK(tpns_tests::allocations() == before);
    CHECK(decoder.body().size() == 1000);
}

TEST_CASE("the body can be decoded as a view") {
    tpns::decoder<tpns::request> decoder;
    write_pieces(decoder, request_body, 7);
    tpns::arena memory;
    const auto view = tpns::decode_request_view(decoder.body(), memory);
    REQUIRE(view);
    const auto& accounts = std::get<tpns::unbind_all_tokens_view>(*view).account_list;
    REQUIRE(accounts.size() == 1);
    CHECK(accounts[0].id.str() == "ab");
    CHECK(accounts[0].type == tpns::account_type::custom_3);
}

TEST_CASE("a decoder can finish into a reused message") {
    tpns::response kept{tpns::server_errc::accepted, "before", {{"0"}, {"0"}}};
    tpns::decode_options small;
    small.limits.max_body_bytes = 14;
    tpns::decoder<tpns::response> decoder(small);
    REQUIRE(decoder.write(R"({"ret_code":0})"));
    REQUIRE(decoder.finish_into(kept));
    CHECK(kept == tpns::response{});
    REQUIRE(!decoder.write(" "));
    REQUIRE(!decoder.finish_into(kept));
    CHECK(decoder.finish_into(kept).error() == decoder.finish().error());
}

TEST_CASE("a body of more than 1 GiB is too large, whatever the limit") {
    tpns::decode_options options;
    options.limits.max_body_bytes = tpns::limits::unlimited;
    tpns::decoder<tpns::request> decoder(options);
    REQUIRE(decoder.write("{"));
    // It is refused before any of it is read. Volatile, so that compilers do not evaluate it
    // either.
    constexpr std::size_t limit = std::size_t{1} << 30;
    volatile std::size_t most = limit;
    const std::string_view rest("}", most);
    const auto refused = decoder.write(rest);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == tpns::errc::body_too_large);
    CHECK(refused.error().limit == limit);
    CHECK(decoder.finish().error() == refused.error());
    most = limit + 1;
    const std::string_view whole("{", most);
    CHECK(tpns::decode_request(whole, options).error() == refused.error());
    CHECK(tpns::check_request(
              whole, [](const tpns::error&) {}, options) == 1);
    tpns::arena memory;
    CHECK(tpns::decode_request_view(whole, memory, options).error() == refused.error());
    CHECK(tpns::decoded<tpns::request_view>().decode(whole, options).error() == refused.error());
}
