// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_VERIFY_HPP
#define TPNS_TESTS_BENCH_VERIFY_HPP

namespace tpns_bench {

/// Whether all peers do what ours do; says on the standard error stream where they
/// do not. Times are only worth a comparison when they do.
[[nodiscard]] bool verify();

} // namespace tpns_bench

#endif
