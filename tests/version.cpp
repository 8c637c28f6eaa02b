// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/version.hpp>

#include <doctest/doctest.h>

static_assert(tpns::version.major_number == TPNS_VERSION_MAJOR);
static_assert(tpns::version.minor_number == TPNS_VERSION_MINOR);
static_assert(tpns::version.patch_number == TPNS_VERSION_PATCH);

// The preprocessor can compare them.
#if TPNS_VERSION_MAJOR * 10000 + TPNS_VERSION_MINOR * 100 + TPNS_VERSION_PATCH < 100
#error "older than the first version"
#endif

TEST_CASE("the inline namespace of the ABI is not needed to name things") {
    CHECK(&tpns::version == &tpns::v0::version);
}
