// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/fwd.hpp>
#include <tpns/version.hpp>

#include <doctest/doctest.h>

#include <type_traits>

// The preprocessor can compare them.
#if TPNS_VERSION_MAJOR * 10000 + TPNS_VERSION_MINOR * 100 + TPNS_VERSION_PATCH < 100
#error "older than the first version"
#endif

TEST_CASE("the inline namespace of the ABI is not needed to name things") {
    CHECK(std::is_same_v<tpns::errc, tpns::v0::errc>);
}
