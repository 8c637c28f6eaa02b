// SPDX-License-Identifier: BSL-1.0

// Decodes any bytes: decoders and the oracle give the same verdict and value, with the default
// options and with those from the input.

#include "options.hpp"
#include "oracle.hpp"
#include "support/message_kinds.hpp"

#include <optional>

namespace {

template <class Kind, class Message>
void agree(std::string_view body, const tpns::decode_options& options,
           const std::optional<Message>& expected) {
    const auto decoded = Kind::decode(body, options);
    fuzz::law(decoded.has_value() == expected.has_value(), "the oracle gives the same verdict");
    if (decoded) fuzz::law(*decoded == *expected, "the oracle gives the same value");
}

void agree(std::string_view body, const fuzz::json_tree* tree,
           const tpns::decode_options& options) {
    std::optional<tpns::request> request;
    std::optional<tpns::response> response;
    if (tree != nullptr) {
        request = fuzz::oracle(body, *tree, options).request();
        response = fuzz::oracle(body, *tree, options).response();
    }
    agree<tpns_tests::requests>(body, options, request);
    // To the oracle, invalid UTF-8 is not JSON, but lenient decoders accept it in an `err_msg`.
    if (tree != nullptr || options.undocumented_replies == tpns::policy::reject)
        agree<tpns_tests::responses>(body, options, response);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::body_input input(data, size);
    const std::string_view body = input.body();
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    const bool marked = body.substr(0, mark.size()) == mark;
    const auto tree = fuzz::parse(marked ? body.substr(mark.size()) : body);
    for (const tpns::decode_options& options :
         {tpns::decode_options(), fuzz::make_options(input.choose())}) {
        const bool is_json = tree && (!marked || options.byte_order_mark == tpns::policy::skip);
        agree(body, is_json ? &*tree : nullptr, options);
    }
    return 0;
}
