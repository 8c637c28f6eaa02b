// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/server_errc.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
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
        std::string_view meaning;
    };
    const row table[] = {
        {0, server_errc::accepted, "accepted"},
        {1008001, server_errc::parameter_parsing_error, "parameter parsing error"},
        {1008002, server_errc::parameter_missing, "parameter missing"},
        {1008003, server_errc::authentication_failed, "authentication failed"},
        {1008004, server_errc::internal_service_failed, "failed to call internal service"},
        {1008006, server_errc::invalid_token, "invalid token"},
        {1008007, server_errc::invalid_parameter, "invalid parameter"},
        {1008026, server_errc::batch_partly_failed, "batch operation partially failed"},
        {1008027, server_errc::batch_totally_failed, "batch operation completely failed"},
        {1008028, server_errc::too_many_requests, "exceeded the call frequency limit"},
        {1008029, server_errc::token_not_valid, "token is not valid"},
        {1008030, server_errc::app_not_paid, "the app is not paid"},
        {1008031, server_errc::app_resources_terminated, "application resources are terminated"},
        {1008035, server_errc::wrong_access_id_or_endpoint,
         "incorrect AccessID, or an access point that does not match the app"},
        {1010001, server_errc::no_resources_deployed, "no resources are deployed"},
        {10030002, server_errc::access_key_mismatch, "AccessID and AccessKey do not match"},
        {10110008, server_errc::no_such_token_or_account,
         "the queried token or account does not exist"},
    };
    std::set<std::string_view> names = {"unknown"};
    for (const row& r : table) {
        CAPTURE(r.number);
        CHECK(static_cast<int>(r.code) == r.number);
        CHECK(message(r.code) == r.meaning);
        CHECK(names.insert(to_string(r.code)).second);
        CHECK(to_string(r.code).find(' ') == std::string_view::npos);
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
