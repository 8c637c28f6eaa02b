// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_PORTABILITY_MIXED_HPP
#define TPNS_TESTS_PORTABILITY_MIXED_HPP

#include <tpns.hpp>

#include <boost/system/error_code.hpp>

#include <string>

namespace tpns_tests {

/// The library as one part of a program sees it, with functions for the other parts' messages.
struct part {
    long standard; ///< `__cplusplus`
    bool exceptions;
    boost::system::error_code (*local)(tpns::errc);
    boost::system::error_code (*remote)(tpns::server_errc);
    boost::system::error_condition (*sort)(tpns::condition);
    tpns::result<tpns::request> (*decode)(const std::string& body);
    tpns::result<std::string> (*encode)(const tpns::request& r);
};

/// The part that consists of the including translation unit.
static part this_part() {
    part p{};
    p.standard = __cplusplus;
#ifdef __cpp_exceptions
    p.exceptions = true;
#endif
    p.local = [](tpns::errc code) { return tpns::make_error_code(code); };
    p.remote = [](tpns::server_errc code) { return tpns::make_error_code(code); };
    p.sort = [](tpns::condition c) { return tpns::make_error_condition(c); };
    p.decode = [](const std::string& body) { return tpns::decode_request(body); };
    p.encode = [](const tpns::request& r) { return tpns::encode(r); };
    return p;
}

} // namespace tpns_tests

#endif
