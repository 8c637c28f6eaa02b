// SPDX-License-Identifier: BSL-1.0

// The part that is compiled without exceptions.

#include "mixed.hpp"

tpns_tests::part plain_part();

tpns_tests::part plain_part() { return tpns_tests::this_part(); }
