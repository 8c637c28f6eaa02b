// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DECODE_OPTIONS_HPP
#define TPNS_DECODE_OPTIONS_HPP

#include <tpns/limits.hpp>

#include <cstdint>

namespace tpns { inline namespace v0 {

/// What to do with a part of a body that the message has no place for.
enum class policy : std::uint8_t {
    reject, ///< it is an error
    skip,   ///< read past it; it must still be JSON
};

/// How strict a decoder is.
struct decode_options {
    /// Members that are not documented. The server adds some to its responses, and old clients
    /// send `platform`, `op_type` and `op_id`, so the default is to skip them.
    policy unknown_members = policy::skip;

    /// The list of another operator, such as a `token_list` beside operator 2. The documentation
    /// does not say what the server does with it, so the default is to reject it. When skipped, it
    /// may also be null or break a rule; it takes memory while it is read, since the operator may
    /// stand behind it.
    policy foreign_carriers = policy::reject;

    /// The lengths and counts of the rules; a body beyond one of them is an error.
    tpns::limits limits{};
};

}} // namespace tpns::v0

#endif
