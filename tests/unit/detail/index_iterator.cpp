// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/index_iterator.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using tpns::detail::index_iterator;

namespace {

/// Creates its elements.
struct squares {
    std::size_t operator[](std::size_t i) const { return i * i; }
};
struct words {
    std::string operator[](std::size_t i) const { return std::string(i, 'x'); }
};

using kept = index_iterator<std::string_view>;       // stores its range
using pointing = index_iterator<const std::string*>; // refers to it
using making = index_iterator<squares>;

static_assert(std::is_same_v<std::iterator_traits<kept>::reference, const char&>);
static_assert(std::is_same_v<std::iterator_traits<kept>::pointer, const char*>);
static_assert(std::is_same_v<std::iterator_traits<pointing>::value_type, char>);
static_assert(std::is_same_v<std::iterator_traits<making>::reference, std::size_t>);
static_assert(std::is_same_v<std::iterator_traits<pointing>::iterator_category,
                             std::random_access_iterator_tag>);
static_assert(
    std::is_same_v<std::iterator_traits<making>::iterator_category, std::input_iterator_tag>);
#ifdef __cpp_lib_concepts
static_assert(std::random_access_iterator<kept> && std::random_access_iterator<making>);
#endif

template <class Iterator>
void check_steps(const Iterator begin) {
    Iterator i = begin;
    CHECK(i == begin);
    CHECK(i++ == begin);
    CHECK(i != begin);
    CHECK_FALSE(i == begin);
    CHECK_FALSE(i != begin + 1);
    CHECK(++i == begin + 2);
    CHECK(i-- == 2 + begin);
    CHECK(--i == begin);
    CHECK((i += 3) == begin + 3);
    CHECK((i -= 2) == begin + 1);
    CHECK(i - 1 == begin);
    CHECK(begin + 3 - 1 == begin + 2);
    CHECK(i - begin == 1);
    CHECK(begin - i == -1);
    CHECK((begin < i && i > begin && begin <= i && i >= begin));
    CHECK((begin <= begin && begin >= begin));
    CHECK_FALSE((begin > i || i < begin || i <= begin || begin >= i));
    CHECK_FALSE((begin < begin || begin > begin));
    CHECK(begin[2] == *(begin + 2));
    CHECK(Iterator() == Iterator());
}

} // namespace

TEST_CASE("an iterator visits the elements, in every syntax") {
    const std::string text = "abcdef";
    check_steps(kept(text, 0));
    check_steps(pointing(&text, 0));
    check_steps(making(squares(), 0));
    CHECK(std::string(pointing(&text, 1), pointing(&text, 4)) == "bcd");
    CHECK(std::vector<std::size_t>(making({}, 0), making({}, 4)) ==
          std::vector<std::size_t>{0, 1, 4, 9});
    CHECK(&*kept(text, 2) == &text[2]);
}

TEST_CASE("an arrow gives the element, or one created on access") {
    const std::vector<std::string> list = {"a", "bcd"};
    const index_iterator<const std::vector<std::string>*> i(&list, 1);
    CHECK(i->size() == 3);
    CHECK(i.operator->() == &list[1]);
    CHECK(index_iterator<words>({}, 4)->size() == 4);
}
