// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/operator_type.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <type_traits>

using tpns::operator_type;

static_assert(std::is_same_v<std::underlying_type_t<operator_type>, std::int32_t>);
static_assert(noexcept(to_string(operator_type{})));
static_assert(to_string(operator_type::overwrite_accounts) == "overwrite_accounts");

TEST_CASE("the numbers are the wire's, and each has its name") {
    struct row {
        int number;
        operator_type type;
        std::string_view name;
    };
    const row table[] = {
        {1, operator_type::append_accounts, "append_accounts"},
        {2, operator_type::overwrite_accounts, "overwrite_accounts"},
        {3, operator_type::unbind_accounts, "unbind_accounts"},
        {4, operator_type::unbind_all_accounts, "unbind_all_accounts"},
        {5, operator_type::unbind_all_tokens, "unbind_all_tokens"},
    };
    for (const row& r : table) {
        CAPTURE(r.number);
        CHECK(static_cast<int>(r.type) == r.number);
        CHECK(to_string(r.type) == r.name);
    }
}

TEST_CASE("any other number has no name") {
    for (const int number : {-1, 0, 6, 2147483647}) {
        CAPTURE(number);
        CHECK(to_string(static_cast<operator_type>(number)) == "unknown");
    }
}
