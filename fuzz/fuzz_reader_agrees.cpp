// SPDX-License-Identifier: BSL-1.0

// Decodes any bytes: what the fast reader accepts, the other reader accepts, with the same value.

#include "input.hpp"

#include <tpns/decode.hpp>

namespace {

namespace detail = tpns::detail;
using tpns::owned;
using tpns::view;

template <template <class> class Builder, class Message, class View>
void readers_agree(std::string_view body, const tpns::decode_options& options) noexcept {
    const detail::memory<owned> heap;
    Message fast;
    Message any;
    const bool taken = detail::decode_fast<Builder<owned>>(fast, heap, body, options);
    const auto right = detail::decode_any<Builder<owned>>(any, heap, body, options);
    fuzz::law(!taken || right, "the fast reader accepts only valid bodies");
    fuzz::law(!taken || fast == any, "both readers give the same value");

    tpns::arena space;
    View looking;
    const detail::memory<view> memory(space);
    fuzz::law(detail::decode_fast<Builder<view>>(looking, memory, body, options) == taken,
              "the fast reader accepts the same bodies as views");
    fuzz::law(!taken || looking == any, "views have the same value");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    tpns::decode_options other;
    other.foreign_carriers = tpns::policy::skip;
    other.limits.max_token_accounts = 2;
    other.limits.min_accounts_per_token = 0;
    other.limits.max_account_chars = 5;
    for (const tpns::decode_options& options : {tpns::decode_options(), other}) {
        readers_agree<detail::request_builder, tpns::request, tpns::request_view>(input.text(),
                                                                                  options);
        readers_agree<detail::response_builder, tpns::response, tpns::response_view>(input.text(),
                                                                                     options);
    }
    return 0;
}
