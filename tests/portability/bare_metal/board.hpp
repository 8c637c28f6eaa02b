// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_PORTABILITY_BARE_METAL_BOARD_HPP
#define TPNS_TESTS_PORTABILITY_BARE_METAL_BOARD_HPP

/// What the board runs once its memory is set up. Returns 0, or the number of the first line that
/// is not as it should be.
int run();

#define MUST(condition)                                                                            \
    if (!(condition)) return __LINE__

#endif
