// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_PRINTERS_HPP
#define TPNS_TESTS_SUPPORT_PRINTERS_HPP

#include <tpns/error.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

// Prints a result in a failed check: its error, or the fact that it has a value. Boost's own
// printer requires a printable value, which messages are not.
template <class T>
struct doctest::StringMaker<boost::system::result<T, tpns::error>> {
    static doctest::String convert(const boost::system::result<T, tpns::error>& r) {
        if (r.has_error()) return ("error " + to_string(r.error())).c_str();
        if constexpr (std::is_same_v<T, std::string>) return ("value " + *r).c_str();
        return "value";
    }
};

#endif
