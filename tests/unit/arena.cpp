// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/arena.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/death.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace {

static_assert(!std::is_copy_constructible_v<tpns::arena>);
static_assert(!std::is_copy_assignable_v<tpns::arena>);
static_assert(std::is_nothrow_default_constructible_v<tpns::arena>);

bool is_aligned(const void* p, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(p) % alignment == 0;
}

/// Allocates a few kilobytes in pieces of every small size, one of them larger than the first
/// block.
std::vector<void*> fill(tpns::arena& memory) {
    std::vector<void*> all;
    for (std::size_t size = 1; size <= 100; ++size) {
        const std::size_t alignment = std::size_t{1} << size % 7;
        void* const p = memory.allocate(size == 50 ? 5000 : size, alignment);
        REQUIRE(is_aligned(p, alignment));
        std::memset(p, static_cast<int>(size), size);
        all.push_back(p);
    }
    return all;
}

} // namespace

TEST_CASE("an arena grows, and earlier allocations keep their place and contents") {
    tpns::arena memory;
    const std::vector<void*> all = fill(memory);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::vector<unsigned char> expected(i + 1, static_cast<unsigned char>(i + 1));
        CHECK(std::memcmp(all[i], expected.data(), expected.size()) == 0);
    }
}

TEST_CASE("an arena allocates nothing until it is used") {
    const std::size_t before = tpns_tests::allocations();
    tpns::arena memory;
    CHECK(memory.grows());
    memory.rewind(memory.mark());
    memory.clear();
    CHECK_FALSE(memory.resize(nullptr, 0, 0));
    CHECK(tpns_tests::allocations() == before);
}

TEST_CASE("a few blocks are enough for a lot of memory") {
    tpns::arena memory;
    const std::size_t before = tpns_tests::allocations();
    for (int i = 0; i < 100000; ++i) (void)memory.allocate(10, 1);
    CHECK(tpns_tests::allocations() - before == 10); // of 1 KiB, 2 KiB, ... 512 KiB
}

TEST_CASE("a cleared arena returns the same addresses, and allocates nothing") {
    tpns::arena memory;
    const std::vector<void*> first = fill(memory);
    for (int i = 0; i < 3; ++i) {
        memory.clear();
        std::vector<void*> again;
        again.reserve(first.size());
        const std::size_t before = tpns_tests::allocations();
        for (std::size_t size = 1; size <= first.size(); ++size)
            again.push_back(memory.allocate(size == 50 ? 5000 : size, std::size_t{1} << size % 7));
        CHECK(tpns_tests::allocations() == before);
        CHECK(again == first);
    }
}

TEST_CASE("a rewound arena returns the same addresses as after the mark") {
    tpns::arena memory;
    const tpns::arena::position unused = memory.mark();
    const std::vector<void*> first = fill(memory);
    const tpns::arena::position middle = memory.mark();
    const std::vector<void*> second = fill(memory);
    memory.rewind(middle);
    CHECK(fill(memory) == second);
    memory.rewind(unused);
    CHECK(fill(memory) == first);
    CHECK(memory.allocate(1, 1) == second[0]);
}

TEST_CASE("a warm arena needs no more memory, whatever the order of requests") {
    tpns::arena memory;
    const auto use = [&](std::size_t count, std::size_t size) {
        memory.clear();
        for (std::size_t i = 0; i < count; ++i) REQUIRE(memory.allocate(size, 8) != nullptr);
    };
    std::size_t before = 0;
    for (int round = 0; round < 4; ++round) {
        if (round == 3) before = tpns_tests::allocations();
        use(100, 30);
        use(1, 20000);
        use(3, 9000);
        use(1000, 8);
    }
    CHECK(tpns_tests::allocations() == before);
}

namespace {

/// Uses an arena as a decoder does, for a list among strings, with sizes that depend only on
/// `seed`. Returns how many bytes that takes at most.
std::size_t use(tpns::arena& memory, unsigned seed) {
    std::minstd_rand random(seed + 1);
    const auto number = [&](std::size_t below) { return random() % below; };
    const std::size_t strings = number(4) == 0 ? number(20000) : number(100);
    std::size_t total = 0;
    const auto take = [&](std::size_t size, std::size_t alignment) {
        total += size + alignment;
        return memory.allocate(size, alignment);
    };
    (void)take(strings, 1);
    std::size_t size = 64;
    void* list = take(size, 8);
    for (std::size_t growths = number(12); growths != 0; --growths) {
        if (number(2) == 0) (void)take(number(50), 1);
        if (memory.resize(list, size, 2 * size))
            total += size;
        else
            list = take(2 * size, 8);
        size *= 2;
    }
    return total;
}

} // namespace

