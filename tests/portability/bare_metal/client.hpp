// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_PORTABILITY_BARE_METAL_CLIENT_HPP
#define TPNS_TESTS_PORTABILITY_BARE_METAL_CLIENT_HPP

#include "board.hpp"

#include <tpns/decode.hpp>
#include <tpns/encode.hpp>

#include <cstddef>
#include <string_view>

/// The device: writes a request into a buffer, and reads the response into fixed memory. Volatile
/// sizes prevent the compiler from computing the results.
inline int run_client() {
    const tpns::account_view accounts[] = {
        {tpns::account_id_view("926@126.com"), tpns::account_type::email},
        {tpns::account_id_view("\"quoted\""), {}},
    };
    const tpns::binding_view bindings[] = {
        {tpns::device_token_view("token1"), accounts},
        {tpns::device_token_view("token2"), {accounts, 1}},
    };
    const tpns::overwrite_accounts_view request{bindings};

    char buffer[256];
    volatile std::size_t size = sizeof buffer;
    const tpns::result<std::size_t> used = tpns::encode_to(buffer, size, request);
    MUST(used && std::string_view(buffer, *used) ==
                     R"({"operator_type":2,"token_accounts":[{"token":"token1","account_list":[)"
                     R"({"account":"926@126.com","account_type":1005},)"
                     R"({"account":"\"quoted\""}]},{"token":"token2","account_list":[)"
                     R"({"account":"926@126.com","account_type":1005}]}]})");
    size = *used - 1;
    MUST(tpns::encode_to(buffer, size, request).error().code == tpns::errc::no_space);

    constexpr std::string_view reply =
        R"({"ret_code":1008026,"err_msg":"partly \u00e9","result":["0","1008006"],"seq":[{}, 1]})";
    char memory[96];
    size = reply.size();
    tpns::arena arena(memory, sizeof memory);
    const auto response = tpns::decode_response_view({reply.data(), size}, arena);
    MUST(response && response->ret_code == tpns::server_errc::batch_partly_failed);
    MUST(response->err_msg == "partly \xC3\xA9");
    MUST(response->result.size() == 2 && response->result[0].ok());
    MUST(response->result[1].code() == tpns::server_errc::invalid_token);

    // Invalid bodies need no more memory: one too long for the arena, one cut off, and one not
    // JSON.
    tpns::arena none(memory, 8);
    MUST(tpns::decode_response_view({reply.data(), size}, none).error().code ==
         tpns::errc::no_space);
    const auto cut = tpns::decode_response_view({reply.data(), size - 1}, arena);
    MUST(cut.error().code == tpns::errc::incomplete && cut.error().offset == size - 1);
    const auto page = tpns::decode_response_view("<html>", arena);
    MUST(page.error() == tpns::error(tpns::errc::invalid_json, {}, 0));
    return 0;
}

#endif
