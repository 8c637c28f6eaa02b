// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/server_category.hpp>

// Then the rest.
#include <tpns/errc.hpp>

#include <boost/system/error_code.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

using tpns::server_errc;

static_assert(std::is_convertible_v<server_errc, boost::system::error_code>);
static_assert(!std::is_convertible_v<server_errc, boost::system::error_condition>);
static_assert(std::is_convertible_v<server_errc, std::error_code>);
static_assert(!std::is_convertible_v<server_errc, std::error_condition>);

TEST_CASE("a server's code becomes an error_code") {
    const boost::system::error_code ec = server_errc::invalid_token;
    CHECK(ec.failed());
    CHECK(ec.value() == 1008006);
    CHECK(ec.message() == "invalid token");
    CHECK(ec.category() == tpns::server_category());
    CHECK(ec == server_errc::invalid_token);
    CHECK(ec != server_errc::token_not_valid);
    CHECK(ec == make_error_code(server_errc::invalid_token));
    CHECK(std::string_view(tpns::server_category().name()) == "tpns.server");

    const std::error_code std_ec = ec;
    CHECK(std_ec == server_errc::invalid_token);
    CHECK(std_ec != server_errc::token_not_valid);
    CHECK(server_errc::invalid_token == std_ec);
    CHECK(std_ec.value() == 1008006);
    CHECK(std_ec.message() == "invalid token");
    CHECK(std::string(std_ec.category().name()) == "tpns.server");
}

TEST_CASE("accepted is not a failure") {
    const boost::system::error_code ec = server_errc::accepted;
    CHECK_FALSE(ec.failed());
    CHECK(ec.message() == "accepted");
    CHECK_FALSE(static_cast<bool>(std::error_code(ec)));
}

TEST_CASE("an unlisted code keeps its number") {
    const boost::system::error_code ec = static_cast<server_errc>(-5);
    CHECK(ec.failed());
    CHECK(ec.value() == -5);
    CHECK(ec.message() == "unknown server code -5");
}

TEST_CASE("the server's codes never equal the library's") {
    CHECK(tpns::server_category() != tpns::category());
    CHECK(tpns::server_category() != tpns::detail::condition_category());
    const boost::system::error_code said = static_cast<server_errc>(1);
    const boost::system::error_code found = tpns::errc::invalid_json;
    CHECK(said.value() == found.value());
    CHECK(said != found);
    CHECK(said != tpns::condition::syntax);
}
