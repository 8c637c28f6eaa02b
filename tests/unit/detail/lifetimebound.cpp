// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/lifetimebound.hpp>

// Wherever a parameter may have an attribute; what clang says of it is in refused.sh.
[[nodiscard]] static constexpr const int& same(const int& i TPNS_DETAIL_LIFETIMEBOUND) { return i; }

static constexpr int one = 1;
static_assert(&same(one) == &one);
