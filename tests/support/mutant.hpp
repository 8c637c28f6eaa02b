// SPDX-License-Identifier: BSL-1.0
// For tests/tools/mutation.py, which compiles many mutants into one program, and includes this file
// first: which of them the program is, and which of them its tests reach.
#ifndef TPNS_TESTS_MUTANT_HPP
#define TPNS_TESTS_MUTANT_HPP

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tpns_mutant {

inline long long number_in(const char* variable, long long otherwise) {
    const char* const text = std::getenv(variable);
    return text != nullptr ? std::atoll(text) : otherwise;
}

inline const int chosen = static_cast<int>(number_in("TPNS_MUTANT", -1));

/// How often mutants may be reached before the program counts as endless. Unlike a time, this is
/// the same on each machine.
inline const long long patience = number_in("TPNS_PATIENCE", -1);

/// In a file, so that what only child processes reach is known, too.
struct record {
    long long times;
    unsigned char reached[1 << 16];
};

inline record& here = []() -> record& {
    const char* const name = std::getenv("TPNS_REACHED");
    const int file = name != nullptr ? open(name, O_RDWR) : -1;
    void* const memory = mmap(nullptr, sizeof(record), PROT_READ | PROT_WRITE,
                              file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) std::abort();
    return *static_cast<record*>(memory);
}();

[[gnu::always_inline]] inline bool is(int number) noexcept {
    if (here.times++ == patience) _exit(124); // as `timeout` does
    here.reached[number] = 1;
    return number == chosen;
}

} // namespace tpns_mutant

#ifdef TPNS_MUTANT_STRICT
/// Not a constant expression, so that the compiler names each mutant that has to be one.
#define TPNS_MUTANT(number) tpns_mutant::is(number)
#else
/// In a constant expression, no mutant is chosen.
#define TPNS_MUTANT(number) (!__builtin_is_constant_evaluated() && tpns_mutant::is(number))
#endif

#endif
