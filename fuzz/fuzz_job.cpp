// SPDX-License-Identifier: BSL-1.0

// One run of a job. The input decides its list, what a simulated service does with the calls, which
// replies arrive, and when the program is killed. See tests/support/job_law.hpp.

#include "input.hpp"
#include "support/job_law.hpp"

#include <cstddef>
#include <cstdint>

void tpns_tests::broken(const char* law) {
    fuzz::law(false, law);
    std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions bytes(data, size);
    const auto choose = [&](std::size_t n) { return std::size_t{bytes.byte()} % n; };
    tpns_tests::live(choose);
    return 0;
}
