// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/lifetimebound.hpp>

// Compiles with every compiler; refused.sh tests clang's warning.
[[nodiscard]] static constexpr const int& same(const int& i TPNS_DETAIL_LIFETIMEBOUND) { return i; }

static constexpr int one = 1;
static_assert(&same(one) == &one);
