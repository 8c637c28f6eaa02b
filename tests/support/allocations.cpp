// SPDX-License-Identifier: BSL-1.0

#include "support/allocations.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <malloc.h> // for the size of a block; not in any standard
#include <new>

namespace {

std::size_t calls = 0;
std::size_t blocks = 0;
std::size_t bytes = 0;
std::size_t peak = 0;

std::size_t countdown = 0; // to the failing allocation; 0 for none
bool fail_all_later = false;
bool failed = false;

std::size_t usable_size(void* p) noexcept {
#ifdef _WIN32
    return _msize(p);
#else
    return malloc_usable_size(p);
#endif
}

bool fails_now() noexcept {
    ++calls;
    if (countdown == 0 || --countdown != 0) return false;
    if (fail_all_later) countdown = 1;
    failed = true;
    return true;
}

void* counted(void* p) noexcept {
    if (p == nullptr) return p;
    ++blocks;
    bytes += usable_size(p);
    if (bytes > peak) peak = bytes;
    return p;
}

void* allocate(std::size_t size) noexcept {
    // More than any machine has: a sanitizer's malloc would abort instead of failing.
    if (fails_now() || size >= PTRDIFF_MAX / 16) return nullptr;
    return counted(std::malloc(size == 0 ? 1 : size));
}

void release(void* p) noexcept {
    if (p == nullptr) return;
    --blocks;
    bytes -= usable_size(p);
    std::free(p);
}

void* not_null(void* p) {
    if (p == nullptr) throw std::bad_alloc();
    return p;
}

} // namespace

std::size_t tpns_tests::allocations() noexcept { return calls; }

std::size_t tpns_tests::live_allocations() noexcept { return blocks; }

std::size_t tpns_tests::live_bytes() noexcept { return bytes; }

std::size_t tpns_tests::peak_bytes() noexcept { return peak; }

void tpns_tests::forget_peak() noexcept { peak = bytes; }

void tpns_tests::fail_allocation(std::size_t n, bool all_later) noexcept {
    countdown = n;
    fail_all_later = all_later;
    failed = false;
}

bool tpns_tests::stop_failing() noexcept {
    countdown = 0;
    return failed;
}

// All forms, so that no pair mixes the library's functions with ours.

void* operator new(std::size_t n) { return not_null(allocate(n)); }
void* operator new[](std::size_t n) { return not_null(allocate(n)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return allocate(n); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return allocate(n); }

void operator delete(void* p) noexcept { release(p); }
void operator delete[](void* p) noexcept { release(p); }
void operator delete(void* p, std::size_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t) noexcept { release(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { release(p); }
void operator delete[](void* p, const std::nothrow_t&) noexcept { release(p); }

#ifndef _WIN32 // aligned memory needs its own free there, so the library's pairs stay

namespace {

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
    if (fails_now()) return nullptr;
    // aligned_alloc wants a multiple of the alignment.
    const auto unit = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(unit, size == 0 ? unit : (size + unit - 1) / unit * unit));
}

} // namespace

void* operator new(std::size_t n, std::align_val_t a) { return not_null(allocate(n, a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return not_null(allocate(n, a)); }
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return allocate(n, a);
}
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return allocate(n, a);
}

void operator delete(void* p, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::align_val_t) noexcept { release(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { release(p); }
void operator delete(void* p, std::align_val_t, const std::nothrow_t&) noexcept { release(p); }
void operator delete[](void* p, std::align_val_t, const std::nothrow_t&) noexcept { release(p); }

#endif
