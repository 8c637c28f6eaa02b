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

    /// The list of another operator, such as a `token_list` with operator 2. The documentation
    /// does not say what the server does with it, so the default is to reject it. When skipped, it
    /// may also be null or break a rule; it takes memory while it is read, since the operator may
    /// stand behind it.
    policy foreign_carriers = policy::reject;

    /// A byte order mark before the JSON. RFC 8259, 8.1, forbids to send one and allows to skip it;
    /// the default is to reject it.
    policy byte_order_mark = policy::reject;

    /// Replies that have a `ret_code` and otherwise not the documented form: a `result` that is a
    /// string or an object, an `err_msg` that is no string or not UTF-8, a `ret_code` in quotes.
    /// Other pages of the service show such (docs 1024/34883, 1024/39025). The default is to reject
    /// them. When skipped, what has another form is absent, so that the code is not lost; but only
    /// where the call as a whole has failed: a `ret_code` of 0 or 1008026 says that there are items
    /// that succeeded, and which these are must be certain.
    policy undocumented_replies = policy::reject;

    /// The lengths and counts of the rules; a body beyond one of them is an error.
    tpns::limits limits{};
};

}} // namespace tpns::v0

#endif
