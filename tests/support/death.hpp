// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_DEATH_HPP
#define TPNS_TESTS_SUPPORT_DEATH_HPP

#if (defined(__unix__) || defined(__APPLE__)) && !defined(__EMSCRIPTEN__)
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#define TPNS_TESTS_CAN_FORK 1
#else
#define TPNS_TESTS_CAN_FORK 0
#endif

#ifdef TPNS_TESTS_COVERAGE // by tests/tools/coverage.sh
extern "C" int __llvm_profile_write_file();
#endif

namespace tpns_tests {

/// Whether tests can observe that a broken precondition aborts.
#ifdef NDEBUG
inline constexpr bool asserts = false;
#else
inline constexpr bool asserts = TPNS_TESTS_CAN_FORK != 0;
#endif

#if TPNS_TESTS_CAN_FORK
inline void save_coverage() {
#ifdef TPNS_TESTS_COVERAGE
    __llvm_profile_write_file();
#endif
}

inline void at_abort(int signal) {
    save_coverage();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}
#endif

/// Whether an assertion in `f()` aborts the program. Calls `f` in a child process.
template <class Function>
[[nodiscard]] bool dies([[maybe_unused]] Function f) {
#if TPNS_TESTS_CAN_FORK
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, at_abort); // without the test framework's report
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        f();
        save_coverage();
        _exit(0);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGABRT;
#else
    return false;
#endif
}

} // namespace tpns_tests

#endif
