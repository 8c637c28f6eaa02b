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

/// Whether `List` is a contiguous range of `T`.
template <class List, class T, class = void>
inline constexpr bool is_list_of_v = false;
template <class List, class T>
inline constexpr bool is_list_of_v<List, T, std::void_t<element_of_t<List>>> =
    std::is_same_v<element_of_t<List>, T>;

template <class T>
inline constexpr bool is_list_view_v = false;
template <class T>
inline constexpr bool is_list_view_v<list_view<T>> = true;

/// Whether one of two lists is a `list_view`, so that our operators compare them.
template <class A, class B, class = void>
inline constexpr bool are_lists_v = false;
template <class A, class B>
inline constexpr bool are_lists_v<A, B, std::void_t<element_of_t<A>, element_of_t<B>>> =
    is_list_view_v<A> || is_list_view_v<B>;

/// Element-wise equality of two lists, whatever their storage.
template <class List, class OtherList>
[[nodiscard]] constexpr bool equal_lists(const List& a, const OtherList& b) {
    if (std::size(a) != std::size(b)) return false;
    auto other = std::begin(b); // not std::equal, which is not constexpr in C++17
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

/// A view of the elements of a vector, an array or another contiguous list, which must outlive it.
/// A pointer and a size: cheap to copy, never allocates, usable in constant expressions.
///
/// Deleted for temporaries and braced lists: the view would dangle. clang also warns of a view that
/// outlives a local variable.
template <class T>
class list_view {
public:
    using value_type = T;            ///< the type of the elements
    using iterator = const T*;       ///< random access
    using const_iterator = iterator; ///< the only iterator

    /// An empty view.
    constexpr list_view() noexcept = default;

    /// A view of all elements of a list.
    template <class List, std::enable_if_t<detail::is_list_of_v<List, T>, int> = 0>
    constexpr list_view(const List& all TPNS_DETAIL_LIFETIMEBOUND) noexcept
        : data_(std::data(all)), size_(std::size(all)) {}

    /// A view of the `size` elements from `first` on. Precondition: `first` is not null, or `size`
    /// is 0.
    constexpr list_view(const T* first TPNS_DETAIL_LIFETIMEBOUND, std::size_t size) noexcept
        : data_(first), size_(size) {
        BOOST_ASSERT(first != nullptr || size == 0);
    }

    // The comments are on the lines that compilers quote.
    template <class List,
              std::enable_if_t<detail::is_list_of_v<List, T> && !std::is_same_v<List, list_view>,
                               int> = 0>
    list_view(const List&&) = delete;             // a temporary would dangle: name it first
    list_view(std::initializer_list<T>) = delete; // braces would dangle: name an array

    /// The number of elements.
    /// @{
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// @}

    /// A pointer to the first element; unspecified if the view is empty.
    [[nodiscard]] constexpr const T* data() const noexcept { return data_; }

    /// The element at index `i`. Precondition: `i < size()`.
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size_);
        return data_[i];
    }

    /// Iterators remain valid after the view is destroyed.
    /// @{
    [[nodiscard]] constexpr iterator begin() const noexcept { return data_; }
    [[nodiscard]] constexpr iterator end() const noexcept { return data_ + size_; }
    /// @}

    /// The `count` elements from index `first` on. Precondition: `first + count <= size()`.
    [[nodiscard]] constexpr list_view subspan(std::size_t first, std::size_t count) const noexcept {
        BOOST_ASSERT(first <= size_ && count <= size_ - first);
        return {data_ + first, count};
    }

private:
    const T* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Compares element by element. The other list can be of another kind: a vector, an array, or a
/// view of other elements that compare with these.
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
