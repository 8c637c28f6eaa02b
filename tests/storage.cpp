// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/storage.hpp>

#include <boost/core/span.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using tpns::detail::equal_lists;

static_assert(std::is_same_v<tpns::owned::string, std::string>);
static_assert(std::is_same_v<tpns::owned::list<int>, std::vector<int>>);
static_assert(std::is_same_v<tpns::view::string, std::string_view>);
static_assert(std::is_same_v<tpns::view::list<int>, boost::span<const int>>);

static_assert(std::is_trivially_copyable_v<tpns::view::list<int>>);
static_assert(std::is_constructible_v<tpns::view::list<int>, const tpns::owned::list<int>&>);

TEST_CASE("lists are equal by their elements, whatever holds them") {
    const std::vector<int> list = {1, 2, 3};
    const std::vector<int> copy = list;
    const boost::span<const int> span = list;
    CHECK(equal_lists(list, copy));
    CHECK(equal_lists(list, span));
    CHECK(equal_lists(span, copy));
    CHECK(equal_lists(span, boost::span<const int>(copy)));
}

TEST_CASE("lists with another element, order or size differ") {
    const std::vector<int> list = {1, 2, 3};
    const boost::span<const int> span = list;
    for (const std::vector<int>& other :
         {std::vector<int>{1, 2, 4}, {0, 2, 3}, {3, 2, 1}, {1, 2}, {1, 2, 3, 3}, {}}) {
        CHECK_FALSE(equal_lists(list, other));
        CHECK_FALSE(equal_lists(other, list));
        CHECK_FALSE(equal_lists(span, other));
        CHECK_FALSE(equal_lists(other, span));
    }
}

TEST_CASE("empty lists are equal, with or without memory behind them") {
    const std::vector<int> list;
    const int nothing[1] = {};
    CHECK(equal_lists(list, boost::span<const int>()));
    CHECK(equal_lists(boost::span<const int>(), boost::span<const int>(nothing, nothing)));
}

TEST_CASE("elements of two types are compared by their own operator") {
    const std::vector<std::string> texts = {"a", "b"};
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    CHECK(equal_lists(texts, views));
    CHECK(equal_lists(views, texts));
}
