// SPDX-License-Identifier: BSL-1.0

// One program in two parts, one compiled for speed and one for size. In either link order, the
// first decodes with the fast reader and the second without it.

#include <cstdio>

const char* speed_part();
const char* size_part();

int main() {
    const char* const speed = speed_part();
    const char* const size = size_part();
    if (speed != nullptr) std::printf("for speed: %s has the other one's reader\n", speed);
    if (size != nullptr) std::printf("for size: %s has the other one's reader\n", size);
    return speed == nullptr && size == nullptr ? 0 : 1;
}
