// SPDX-License-Identifier: BSL-1.0

#include <tpns.hpp>
#include <tpns/boost_json.hpp>
#include <tpns/format.hpp>

#include <string>

const boost::system::error_category& other_category();
tpns::result<tpns::request> other_decode(const std::string& body);

const boost::system::error_category& other_category() { return tpns::category(); }

tpns::result<tpns::request> other_decode(const std::string& body) {
    return tpns::decode_request(body);
}
