// SPDX-License-Identifier: BSL-1.0

// Any bytes as a body: decoders give the verdict and the value that the oracle gives.

#include "input.hpp"
#include "oracle.hpp"
#include "support/message_kinds.hpp"

#include <optional>

namespace {

/// Every combination of the policies, with the default limits and with small ones.
tpns::decode_options options_number(unsigned i) {
    tpns::decode_options o;
    o.unknown_members = i % 2 == 0 ? tpns::policy::skip : tpns::policy::reject;
    o.foreign_carriers = i / 2 % 2 == 0 ? tpns::policy::reject : tpns::policy::skip;
    o.undocumented_replies = i / 8 == 0 ? tpns::policy::reject : tpns::policy::skip;
    if (i / 4 % 2 == 0) return o;
    tpns::limits& max = o.limits;
    max.max_token_accounts = max.max_token_list = max.max_account_list = max.max_result = 3;
    max.min_accounts_per_token = i % 2;
    max.max_accounts_per_token = 2;
    max.min_token_bytes = max.min_account_chars = 0;
    max.max_token_bytes = max.max_account_chars = 5;
    max.max_body_bytes = 200;
    max.max_depth = 5;
    return o;
}

template <class Kind, class Message>
void agree(std::string_view body, const tpns::decode_options& options,
           const std::optional<Message>& expected) {
    const auto decoded = Kind::decode(body, options);
    fuzz::law(decoded.has_value() == expected.has_value(), "the oracle gives the same verdict");
    if (decoded) fuzz::law(*decoded == *expected, "the oracle gives the same value");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    const std::string_view body = input.text();
    const std::optional<fuzz::json_tree> tree = fuzz::parse(body);
    for (unsigned i = 0; i < 16; ++i) {
        const tpns::decode_options options = options_number(i);
        std::optional<tpns::request> request;
        std::optional<tpns::response> response;
        if (tree) {
            request = fuzz::oracle(body, *tree, options).request();
            response = fuzz::oracle(body, *tree, options).response();
        }
        agree<tpns_tests::requests>(body, options, request);
        // Bytes that are no UTF-8, which an `err_msg` may then have, are no JSON to the oracle.
        if (tree || options.undocumented_replies == tpns::policy::reject)
            agree<tpns_tests::responses>(body, options, response);
    }
    return 0;
}
