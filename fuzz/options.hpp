// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_OPTIONS_HPP
#define TPNS_FUZZ_OPTIONS_HPP

#include "input.hpp"

#include <tpns/decode_options.hpp>
#include <tpns/limits.hpp>

// Makes options from an input's bytes. When these run out, limits are small and policies lenient.

namespace fuzz {

inline tpns::limits make_limits(decisions& choose) {
    tpns::limits limits;
    const auto draw = [&](std::size_t& limit, std::size_t first, std::size_t most) {
        const unsigned b = choose.byte();
        if (b % 4 != 3) limit = (first + b / 4) % (most + 1); // else the default
    };
    draw(limits.max_token_accounts, 3, 21);
    draw(limits.min_token_bytes, 0, 2);
    draw(limits.max_token_bytes, 5, 66);
    draw(limits.min_account_chars, 0, 3);
    draw(limits.max_account_chars, 5, 66);
    draw(limits.min_accounts_per_token, 0, 2);
    draw(limits.max_accounts_per_token, 2, 5);
    draw(limits.max_token_list, 3, 21);
    draw(limits.max_account_list, 3, 21);
    draw(limits.max_result, 3, 21);
    return limits;
}

inline tpns::decode_options make_options(decisions& choose) {
    tpns::decode_options options;
    const unsigned strict = choose.byte();
    const auto policy = [strict](unsigned bit) {
        return (strict >> bit & 1) != 0 ? tpns::policy::reject : tpns::policy::skip;
    };
    options.unknown_members = policy(0);
    options.foreign_carriers = policy(1);
    options.byte_order_mark = policy(2);
    options.undocumented_replies = policy(3);
    options.limits = make_limits(choose);
    const unsigned body = choose.byte();
    if (body % 4 != 3) options.limits.max_body_bytes = 200 + body;
    const unsigned depth = choose.byte();
    if (depth % 4 != 3) options.limits.max_depth = (5 + depth / 4) % 8;
    return options;
}

} // namespace fuzz

#endif
