// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained, and does no harm where there is no <format>.
#include <tpns/format.hpp>

#ifdef __cpp_lib_format

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <doctest/doctest.h>

#include <format>
#include <sstream>
#include <string>
#include <type_traits>

namespace {

/// `std::formattable` is from C++23. In C++20, a disabled formatter cannot be constructed.
template <class T>
constexpr bool is_formattable = std::is_default_constructible_v<std::formatter<T, char>>;

constexpr tpns::json_pointer place{tpns::node::account_member, 3, 0};

} // namespace

static_assert(is_formattable<tpns::errc> && is_formattable<tpns::error>);
static_assert(!is_formattable<tpns::device_token> && !is_formattable<tpns::device_token_view>);
static_assert(!is_formattable<tpns::account_id> && !is_formattable<tpns::account_id_view>);
static_assert(!is_formattable<tpns::account> && !is_formattable<tpns::binding>);
static_assert(!is_formattable<tpns::request> && !is_formattable<tpns::unbind_all_tokens>);
static_assert(!is_formattable<tpns::response> && !is_formattable<tpns::item_code>);

TEST_CASE_TEMPLATE("every value of an enumeration formats as its text", Enumeration,
                   tpns::account_type, tpns::advice, tpns::condition, tpns::disposition, tpns::errc,
                   tpns::item_state, tpns::operator_type, tpns::server_errc) {
    for (const int number : {-1, 0, 1, 2, 3, 4, 5, 8, 24, 25, 200, 991, 1005, 1008006, 1008026}) {
        const auto e = static_cast<Enumeration>(number);
        const std::string text(to_string(e));
        CHECK(std::format("{}", e) == text);
        CHECK(std::format("[{:*^60}] {:.3}", e, e) == std::format("[{:*^60}] {:.3}", text, text));
    }
}

TEST_CASE("errors and pointers format as their texts") {
    const tpns::error e({tpns::errc::too_long, 100}, place, 212);
    CHECK(std::format("{}", e) ==
          "/token_accounts/3/account_list/0/account: longer than 100 characters (offset 212)");
    std::ostringstream out;
    out << e;
    CHECK(std::format("{}", e) == out.str());
    CHECK(std::format("{:.15}|{:>5}", e, tpns::json_pointer{}) == "/token_accounts|     ");
    CHECK(std::format("{}", place) == "/token_accounts/3/account_list/0/account");
    CHECK(std::format("{}", tpns::node::account_member) == to_string(tpns::node::account_member));
    CHECK(std::format("{:{}}|", place, 42) == "/token_accounts/3/account_list/0/account  |");
}

#endif
