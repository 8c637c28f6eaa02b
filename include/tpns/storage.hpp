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

/// Messages that own their data. What most programs want: `account`, `request`, `response`.
struct owned {
    using element = owned;      ///< the storage of the elements of lists
    using string = std::string; ///< of tokens, accounts and texts
    /// Of bindings, tokens, accounts or codes.
    template <class T>
    using list = std::vector<T>;
};

/// Messages that refer to data elsewhere: `account_view`, `request_view`, `response_view`.
///
/// They never allocate. A view is good for as long as the characters and the elements that it
/// refers to; nothing in the library extends a lifetime. Lists and identifiers refuse temporaries.
/// The texts of responses are plain `std::string_view`s, which do not: to set `err_msg` to a
/// temporary `std::string` compiles, and dangles (clang warns of some such).
struct view {
    using element = view;            ///< the storage of the elements of lists
    using string = std::string_view; ///< of tokens, accounts and texts
    /// Of bindings, tokens, accounts or codes.
    template <class T>
    using list = list_view<T>;
};

/// Some elements of a list that stays where it is: all, a run of them, or those at given indices.
///
/// All, and a run of them, are given as to a `list_view`, under the same rules.
template <class T>
class part_list : list_view<T> {
public:
    using value_type = T;                               ///< as of the whole list
    using iterator = detail::index_iterator<part_list>; ///< random access
    using const_iterator = iterator;                    ///< there is no other

    using list_view<T>::list_view;

    /// All elements of a view.
    constexpr part_list(list_view<T> all) noexcept : list_view<T>(all) {}

    /// The elements `all[indices[0]]` to `all[indices[count - 1]]`. They and the indices must
    /// outlive the part.
    constexpr part_list(const T* all TPNS_DETAIL_LIFETIMEBOUND,
                        const std::size_t* indices TPNS_DETAIL_LIFETIMEBOUND,
                        std::size_t count) noexcept
        : list_view<T>(all, count), indices_(indices) {
        BOOST_ASSERT(indices != nullptr || count == 0);
    }

    /// How many elements.
    /// @{
    using list_view<T>::size;
    using list_view<T>::empty;
    /// @}

    /// The element `i` of the part. Precondition: `i < size()`.
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        return this->data()[indices_ != nullptr ? indices_[i] : i];
    }

    /// Iterators stay valid when the part is destroyed: they refer to what it refers to.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }
    /// @}

    /// The `count` elements from element `first` on. Precondition: there are as many.
    [[nodiscard]] constexpr part_list subspan(std::size_t first, std::size_t count) const noexcept {
        BOOST_ASSERT(first <= size() && count <= size() - first);
        if (indices_ != nullptr) return {this->data(), indices_ + first, count};
        return list_view<T>::subspan(first, count);
    }

private:
    const std::size_t* indices_ = nullptr; // none: those that stand side by side
};

/// Requests of some items of a list that stays where it is, such as those of a `job` or of
/// `batches`; `Element` is the storage of the items, `owned` or `view`.
template <class Element>
struct basic_part {
    using element = Element; ///< the storage of the elements of lists
    /// Of bindings, tokens or accounts that stay where they are.
    template <class T>
    using list = part_list<T>;
};

using part = basic_part<owned>; ///< of a list of bindings, tokens or accounts that own their data

}} // namespace tpns::v0

#endif
