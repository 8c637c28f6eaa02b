// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/size.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

namespace detail = tpns::detail;

static_assert(detail::too_great<std::size_t> == static_cast<std::size_t>(-1));
static_assert(detail::sum_of(detail::too_great<std::size_t>, std::size_t{1}) ==
              detail::too_great<std::size_t>);

TEST_CASE("a sum or a product is exact or saturates: all pairs of bytes") {
    for (unsigned a = 0; a < 256; ++a) {
        for (unsigned b = 0; b < 256; ++b) {
            const unsigned exact = a + b < 256 ? a + b : 255;
            CHECK(detail::sum_of(static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)) ==
                  exact);
        }
        for (unsigned b = 0; b < 256; ++b)
            CHECK(detail::product_of(static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)) ==
                  (a * b < 256 ? a * b : 255));
        CHECK(detail::twice(static_cast<std::uint8_t>(a)) == (a < 128 ? 2 * a : 255));
    }
}
