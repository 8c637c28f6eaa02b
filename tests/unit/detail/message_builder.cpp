// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/message_builder.hpp>

#include <doctest/doctest.h>

#include <type_traits>

namespace detail = tpns::detail;

// Nothing is deleted through the interface, so its destructor is neither virtual nor accessible.
static_assert(!std::is_destructible_v<detail::message_builder>);

TEST_CASE("a builder of nothing takes everything") {
    detail::null_builder nothing;
    detail::message_builder& builder = nothing;
    for (int i = 0; i <= static_cast<int>(tpns::node::result_element); ++i) {
        const auto at = static_cast<tpns::node>(i);
        CHECK(builder.begin(at));
        CHECK(builder.text(at, {"text", false}));
        builder.integer(at, -1);
        builder.end(at);
    }
}
