// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/list_builder.hpp>

// Then the rest.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using tpns::owned;
using tpns::view;
namespace detail = tpns::detail;

/// Larger than a word, so that its place in a buffer and its alignment matter.
struct item {
    long long number = -1;
    std::string_view name;
};

/// In C++2b, clang 14 runs libstdc++ 12's code for constant expressions, so that every assignment
/// to a string allocates.
bool assigning_allocates() {
    std::string text(50, 'x');
    const std::size_t before = tpns_tests::allocations();
    text.assign("new");
    return tpns_tests::allocations() != before;
}

} // namespace

TEST_CASE("a vector's elements are overwritten in place, and those beyond the list removed") {
    std::vector<std::string> list(5, std::string(50, 'x'));
    const std::string* const first = list.data();
    const char* const text = list[0].data();
    const std::size_t before = tpns_tests::allocations();
    detail::list_builder<std::string, owned> builder{detail::memory<owned>()};
    builder.begin(list);
    for (int i = 0; i < 3; ++i) builder.next()->assign("new");
    builder.end();
    const std::size_t after = tpns_tests::allocations();
    if (!assigning_allocates()) CHECK(after == before);
    CHECK(list == std::vector<std::string>(3, "new"));
    CHECK(list.data() == first);
    CHECK(list[0].data() == text);

    builder.begin(list);
    for (int i = 0; i < 7; ++i) *builder.next() = std::to_string(i);
    builder.end();
    CHECK(list == std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6"});

    builder.begin(list);
    builder.end();
    CHECK(list.empty());
}

TEST_CASE("more than 32 bytes are too much, if a quarter of them exceeds the value") {
    CHECK(!detail::is_too_much(32, 0));
    CHECK(detail::is_too_much(33, 0));
    CHECK(!detail::is_too_much(400, 100));
    CHECK(detail::is_too_much(404, 100));
}

TEST_CASE("a string takes its value, escaped or not, and keeps a capacity that is not too much") {
    const detail::memory<owned> memory;
    std::string text(30, 'x');
    const std::size_t kept = text.capacity();
    const std::size_t before = tpns_tests::allocations();
    CHECK(memory.assign(text, {"a\\u00e9\\n", true}));
    CHECK(text == "a\xC3\xA9\n");
    CHECK(memory.assign(text, {"plain", false}));
    CHECK(text == "plain");
    CHECK(memory.assign(text, {"", false}));
    CHECK(text.empty());
    const std::size_t after = tpns_tests::allocations();
    if (!assigning_allocates()) {
        CHECK(after == before);
        CHECK(text.capacity() == kept);
    }

    for (const bool escaped : {false, true}) {
        text.assign(400, 'x');
        const std::size_t capacity = text.capacity();
        CHECK(memory.assign(text, {std::string(capacity / 4, 'y'), escaped}));
        CHECK(text.capacity() == capacity);
        CHECK(memory.assign(text, {std::string(capacity / 4 - 1, 'z'), escaped}));
        CHECK(text.capacity() < capacity);
        CHECK(text == std::string(capacity / 4 - 1, 'z'));
        text.assign(400, 'x');
        CHECK(memory.assign(text, {"", escaped}));
        CHECK(text.capacity() < 33);
        CHECK(text.empty());
    }
    text.assign(400, 'x');
    memory.clear(text);
    CHECK(text.empty());
    CHECK(text.capacity() >= 400);
}

TEST_CASE("the list of an element keeps a capacity that is not too much") {
    const detail::memory<owned> memory;
    std::vector<std::string> list;
    list.reserve(100);
    list.assign(25, std::string(30, 'x'));
    const std::string* const data = list.data();
    memory.make_fit(list);
    CHECK(list.data() == data);
    list.pop_back();
    memory.make_fit(list);
    CHECK(list.capacity() == 24);
    CHECK(list == std::vector<std::string>(24, std::string(30, 'x')));
    list.clear();
    memory.make_fit(list);
    CHECK(list.capacity() == 0);
}

TEST_CASE("a list that is longer than there can be is no length_error") {
    // A list of a few of these has the maximum number of bytes.
    struct huge {
        char bytes[PTRDIFF_MAX / 16]; // clang 22 rejects larger structures
    };
    std::vector<huge> list;
    REQUIRE(list.max_size() <= 32);
    detail::list_builder<huge, owned> builder{detail::memory<owned>()};
    builder.begin(list);
    CHECK_THROWS_AS((void)builder.next(), std::bad_alloc);
    CHECK_THROWS_AS(builder.expect(1000), std::bad_alloc);
    CHECK_THROWS_AS(builder.expect((std::numeric_limits<std::size_t>::max)()), std::bad_alloc);
}

TEST_CASE("a string takes a value of any length, whatever it held") {
    const detail::memory<owned> memory;
    for (std::size_t size = 0; size <= 70; ++size) {
        for (const std::size_t former : {0U, 1U, 15U, 16U, 32U, 40U, 70U}) {
            CAPTURE(size);
            CAPTURE(former);
            std::string value;
            for (std::size_t i = 0; i < size; ++i) value += static_cast<char>('a' + i % 26);
            std::string text(former, '#');
            const std::size_t capacity = text.capacity();
            const std::size_t before = tpns_tests::allocations();
            CHECK(memory.assign(text, {value, false}));
            const std::size_t after = tpns_tests::allocations();
            const bool too_much = capacity > 32 && capacity / 4 > size;
            const bool fits_inside = size <= std::string().capacity();
            const std::size_t expected = size > capacity || (too_much && !fits_inside) ? 1 : 0;
            if (!assigning_allocates()) {
                CHECK(after - before == expected);
                CHECK((text.capacity() < capacity) == too_much);
            }
            CHECK(text == value);

            std::string unescaped(former, '#');
            CHECK(memory.assign(unescaped, {value + "\\n", true}));
            CHECK(unescaped == value + '\n');
        }
    }
}

TEST_CASE("a string takes a value that differs from what it held in one place") {
    const detail::memory<owned> memory;
    for (std::size_t size = 1; size <= 70; ++size)
        for (std::size_t i = 0; i < size; ++i) {
            std::string value(size, 'a');
            std::string text = value;
            value[i] = 'b';
            REQUIRE(memory.assign(text, {value, false}));
            if (text != value) CHECK(text == value);
        }
}

TEST_CASE("a list makes room for what it expects, and keeps no more than it gets") {
    std::vector<std::string> list{"former"};
    detail::list_builder<std::string, owned> builder{detail::memory<owned>()};
    builder.begin(list);
    *builder.next() = "0";
    builder.expect(9);
    const std::size_t before = tpns_tests::allocations();
    for (int i = 1; i < 10; ++i) *builder.next() = std::to_string(i);
    CHECK(tpns_tests::allocations() == before);
    const std::string* const first = list.data();
    builder.end();
    CHECK(list == std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});

    // The existing room is enough.
    builder.begin(list);
    *builder.next() = "a";
    builder.expect(3);
    CHECK(*builder.next() == "1");
    builder.end();
    CHECK(list == std::vector<std::string>{"a", "1"});
    CHECK(list.data() == first);
}

