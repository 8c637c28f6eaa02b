// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/limits.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

constexpr tpns::limits defaults;

} // namespace

static_assert(std::is_aggregate_v<tpns::limits>);
static_assert(std::is_trivially_copyable_v<tpns::limits>);
static_assert(tpns::limits::unlimited == SIZE_MAX);

TEST_CASE("the defaults are the documented numbers") {
    CHECK(defaults.max_token_accounts == 20);
    CHECK(defaults.min_token_bytes == 1);
    CHECK(defaults.max_token_bytes == 64);
    CHECK(defaults.min_account_chars == 2);
    CHECK(defaults.max_account_chars == 100);
}

TEST_CASE("lists that no page limits are unlimited, but not empty") {
    CHECK(defaults.min_accounts_per_token == 1);
    CHECK(defaults.max_accounts_per_token == SIZE_MAX);
    CHECK(defaults.max_token_list == SIZE_MAX);
    CHECK(defaults.max_account_list == SIZE_MAX);
    CHECK(defaults.max_result == SIZE_MAX);
}

TEST_CASE("a body is bounded by default") {
    CHECK(defaults.max_body_bytes == 8388608);
    CHECK(defaults.max_depth == 32);
}
