// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JSON_POINTER_HPP
#define TPNS_JSON_POINTER_HPP

#include <tpns/detail/text_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace tpns { inline namespace v0 {

/// The places in the two bodies: members of objects and elements of arrays.
enum class node : std::uint8_t {
    body, ///< the body itself

    operator_type_member,
    token_accounts_member,
    token_accounts_element, ///< a binding
    token_member,           ///< of a binding
    token_list_member,
    token_list_element,   ///< a token
    account_list_member,  ///< of a binding, or of the body
    account_list_element, ///< an account
    account_member,       ///< of an account
    account_type_member,  ///< of an account

    ret_code_member,
    err_msg_member,
    result_member,
    result_element,
};

namespace detail {

/// The name of a member on the wire; empty for elements and for the body.
[[nodiscard]] constexpr std::string_view member_name(node n) noexcept {
    switch (n) {
    case node::operator_type_member: return "operator_type";
    case node::token_accounts_member: return "token_accounts";
    case node::token_member: return "token";
    case node::token_list_member: return "token_list";
    case node::account_list_member: return "account_list";
    case node::account_member: return "account";
    case node::account_type_member: return "account_type";
    case node::ret_code_member: return "ret_code";
    case node::err_msg_member: return "err_msg";
    case node::result_member: return "result";
    case node::body:
    case node::token_accounts_element:
    case node::token_list_element:
    case node::account_list_element:
    case node::result_element: break;
    }
    return {};
}

} // namespace detail

/// A place in a body: an RFC 6901 JSON Pointer. Since the schema is closed and five levels deep, a
/// node and two indices identify a place without a string. `to_string` gives the text.
struct json_pointer {
    /// Marks an index that the place does not have.
    static constexpr std::size_t no_index = (std::numeric_limits<std::size_t>::max)();

    node target = node::body;     ///< the member or element, or the body itself
    std::size_t outer = no_index; ///< in the body's list
    std::size_t inner = no_index; ///< in the `account_list` of a binding

    [[nodiscard]] friend constexpr bool operator==(const json_pointer& a,
                                                   const json_pointer& b) noexcept {
        return a.target == b.target && a.outer == b.outer && a.inner == b.inner;
    }
    [[nodiscard]] friend constexpr bool operator!=(const json_pointer& a,
                                                   const json_pointer& b) noexcept {
        return !(a == b);
    }
};

namespace detail {

/// Writes a pointer; `index` writes the outer (0) or the inner (1) index.
template <class Index>
void spell(text_buffer& out, node target, bool in_binding, Index index) {
    const auto member = [&](node n) {
        out.text("/");
        out.text(member_name(n));
    };
    const auto element = [&](node list, int level) {
        member(list);
        out.text("/");
        index(level);
    };
    const auto binding = [&] { element(node::token_accounts_member, 0); };
    const auto account = [&] {
        if (in_binding) binding();
        element(node::account_list_member, in_binding ? 1 : 0);
    };
    switch (target) {
    case node::body: break;
    case node::operator_type_member:
    case node::token_accounts_member:
    case node::token_list_member:
    case node::ret_code_member:
    case node::err_msg_member:
    case node::result_member: return member(target);
    case node::token_accounts_element: return binding();
    case node::token_member: binding(); return member(target);
    case node::token_list_element: return element(node::token_list_member, 0);
    case node::account_list_member:
        if (in_binding) binding();
        return member(target);
    case node::account_list_element: return account();
    case node::account_member:
    case node::account_type_member: account(); return member(target);
    case node::result_element: return element(node::result_member, 0);
    }
}

inline void write_pointer(text_buffer& out, const json_pointer& p) noexcept {
    const bool in_binding =
        (p.target == node::account_list_member ? p.outer : p.inner) != json_pointer::no_index;
    spell(out, p.target, in_binding, [&](int level) {
        const std::size_t i = level == 0 ? p.outer : p.inner;
        if (i == json_pointer::no_index)
            out.text("-");
        else
            out.number(i);
    });
}

/// The length of the longest pointer: names, and two indices of 20 digits.
inline constexpr std::size_t max_pointer_chars = 96;

} // namespace detail

/// The pointer in the notation of RFC 6901: "/token_accounts/3/account_list/0/account"; "" is the
/// body.
[[nodiscard]] inline std::string to_string(const json_pointer& p) {
    char memory[detail::max_pointer_chars];
    detail::text_buffer out(memory, sizeof memory);
    detail::write_pointer(out, p);
    return std::string(out.str());
}

/// A pattern for the pointers of all places of one kind: "/token_accounts/*/token". An
/// `account_list` can be in two places, so patterns in it begin with "…":
/// "…/account_list/*/account".
[[nodiscard]] inline std::string to_string(node n) {
    const bool two_homes = n == node::account_list_member || n == node::account_list_element ||
                           n == node::account_member || n == node::account_type_member;
    char memory[detail::max_pointer_chars];
    detail::text_buffer out(memory, sizeof memory);
    if (two_homes) out.text("…");
    detail::spell(out, n, false, [&](int) { out.text("*"); });
    return std::string(out.str());
}

}} // namespace tpns::v0

#endif
