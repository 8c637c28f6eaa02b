// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include "support/death.hpp"

#include <tpns/storage.hpp>

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

using tpns::detail::equal_lists;

static_assert(std::is_same_v<tpns::owned::string, std::string>);
static_assert(std::is_same_v<tpns::owned::list<int>, std::vector<int>>);
static_assert(std::is_same_v<tpns::view::string, std::string_view>);
static_assert(std::is_same_v<tpns::view::list<int>, tpns::list_view<int>>);

static_assert(std::is_trivially_copyable_v<tpns::view::list<int>>);
static_assert(std::is_constructible_v<tpns::view::list<int>, const tpns::owned::list<int>&>);

using tpns::part_list;

static_assert(std::is_same_v<tpns::part::list<int>, part_list<int>>);
static_assert(std::is_same_v<tpns::part::element, tpns::owned>);
static_assert(std::is_same_v<tpns::basic_part<tpns::view>::element, tpns::view>);
static_assert(std::is_trivially_copyable_v<part_list<int>>);
static_assert(
    std::is_same_v<std::iterator_traits<part_list<int>::iterator>::reference, const int&>);

// From lvalues only.
static_assert(std::is_convertible_v<std::vector<int>&, part_list<int>>);
static_assert(std::is_convertible_v<const std::array<int, 2>&, part_list<int>>);
static_assert(std::is_convertible_v<const int (&)[2], part_list<int>>);
static_assert(std::is_convertible_v<boost::span<int>&, part_list<int>>);
static_assert(std::is_convertible_v<tpns::list_view<int>, part_list<int>>);
static_assert(std::is_convertible_v<tpns::list_view<int>&, part_list<int>>);
static_assert(!std::is_convertible_v<part_list<int>, tpns::list_view<int>>);
static_assert(!std::is_convertible_v<std::vector<int>, part_list<int>>);
static_assert(!std::is_convertible_v<const std::vector<int>, part_list<int>>);
static_assert(!std::is_constructible_v<part_list<int>, std::array<int, 2>>);
static_assert(!std::is_constructible_v<part_list<int>, std::initializer_list<int>>);
static_assert(!std::is_constructible_v<part_list<int>, std::vector<long>&>);
static_assert(!std::is_constructible_v<part_list<int>, int&>);

TEST_CASE("a part is all of a list, a run, or chosen elements, and copies nothing") {
    const std::vector<int> list = {0, 10, 20, 30, 40};
    const part_list<int> none;
    CHECK(none.empty());
    CHECK(none.size() == 0);
    CHECK(none.begin() == none.end());

    const part_list<int> all = list;
    CHECK(all.size() == 5);
    CHECK_FALSE(all.empty());
    CHECK(&all[4] == &list[4]);
    CHECK(equal_lists(all, list));
    CHECK(equal_lists(part_list<int>(&list[1], 2), std::vector<int>{10, 20}));

    const std::size_t indices[] = {4, 0, 3, 3};
    const part_list<int> some(list.data(), indices, 4);
    CHECK(some.size() == 4);
    CHECK(&some[0] == &list[4]);
    CHECK(std::vector<int>(some.begin(), some.end()) == std::vector<int>{40, 0, 30, 30});
    CHECK(some.end() - some.begin() == 4);
}

TEST_CASE("a part of a part refers to the same list") {
    const std::vector<int> list = {0, 10, 20, 30, 40};
    const part_list<int> run = part_list<int>(list).subspan(1, 3);
    CHECK(equal_lists(run, std::vector<int>{10, 20, 30}));
    CHECK(equal_lists(run.subspan(2, 1), std::vector<int>{30}));
    const std::size_t indices[] = {4, 0, 3, 1};
    const part_list<int> some = part_list<int>(list.data(), indices, 4).subspan(1, 3);
    CHECK(equal_lists(some, std::vector<int>{0, 30, 10}));
    CHECK(equal_lists(some.subspan(1, 2), std::vector<int>{30, 10}));
    CHECK(some.subspan(3, 0).empty());
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    const std::vector<int> list = {0, 10, 20};
    const std::size_t indices[] = {2, 0};
    const part_list<int> run(list);
    const part_list<int> some(list.data(), indices, 2);
    CHECK(dies([&] { (void)run[3]; }));
    CHECK(dies([&] { (void)some[2]; }));
    for (const part_list<int>& part : {run.subspan(0, 2), some}) {
        CHECK(dies([&] { (void)part.subspan(1, 2); }));
        CHECK(dies([&] { (void)part.subspan(3, 0); }));
        CHECK_FALSE(dies([&] { (void)part.subspan(2, 0); }));
    }
    CHECK(dies([&] { (void)part_list<int>(list.data(), nullptr, 1); }));
    CHECK_FALSE(dies([&] { (void)part_list<int>(list.data(), nullptr, 0); }));
}
