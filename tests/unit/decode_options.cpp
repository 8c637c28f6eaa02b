// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/decode_options.hpp>

#include <doctest/doctest.h>

#include <type_traits>

static_assert(std::is_aggregate_v<tpns::decode_options>);
static_assert(std::is_trivially_copyable_v<tpns::decode_options>);

TEST_CASE("by default, undocumented members are skipped and everything else is rejected") {
    constexpr tpns::decode_options options;
    CHECK(options.unknown_members == tpns::policy::skip);
    CHECK(options.foreign_carriers == tpns::policy::reject);
    CHECK(options.byte_order_mark == tpns::policy::reject);
    CHECK(options.undocumented_replies == tpns::policy::reject);
}

TEST_CASE("the limits are the service's by default") {
    constexpr tpns::limits expected;
    constexpr tpns::limits limits = tpns::decode_options().limits;
    CHECK(limits.max_token_accounts == expected.max_token_accounts);
    CHECK(limits.max_body_bytes == expected.max_body_bytes);
    CHECK(limits.max_depth == expected.max_depth);
}

TEST_CASE("the order of the members is fixed") {
    tpns::limits limits;
    limits.max_result = 7;
    const tpns::decode_options options{tpns::policy::reject, tpns::policy::skip, tpns::policy::skip,
                                       tpns::policy::reject, limits};
    CHECK(options.unknown_members == tpns::policy::reject);
    CHECK(options.foreign_carriers == tpns::policy::skip);
    CHECK(options.byte_order_mark == tpns::policy::skip);
    CHECK(options.undocumented_replies == tpns::policy::reject);
    CHECK(options.limits.max_result == 7);
}
