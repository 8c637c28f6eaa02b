// SPDX-License-Identifier: BSL-1.0

// A login on a device: no heap, no exceptions, no RTTI, no compiled Boost library.
//     g++ -std=c++17 -fno-exceptions -fno-rtti -Iinclude tests/examples/embedded.cpp

#include <tpns.hpp>

// Only the parser of Boost.JSON.
#include "../portability/bare_metal/boost_json.cpp"

#include <cstdio>
#include <string_view>

// All of the memory that it uses, apart from a stack of 3 KiB.
static char body[tpns::max_encoded_size(1, 1)];
static char lists[tpns::response_arena_bytes(1)];
static char line[tpns::error::max_chars];

// Replace with your network stack: send the body, return the reply. The text of the reply must stay
// in place while the response is in use.
static std::string_view post(std::string_view) {
    return R"({"ret_code":1008026,"err_msg":"batch op, partly error","result":["1008006"]})";
}

static int failed(const tpns::error& e) {
    const tpns::result<std::size_t> size = tpns::to_chars(line, sizeof line, e);
    std::printf("%.*s\n", static_cast<int>(size.has_value() ? *size : 0), line);
    return 1;
}

int main() {
    const tpns::account_view accounts[] = {
        {tpns::account_id_view("926@126.com"), tpns::account_type::email}};
    const tpns::binding_view bindings[] = {{tpns::device_token_view("token1"), accounts}};
    const tpns::overwrite_accounts_view login{bindings};

    const tpns::result<std::size_t> size = tpns::encode_to(body, sizeof body, login);
    if (size.has_error()) return failed(size.error());

    tpns::arena arena(lists, sizeof lists);
    const auto response = tpns::decode_response_view(post({body, *size}), arena);
    if (response.has_error()) return failed(response.error());

    const auto outcomes = tpns::outcomes(login, *response);
    if (outcomes.has_error()) return failed(outcomes.error());
    for (const auto& outcome : *outcomes) {
        const std::string_view what = to_string(outcome.disposition);
        std::printf("token %zu: %.*s\n", outcome.index, static_cast<int>(what.size()), what.data());
    }
    return 0;
}
