// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_VERIFY_HPP
#define TPNS_TESTS_BENCH_VERIFY_HPP

namespace tpns_bench {

/// Whether all peers agree with ours; prints differences to the standard error stream. Times are
/// comparable only if they agree.
[[nodiscard]] bool verify();

} // namespace tpns_bench

#endif
