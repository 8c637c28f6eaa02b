// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_STORAGE_HPP
#define TPNS_STORAGE_HPP

#include <boost/core/span.hpp>

#include <algorithm>
#include <string>
#include <string_view>
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

/// Requests that refer to a part of the list of an owned one, such as those of `batches`.
struct slice {
    using element = owned; ///< the items are those of the owned request, so they have its storage
    /// A part of the list of an owned request, which must outlive it.
    template <class T>
    using list = boost::span<const T>;
};

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
