// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_REPLY_HPP
#define TPNS_REPLY_HPP

#include <tpns/error.hpp>
#include <tpns/list_view.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Responses for servers, proxies and test doubles.

/// The response to a request or an operation, with one code per item. `ret_code` is `accepted` if
/// all codes are, `batch_totally_failed` if none is, and `batch_partly_failed` otherwise.
///
/// Errors: `errc::outcome_count_mismatch` unless there is exactly one code per item.
template <class Request, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
[[nodiscard]] result<response> make_response(const Request& to, list_view<server_errc> codes) {
    const std::size_t count = item_count(to);
    if (codes.size() != count)
        return error(detail::violation{errc::outcome_count_mismatch, count}, {node::result_member});

    const auto failed =
        static_cast<std::size_t>(std::count_if(codes.begin(), codes.end(), [](server_errc code) {
            return code != server_errc::accepted;
        }));
    response r;
    if (failed != 0)
        r.ret_code =
            failed == count ? server_errc::batch_totally_failed : server_errc::batch_partly_failed;
    r.err_msg = failed == 0 ? "ok" : message(r.ret_code);
    r.result.reserve(count);
    for (const server_errc code : codes)
        r.result.push_back({std::to_string(static_cast<std::int32_t>(code))});
    return r;
}

/// The response to a call that failed as a whole, or was accepted without a code per item.
[[nodiscard]] inline response make_response(server_errc code) {
    return {code, code == server_errc::accepted ? "ok" : message(code), {}};
}

/// The response to a request that could not be decoded: `suggested_ret_code` and the text of the
/// error, which contains no part of the request.
[[nodiscard]] inline response make_response(const error& e) {
    return {suggested_ret_code(e), to_string(e), {}};
}

}} // namespace tpns::v0

#endif
