// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_STORAGE_HPP
#define TPNS_STORAGE_HPP

#include <tpns/detail/index_iterator.hpp>

#include <boost/core/span.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 {

/// Messages that hold what they say. What most programs want: `account`, `request`, `response`.
struct owned {
    using element = owned;      ///< the storage of what stands in a list
    using string = std::string; ///< of tokens, accounts and texts
    /// Of bindings, tokens, accounts or codes.
    template <class T>
    using list = std::vector<T>;
};

/// Messages that refer to what others hold: `account_view`, `request_view`, `response_view`.
///
/// They never allocate. A view is good for as long as the characters and the elements that it
/// refers to; nothing in the library extends a lifetime. Beware of a list made from a temporary
/// vector or from a list in braces (`v.token_list = {{t}}`): a span takes both.
struct view {
    using element = view;            ///< the storage of what stands in a list
    using string = std::string_view; ///< of tokens, accounts and texts
    /// Of bindings, tokens, accounts or codes.
    template <class T>
    using list = boost::span<const T>;
};

namespace detail {

/// Whether `List` is a vector, an array or a span of `T`.
template <class List, class T, class = void>
inline constexpr bool is_list_of_v = false;
template <class List, class T>
inline constexpr bool is_list_of_v<List, T,
                                   std::void_t<decltype(std::data(std::declval<const List&>()))>> =
    std::is_same_v<
        std::remove_cv_t<std::remove_pointer_t<decltype(std::data(std::declval<const List&>()))>>,
        T>;

} // namespace detail

/// Some elements of a list that stays where it is: all, a run of them, or those at given indices.
template <class T>
class part_list {
public:
    using value_type = T;                               ///< as of the whole list
    using iterator = detail::index_iterator<part_list>; ///< random access
    using const_iterator = iterator;                    ///< there is no other

    /// No elements.
    part_list() = default;

    /// All elements of a vector, an array or a span, which must outlive the part; so a temporary is
    /// refused.
    /// @{
    template <class List, std::enable_if_t<detail::is_list_of_v<List, T>, int> = 0>
    part_list(const List& all) noexcept : all_(std::data(all)), size_(std::size(all)) {}
    template <class List, std::enable_if_t<detail::is_list_of_v<List, T>, int> = 0>
    part_list(const List&& all) = delete;
    /// @}

    /// The `size` elements from `all` on. They must outlive the part.
    part_list(const T* all, std::size_t size) noexcept : all_(all), size_(size) {}

    /// The elements `all[indices[0]]` to `all[indices[size - 1]]`. They and the indices must
    /// outlive the part.
    part_list(const T* all, const std::size_t* indices, std::size_t size) noexcept
        : all_(all), indices_(indices), size_(size) {}

    /// How many elements.
    /// @{
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// @}

    /// The element `i` of the part, which is less than `size()`.
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
        return all_[indices_ != nullptr ? indices_[i] : i];
    }

    /// Iterators refer to what the part refers to, not to the part.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {*this, size_}; }
    /// @}

    /// `count` of the elements, from element `first` on; there are as many.
    [[nodiscard]] part_list subspan(std::size_t first, std::size_t count) const noexcept {
        if (indices_ != nullptr) return {all_, indices_ + first, count};
        return {all_ + first, count};
    }

private:
    const T* all_ = nullptr;
    const std::size_t* indices_ = nullptr; // none: those that stand side by side from `all_` on
    std::size_t size_ = 0;
};

/// Requests of some items of a list that stays where it is, such as those of a `job` or of
/// `batches`; `Element` is the storage of the items, `owned` or `view`.
template <class Element>
struct basic_part {
    using element = Element; ///< the storage of what stands in a list
    /// Of bindings, tokens or accounts that stay where they are.
    template <class T>
    using list = part_list<T>;
};

using part =
    basic_part<owned>; ///< of a list of bindings, tokens or accounts that hold what they say

namespace detail {

/// Element-wise equality of two lists, whatever their storage (a span has no `==` of its own).
template <class List, class OtherList>
[[nodiscard]] bool equal_lists(const List& a, const OtherList& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// Lexicographic order of two lists, whatever their storage.
template <class List, class OtherList>
[[nodiscard]] bool less_lists(const List& a, const OtherList& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace detail
}} // namespace tpns::v0

#endif
