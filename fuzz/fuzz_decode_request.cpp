// SPDX-License-Identifier: BSL-1.0

// Any bytes as the body of a request.

#include "decode_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    fuzz::decode_laws<fuzz::requests>(input.text());
    return 0;
}
