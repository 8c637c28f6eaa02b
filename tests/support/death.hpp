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

namespace tpns_tests {

/// Whether a broken precondition can be seen to end a program.
#ifdef NDEBUG
inline constexpr bool asserts = false;
#else
inline constexpr bool asserts = TPNS_TESTS_CAN_FORK != 0;
#endif

/// Whether `f()` ends the program that calls it by an assertion; it is called in a copy of this
/// one.
template <class Function>
[[nodiscard]] bool dies([[maybe_unused]] Function f) {
#if TPNS_TESTS_CAN_FORK
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL); // without what the test framework has to say of it
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        f();
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
