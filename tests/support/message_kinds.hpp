// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_MESSAGE_KINDS_HPP
#define TPNS_TESTS_SUPPORT_MESSAGE_KINDS_HPP

#include <tpns/arena.hpp>
#include <tpns/check.hpp>
#include <tpns/decode.hpp>
#include <tpns/decode_options.hpp>

#include <cstddef>
#include <string_view>

// One set of names for both kinds of message, so that a law is written once for both. The functions
// are `noexcept`, so that any exception from a decoder ends the program.

namespace tpns_tests {

struct requests {
    using message = tpns::request;
    static constexpr const char* name = "request";
    static constexpr std::size_t most_growth = 1; // factor when a body is decoded and encoded again
    static auto decode(std::string_view body, const tpns::decode_options& options) noexcept {
        return tpns::decode_request(body, options);
    }
    static auto decode_view(std::string_view body, tpns::arena& memory,
                            const tpns::decode_options& options) noexcept {
        return tpns::decode_request_view(body, memory, options);
    }
    template <class Sink>
    static auto check(std::string_view body, Sink sink, const tpns::decode_options& options) {
        return tpns::check_request(body, sink, options);
    }
};

struct responses {
    using message = tpns::response;
    static constexpr const char* name = "response";
    static constexpr std::size_t most_growth = 2;
    static auto decode(std::string_view body, const tpns::decode_options& options) noexcept {
        return tpns::decode_response(body, options);
    }
    static auto decode_view(std::string_view body, tpns::arena& memory,
                            const tpns::decode_options& options) noexcept {
        return tpns::decode_response_view(body, memory, options);
    }
    template <class Sink>
    static auto check(std::string_view body, Sink sink, const tpns::decode_options& options) {
        return tpns::check_response(body, sink, options);
    }
};

} // namespace tpns_tests

#endif
