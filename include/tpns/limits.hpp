// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_LIMITS_HPP
#define TPNS_LIMITS_HPP

#include <cstddef>
#include <limits>

namespace tpns { inline namespace v0 {

/// The numbers in the rules, for every function that encodes, decodes or validates. The defaults
/// are the limits of the service. All of them can be tightened; those that the page of this API
/// does not state can be relaxed if you know better.
struct limits {
    /// "Any number", for lists whose length no page limits. `max_body_bytes` still bounds them.
    static constexpr std::size_t unlimited = (std::numeric_limits<std::size_t>::max)();

    /// Bindings per call, operators 1 to 3. "Up to 20", doc 1024/33768.
    std::size_t max_token_accounts = 20;

    /// Bytes of a token. 1 to 64 by the older account page; newer pages say 36 for other APIs.
    /// @{
    std::size_t min_token_bytes = 1;
    std::size_t max_token_bytes = 64;
    /// @}

    /// Characters (Unicode code points) of an account. Docs 1024/33765 and 1024/38830, and the FAQ:
    /// a single character is refused.
    /// @{
    std::size_t min_account_chars = 2;
    std::size_t max_account_chars = 100;
    /// @}

    /// Accounts in the `account_list` of one token. No page states either.
    /// @{
    std::size_t min_accounts_per_token = 1;
    std::size_t max_accounts_per_token = unlimited;
    /// @}

    /// Items per call of operators 4 and 5, and elements of a response's `result`. Not stated.
    /// @{
    std::size_t max_token_list = unlimited;
    std::size_t max_account_list = unlimited;
    std::size_t max_result = unlimited;
    /// @}

    /// Bytes of a body that a decoder looks at; what a decoder allocates is bounded by it: up to 56
    /// bytes for a byte of body, 96 in an arena that grows, if `max_token_accounts` is not lifted.
    /// Encoding and `validate` do not ask for it. 8 MiB.
    std::size_t max_body_bytes = std::size_t{8} * 1024 * 1024;

    /// Nesting depth, in objects and arrays, for decoders. A documented body needs 5, undocumented
    /// members may need more. At most 512 is used, since the parser of Boost.JSON recurses.
    std::size_t max_depth = 32;
};

}} // namespace tpns::v0

#endif