TEST_CASE("a list of the same size as the previous one is allocated once, with no room to spare") {
    for (const std::size_t size : {1U, 2U, 5U, 8U}) {
        CAPTURE(size);
        detail::list_builder<int, owned> builder{detail::memory<owned>()};
        const auto build = [&](std::vector<int>& list) {
            const std::size_t before = tpns_tests::allocations();
            builder.begin(list);
            for (std::size_t i = 0; i < size; ++i) *builder.next() = 7;
            builder.end();
            return tpns_tests::allocations() - before;
        };
        std::vector<int> first;
        std::vector<int> second;
        (void)build(first);
        CHECK(first.capacity() < 2 * size);
        CHECK(build(second) == 1);
        CHECK(second.capacity() == size);
    }
}

TEST_CASE("a view refers to the body where it can, and to the arena where it must") {
    char buffer[4];
    tpns::arena arena(buffer, sizeof buffer);
    const detail::memory<view> memory(arena);
    CHECK(&memory.get() == &arena);
    const std::string_view body = "plain";
    std::string_view text;
    CHECK(memory.assign(text, {body, false}));
    CHECK(text.data() == body.data());
    CHECK(text.size() == body.size());
    CHECK(memory.assign(text, {"\\u00e9\\n", true}));
    CHECK(text == "\xC3\xA9\n");
    CHECK(text.data() == buffer);
    CHECK_FALSE(memory.assign(text, {"\\u00e9", true}));
    CHECK(memory.assign(text, {"\\t", true}));
    CHECK(text.data() == buffer + 3);
    CHECK_FALSE(memory.assign(text, {"\\t", true}));
}

