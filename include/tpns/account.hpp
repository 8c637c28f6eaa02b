// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ACCOUNT_HPP
#define TPNS_ACCOUNT_HPP

#include <tpns/account_type.hpp>
#include <tpns/identifier.hpp>

#include <cstddef>
#include <cstdint>

namespace tpns { inline namespace v0 {

namespace detail {
struct account_id_kind;
template <class Storage>
using basic_account_id = identifier<account_id_kind, Storage>;
} // namespace detail

/// The name by which an app knows one of its users: an e-mail address, a phone number, a user id.
///
/// 2 to 100 characters (Unicode code points), see `limits`.
using account_id = detail::basic_account_id<owned>;
/// A view of an account id; refers to characters that must outlive it.
using account_id_view = detail::basic_account_id<view>;

/// An account, in JSON `{"account": string, "account_type"?: integer}`. Doc 1024/33768.
template <class Storage>
struct basic_account {
    detail::basic_account_id<Storage> id; ///< identifies the user within the account type
    account_type type{};                  ///< omitted from the JSON if `default_type`
};

using account = basic_account<owned>;     ///< owns its id
using account_view = basic_account<view>; ///< refers to an id that must outlive it

/// Compares id and type, whatever the storage.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_account<A>& a,
                                        const basic_account<B>& b) noexcept {
    return a.type == b.type && a.id == b.id;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator!=(const basic_account<A>& a,
                                        const basic_account<B>& b) noexcept {
    return !(a == b);
}
/// @}

/// Orders by id, then by type. The order serves sorted containers and has no other meaning.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator<(const basic_account<A>& a,
                                       const basic_account<B>& b) noexcept {
    return a.id == b.id ? a.type < b.type : a.id < b.id;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator>(const basic_account<A>& a,
                                       const basic_account<B>& b) noexcept {
    return b < a;
}
template <class A, class B>
[[nodiscard]] constexpr bool operator<=(const basic_account<A>& a,
                                        const basic_account<B>& b) noexcept {
    return !(b < a);
}
template <class A, class B>
[[nodiscard]] constexpr bool operator>=(const basic_account<A>& a,
                                        const basic_account<B>& b) noexcept {
    return !(a < b);
}
/// @}

/// Hash support for Boost containers. Equal accounts have equal hashes, whatever their storage.
template <class Storage>
[[nodiscard]] std::size_t hash_value(const basic_account<Storage>& a) noexcept {
    return hash_value(a.id) ^ static_cast<std::uint32_t>(a.type);
}

}} // namespace tpns::v0

/// Hash support for standard containers.
template <class Storage>
struct std::hash<tpns::basic_account<Storage>> {
    [[nodiscard]] std::size_t operator()(const tpns::basic_account<Storage>& a) const noexcept {
        return hash_value(a);
    }
};

#endif
