// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP
#define TPNS_TESTS_SUPPORT_ALLOCATIONS_HPP

#include <cstddef>

namespace tpns_tests {

/// The number of calls of a global `operator new`, which allocations.cpp replaces. If two calls
/// return the same number, the code between them allocates nothing.
[[nodiscard]] std::size_t allocations() noexcept;

/// The number of allocated blocks, which a leak increases.
[[nodiscard]] std::size_t live_allocations() noexcept;

/// The number of bytes in these blocks.
[[nodiscard]] std::size_t live_bytes() noexcept;

/// The maximum of `live_bytes` since `forget_peak`.
[[nodiscard]] std::size_t peak_bytes() noexcept;
void forget_peak() noexcept;

/// Makes the `n`th allocation from now on fail, and all later ones if `all_later`.
void fail_allocation(std::size_t n, bool all_later) noexcept;

/// Ends the failures, and returns whether any allocation failed.
bool stop_failing() noexcept;

} // namespace tpns_tests

#endif
