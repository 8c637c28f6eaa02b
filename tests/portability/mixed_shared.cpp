// SPDX-License-Identifier: BSL-1.0

// A shared library in C++20 that exports one function and hides everything else.

#include "mixed.hpp"

__attribute__((visibility("default"))) tpns_tests::part shared_part();

tpns_tests::part shared_part() { return tpns_tests::this_part(); }
