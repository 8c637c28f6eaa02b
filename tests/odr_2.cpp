// SPDX-License-Identifier: BSL-1.0

#include <tpns.hpp>

#include <string>

const boost::system::error_category& other_category();
tpns::result<tpns::request> other_decode(const std::string& body);

const boost::system::error_category& other_category() { return tpns::category(); }

tpns::result<tpns::request> other_decode(const std::string& body) {
    return tpns::decode_request(body);
}
