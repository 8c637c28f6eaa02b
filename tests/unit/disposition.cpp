// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/disposition.hpp>

// Then the rest.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

using tpns::code_disposition;
using tpns::disposition;
using tpns::disposition_of;
using tpns::server_errc;

namespace {

/// By number, to detect renumbered enumerators.
struct row {
    int code;
    disposition expected;
};

constexpr row table[] = {
    {0, disposition::accepted},
    {1008001, disposition::bad_request},
    {1008002, disposition::bad_request},
    {1008003, disposition::bad_credentials},
    {1008004, disposition::retry},
    {1008006, disposition::not_found},
    {1008007, disposition::bad_request},
    {1008026, disposition::unknown},
    {1008027, disposition::unknown},
    {1008028, disposition::retry_later},
    {1008029, disposition::not_found},
    {1008030, disposition::bad_credentials},
    {1008031, disposition::bad_credentials},
    {1008035, disposition::bad_credentials},
    {1010001, disposition::bad_credentials},
    {10030002, disposition::bad_credentials},
    {10110008, disposition::not_found},
};

constexpr server_errc code(int number) { return static_cast<server_errc>(number); }

} // namespace

// The function works in constant expressions.
static_assert(disposition_of(server_errc::accepted) == disposition::accepted);
static_assert(disposition_of(code(1)) == disposition::unknown);
static_assert(to_string(disposition::retry) == "retry");
static_assert(noexcept(disposition_of(server_errc::accepted)));
static_assert(disposition{} == disposition::accepted);

TEST_CASE("each code has its documented disposition") {
    for (const row& r : table) {
        CAPTURE(r.code);
        CHECK(disposition_of(code(r.code)) == r.expected);
    }
    CHECK(std::size(tpns::detail::dispositions) == std::size(table));
}

TEST_CASE("the table contains every named code once, and no others") {
    std::vector<int> listed;
    const auto list = [&](int first, int last) {
        for (int i = first; i <= last; ++i)
            if (to_string(code(i)) != "unknown") listed.push_back(i);
    };
    list(-100, 1020000);
    list(10030000, 10031000);
    list(10100000, 10120000);
    std::vector<int> rows;
    for (const code_disposition& r : tpns::detail::dispositions)
        rows.push_back(static_cast<int>(r.code));
    std::sort(rows.begin(), rows.end());
    CHECK(rows == listed);
}

TEST_CASE("a code in no table is unknown") {
    for (const int i : {-1, 1, 403, 1008000, 1008005, 1008036, 1010000, 10110009, 2147483647})
        CHECK(disposition_of(code(i)) == disposition::unknown);
}

TEST_CASE("overrides take precedence over the table, and the first one wins") {
    const code_disposition overrides[] = {
        {server_errc::too_many_requests, disposition::retry},
        {code(42), disposition::bad_item},
        {code(42), disposition::retry},
        {server_errc::accepted, disposition::unknown},
    };
    CHECK(disposition_of(server_errc::too_many_requests, overrides) == disposition::retry);
    CHECK(disposition_of(code(42), overrides) == disposition::bad_item);
    CHECK(disposition_of(server_errc::accepted, overrides) == disposition::unknown);
    // Other codes do not change.
    CHECK(disposition_of(code(43), overrides) == disposition::unknown);
    CHECK(disposition_of(server_errc::invalid_token, overrides) == disposition::not_found);
}

TEST_CASE("each disposition has a unique name") {
    CHECK(to_string(disposition::accepted) == "accepted");
    CHECK(to_string(disposition::retry) == "retry");
    CHECK(to_string(disposition::retry_later) == "retry_later");
    CHECK(to_string(disposition::not_found) == "not_found");
    CHECK(to_string(disposition::bad_item) == "bad_item");
    CHECK(to_string(disposition::bad_request) == "bad_request");
    CHECK(to_string(disposition::bad_credentials) == "bad_credentials");
    CHECK(to_string(disposition::unknown) == "unknown");
    CHECK(to_string(static_cast<disposition>(8)) == "unknown");
    std::set<std::string_view> names;
    for (int i = 0; i < 8; ++i) CHECK(names.insert(to_string(static_cast<disposition>(i))).second);
}
