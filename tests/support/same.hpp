// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_SAME_HPP
#define TPNS_TESTS_SUPPORT_SAME_HPP

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <type_traits>
#include <variant>

namespace tpns_tests {

// Messages of different storages compare with `==`, but requests are variants, which do not.

[[nodiscard]] inline bool same(const tpns::request_view& a, const tpns::request& b) {
    const auto equal = [](const auto& x, const auto& y) {
        if constexpr (std::decay_t<decltype(x)>::type == std::decay_t<decltype(y)>::type)
            return x == y;
        else
            return false;
    };
    return std::visit(equal, a, b);
}

[[nodiscard]] inline bool same(const tpns::response_view& a, const tpns::response& b) {
    return a == b;
}

} // namespace tpns_tests

#endif
