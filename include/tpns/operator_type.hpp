// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_OPERATOR_TYPE_HPP
#define TPNS_OPERATOR_TYPE_HPP

#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 {

/// The member `operator_type`: what a request asks for. The values are those on the wire. Source:
/// "Account Binding and Unbinding", doc 1024/33768.
enum class operator_type : std::int32_t {
    append_accounts = 1,     ///< bind more accounts; disused since 2020-10-26, treated as 2
    overwrite_accounts = 2,  ///< bind accounts, overriding
    unbind_accounts = 3,     ///< unbind some accounts from tokens
    unbind_all_accounts = 4, ///< unbind all accounts from tokens
    unbind_all_tokens = 5,   ///< unbind all tokens from accounts
};

/// The enumerator's name ("overwrite_accounts"), or "unknown" for any other value.
[[nodiscard]] constexpr std::string_view to_string(operator_type type) noexcept {
    switch (type) {
    case operator_type::append_accounts: return "append_accounts";
    case operator_type::overwrite_accounts: return "overwrite_accounts";
    case operator_type::unbind_accounts: return "unbind_accounts";
    case operator_type::unbind_all_accounts: return "unbind_all_accounts";
    case operator_type::unbind_all_tokens: return "unbind_all_tokens";
    }
    return "unknown";
}

}} // namespace tpns::v0

#endif
