// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/server_errc.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

using tpns::server_errc;

static_assert(std::is_same_v<std::underlying_type_t<server_errc>, std::int32_t>);
// Known wherever the type is, since comparing optional codes instantiates it.
static_assert(std::is_error_code_enum<server_errc>::value);
static_assert(boost::system::is_error_code_enum<server_errc>::value);
static_assert(server_errc{} == server_errc::accepted);
static_assert(noexcept(to_string(server_errc{})));
static_assert(to_string(server_errc::accepted) == "accepted");
static_assert(to_string(server_errc::invalid_token) == "invalid_token");
static_assert(to_string(server_errc::batch_partly_failed) == "batch_partly_failed");

TEST_CASE("the numbers are the server's, and each has a name and a description") {
    struct row {
        int number;
        server_errc code;
        std::string_view name;
        std::string_view meaning;
    };
#define TPNS_ROW(number, name, meaning)                                                            \
    { number, server_errc::name, #name, meaning }
    const row table[] = {
        TPNS_ROW(0, accepted, "accepted"),
        TPNS_ROW(1008001, parameter_parsing_error, "parameter parsing error"),
        TPNS_ROW(1008002, parameter_missing, "parameter missing"),
        TPNS_ROW(1008003, authentication_failed, "authentication failed"),
        TPNS_ROW(1008004, internal_service_failed, "failed to call internal service"),
        TPNS_ROW(1008006, invalid_token, "invalid token"),
        TPNS_ROW(1008007, invalid_parameter, "invalid parameter"),
        TPNS_ROW(1008026, batch_partly_failed, "batch operation partially failed"),
        TPNS_ROW(1008027, batch_totally_failed, "batch operation completely failed"),
        TPNS_ROW(1008028, too_many_requests, "exceeded the call frequency limit"),
        TPNS_ROW(1008029, token_not_valid, "token is not valid"),
        TPNS_ROW(1008030, app_not_paid, "the app is not paid"),
        TPNS_ROW(1008031, app_resources_terminated, "application resources are terminated"),
        TPNS_ROW(1008035, wrong_access_id_or_endpoint,
                 "incorrect AccessID, or an access point that does not match the app"),
        TPNS_ROW(1010001, no_resources_deployed, "no resources are deployed"),
        TPNS_ROW(10030002, access_key_mismatch, "AccessID and AccessKey do not match"),
        TPNS_ROW(10110008, no_such_token_or_account, "the queried token or account does not exist"),
    };
#undef TPNS_ROW
    for (const row& r : table) {
        CAPTURE(r.number);
        CHECK(static_cast<int>(r.code) == r.number);
        CHECK(message(r.code) == r.meaning);
        CHECK(to_string(r.code) == r.name);
    }
}

TEST_CASE("an unlisted code is preserved") {
    // 1008005 and 1008008 lie between listed ones; the rest are codes of other APIs and extremes.
    for (const int number : {1, -1, 1008005, 1008008, 1008011, 10010018, 2147483647}) {
        CAPTURE(number);
        const auto code = static_cast<server_errc>(number);
        CHECK(static_cast<int>(code) == number);
        CHECK(to_string(code) == "unknown");
        CHECK(message(code) == "unknown server code " + std::to_string(number));
    }
}
