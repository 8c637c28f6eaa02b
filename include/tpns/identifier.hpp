// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_IDENTIFIER_HPP
#define TPNS_IDENTIFIER_HPP

#include <tpns/detail/lifetimebound.hpp>
#include <tpns/storage.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tpns { inline namespace v0 {

namespace detail {
struct identifier_access;

/// Whether a forwarded argument of type `T&&` is a temporary that owns its data, such as a
/// `std::string`. A view must not refer to one.
template <class T>
inline constexpr bool is_temporary_owner_v =
    !std::is_lvalue_reference_v<T> && !std::is_trivially_copyable_v<T>;

} // namespace detail

/// A string that names a device or a person: `device_token` and `account_id`.
///
/// `Kind` keeps the two apart, so that an account cannot be used as a token. Construction is
/// explicit and takes a single string, so a braced pair of literals does not compile (it would
/// silently call `std::string`'s iterator constructor). A view cannot be made from a temporary
/// string whose type shows that it owns its bytes.
///
/// Identifiers are personal data. They have no `operator<<`, and no error of this library contains
/// one. Log `redacted(x)` instead.
template <class Kind, class Storage>
class identifier {
public:
    using string_type = typename Storage::string; ///< `std::string` or `std::string_view`

    /// An empty identifier, which the default limits forbid.
    identifier() = default;

    /// An identifier from anything that converts to `std::string_view`. Moves from a
    /// `std::string&&`.
    template <class String, std::enable_if_t<std::is_convertible_v<String&&, std::string_view> &&
                                                 !(std::is_same_v<Storage, view> &&
                                                   detail::is_temporary_owner_v<String>),
                                             int> = 0>
    constexpr explicit identifier(String&& s) : str_(string_of(std::forward<String>(s))) {}

    template <class String, std::enable_if_t<std::is_convertible_v<String&&, std::string_view> &&
                                                 std::is_same_v<Storage, view> &&
                                                 detail::is_temporary_owner_v<String>,
                                             int> = 0>
    explicit identifier(String&&) = delete; // a temporary would dangle: name it first
    explicit identifier(std::nullptr_t) = delete;

    /// A view of an owned identifier, which must outlive it. Implicit, since only the lifetime can
    /// go wrong; deleted for temporaries.
    template <class S = Storage, std::enable_if_t<std::is_same_v<S, view>, int> = 0>
    constexpr identifier(const identifier<Kind, owned>& other TPNS_DETAIL_LIFETIMEBOUND) noexcept
        : str_(other.str()) {}
    template <class S = Storage, std::enable_if_t<std::is_same_v<S, view>, int> = 0>
    identifier(const identifier<Kind, owned>&&) = delete; // a temporary would dangle: name it first

    /// A copy of a view. Explicit, since it allocates.
    template <class S = Storage, std::enable_if_t<std::is_same_v<S, owned>, int> = 0>
    explicit identifier(const identifier<Kind, view>& other) : str_(other.str()) {}

    /// The string, in UTF-8.
    [[nodiscard]] constexpr const string_type& str() const& noexcept { return str_; }
    /// Moves the string out.
    [[nodiscard]] constexpr string_type str() && noexcept { return std::move(str_); }

private:
    friend struct detail::identifier_access;

    /// The string itself, or else its `std::string_view`: what also converts to `const char*` would
    /// otherwise end at its first zero.
    template <class String>
    [[nodiscard]] static constexpr decltype(auto) string_of(String&& s) {
        if constexpr (std::is_convertible_v<String&&, string_type>)
            return std::forward<String>(s);
        else
            return static_cast<std::string_view>(std::forward<String>(s));
    }

    string_type str_{};
};

namespace detail {

/// Gives decoders access, which overwrite an identifier and keep its capacity.
struct identifier_access {
    template <class Kind>
    [[nodiscard]] static std::string& str(identifier<Kind, owned>& id) noexcept {
        return id.str_;
    }
    template <class Kind>
    [[nodiscard]] static std::string_view& str(identifier<Kind, view>& id) noexcept {
        return id.str_;
    }
};

} // namespace detail

/// Compares the bytes of the strings, whatever the storage. The order is that of `std::string`.
/// @{
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator==(const identifier<Kind, A>& a,
                                        const identifier<Kind, B>& b) noexcept {
    return std::string_view(a.str()) == std::string_view(b.str());
}
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator!=(const identifier<Kind, A>& a,
                                        const identifier<Kind, B>& b) noexcept {
    return !(a == b);
}
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator<(const identifier<Kind, A>& a,
                                       const identifier<Kind, B>& b) noexcept {
    return std::string_view(a.str()) < std::string_view(b.str());
}
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator>(const identifier<Kind, A>& a,
                                       const identifier<Kind, B>& b) noexcept {
    return b < a;
}
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator<=(const identifier<Kind, A>& a,
                                        const identifier<Kind, B>& b) noexcept {
    return !(b < a);
}
template <class Kind, class A, class B>
[[nodiscard]] constexpr bool operator>=(const identifier<Kind, A>& a,
                                        const identifier<Kind, B>& b) noexcept {
    return !(a < b);
}
/// @}

/// A text that is safe to log: the length of the identifier and none of its characters ("<11
/// bytes>").
template <class Kind, class Storage>
[[nodiscard]] std::string redacted(const identifier<Kind, Storage>& id) {
    return '<' + std::to_string(id.str().size()) + (id.str().size() == 1 ? " byte>" : " bytes>");
}

/// Hash support for Boost containers. Equal identifiers have equal hashes, whatever their storage.
template <class Kind, class Storage>
[[nodiscard]] std::size_t hash_value(const identifier<Kind, Storage>& id) noexcept {
    return std::hash<std::string_view>()(id.str());
}

}} // namespace tpns::v0

/// Hash support for standard containers.
template <class Kind, class Storage>
struct std::hash<tpns::identifier<Kind, Storage>> {
    [[nodiscard]] std::size_t operator()(const tpns::identifier<Kind, Storage>& id) const noexcept {
        return hash_value(id);
    }
};

#endif
