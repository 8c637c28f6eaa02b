// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_SERVER_ERRC_HPP
#define TPNS_SERVER_ERRC_HPP

#include <boost/system/is_error_code_enum.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// The server's codes: the member `ret_code` and the elements of `result`, with the server's own
/// numbers. For errors that this library finds, see `errc`; the two are never mixed.
///
/// An open enumeration: unlisted codes are kept unchanged. `accepted` means that the server
/// accepted the task, not that it has carried it out. Source: "Server-Side Error Codes", doc
/// 1024/33763, unless a line says otherwise.
enum class server_errc : std::int32_t {
    accepted = 0, ///< in every documented sample of success
    parameter_parsing_error = 1008001,
    parameter_missing = 1008002,
    authentication_failed = 1008003,
    internal_service_failed = 1008004,
    invalid_token = 1008006, ///< "tag operation and account operation APIs"
    invalid_parameter = 1008007,
    batch_partly_failed = 1008026, ///< some elements of `result` are failures
    batch_totally_failed = 1008027,
    too_many_requests = 1008028, ///< documented for statistics and push only
    token_not_valid = 1008029,   ///< "account binding API"
    app_not_paid = 1008030,
    app_resources_terminated = 1008031,
    wrong_access_id_or_endpoint = 1008035,
    no_resources_deployed = 1010001, ///< from the SDKs' error code pages
    access_key_mismatch = 10030002,  ///< docs 548/36669 and 1024/30731, next to 1010001
    no_such_token_or_account = 10110008,
};

/// The enumerator's name ("invalid_token"), or "unknown" for an unlisted code.
[[nodiscard]] constexpr std::string_view to_string(server_errc code) noexcept {
    switch (code) {
    case server_errc::accepted: return "accepted";
    case server_errc::parameter_parsing_error: return "parameter_parsing_error";
    case server_errc::parameter_missing: return "parameter_missing";
    case server_errc::authentication_failed: return "authentication_failed";
    case server_errc::internal_service_failed: return "internal_service_failed";
    case server_errc::invalid_token: return "invalid_token";
    case server_errc::invalid_parameter: return "invalid_parameter";
    case server_errc::batch_partly_failed: return "batch_partly_failed";
    case server_errc::batch_totally_failed: return "batch_totally_failed";
    case server_errc::too_many_requests: return "too_many_requests";
    case server_errc::token_not_valid: return "token_not_valid";
    case server_errc::app_not_paid: return "app_not_paid";
    case server_errc::app_resources_terminated: return "app_resources_terminated";
    case server_errc::wrong_access_id_or_endpoint: return "wrong_access_id_or_endpoint";
    case server_errc::no_resources_deployed: return "no_resources_deployed";
    case server_errc::access_key_mismatch: return "access_key_mismatch";
    case server_errc::no_such_token_or_account: return "no_such_token_or_account";
    }
    return "unknown";
}

namespace detail {

/// The documentation's description of a listed code; empty for any other.
[[nodiscard]] constexpr std::string_view meaning_of(server_errc code) noexcept {
    switch (code) {
    case server_errc::accepted: return "accepted";
    case server_errc::parameter_parsing_error: return "parameter parsing error";
    case server_errc::parameter_missing: return "parameter missing";
    case server_errc::authentication_failed: return "authentication failed";
    case server_errc::internal_service_failed: return "failed to call internal service";
    case server_errc::invalid_token: return "invalid token";
    case server_errc::invalid_parameter: return "invalid parameter";
    case server_errc::batch_partly_failed: return "batch operation partially failed";
    case server_errc::batch_totally_failed: return "batch operation completely failed";
    case server_errc::too_many_requests: return "exceeded the call frequency limit";
    case server_errc::token_not_valid: return "token is not valid";
    case server_errc::app_not_paid: return "the app is not paid";
    case server_errc::app_resources_terminated: return "application resources are terminated";
    case server_errc::wrong_access_id_or_endpoint:
        return "incorrect AccessID, or an access point that does not match the app";
    case server_errc::no_resources_deployed: return "no resources are deployed";
    case server_errc::access_key_mismatch: return "AccessID and AccessKey do not match";
    case server_errc::no_such_token_or_account:
        return "the queried token or account does not exist";
    }
    return {};
}

/// Whether a call with this code failed as a whole, so that none of its items succeeded.
[[nodiscard]] constexpr bool fails_whole_call(server_errc code) noexcept {
    return code != server_errc::accepted && code != server_errc::batch_partly_failed;
}

} // namespace detail

/// The documentation's description of a listed code ("invalid token"), or the number of an unlisted
/// one ("unknown server code 777").
[[nodiscard]] inline std::string message(server_errc code) {
    const std::string_view meaning = detail::meaning_of(code);
    if (!meaning.empty()) return std::string(meaning);
    return "unknown server code " + std::to_string(static_cast<std::int32_t>(code));
}

}} // namespace tpns::v0

// Here rather than beside `make_error_code` in server_category.hpp: comparing an optional code
// instantiates these templates, after which they cannot be specialized.
template <>
struct boost::system::is_error_code_enum<tpns::server_errc> : std::true_type {};
template <>
struct std::is_error_code_enum<tpns::server_errc> : std::true_type {};

#endif
