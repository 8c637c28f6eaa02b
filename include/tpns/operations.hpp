// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_OPERATIONS_HPP
#define TPNS_OPERATIONS_HPP

#include <tpns/account.hpp>
#include <tpns/device_token.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/storage.hpp>

#include <type_traits>

namespace tpns { inline namespace v0 {

/// A token, and the accounts to bind to it or unbind from it, in JSON
/// `{"token": string, "account_list": [account, ...]}`. Doc 1024/33768.
template <class Storage>
struct basic_binding {
    /// A vector or a `list_view`, depending on the storage.
    using account_list_type = typename Storage::template list<basic_account<Storage>>;

    detail::basic_device_token<Storage> token; ///< the token of the accounts
    account_list_type account_list; ///< at least one, see `limits::min_accounts_per_token`
};

/// An operation: what a request asks for, with the one list ("carrier") that doc 1024/33768 calls
/// "valid and required" for it, so that a request with the wrong list does not compile.
///
/// The primary template, with a list of bindings, serves operators 1 to 3, in JSON
/// `{"operator_type": 2, "token_accounts": [binding, ...]}`:
/// - `append_accounts` binds more accounts. Disused: since 2020-10-26 the server treats it as
///   `overwrite_accounts`.
/// - `overwrite_accounts` binds accounts. Of several accounts of one type, the last one stays
///   bound.
/// - `unbind_accounts` unbinds the named accounts from their tokens.
template <operator_type Type, class Storage>
struct basic_operation {
    static_assert(Type >= operator_type::append_accounts && Type <= operator_type::unbind_accounts,
                  "TPNS has the operators 1 to 5");
    static constexpr operator_type type = Type; ///< on the wire
    /// A list of bindings: a vector, a `list_view` or a `part_list`, depending on the storage.
    using list_type = typename Storage::template list<basic_binding<typename Storage::element>>;

    list_type token_accounts; ///< 1 to 20, see `limits::max_token_accounts`
};

/// `{"operator_type": 4, "token_list": [string, ...]}`: unbinds every account from each of the
/// tokens. No limit is documented.
template <class Storage>
struct basic_operation<operator_type::unbind_all_accounts, Storage> {
    static constexpr operator_type type = operator_type::unbind_all_accounts; ///< on the wire
    /// A list of tokens: a vector, a `list_view` or a `part_list`, depending on the storage.
    using list_type =
        typename Storage::template list<detail::basic_device_token<typename Storage::element>>;

    list_type token_list; ///< at least one, see `limits::max_token_list`
};

/// `{"operator_type": 5, "account_list": [account, ...]}`: unbinds each of the accounts from every
/// token. No limit is documented.
template <class Storage>
struct basic_operation<operator_type::unbind_all_tokens, Storage> {
    static constexpr operator_type type = operator_type::unbind_all_tokens; ///< on the wire
    /// A list of accounts: a vector, a `list_view` or a `part_list`, depending on the storage.
    using list_type = typename Storage::template list<basic_account<typename Storage::element>>;

