// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TO_OWNED_HPP
#define TPNS_TO_OWNED_HPP

#include <tpns/account.hpp>
#include <tpns/identifier.hpp>
#include <tpns/operations.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/storage.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace tpns { inline namespace v0 {

// Copies messages and their parts, whatever the storage, to ones that own their data: a view that
// must outlive the body and the arena, a part, or an owned message. The copy equals the original
// (a valueless request becomes an empty one).
// Complexity: linear. Throws only `std::bad_alloc`.

/// Copies a token or an account's id.
template <class Kind, class Storage>
[[nodiscard]] identifier<Kind, owned> to_owned(const identifier<Kind, Storage>& id) {
    return identifier<Kind, owned>(id.str());
}

/// Copies an account.
template <class Storage>
[[nodiscard]] account to_owned(const basic_account<Storage>& a) {
    return {tpns::to_owned(a.id), a.type};
}

/// Copies an item's code.
template <class Storage>
[[nodiscard]] item_code to_owned(const basic_item_code<Storage>& code) {
    return {std::string(code.text)};
}

namespace detail {

template <class T, class List>
void assign_owned(std::vector<T>& to, const List& from);

} // namespace detail

/// Copies a binding.
template <class Storage>
[[nodiscard]] binding to_owned(const basic_binding<Storage>& b) {
    binding copy{tpns::to_owned(b.token), {}};
    detail::assign_owned(copy.account_list, b.account_list);
    return copy;
}

/// Copies an operation.
template <operator_type Type, class Storage>
[[nodiscard]] basic_operation<Type, owned> to_owned(const basic_operation<Type, Storage>& op) {
    basic_operation<Type, owned> copy;
    detail::assign_owned(items(copy), items(op));
    return copy;
}

/// Copies a request.
template <class Storage>
[[nodiscard]] request to_owned(const basic_request<Storage>& r) {
    request copy;
    detail::with_operation(r, [&](const auto& op) { copy = tpns::to_owned(op); });
    return copy;
}

/// Copies a response.
template <class Storage>
[[nodiscard]] response to_owned(const basic_response<Storage>& r) {
    response copy{r.ret_code, std::string(r.err_msg), {}};
    detail::assign_owned(copy.result, r.result);
    return copy;
}

namespace detail {

template <class T, class List>
void assign_owned(std::vector<T>& to, const List& from) {
    to.reserve(from.size());
    for (const auto& e : from) to.push_back(tpns::to_owned(e));
}

} // namespace detail
}} // namespace tpns::v0

#endif