TEST_CASE("an array grows in place while nothing follows it, and returns what it does not need") {
    alignas(item) char buffer[100 * sizeof(item)];
    tpns::arena fixed(buffer, sizeof buffer);
    tpns::arena growing;
    for (tpns::arena* const arena : {&fixed, &growing}) {
        detail::list_builder<item, view> builder{detail::memory<view>(*arena)};
        for (const std::size_t size : {1U, 4U, 5U, 70U}) {
            CAPTURE(size);
            arena->clear();
            tpns::list_view<item> list;
            builder.begin(list);
            for (std::size_t i = 0; i < size; ++i) {
                item* const element = builder.next();
                REQUIRE(element != nullptr);
                CHECK(element->number == -1);
                element->number = static_cast<long long>(i);
            }
            builder.end();
            REQUIRE(list.size() == size);
            if (!arena->grows()) CHECK(static_cast<const void*>(list.data()) == buffer);
            for (std::size_t i = 0; i < size; ++i)
                CHECK(list[i].number == static_cast<long long>(i));
            CHECK(arena->allocate(1, 1) == list.data() + size);
        }
    }
}

TEST_CASE("an array can have all of a buffer") {
    alignas(item) char buffer[20 * sizeof(item)];
    for (std::size_t size = 0; size <= 20; ++size)
        for (const std::size_t too_little : {std::size_t{1}, sizeof(item) - 1}) {
            CAPTURE(size);
            tpns::arena arena(buffer, (size + 1) * sizeof(item) - too_little);
            detail::list_builder<item, view> builder{detail::memory<view>(arena)};
            tpns::list_view<item> list;
            builder.begin(list);
            for (std::size_t i = 0; i < size; ++i) {
                item* const element = builder.next();
                REQUIRE(element != nullptr);
                element->number = static_cast<long long>(i);
            }
            CHECK(builder.next() == nullptr);
            builder.end();
            REQUIRE(list.size() == size);
            for (std::size_t i = 0; i < size; ++i)
                CHECK(list[i].number == static_cast<long long>(i));
        }
}

TEST_CASE("an array that must move in a buffer does so to twice the room") {
    alignas(item) char buffer[20 * sizeof(item)];
    for (std::size_t left = 0; left <= 9; ++left) {
        CAPTURE(left);
        tpns::arena arena(buffer, (4 + 1 + left) * sizeof(item));
        detail::list_builder<item, view> builder{detail::memory<view>(arena)};
        tpns::list_view<item> list;
        builder.begin(list);
        for (int i = 0; i < 4; ++i) {
            item* const element = builder.next();
            REQUIRE(element != nullptr);
            element->number = i;
        }
        REQUIRE(arena.allocate(sizeof(item), alignof(item)) != nullptr);
        std::size_t size = 4;
        while (item* const element = builder.next())
            element->number = static_cast<long long>(size++);
        builder.end();
        CHECK(size == (left >= 8 ? left : 4));
        REQUIRE(list.size() == size);
        for (std::size_t i = 0; i < size; ++i) CHECK(list[i].number == static_cast<long long>(i));
    }
}

