// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_LIST_VIEW_HPP
#define TPNS_LIST_VIEW_HPP

#include <tpns/detail/lifetimebound.hpp>

#include <boost/assert.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>

namespace tpns { inline namespace v0 {

template <class T>
class list_view;

namespace detail {

/// The type of the elements of a vector, an array or another contiguous range.
template <class List>
using element_of_t =
    std::remove_cv_t<std::remove_pointer_t<decltype(std::data(std::declval<const List&>()))>>;

/// Whether `List` is such a list, and of `T`.
template <class List, class T, class = void>
inline constexpr bool is_list_of_v = false;
template <class List, class T>
inline constexpr bool is_list_of_v<List, T, std::void_t<element_of_t<List>>> =
    std::is_same_v<element_of_t<List>, T>;

template <class T>
inline constexpr bool is_list_view_v = false;
template <class T>
inline constexpr bool is_list_view_v<list_view<T>> = true;

/// Whether one of two lists is a `list_view`, so that it is for us to compare them.
template <class A, class B, class = void>
inline constexpr bool are_lists_v = false;
template <class A, class B>
inline constexpr bool are_lists_v<A, B, std::void_t<element_of_t<A>, element_of_t<B>>> =
    is_list_view_v<A> || is_list_view_v<B>;

/// Element-wise equality of two lists, whatever their storage.
template <class List, class OtherList>
[[nodiscard]] constexpr bool equal_lists(const List& a, const OtherList& b) {
    if (std::size(a) != std::size(b)) return false;
    auto other = std::begin(b); // not std::equal, which is no constant expression in C++17
    for (const auto& e : a)
        if (!(e == *other++)) return false;
    return true;
}

/// Lexicographic order of two lists, whatever their storage.
template <class List, class OtherList>
[[nodiscard]] constexpr bool less_lists(const List& a, const OtherList& b) {
    auto other = std::begin(b);
    const auto end = std::end(b);
    for (const auto& e : a) {
        if (other == end || *other < e) return false;
        if (e < *other) return true;
        ++other;
    }
    return other != end;
}

} // namespace detail

/// The elements of a vector, an array or another list, which stay where they are and must outlive
/// the view. A pointer and a size: cheap to copy, never allocates, may be a constant.
///
/// Deleted for temporaries and lists in braces: the view would dangle. clang also warns of a view
/// that outlives a local variable.
template <class T>
class list_view {
public:
    using value_type = T;            ///< what it is a range of
    using iterator = const T*;       ///< random access
    using const_iterator = iterator; ///< there is no other

    /// No elements.
    constexpr list_view() noexcept = default;

    /// All elements of a list.
    template <class List, std::enable_if_t<detail::is_list_of_v<List, T>, int> = 0>
    constexpr list_view(const List& all TPNS_DETAIL_LIFETIMEBOUND) noexcept
        : data_(std::data(all)), size_(std::size(all)) {}

    /// The `size` elements from `first` on, which is null only if there are none.
    constexpr list_view(const T* first TPNS_DETAIL_LIFETIMEBOUND, std::size_t size) noexcept
        : data_(first), size_(size) {
        BOOST_ASSERT(first != nullptr || size == 0);
    }

    // The comments are on the lines that compilers show.
    template <class List,
              std::enable_if_t<detail::is_list_of_v<List, T> && !std::is_same_v<List, list_view>,
                               int> = 0>
    list_view(const List&&) = delete;             // a temporary would dangle: name it first
    list_view(std::initializer_list<T>) = delete; // braces would dangle: name an array

    /// How many elements.
    /// @{
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// @}

    /// The first element; null or not where there is none.
    [[nodiscard]] constexpr const T* data() const noexcept { return data_; }

    /// The element `i`. Precondition: `i < size()`.
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size_);
        return data_[i];
    }

    /// Iterators stay valid when the view is destroyed.
    /// @{
    [[nodiscard]] constexpr iterator begin() const noexcept { return data_; }
    [[nodiscard]] constexpr iterator end() const noexcept { return data_ + size_; }
    /// @}

    /// The `count` elements from element `first` on. Precondition: there are as many.
    [[nodiscard]] constexpr list_view subspan(std::size_t first, std::size_t count) const noexcept {
        BOOST_ASSERT(first <= size_ && count <= size_ - first);
        return {data_ + first, count};
    }

private:
    const T* data_ = nullptr;
    std::size_t size_ = 0;
};

/// By the elements, one after the other, also with a list of another kind: a vector, an array, a
/// view of elements that compare with these.
/// @{
template <class A, class B, std::enable_if_t<detail::are_lists_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator==(const A& a, const B& b) noexcept {
    return detail::equal_lists(a, b);
}
template <class A, class B, std::enable_if_t<detail::are_lists_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator!=(const A& a, const B& b) noexcept {
    return !(a == b);
}
template <class A, class B, std::enable_if_t<detail::are_lists_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator<(const A& a, const B& b) noexcept {
    return detail::less_lists(a, b);
}
/// @}

}} // namespace tpns::v0

#endif
