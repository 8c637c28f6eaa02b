// SPDX-License-Identifier: BSL-1.0

// The macros come before everything, as in a program whose engine includes them everywhere: Boost's
// and the standard library's headers, as far as ours include them, get along with them as well.

#include "hostile_macros.hpp"

// Except with these. The standard library:
#undef abs
#undef bind
#undef byte
#undef close
#undef dynamic_cast
#undef read
#undef round
#undef select
#undef write
// Boost.Variant2, within Boost.System:
#undef I

#include <tpns.hpp>

// Users who have lwIP's macros can write to a decoder.
#define write(socket, data, size) lwip_write(socket, data, size)
tpns::result<void> append(tpns::decoder<tpns::response>& decoder, std::string_view piece) {
    return (decoder.write)(piece);
}
