// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/reply.hpp>

// Then the rest.
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <tpns/arena.hpp>
#include <tpns/decode.hpp>
#include <tpns/disposition.hpp>
#include <tpns/encode.hpp>
#include <tpns/outcomes.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::request_of;

namespace {

/// All codes that an item can fail with, in turn.
constexpr server_errc failures[] = {
    server_errc::invalid_token, server_errc::internal_service_failed,
    server_errc::too_many_requests, server_errc::no_such_token_or_account,
    static_cast<server_errc>(-5)};

std::vector<server_errc> codes_of(std::size_t count, unsigned failed) {
    std::vector<server_errc> codes;
    for (std::size_t i = 0; i < count; ++i)
        codes.push_back((failed >> i & 1) != 0 ? failures[(i + failed) % std::size(failures)]
                                               : server_errc::accepted);
    return codes;
}

/// Checks that the outcomes of a response are the codes that it was made from.
template <class Response>
void check_outcomes(const request& to, const Response& r, const std::vector<server_errc>& codes) {
    const auto all = outcomes(to, r);
    REQUIRE(all);
    REQUIRE(all->size() == codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i)
        CHECK((*all)[i] == item_outcome{i, codes[i], disposition_of(codes[i])});
}

/// A body that must not be quoted, and its error.
struct secret_body {
    std::string text;
    errc code;
    int ret_code;
};

const std::string secret = "jdoe@secret.example";

const secret_body bodies[] = {
    // syntax
    {R"({"operator_type":4,"token_list":[")" + secret + R"(" ")" + secret + R"("]})",
     errc::invalid_json, 1008001},
    {R"({"operator_type":4,"token_list":[")" + secret, errc::incomplete, 1008001},
    {R"({"operator_type":4,"token_list":[")" + secret + "\xFF\"]}", errc::invalid_utf8, 1008001},
    {"<html>" + secret + "</html>", errc::invalid_json, 1008001},
    // schema
    {R"({"operator_type":")" + secret + "\"}", errc::wrong_type, 1008007},
    {R"({"operator_type":5,"account_list":[")" + secret + "\"]}", errc::wrong_type, 1008007},
    {R"({"token_list":[")" + secret + "\"]}", errc::missing_member, 1008002},
    {R"({"operator_type":5,"token_list":[")" + secret + R"("],"account_list":[{"account":"me"}]})",
     errc::foreign_carrier, 1008007},
    // limit
    {R"({"operator_type":4,"token_list":[")" + secret + std::string(64, 't') + "\"]}",
     errc::too_long, 1008006},
    {R"({"operator_type":5,"account_list":[{"account":")" + secret + std::string(100, 'a') +
         "\"}]}",
     errc::too_long, 1008007},
};

/// Checks that no five consecutive letters of the secret are in the response.
void check_tells_nothing(const response& r) {
    for (std::size_t i = 0; i + 5 <= secret.size(); ++i)
        CHECK(r.err_msg.find(secret.substr(i, 5)) == std::string::npos);
    CHECK_FALSE(r.err_msg.empty());
    CHECK(r.result.empty());
}

} // namespace

TEST_CASE("a response has each item's code, and the matching ret_code") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 1; count <= 4; ++count)
            for (unsigned failed = 0; failed < 1U << count; ++failed) {
                CAPTURE(count);
                CAPTURE(failed);
                const request to = request_of(type, count);
                const std::vector<server_errc> codes = codes_of(count, failed);
                const result<response> r = make_response(to, codes);
                REQUIRE(r);
                const bool all = failed == (1U << count) - 1;
                const int ret_code = failed == 0 ? 0 : all ? 1008027 : 1008026;
                CHECK(static_cast<int>(r->ret_code) == ret_code);
                CHECK(r->err_msg == (failed == 0 ? "ok" : message(r->ret_code)));
                REQUIRE(r->result.size() == count);
                for (std::size_t i = 0; i < count; ++i) {
                    CHECK(r->result[i].text == std::to_string(static_cast<int>(codes[i])));
                    CHECK(r->result[i].code() == codes[i]);
                }

                const result<std::string> body = encode(*r);
                REQUIRE(body);
                const result<response> decoded = decode_response(*body);
                REQUIRE(decoded);
                CHECK(*decoded == *r);
                check_outcomes(to, *r, codes);
                check_outcomes(to, *decoded, codes);

                tpns_tests::view_lists lists;
                CHECK(*make_response(lists(to), codes) == *r);
                CHECK(*make_response(tpns_tests::part_of(to), codes) == *r);
                const auto alone = [&](const auto& op) { return make_response(op, codes).value(); };
                CHECK(std::visit(alone, to) == *r);
                check_outcomes(to, lists(*r), codes);
            }
}

