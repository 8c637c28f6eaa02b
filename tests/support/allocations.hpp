// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP
#define TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP

#include <cstddef>

namespace tpns_tests {

/// How often the program has called a global `operator new`, of which allocations.cpp has the
/// replacements. What lies between two calls allocates nothing when both give the same number.
[[nodiscard]] std::size_t allocations() noexcept;

/// How many blocks it has now, which a leak makes more.
[[nodiscard]] std::size_t live_allocations() noexcept;

/// How many bytes these are.
[[nodiscard]] std::size_t live_bytes() noexcept;

/// How many bytes it had at most since `forget_peak`.
[[nodiscard]] std::size_t peak_bytes() noexcept;
void forget_peak() noexcept;

/// Lets the `n`th allocation from now on fail, and those behind it if `all_behind`.
void fail_allocation(std::size_t n, bool all_behind) noexcept;

/// Ends that, and returns whether any failed.
bool stop_failing() noexcept;

} // namespace tpns_tests

#endif
