// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DECODE_OPTIONS_HPP
#define TPNS_DECODE_OPTIONS_HPP

#include <tpns/limits.hpp>

#include <cstdint>

namespace tpns { inline namespace v0 {

/// What to do with a part of a body that does not belong to the message.
enum class policy : std::uint8_t {
    reject, ///< report an error
    skip,   ///< ignore it; it must still be valid JSON
};

/// How strict a decoder is.
struct decode_options {
    /// Undocumented members. The default is to skip them, since the server adds some to its
    /// responses, and old clients send `platform`, `op_type` and `op_id`.
    policy unknown_members = policy::skip;

    /// The list of another operator, such as a `token_list` with operator 2. The default is to
    /// reject it, since the documentation does not say what the server does with it. If skipped, it
    /// can also be null or break a rule. It takes memory during decoding, since the operator can
    /// follow it.
    policy foreign_carriers = policy::reject;

    /// A byte order mark before the JSON. RFC 8259, 8.1, forbids sending one and allows skipping
    /// it. The default is to reject it.
    policy byte_order_mark = policy::reject;

    /// Replies that have a `ret_code` but are otherwise not in the documented format: a `result`
    /// that is a string or an object, an `err_msg` that is not a string or not UTF-8, a `ret_code`
    /// in quotes. Other pages of the service show such replies (docs 1024/34883, 1024/39025). The
    /// default is to reject them. If skipped, members in another format are treated as absent, so
    /// that the code is not lost. This applies only if the call failed as a whole: a `ret_code` of
    /// 0 or 1008026 says that items succeeded, and it must be certain which. Apart from bytes of an
    /// `err_msg` that are not UTF-8, the reply must be valid JSON: a raw line feed in it, or a
    /// backslash that is part of a character in GBK, is an error.
    policy undocumented_replies = policy::reject;

    /// The lengths and counts in the rules. A body that exceeds one is an error.
    tpns::limits limits{};
};

}} // namespace tpns::v0

#endif
