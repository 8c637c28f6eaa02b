// SPDX-License-Identifier: BSL-1.0

#include "support/allocations.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

std::size_t calls = 0;

void* counted(std::size_t size) noexcept {
    ++calls;
    // More than there can be: a sanitizer's malloc would end the program instead of failing.
    if (size > PTRDIFF_MAX) return nullptr;
    return std::malloc(size == 0 ? 1 : size);
}

void* counted(std::size_t size, std::align_val_t alignment) noexcept {
    ++calls;
    // aligned_alloc wants a multiple of the alignment.
    const auto unit = static_cast<std::size_t>(alignment);
    return std::aligned_alloc(unit, size == 0 ? unit : (size + unit - 1) / unit * unit);
}

void* not_null(void* p) {
    if (p == nullptr) throw std::bad_alloc();
    return p;
}

} // namespace

std::size_t tpns_tests::allocations() noexcept { return calls; }

// All forms, so that no pair is half the library's and half ours.

void* operator new(std::size_t n) { return not_null(counted(n)); }
void* operator new[](std::size_t n) { return not_null(counted(n)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return counted(n); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return counted(n); }
void* operator new(std::size_t n, std::align_val_t a) { return not_null(counted(n, a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return not_null(counted(n, a)); }
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return counted(n, a);
}
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return counted(n, a);
}

void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete[](void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t, const std::nothrow_t&) noexcept { std::free(p); }
