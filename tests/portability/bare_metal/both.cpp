// SPDX-License-Identifier: BSL-1.0

// Both directions of both bodies: the device and the server.

#include "board.hpp"
#include "client.hpp"

#include <variant>

namespace {

int run_server() {
    constexpr std::string_view body =
        R"({"token_accounts":[{"account_list":[{"account":"so\"me"}],"token":"token1"},)"
        R"({"token":"token2","account_list":[{"account":"any","account_type":9}]}],)"
        R"("operator_type":3,"platform":"ios"})";
    char memory[512];
    volatile std::size_t size = body.size();
    tpns::arena arena(memory, sizeof memory);
    const auto request = tpns::decode_request_view({body.data(), size}, arena);
    MUST(request);
    const auto* const op = std::get_if<tpns::unbind_accounts_view>(&*request);
    MUST(op != nullptr && op->token_accounts.size() == 2);
    MUST(op->token_accounts[0].account_list[0].id.str() == "so\"me");
    MUST(op->token_accounts[1].account_list[0].type == tpns::account_type{9});

    tpns::decode_options strict;
    strict.unknown_members = tpns::policy::reject;
    const auto refused = tpns::decode_request_view({body.data(), size}, arena, strict);
    MUST(refused.error().code == tpns::errc::unknown_member);

    const tpns::item_code_view codes[] = {{"0"}, {"1008006"}};
    const tpns::response_view response{tpns::server_errc::batch_partly_failed, "partly", codes};
    char buffer[128];
    size = sizeof buffer;
    const tpns::result<std::size_t> used = tpns::encode_to(buffer, size, response);
    MUST(used && std::string_view(buffer, *used) ==
                     R"({"ret_code":1008026,"err_msg":"partly","result":["0","1008006"]})");
    return 0;
}

} // namespace

int run() {
    if (const int line = run_client()) return line;
    return run_server();
}
