// SPDX-License-Identifier: BSL-1.0

// The program on the README's first page.

#include <tpns.hpp>

#include <iostream>
#include <string>

// Replace with your HTTP client: POST to /v3/device/account/batchoperate, return the reply's body.
static std::string post(const std::string& body) {
    std::cout << body << '\n';
    return R"({"ret_code":1008026,"err_msg":"batch op, partly error","result":["0","1008006"]})";
}

int main() {
    const tpns::overwrite_accounts login{{
        {tpns::device_token("token1"),
         {{tpns::account_id("926@126.com"), tpns::account_type::email}}},
        {tpns::device_token("token2"), {{tpns::account_id("1527000000")}}},
    }};

    const tpns::result<std::string> body = tpns::encode(login);
    if (!body) {
        std::cerr << body.error() << '\n'; // "/token_accounts/1/token: longer than 64 bytes"
        return 1;
    }

    const tpns::result<tpns::response> response = tpns::decode_response(post(*body));
    if (!response) {
        std::cerr << response.error() << '\n'; // "/ret_code: is missing (offset 26)"
        return 1;
    }

    const auto outcomes = tpns::outcomes(login, *response);
    if (!outcomes) {
        std::cerr << outcomes.error() << '\n'; // the numbers of codes and tokens differ
        return 1;
    }
    for (const auto& outcome : *outcomes)
        std::cout << "token " << outcome.index << ": " << to_string(outcome.disposition) << '\n';
}
