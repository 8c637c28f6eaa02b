// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_PRINTERS_HPP
#define TPNS_TESTS_SUPPORT_PRINTERS_HPP

#include <tpns/error.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

// How a failed check shows a result: its error, or that there is a value. Boost's own printer
// demands that the value can be printed, and messages cannot.
template <class T>
struct doctest::StringMaker<boost::system::result<T, tpns::error>> {
    static doctest::String convert(const boost::system::result<T, tpns::error>& r) {
        if (r.has_error()) return ("error " + to_string(r.error())).c_str();
        if constexpr (std::is_same_v<T, std::string>) return ("value " + *r).c_str();
        return "value";
    }
};

#endif
