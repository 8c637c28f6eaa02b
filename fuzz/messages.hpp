// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_MESSAGES_HPP
#define TPNS_FUZZ_MESSAGES_HPP

#include "input.hpp"

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <vector>

// Generates messages from an input's bytes. Most are valid or nearly valid.

namespace fuzz {

inline tpns::account make_account(decisions& choose) {
    const tpns::account_id id(choose.byte() % 4 == 0 ? choose.text(110) : "ab" + choose.text(5));
    const auto type = choose.byte() % 4 == 0 ? choose.integer() : std::int32_t(choose.byte() % 3);
    return {id, static_cast<tpns::account_type>(type)};
}

inline tpns::device_token make_token(decisions& choose) {
    return tpns::device_token(
        choose.byte() % 8 == 0 ? choose.text(70) : std::string(1, char('a' + choose.byte() % 4)));
}

template <class Make>
auto make_list(decisions& choose, std::size_t most, Make make) {
    std::vector<decltype(make(choose))> list;
    for (std::size_t n = choose.up_to(most); n != 0; --n) list.push_back(make(choose));
    return list;
}

inline tpns::binding make_binding(decisions& choose) {
    return {make_token(choose), make_list(choose, 3, make_account)};
}

inline tpns::request make_request(decisions& choose) {
    switch (choose.byte() % 5) {
    case 0: return tpns::append_accounts{make_list(choose, 22, make_binding)};
    case 1: return tpns::overwrite_accounts{make_list(choose, 22, make_binding)};
    case 2: return tpns::unbind_accounts{make_list(choose, 22, make_binding)};
    case 3: return tpns::unbind_all_accounts{make_list(choose, 30, make_token)};
    default: return tpns::unbind_all_tokens{make_list(choose, 30, make_account)};
    }
}

inline std::string make_code(decisions& choose) {
    static const char* const codes[] = {"0", "ok", "1008004", "1008006", "1008028", "1008007"};
    const unsigned which = choose.byte() % 8;
    return which < 6 ? codes[which] : choose.text(12);
}

inline tpns::response make_response(decisions& choose) {
    static const std::int32_t codes[] = {0, 1008026, 1008027, 1008003, 1008004};
    const unsigned which = choose.byte() % 6;
    tpns::response r;
    r.ret_code = static_cast<tpns::server_errc>(which < 5 ? codes[which] : choose.integer());
    r.err_msg = choose.text(20);
    for (std::size_t n = choose.up_to(22); n != 0; --n) r.result.push_back({make_code(choose)});
    return r;
}

} // namespace fuzz

#endif
