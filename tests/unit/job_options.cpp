// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/job_options.hpp>

#include <doctest/doctest.h>

TEST_CASE("a job's options are the service's limits, some patience, and no opinion") {
    const tpns::job_options options;
    CHECK(options.items_per_call == 20);
    CHECK(options.max_attempts == 8);
    CHECK(options.halve);
    CHECK(options.dispositions.empty());
    CHECK(options.limits.max_token_accounts == 20);
}
