// SPDX-License-Identifier: BSL-1.0

// job_law SEED COUNT: checks the guarantee of <tpns/job.hpp> over COUNT random runs of jobs. The
// same seed gives the same runs. If a law is broken, prints the seed of that run, to repeat it with
// a COUNT of 1. The exit status is 0 if no law is broken.

#include "support/job_law.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

std::uint64_t seed_of_life = 0;

/// SplitMix64, which is fast, and the same everywhere.
class random_choice {
public:
    explicit random_choice(std::uint64_t seed) : state_(seed) {}

    std::size_t operator()(std::size_t n) {
        std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return static_cast<std::size_t>((x ^ (x >> 31)) % n);
    }

private:
    std::uint64_t state_;
};

} // namespace

void tpns_tests::broken(const char* law) {
    std::printf("seed %llu: broken law: %s\n", static_cast<unsigned long long>(seed_of_life), law);
    std::exit(1);
}

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::uint64_t first = std::strtoull(argv[1], nullptr, 10);
    const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
    for (std::uint64_t i = 0; i < count; ++i) {
        seed_of_life = first + i;
        random_choice choose(seed_of_life * 0x2545f4914f6cdd1d);
        tpns_tests::live(choose);
    }
    std::printf("%llu lives kept the law\n", static_cast<unsigned long long>(count));
}
