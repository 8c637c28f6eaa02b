// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/job_options.hpp>

#include <doctest/doctest.h>

TEST_CASE("the default options are the service's limits, 8 attempts, and no dispositions") {
    const tpns::job_options options;
    CHECK(options.items_per_call == 20);
    CHECK(options.max_attempts == 8);
    CHECK(options.halve);
    CHECK(options.dispositions.empty());
    CHECK(options.limits.max_token_accounts == 20);
}
