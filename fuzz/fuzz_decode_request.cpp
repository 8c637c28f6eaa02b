// SPDX-License-Identifier: BSL-1.0

// Decodes any bytes as the body of a request, with any options.

#include "decode_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decode_laws<fuzz::requests>(data, size);
    return 0;
}