TEST_CASE("an array moves if something follows it, and keeps its contents") {
    tpns::arena arena;
    const detail::memory<view> memory(arena);
    detail::list_builder<item, view> builder(memory);
    tpns::list_view<item> list;
    builder.begin(list);
    for (int i = 0; i < 300; ++i) {
        item* const element = builder.next();
        REQUIRE(element != nullptr);
        element->number = i;
        REQUIRE(memory.assign(element->name, {"a\\tb", true}));
    }
    builder.end();
    REQUIRE(list.size() == 300);
    for (int i = 0; i < 300; ++i) {
        CHECK(list[static_cast<std::size_t>(i)].number == i);
        CHECK(list[static_cast<std::size_t>(i)].name == "a\tb");
    }
}

TEST_CASE("the end of an array takes nothing from what follows it") {
    alignas(item) char buffer[10 * sizeof(item)];
    tpns::arena arena(buffer, sizeof buffer);
    detail::list_builder<item, view> builder{detail::memory<view>(arena)};
    tpns::list_view<item> list;
    builder.begin(list);
    REQUIRE(builder.next() != nullptr);
    CHECK(arena.allocate(1, 1) == buffer + sizeof(item));
    builder.end();
    CHECK(list.size() == 1);
    CHECK(arena.allocate(1, 1) == buffer + sizeof(item) + 1);
}

TEST_CASE("an empty array takes no room, and forgets what the list was") {
    tpns::arena arena;
    detail::list_builder<item, view> builder{detail::memory<view>(arena)};
    tpns::list_view<item> list;
    builder.begin(list);
    REQUIRE(builder.next() != nullptr);
    builder.end();
    CHECK(list.size() == 1);
    void* const free = arena.allocate(1, 1);
    CHECK(arena.resize(free, 1, 0));

    builder.begin(list);
    CHECK(list.empty());
    builder.end();
    CHECK(list.empty());
    CHECK(list.data() == nullptr);
    CHECK(arena.allocate(1, 1) == free);
}

TEST_CASE_TEMPLATE("a list holds what it was given, whatever its builder built before", Storage,
                   owned, view) {
    using list_type = typename Storage::template list<std::size_t>;
    tpns::arena arena;
    const auto heap = [&] {
        if constexpr (std::is_same_v<Storage, view>)
            return detail::memory<view>(arena);
        else
            return detail::memory<owned>();
    };
    constexpr std::size_t sizes[] = {0, 1, 2, 3, 4, 5, 8, 9, 17};
    for (const std::size_t a : sizes)
        for (const std::size_t b : sizes)
            for (const std::size_t c : sizes) {
                arena.clear();
                list_type lists[3] = {};
                detail::list_builder<std::size_t, Storage> builder(heap());
                std::size_t n = 0;
                for (const std::size_t size : {a, b, c}) {
                    list_type& list = lists[n++];
                    builder.begin(list);
                    for (std::size_t i = 0; i < size; ++i) {
                        std::size_t* const element = builder.next();
                        REQUIRE(element != nullptr);
                        REQUIRE(*element == 0);
                        *element = 100 * n + i;
                        if (i == 0 && a % 2 == 1) builder.expect(b);
                        // Blocks the growth of some lists.
                        if (i == n) (void)arena.allocate(1, 1);
                    }
                    builder.end();
                }
                n = 0;
                for (const std::size_t size : {a, b, c}) {
                    const list_type& list = lists[n++];
                    REQUIRE(list.size() == size);
                    for (std::size_t i = 0; i < size; ++i) REQUIRE(list[i] == 100 * n + i);
                }
            }
}

TEST_CASE("an array in a full buffer gives null, and starts anew at its next begin") {
    alignas(item) char buffer[4 * sizeof(item)];
    tpns::arena arena(buffer, sizeof buffer);
    detail::list_builder<item, view> builder{detail::memory<view>(arena)};
    tpns::list_view<item> list;
    for (int round = 0; round < 2; ++round) {
        arena.clear();
        builder.begin(list);
        for (int i = 0; i < 4; ++i) CHECK(builder.next() != nullptr);
        CHECK(builder.next() == nullptr);
        CHECK(builder.next() == nullptr);
    }
}
