// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_RESPONSE_HPP
#define TPNS_RESPONSE_HPP

#include <tpns/server_errc.hpp>
#include <tpns/storage.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace tpns { inline namespace v0 {

/// One element of `result`, the "operation status code corresponding to each token or account".
template <class Storage>
struct basic_item_code {
    typename Storage::string text; ///< as received: "0", "ok", "1008006", "token_not_exists"

    /// True for "0" and "ok", the two spellings of success. Everything else is a failure.
    [[nodiscard]] constexpr bool ok() const noexcept { return text == "0" || text == "ok"; }

    /// The number; `accepted` for "ok"; empty if the text is not a 32-bit decimal number. The code
    /// is `accepted` if and only if `ok()`, so "00" has none.
    [[nodiscard]] std::optional<server_errc> code() const noexcept {
        if (ok()) return server_errc::accepted;
        std::int32_t number{};
        const char* const end = text.data() + text.size();
        const auto [stop, fault] = std::from_chars(text.data(), end, number);
        if (fault != std::errc() || stop != end || number == 0) return std::nullopt;
        return static_cast<server_errc>(number);
    }
};

using item_code = basic_item_code<owned>;     ///< owns its text
using item_code_view = basic_item_code<view>; ///< refers to a text that must outlive it

/// The body of a response, in JSON `{"ret_code": integer, "err_msg"?: string, "result"?: [code,
/// ...]}`. Doc 1024/33768.
template <class Storage>
struct basic_response {
    /// A vector or a `list_view`, depending on the storage.
    using result_type = typename Storage::template list<basic_item_code<Storage>>;

    server_errc ret_code{};           ///< of the call as a whole
    typename Storage::string err_msg; ///< human-readable, not for decisions; empty if absent
    /// One code for each item of the request, in order, although a server can give fewer. Empty if
    /// absent.
    result_type result;
};

using response = basic_response<owned>;     ///< owns its texts
using response_view = basic_response<view>; ///< refers to codes and texts that must outlive it

/// Compares the bytes, whatever the storage. "0" and "ok" are unequal, although both mean success.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_item_code<A>& a,
                                        const basic_item_code<B>& b) noexcept {
    return std::string_view(a.text) == std::string_view(b.text);
}
template <class A, class B>
[[nodiscard]] constexpr bool operator!=(const basic_item_code<A>& a,
                                        const basic_item_code<B>& b) noexcept {
    return !(a == b);
}
/// @}

/// Compares all three members, whatever the storage.
/// @{
template <class A, class B>
[[nodiscard]] constexpr bool operator==(const basic_response<A>& a,
                                        const basic_response<B>& b) noexcept {
    return a.ret_code == b.ret_code && std::string_view(a.err_msg) == std::string_view(b.err_msg) &&
           detail::equal_lists(a.result, b.result);
}
template <class A, class B>
[[nodiscard]] constexpr bool operator!=(const basic_response<A>& a,
                                        const basic_response<B>& b) noexcept {
    return !(a == b);
}
/// @}

}} // namespace tpns::v0

#endif
