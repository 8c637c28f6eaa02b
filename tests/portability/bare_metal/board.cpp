// SPDX-License-Identifier: BSL-1.0

// A board without an operating system, a heap and exceptions: sets itself up, runs the program,
// measures the stack, and reports to the debugger. The exit code is 0 only if the program returned
// 0 and nothing used the heap.

#include "board.hpp"

#include <cstddef>
#include <cstdint>
#include <new>

extern "C" {
extern std::uint32_t stack_top, stack_bottom;
extern std::uint32_t data_source, data_begin, data_end, bss_begin, bss_end;
extern void (*init_array_begin)();
extern void (*init_array_end)();
[[noreturn]] void reset();
}

namespace {

// Arm's semihosting: at a breakpoint, the debugger, here QEMU, performs an operation.
enum semihosting : int { write0 = 0x04, exit_extended = 0x20 };

void call(semihosting operation, const void* argument) {
    register int r0 __asm__("r0") = operation;
    register const void* r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

[[noreturn]] void stop(int code) {
    constexpr std::uint32_t application_exit = 0x20026;
    const std::uint32_t block[] = {application_exit, static_cast<std::uint32_t>(code)};
    call(exit_extended, block);
    for (;;) {
    }
}

void print(const char* name, unsigned number) {
    char digits[11] = {};
    char* first = digits + sizeof digits - 1;
    do {
        *--first = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    call(write0, name);
    call(write0, first);
    call(write0, "\n");
}

[[noreturn]] void fault() {
    call(write0, "a fault of the processor\n");
    stop(3);
}

[[noreturn]] void no_heap() {
    call(write0, "the heap was called\n");
    stop(2);
}

constexpr std::uint32_t paint = 0xA5A5A5A5;

/// Paints everything below the caller's frame. Volatile prevents a call of memset, which would
/// overwrite its own return address.
__attribute__((always_inline)) inline void paint_stack() {
    volatile std::uint32_t* end = nullptr;
    __asm__ volatile("mov %0, sp" : "=r"(end));
    for (volatile std::uint32_t* p = &stack_bottom; p != end; ++p) *p = paint;
}

std::size_t deepest_stack() {
    const std::uint32_t* p = &stack_bottom;
    while (*p == paint) ++p;
    return static_cast<std::size_t>(&stack_top - p) * sizeof *p;
}

} // namespace

// There is no heap: every use is an error.
void* operator new(std::size_t) { no_heap(); }
void* operator new[](std::size_t) { no_heap(); }
void* operator new(std::size_t, const std::nothrow_t&) noexcept { no_heap(); }
void operator delete(void*) noexcept { no_heap(); }
void operator delete[](void*) noexcept { no_heap(); }
void operator delete(void*, std::size_t) noexcept { no_heap(); }
void operator delete[](void*, std::size_t) noexcept { no_heap(); }
extern "C" void* malloc(std::size_t) { no_heap(); }
extern "C" void free(void*) { no_heap(); }
extern "C" void abort() {
    call(write0, "abort was called\n");
    stop(4);
}

// Nothing is ever destroyed, so destructors need not be registered.
extern "C" int __aeabi_atexit(void*, void (*)(void*), void*) { return 0; }
extern "C" void* __dso_handle;
void* __dso_handle = nullptr;

extern "C" void reset() {
    // Enables the floating-point unit, if there is one: full access to coprocessors 10 and 11.
    *reinterpret_cast<volatile std::uint32_t*>(0xE000ED88) |= 0xFU << 20;
    const std::uint32_t* source = &data_source;
    for (std::uint32_t* p = &data_begin; p != &data_end; ++p) *p = *source++;
    for (std::uint32_t* p = &bss_begin; p != &bss_end; ++p) *p = 0;
    for (void (**p)() = &init_array_begin; p != &init_array_end; ++p) (*p)();

    paint_stack();
    const int line = run();
    print("stack ", deepest_stack());
    if (line != 0) print("wrong from line ", static_cast<unsigned>(line));
    stop(line == 0 ? 0 : 1);
}

/// The initial stack pointer, the entry point, and the handlers of faults.
__attribute__((section(".vectors"), used)) void (*const vectors[16])() = {
    reinterpret_cast<void (*)()>(&stack_top), reset, fault, fault, fault, fault, fault,
};
