// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DISPOSITION_HPP
#define TPNS_DISPOSITION_HPP

#include <tpns/list_view.hpp>
#include <tpns/server_errc.hpp>

#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 {

/// What to do about an item, or about a call.
enum class disposition : std::uint8_t {
    accepted,        ///< do nothing: the server accepted the task
    retry,           ///< send it again
    retry_later,     ///< send it again, but more slowly
    not_found,       ///< forget the token or account: the service does not know it
    bad_item,        ///< correct this item; the others are unaffected
    bad_request,     ///< correct the request
    bad_credentials, ///< correct AccessID, key or access point, or the state of the app's account
    unknown,         ///< have a person look at it
};

/// The enumerator's name, or "unknown".
[[nodiscard]] constexpr std::string_view to_string(disposition d) noexcept {
    switch (d) {
    case disposition::accepted: return "accepted";
    case disposition::retry: return "retry";
    case disposition::retry_later: return "retry_later";
    case disposition::not_found: return "not_found";
    case disposition::bad_item: return "bad_item";
    case disposition::bad_request: return "bad_request";
    case disposition::bad_credentials: return "bad_credentials";
    case disposition::unknown: break;
    }
    return "unknown";
}

/// The disposition of one code.
struct code_disposition {
    server_errc code;              ///< of an item or of a call, listed or not
    tpns::disposition disposition; ///< what to do when the server gives it
};

namespace detail {

/// The library's reading of doc 1024/33763, which calls no code retryable: internal failures and
/// rate limits pass; everything else persists until the request, the account or the credentials
/// change. All operations are idempotent, so an item can be sent again; but if a token is bound
/// twice, the later binding must stay the later one, which a `job` ensures.
inline constexpr code_disposition dispositions[] = {
    {server_errc::accepted, disposition::accepted},
    {server_errc::parameter_parsing_error, disposition::bad_request},
    {server_errc::parameter_missing, disposition::bad_request},
    {server_errc::authentication_failed, disposition::bad_credentials},
    {server_errc::internal_service_failed, disposition::retry},
    {server_errc::invalid_token, disposition::not_found},
    {server_errc::invalid_parameter, disposition::bad_request},
    // For these two, only the items' own codes tell more.
    {server_errc::batch_partly_failed, disposition::unknown},
    {server_errc::batch_totally_failed, disposition::unknown},
    {server_errc::too_many_requests, disposition::retry_later},
    {server_errc::token_not_valid, disposition::not_found},
    {server_errc::app_not_paid, disposition::bad_credentials},
    {server_errc::app_resources_terminated, disposition::bad_credentials},
    {server_errc::wrong_access_id_or_endpoint, disposition::bad_credentials},
    {server_errc::no_resources_deployed, disposition::bad_credentials},
    {server_errc::access_key_mismatch, disposition::bad_credentials},
    {server_errc::no_such_token_or_account, disposition::not_found},
};

} // namespace detail

/// The disposition of a code; `unknown` if neither table lists it. Rows in `overrides` take
/// precedence.
[[nodiscard]] constexpr disposition
disposition_of(server_errc code, list_view<code_disposition> overrides = {}) noexcept {
    for (const code_disposition& row : overrides)
        if (row.code == code) return row.disposition;
    for (const code_disposition& row : detail::dispositions)
        if (row.code == code) return row.disposition;
    return disposition::unknown;
}

}} // namespace tpns::v0

#endif
