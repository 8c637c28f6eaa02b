// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_STORAGE_HPP
#define TPNS_STORAGE_HPP

#include <tpns/detail/index_iterator.hpp>
#include <tpns/detail/lifetimebound.hpp>
#include <tpns/list_view.hpp>

#include <boost/assert.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tpns { inline namespace v0 {

/// Messages that own their data: `account`, `request`, `response`. Most programs use these.
struct owned {
    using element = owned;      ///< the storage of list elements
    using string = std::string; ///< for tokens, accounts and texts
    /// A list of bindings, tokens, accounts or codes.
    template <class T>
    using list = std::vector<T>;
};

/// Messages that refer to data elsewhere: `account_view`, `request_view`, `response_view`.
///
/// Views never allocate. A view is valid for as long as the characters and elements that it refers
/// to; the library extends no lifetime. The constructors of lists and identifiers are deleted for
/// temporaries. The texts of responses are plain `std::string_view`s: setting `err_msg` to a
/// temporary `std::string` compiles, and dangles (clang warns of some cases).
struct view {
    using element = view;            ///< the storage of list elements
    using string = std::string_view; ///< for tokens, accounts and texts
    /// A list of bindings, tokens, accounts or codes.
    template <class T>
    using list = list_view<T>;
};

/// Some elements of a list, which must outlive it: all, a contiguous run, or those at given
/// indices.
///
/// To refer to all elements or to a run, construct it as a `list_view`, under the same rules.
template <class T>
class part_list : list_view<T> {
public:
    using value_type = T;                               ///< the type of the elements
    using iterator = detail::index_iterator<part_list>; ///< random access
    using const_iterator = iterator;                    ///< the only iterator

    using list_view<T>::list_view;

    /// A part with all elements of a view.
    constexpr part_list(list_view<T> all) noexcept : list_view<T>(all) {}

    /// A part with the elements `all[indices[0]]` to `all[indices[count - 1]]`. The elements and
    /// the indices must outlive it. Precondition: `indices` is not null, or `count` is 0.
    constexpr part_list(const T* all TPNS_DETAIL_LIFETIMEBOUND,
                        const std::size_t* indices TPNS_DETAIL_LIFETIMEBOUND,
                        std::size_t count) noexcept
        : list_view<T>(all, count), indices_(indices) {
        BOOST_ASSERT(indices != nullptr || count == 0);
    }

    /// The number of elements.
    /// @{
    using list_view<T>::size;
    using list_view<T>::empty;
    /// @}

    /// The element at index `i` of the part. Precondition: `i < size()`.
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        return this->data()[indices_ != nullptr ? indices_[i] : i];
    }

    /// Iterators remain valid after the part is destroyed: they refer to the elements and the
    /// indices.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }
    /// @}

    /// The `count` elements from index `first` on. Precondition: `first + count <= size()`.
    [[nodiscard]] constexpr part_list subspan(std::size_t first, std::size_t count) const noexcept {
        BOOST_ASSERT(first <= size() && count <= size() - first);
        if (indices_ != nullptr) return {this->data(), indices_ + first, count};
        return list_view<T>::subspan(first, count);
    }

private:
    const std::size_t* indices_ = nullptr; // null for a contiguous run
};

/// Requests for some items of a list that stays in place, such as those of `job` and `batches`.
/// `Element` is the storage of the items, `owned` or `view`.
template <class Element>
struct basic_part {
    using element = Element; ///< the storage of list elements
    /// Bindings, tokens or accounts that stay in place.
    template <class T>
    using list = part_list<T>;
};

using part = basic_part<owned>; ///< a part of a list of items that own their data

}} // namespace tpns::v0

#endif
