// SPDX-License-Identifier: BSL-1.0

// The code of the README's first screen.

#include <tpns.hpp>

#include <iostream>
#include <string>

// Stands for your HTTP stack: POST to /v3/device/account/batchoperate, and the body of the answer.
static std::string send(const std::string& body) {
    std::cout << body << '\n';
    return R"({"ret_code":1008026,"err_msg":"batch op, partly error","result":["0","1008006"]})";
}

int main() {
    const tpns::request request = tpns::overwrite_accounts{{
        {tpns::device_token("token1"),
         {{tpns::account_id("926@126.com"), tpns::account_type::email}}},
        {tpns::device_token("token2"), {{tpns::account_id("1527000000")}}},
    }};

    const tpns::result<std::string> body = tpns::encode(request);
    if (!body) {
        std::cout << body.error() << '\n'; // "/token_accounts/1/token: longer than 64 bytes"
        return 1;
    }

    const tpns::result<tpns::response> response = tpns::decode_response(send(*body));
    if (!response) {
        std::cout << response.error() << '\n'; // "body: not JSON from here on (offset 0)"
        return 1;
    }

    std::cout << message(response->ret_code) << '\n';
    for (const tpns::item_code& item : response->result)
        std::cout << (item.ok() ? "accepted" : item.text) << '\n';
}
