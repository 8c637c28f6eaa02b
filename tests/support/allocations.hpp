// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP
#define TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP

#include <cstddef>

namespace tpns_tests {

/// How often the program has called a global `operator new`, of which allocations.cpp has the
/// replacements. What lies between two calls allocates nothing when both give the same number.
[[nodiscard]] std::size_t allocations() noexcept;

} // namespace tpns_tests

#endif