    list_type account_list; ///< at least one, see `limits::max_account_list`
};

/// Operations that own their items; see `owned`.
/// @{
using binding = basic_binding<owned>;
using append_accounts = basic_operation<operator_type::append_accounts, owned>;
using overwrite_accounts = basic_operation<operator_type::overwrite_accounts, owned>;
using unbind_accounts = basic_operation<operator_type::unbind_accounts, owned>;
using unbind_all_accounts = basic_operation<operator_type::unbind_all_accounts, owned>;
using unbind_all_tokens = basic_operation<operator_type::unbind_all_tokens, owned>;
/// @}

/// Operations that refer to items elsewhere, which must outlive them; see `view`.
/// @{
using binding_view = basic_binding<view>;
using append_accounts_view = basic_operation<operator_type::append_accounts, view>;
using overwrite_accounts_view = basic_operation<operator_type::overwrite_accounts, view>;
using unbind_accounts_view = basic_operation<operator_type::unbind_accounts, view>;
using unbind_all_accounts_view = basic_operation<operator_type::unbind_all_accounts, view>;
using unbind_all_tokens_view = basic_operation<operator_type::unbind_all_tokens, view>;
/// @}

namespace detail {

template <class T>
inline constexpr bool is_operation_v = false;
template <operator_type Type, class Storage>
inline constexpr bool is_operation_v<basic_operation<Type, Storage>> = true;

/// Whether the operation binds accounts. If so, the order of its items matters: if a token is bound
/// twice, the later binding wins. The other operations only unbind, in any order.
[[nodiscard]] constexpr bool binds(operator_type type) noexcept {
    return type == operator_type::append_accounts || type == operator_type::overwrite_accounts;
}

} // namespace detail

/// The list of an operation, whatever its name: bindings, tokens or accounts.
template <class Operation,
          std::enable_if_t<detail::is_operation_v<std::remove_const_t<Operation>>, int> = 0>
[[nodiscard]] constexpr auto& items(Operation& op) noexcept {
    if constexpr (Operation::type == operator_type::unbind_all_accounts)
        return op.token_list;
    else if constexpr (Operation::type == operator_type::unbind_all_tokens)
        return op.account_list;
    else
        return op.token_accounts;
}

/// Compares tokens and accounts, whatever the storage. The order of the accounts matters.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_binding<A>& a,
                                        const basic_binding<B>& b) noexcept {
    return a.token == b.token && detail::equal_lists(a.account_list, b.account_list);
}
template <class A, class B>
[[nodiscard]] constexpr bool operator!=(const basic_binding<A>& a,
                                        const basic_binding<B>& b) noexcept {
    return !(a == b);
}
/// @}

/// Orders by token, then lexicographically by accounts, for sorted containers. To sort a list
/// before `batches`, use a stable sort by token alone: if a token is bound twice, the later binding
/// wins.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator<(const basic_binding<A>& a,
                                       const basic_binding<B>& b) noexcept {
    return a.token == b.token ? detail::less_lists(a.account_list, b.account_list)
                              : a.token < b.token;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator>(const basic_binding<A>& a,
                                       const basic_binding<B>& b) noexcept {
    return b < a;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator<=(const basic_binding<A>& a,
                                        const basic_binding<B>& b) noexcept {
    return !(b < a);
}
template <class A, class B>
[[nodiscard]] constexpr bool operator>=(const basic_binding<A>& a,
                                        const basic_binding<B>& b) noexcept {
    return !(a < b);
}
/// @}

/// Compares the lists, whatever the storage. Different operations cannot be compared.
/// @{
template <operator_type Type, class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_operation<Type, A>& a,
                                        const basic_operation<Type, B>& b) noexcept {
    return detail::equal_lists(items(a), items(b));
}
template <operator_type Type, class A, class B>
[[nodiscard]] constexpr bool operator!=(const basic_operation<Type, A>& a,
                                        const basic_operation<Type, B>& b) noexcept {
    return !(a == b);
}
/// @}

/// Orders lexicographically by items. The order serves sorted containers and has no other meaning.
/// @{
template <operator_type Type, class A, class B>
[[nodiscard]] bool operator<(const basic_operation<Type, A>& a,
                             const basic_operation<Type, B>& b) noexcept {
    return detail::less_lists(items(a), items(b));
}
template <operator_type Type, class A, class B>
[[nodiscard]] bool operator>(const basic_operation<Type, A>& a,
                             const basic_operation<Type, B>& b) noexcept {
    return b < a;
}
template <operator_type Type, class A, class B>
[[nodiscard]] bool operator<=(const basic_operation<Type, A>& a,
                              const basic_operation<Type, B>& b) noexcept {
    return !(b < a);
}
template <operator_type Type, class A, class B>
[[nodiscard]] bool operator>=(const basic_operation<Type, A>& a,
                              const basic_operation<Type, B>& b) noexcept {
    return !(a < b);
}
/// @}

}} // namespace tpns::v0

#endif
