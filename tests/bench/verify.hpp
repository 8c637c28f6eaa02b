// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_VERIFY_HPP
#define TPNS_TESTS_BENCH_VERIFY_HPP

#include "peer.hpp"

#include <vector>

namespace tpns_bench {

/// Whether all decoders and encoders do what ours do; says on the standard error stream where they
/// do not. Times are only worth a comparison when they do.
[[nodiscard]] bool verify(const std::vector<decoder_ptr>& decoders,
                          const std::vector<encoder_ptr>& encoders);

} // namespace tpns_bench

#endif
