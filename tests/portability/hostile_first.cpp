// SPDX-License-Identifier: BSL-1.0

// The macros come before everything, as in a program whose engine includes them everywhere: Boost's
// and the standard library's headers, as far as ours include them, get along with them as well.

#include "hostile_macros.hpp"

// Except with these. The standard library:
#undef abs
#undef byte
#undef dynamic_cast
#undef round
// Boost.Variant2, within Boost.System:
#undef I

#include <tpns.hpp>
