// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/list_view.hpp>

// Then the rest.
#include "support/death.hpp"

#include <boost/core/span.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// For the messages about code that must not compile, see refused.sh.

using tpns::list_view;
using tpns::detail::equal_lists;
using tpns::detail::less_lists;

static_assert(sizeof(list_view<int>) == 2 * sizeof(void*));
static_assert(std::is_trivially_copyable_v<list_view<int>>);
static_assert(std::is_nothrow_default_constructible_v<list_view<int>>);
static_assert(
    std::is_same_v<std::iterator_traits<list_view<int>::iterator>::reference, const int&>);
static_assert(std::is_same_v<list_view<int>::value_type, int>);

// From lvalues only.
static_assert(std::is_convertible_v<std::vector<int>&, list_view<int>>);
static_assert(std::is_convertible_v<const std::vector<int>&, list_view<int>>);
static_assert(std::is_convertible_v<const std::array<int, 2>&, list_view<int>>);
static_assert(std::is_convertible_v<const int (&)[2], list_view<int>>);
static_assert(std::is_convertible_v<int (&)[2], list_view<int>>);
static_assert(std::is_convertible_v<boost::span<int>&, list_view<int>>);
static_assert(std::is_convertible_v<list_view<int>, list_view<int>>);
static_assert(std::is_convertible_v<list_view<int>&, list_view<int>>);
static_assert(std::is_constructible_v<list_view<int>, const int*, std::size_t>);
static_assert(!std::is_constructible_v<list_view<int>, std::vector<int>>);
static_assert(!std::is_constructible_v<list_view<int>, const std::vector<int>>);
static_assert(!std::is_constructible_v<list_view<int>, std::array<int, 2>>);
static_assert(!std::is_constructible_v<list_view<int>, int (&&)[2]>);
static_assert(!std::is_constructible_v<list_view<int>, std::initializer_list<int>>);
static_assert(!std::is_constructible_v<list_view<int>, std::initializer_list<int>&>);
static_assert(!std::is_assignable_v<list_view<int>&, std::vector<int>>);
static_assert(!std::is_assignable_v<list_view<int>&, std::initializer_list<int>>);
static_assert(!std::is_constructible_v<list_view<int>, std::vector<long>&>);
static_assert(!std::is_constructible_v<list_view<int>, list_view<long>>);
static_assert(!std::is_constructible_v<list_view<int>, int&>);

// Everything works in constant expressions.
static constexpr int numbers[] = {0, 10, 20, 30, 40};
static constexpr list_view<int> view_of_all = numbers;
static_assert(view_of_all.size() == 5 && !view_of_all.empty() && view_of_all[4] == 40 &&
              view_of_all.data() == numbers);
static_assert(*view_of_all.begin() == 0 && view_of_all.end() - view_of_all.begin() == 5);
static_assert(view_of_all.subspan(1, 3).size() == 3 && view_of_all.subspan(1, 3)[2] == 30);
static_assert(list_view<int>().empty() && list_view<int>().data() == nullptr);
static_assert(view_of_all == view_of_all && view_of_all != view_of_all.subspan(0, 4) &&
              view_of_all.subspan(0, 4) < view_of_all);
static_assert(view_of_all == numbers && !(numbers != view_of_all) &&
              view_of_all < view_of_all.subspan(1, 1));

TEST_CASE("a view refers to the elements of a list") {
    const std::vector<int> list = {1, 2, 3};
    const list_view<int> view = list;
    CHECK(view.data() == list.data());
    CHECK(view.size() == 3);
    CHECK(&view[2] == &list[2]);
    CHECK(std::vector<int>(view.begin(), view.end()) == list);
    const list_view<int> some = {&list[1], 2};
    CHECK(some.data() == &list[1]);
    CHECK(some == std::vector<int>{2, 3});
    CHECK(view.subspan(3, 0).empty());
    CHECK(list_view<int>{}.begin() == list_view<int>{}.end());
}

TEST_CASE("lists compare by elements, whatever the container") {
    const std::vector<int> list = {1, 2, 3};
    const std::vector<int> copy = list;
    const list_view<int> view = list;
    CHECK(equal_lists(list, copy));
    CHECK(equal_lists(list, view));
    CHECK(view == copy);
    CHECK(copy == view);
    CHECK(view == list_view<int>(copy));
    CHECK_FALSE(view != copy);
}

TEST_CASE("lists that differ in an element, the order or the size are unequal, and ordered") {
    const std::vector<int> list = {1, 2, 3};
    const list_view<int> view = list;
    for (const std::vector<int>& other :
         {std::vector<int>{1, 2, 4}, {0, 2, 3}, {3, 2, 1}, {1, 2}, {1, 2, 3, 3}, {}}) {
        CHECK_FALSE(equal_lists(list, other));
        CHECK_FALSE(view == other);
        CHECK_FALSE(other == view);
        CHECK(view != other);
        CHECK((view < other) == (list < other));
        CHECK((other < view) == (other < list));
        CHECK(less_lists(list, other) == (list < other));
        CHECK(less_lists(other, list) == (other < list));
    }
    CHECK_FALSE(less_lists(list, list));
    CHECK_FALSE(view < view);
}

TEST_CASE("empty lists are equal, with or without memory") {
    const std::vector<int> list;
    const int nothing[1] = {};
    CHECK(equal_lists(list, list_view<int>()));
    CHECK(list_view<int>() == list_view<int>(nothing, 0));
    CHECK_FALSE(list_view<int>() < list_view<int>(nothing, 0));
}

TEST_CASE("elements of two types are compared by their own operator") {
    const std::vector<std::string> texts = {"a", "b"};
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    CHECK(equal_lists(texts, views));
    CHECK(list_view<std::string>(texts) == views);
    CHECK(views == list_view<std::string>(texts));
    CHECK(list_view<std::string>(texts) == list_view<std::string_view>(views));
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    static const int list[] = {1, 2, 3}; // g++ 16 takes a local one for uninitialised
    const list_view<int> all(list);
    CHECK(dies([&] { (void)all[3]; }));
    CHECK(dies([&] { (void)list_view<int>()[0]; }));
    CHECK(dies([&] { (void)all.subspan(1, 3); }));
    CHECK(dies([&] { (void)all.subspan(4, 0); }));
    CHECK(dies([&] { (void)all.subspan(2, std::size_t(-1)); }));
    CHECK(dies([] { (void)list_view<int>(nullptr, 1); }));
    CHECK_FALSE(dies([] { (void)list_view<int>(nullptr, 0); }));
    CHECK_FALSE(dies([&] { (void)all.subspan(3, 0); }));
}
