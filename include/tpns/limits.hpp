// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_LIMITS_HPP
#define TPNS_LIMITS_HPP

#include <cstddef>
#include <limits>

namespace tpns { inline namespace v0 {

/// The numbers in the rules, for every function that encodes, decodes or validates. The defaults
/// are the limits of the service where a page states them. You can tighten all of them, and relax
/// those that the page of this API does not state if you know better.
struct limits {
    /// No limit, for lists whose length no page limits. `max_body_bytes` still bounds them.
    static constexpr std::size_t unlimited = (std::numeric_limits<std::size_t>::max)();

    /// Bindings per call, operators 1 to 3. "Up to 20", doc 1024/33768.
    std::size_t max_token_accounts = 20;

    /// Bytes in a token. The older account page says 1 to 64; newer pages say 36 for other APIs.
    /// @{
    std::size_t min_token_bytes = 1;
    std::size_t max_token_bytes = 64;
    /// @}

    /// Characters (Unicode code points) in an account. Docs 1024/33765 and 1024/38830; by the FAQ,
    /// a single character is refused.
    /// @{
    std::size_t min_account_chars = 2;
    std::size_t max_account_chars = 100;
    /// @}

    /// Accounts in the `account_list` of one token. No page states either limit.
    /// @{
    std::size_t min_accounts_per_token = 1;
    std::size_t max_accounts_per_token = unlimited;
    /// @}

    /// Items per call for operators 4 and 5, and elements of a response's `result`. No page states
    /// these.
    /// @{
    std::size_t max_token_list = unlimited;
    std::size_t max_account_list = unlimited;
    std::size_t max_result = unlimited;
    /// @}

    /// Bytes in a body, for decoders; encoding and `validate` ignore this limit. It also bounds
    /// what decoding allocates: up to 56 bytes for each byte of the body; in an arena that grows,
    /// up to 96, or 128 if `max_token_accounts` is lifted and foreign carriers are skipped, and at
    /// least 1 KiB; and up to 3 for a body in pieces. The default is 8 MiB. Values above 1 GiB
    /// count as 1 GiB, since Boost.JSON counts the digits of a number in an `int`.
    std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;

    /// Nesting depth of objects and arrays, for decoders. A documented body needs 5; undocumented
    /// members can need more. Values above 512 count as 512, since Boost.JSON's parser recurses.
    std::size_t max_depth = 32;
};

namespace detail {

/// The size of the largest body that decoders accept. In a larger one, Boost.JSON could count the
/// digits of a number beyond the range of `int`.
[[nodiscard]] constexpr std::size_t max_body_size(const limits& max) noexcept {
    constexpr std::size_t most = std::size_t{1} << 30;
    return max.max_body_bytes < most ? max.max_body_bytes : most;
}

} // namespace detail

}} // namespace tpns::v0

#endif
