// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_PORTABILITY_BARE_METAL_BOARD_HPP
#define TPNS_TESTS_PORTABILITY_BARE_METAL_BOARD_HPP

/// The program, which the board runs once its memory is set up. Returns 0, or the number of the
/// first line that fails.
int run();

#define MUST(condition)                                                                            \
    if (!(condition)) return __LINE__

#endif
