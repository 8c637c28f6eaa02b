// SPDX-License-Identifier: BSL-1.0

// The macros come first, as in a program whose engine includes them everywhere. The headers of
// Boost and the standard library that ours include tolerate them too, except those below.

#include "hostile_macros.hpp"

// Not tolerated by the standard library:
#undef abs
#undef bind
#undef byte
#undef close
#undef dynamic_cast
#undef read
#undef round
#undef select
#undef write
// Not tolerated by Boost.Variant2, which Boost.System includes:
#undef I

#include <tpns.hpp>

// With lwIP's macros, users can still write to a decoder.
#define write(socket, data, size) lwip_write(socket, data, size)
tpns::result<void> append(tpns::decoder<tpns::response>& decoder, std::string_view piece) {
    return (decoder.write)(piece);
}
