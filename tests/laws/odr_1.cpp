// SPDX-License-Identifier: BSL-1.0

// Two translation units that use everything, linked into one program with Boost.JSON compiled into
// a third: nothing is defined twice, and both see the same entities.

#include <tpns.hpp>
#include <tpns/boost_json.hpp>
#include <tpns/format.hpp>

#include <cstdio>
#include <string>

const boost::system::error_category& other_category();
tpns::result<tpns::request> other_decode(const std::string& body);

int main() {
    const tpns::request r = tpns::unbind_all_accounts{{tpns::device_token("token1")}};
    const tpns::result<std::string> body = tpns::encode(r);
    const bool same = body && other_decode(*body) == r && other_category() == tpns::category() &&
                      &other_category() == &tpns::category() && !tpns::decode_response(*body);
    std::puts(same ? "same" : "different");
    return same ? 0 : 1;
}