TEST_CASE("what fitted into an arena once always fits") {
    tpns::arena memory;
    for (unsigned seed = 0; seed < 100; ++seed) {
        memory.clear();
        (void)use(memory, seed);
        const std::size_t before = tpns_tests::allocations();
        for (unsigned earlier = 0; earlier <= seed; ++earlier) {
            memory.clear();
            (void)use(memory, earlier);
        }
        REQUIRE(tpns_tests::allocations() == before);
    }
}

TEST_CASE("an arena holds at most four times as much as was in use at once") {
    const std::size_t before = tpns_tests::live_bytes();
    for (unsigned first = 0; first < 1000; first += 10) {
        tpns::arena memory;
        std::size_t most = 0;
        for (unsigned seed = first; seed < first + 10; ++seed) {
            memory.clear();
            most = (std::max)(most, use(memory, seed));
            const std::size_t held = tpns_tests::live_bytes() - before;
            REQUIRE(held <= 4 * most + 4096); // at least a block, and what a page rounds up
        }
    }
}

TEST_CASE("slightly more than ever before needs only slightly more memory") {
    const std::size_t before = tpns_tests::live_bytes();
    tpns::arena memory;
    for (const std::size_t size : {100'000U, 101'000U, 102'000U}) {
        memory.clear();
        (void)memory.allocate(size, 8);
        CHECK(tpns_tests::live_bytes() - before < size + 10'000); // malloc rounds up to pages
    }
}

TEST_CASE("after a mark, only what was allocated since is replaced by a larger block") {
    tpns::arena memory;
    char* const kept = static_cast<char*>(memory.allocate(1000, 1));
    std::memset(kept, 'k', 1000);
    const tpns::arena::position before = memory.mark();
    for (int i = 0; i < 10; ++i) (void)memory.allocate(1000, 1);
    memory.rewind(before);
    std::memset(memory.allocate(100000, 1), 'n', 100000);
    CHECK(std::string(kept, 1000) == std::string(1000, 'k'));
    memory.rewind(before);
    const std::size_t allocations = tpns_tests::allocations();
    std::memset(memory.allocate(100000, 1), 'n', 100000);
    CHECK(tpns_tests::allocations() == allocations);
}

TEST_CASE("an arena that could not grow can be used further") {
    tpns::arena memory;
    (void)fill(memory);
    memory.clear();
    tpns_tests::fail_allocation(1, false);
    CHECK_THROWS_AS((void)memory.allocate(100000, 1), std::bad_alloc);
    CHECK(tpns_tests::stop_failing());
    (void)fill(memory);
}

TEST_CASE("a new block is large enough for the allocation that did not fit") {
    tpns::arena memory;
    for (const std::size_t size : {std::size_t{1} << 20, std::size_t{3} << 20}) {
        char* const p = static_cast<char*>(memory.allocate(size, 64));
        REQUIRE(is_aligned(p, 64));
        std::memset(p, 1, size); // a sanitizer detects a block that is too small
    }
}

TEST_CASE("the latest allocation is resized in place if there is room") {
    alignas(8) char buffer[32];
    tpns::arena memory(buffer, sizeof buffer);
    void* const first = memory.allocate(4, 4);
    void* const latest = memory.allocate(8, 4);
    CHECK(latest == buffer + 4);
    CHECK_FALSE(memory.resize(first, 4, 5));
    CHECK_FALSE(memory.resize(first, 4, 4));
    CHECK_FALSE(memory.resize(latest, 7, 9));
    CHECK_FALSE(memory.resize(nullptr, 0, 8));
    CHECK_FALSE(memory.resize(latest, 8, 29));
    CHECK(memory.resize(latest, 8, 28));
    CHECK(memory.allocate(1, 1) == nullptr);
    CHECK(memory.resize(latest, 28, 2));
    CHECK(memory.allocate(1, 1) == buffer + 6);
    CHECK_FALSE(memory.resize(latest, 2, 3));
}

TEST_CASE("resizing never leaves its block") {
    tpns::arena memory;
    void* const p = memory.allocate(1000, 1);
    const std::size_t before = tpns_tests::allocations();
    CHECK(memory.resize(p, 1000, 1024));
    CHECK_FALSE(memory.resize(p, 1024, 1025));
    CHECK(tpns_tests::allocations() == before);
    (void)memory.allocate(1, 1);
    CHECK_FALSE(memory.resize(p, 1024, 1023));
}

TEST_CASE("a fixed buffer of any alignment and size is used to its last byte") {
    alignas(16) char buffer[64];
    const std::size_t before = tpns_tests::allocations();
    for (std::size_t offset = 0; offset < 16; ++offset)
        for (std::size_t size = 0; size <= sizeof buffer - offset; ++size)
            for (const std::size_t alignment : {1U, 2U, 4U, 8U, 16U}) {
                tpns::arena memory(buffer + offset, size);
                const std::size_t begin = (offset + alignment - 1) / alignment * alignment;
                const std::size_t end = offset + size;
                std::size_t expected = begin;
                while (expected + alignment <= end) {
                    const void* const p = memory.allocate(alignment, alignment);
                    if (p != buffer + expected) REQUIRE(p == buffer + expected);
                    expected += alignment;
                }
                const void* const beyond = memory.allocate(alignment, alignment);
                if (beyond != nullptr) REQUIRE(beyond == nullptr);
            }
    CHECK(tpns_tests::allocations() == before);
}

TEST_CASE("a full buffer gives null, but smaller requests can still succeed") {
    char buffer[8];
    tpns::arena memory(buffer, sizeof buffer);
    CHECK(memory.allocate(9, 1) == nullptr);
    CHECK(memory.allocate(static_cast<std::size_t>(-1), 1) == nullptr);
    CHECK(memory.allocate(5, 1) == buffer);
    const tpns::arena::position five = memory.mark();
    CHECK(memory.allocate(4, 1) == nullptr);
    CHECK(memory.allocate(3, 1) == buffer + 5);
    CHECK(memory.allocate(1, 1) == nullptr);
    memory.rewind(five);
    CHECK(memory.allocate(1, 1) == buffer + 5);
    memory.clear();
    CHECK(memory.allocate(8, 1) == buffer);
}

TEST_CASE("an empty buffer has room for nothing") {
    char byte = '#';
    for (void* const buffer : {static_cast<void*>(&byte), static_cast<void*>(nullptr)}) {
        tpns::arena memory(buffer, 0);
        CHECK(memory.allocate(1, 1) == nullptr);
        CHECK_FALSE(memory.resize(buffer, 0, 1));
        memory.clear();
        CHECK(memory.allocate(1, 8) == nullptr);
    }
}

TEST_CASE("no bytes fit between a buffer's last byte and its end") {
    alignas(16) char bytes[8];
    tpns::arena memory(bytes + 1, 7);
    CHECK(memory.allocate(0, 8) == bytes + 8);
    CHECK(memory.allocate(0, 16) == nullptr);
}

TEST_CASE("impossible sizes are refused, and nothing wraps around") {
    constexpr std::size_t most = (std::numeric_limits<std::size_t>::max)();
    for (const std::size_t size : {most, most - 7, most - 16, most - 64, most / 2}) {
        CAPTURE(size);
        tpns::arena memory;
        CHECK_THROWS_AS((void)memory.allocate(size, 8), std::bad_alloc);
        CHECK(memory.allocate(16, 8) != nullptr);
        alignas(8) char buffer[64];
        tpns::arena fixed(buffer, sizeof buffer);
        CHECK(fixed.allocate(size, 8) == nullptr);
        CHECK(fixed.allocate(16, 8) == buffer);
    }
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    tpns::arena memory;
    for (const std::size_t alignment : {0U, 3U, 24U}) {
        CAPTURE(alignment);
        CHECK(dies([&] { (void)memory.allocate(8, alignment); }));
    }
    CHECK(dies([] { const tpns::arena none(nullptr, 1); }));
    CHECK_FALSE(dies([] { const tpns::arena none(nullptr, 0); }));
}