TEST_CASE("the bytes of a response are exact") {
    const request to = request_of(operator_type::unbind_all_accounts, 2);
    const server_errc good[] = {server_errc::accepted, server_errc::accepted};
    const server_errc mixed[] = {server_errc::accepted, server_errc::invalid_token};
    const server_errc bad[] = {server_errc::invalid_token, server_errc::invalid_token};
    CHECK(*encode(*make_response(to, good)) ==
          R"({"ret_code":0,"err_msg":"ok","result":["0","0"]})");
    CHECK(*encode(*make_response(to, mixed)) ==
          R"({"ret_code":1008026,"err_msg":"batch operation partially failed",)"
          R"("result":["0","1008006"]})");
    CHECK(*encode(*make_response(to, bad)) ==
          R"({"ret_code":1008027,"err_msg":"batch operation completely failed",)"
          R"("result":["1008006","1008006"]})");
}

TEST_CASE("too few or too many codes are an error") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 0; count <= 4; ++count)
            for (std::size_t given = 0; given <= 5; ++given) {
                const request to = request_of(type, count);
                const std::vector<server_errc> codes(given, server_errc::accepted);
                const result<response> r = make_response(to, codes);
                REQUIRE(r.has_value() == (given == count));
                if (r) continue;
                CHECK(r.error() ==
                      error(tpns::detail::violation{errc::outcome_count_mismatch, count},
                            {node::result_member}));
                CHECK(to_string(r.error().where) == "/result");
            }
}

TEST_CASE("a request without items is answered without codes") {
    const result<response> r = make_response(request_of(operator_type::unbind_all_tokens, 0), {});
    REQUIRE(r);
    CHECK(*r == response{server_errc::accepted, "ok", {}});
}

TEST_CASE("a part of a list is answered like other requests") {
    const std::vector<device_token> tokens(3, device_token("token"));
    const std::size_t some[] = {1, 2};
    const basic_operation<operator_type::unbind_all_accounts, part> again{{tokens.data(), some, 2}};
    const server_errc codes[] = {server_errc::accepted, server_errc::accepted,
                                 server_errc::accepted};
    CHECK(make_response(again, {codes, 2})->result.size() == 2);
    CHECK_FALSE(make_response(again, codes));
}

TEST_CASE("the response to an invalid body contains no part of it") {
    for (const secret_body& b : bodies) {
        const result<request> decoded = decode_request(b.text);
        REQUIRE_FALSE(decoded);
        const error e = decoded.error();
        CAPTURE(to_string(e));
        CHECK(e.code == b.code);
        const response r = make_response(e);
        CHECK(static_cast<int>(r.ret_code) == b.ret_code);
        CHECK(r.ret_code == suggested_ret_code(e));
        CHECK(r.err_msg == to_string(e));
        check_tells_nothing(r);

        // It can also be sent and decoded.
        const result<response> received = decode_response(*encode(r));
        REQUIRE(received);
        CHECK(*received == r);
        const request asked = request_of(operator_type::unbind_all_accounts, 1);
        check_outcomes(asked, *received, {r.ret_code});
    }
}

TEST_CASE("the response to an error of memory or count contains no part of the body either") {
    alignas(std::max_align_t) char buffer[sizeof(device_token_view) - 1];
    arena small(buffer, sizeof buffer);
    const std::string body = R"({"operator_type":4,"token_list":[")" + secret + "\"]}";
    const auto decoded = decode_request_view(body, small);
    REQUIRE_FALSE(decoded);
    CHECK(make_error_code(decoded.error()) == condition::capacity);
    check_tells_nothing(make_response(decoded.error()));
    CHECK(make_response(decoded.error()).ret_code == server_errc::internal_service_failed);

    const request asked = unbind_all_accounts{{device_token(secret)}};
    const response two{{}, secret, {{secret}, {secret}}};
    const auto mismatch = outcomes(asked, two);
    REQUIRE_FALSE(mismatch);
    CHECK(make_error_code(mismatch.error()) == condition::mismatch);
    check_tells_nothing(make_response(mismatch.error()));
    CHECK(make_response(mismatch.error()).ret_code == server_errc::internal_service_failed);
}

TEST_CASE("a call that failed as a whole is answered with its code") {
    CHECK(make_response(server_errc::authentication_failed) ==
          response{server_errc::authentication_failed, "authentication failed", {}});
    CHECK(make_response(server_errc::accepted) == response{server_errc::accepted, "ok", {}});
}
