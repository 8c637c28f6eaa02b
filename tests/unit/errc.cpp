// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/errc.hpp>

#include <boost/system/error_code.hpp>
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

using tpns::condition;
using tpns::errc;

namespace {

struct row {
    int number;
    errc code;
    condition sort;
    std::string_view name;
};

constexpr row table[] = {
    {1, errc::invalid_json, condition::syntax, "invalid_json"},
    {2, errc::incomplete, condition::syntax, "incomplete"},
    {3, errc::empty_body, condition::syntax, "empty_body"},
    {4, errc::byte_order_mark, condition::syntax, "byte_order_mark"},
    {5, errc::trailing_text, condition::syntax, "trailing_text"},
    {6, errc::invalid_utf8, condition::syntax, "invalid_utf8"},
    {7, errc::invalid_escape, condition::syntax, "invalid_escape"},
    {8, errc::lone_surrogate, condition::syntax, "lone_surrogate"},
    {9, errc::control_character, condition::syntax, "control_character"},
    {10, errc::wrong_type, condition::schema, "wrong_type"},
    {11, errc::missing_member, condition::schema, "missing_member"},
    {12, errc::duplicate_member, condition::schema, "duplicate_member"},
    {13, errc::unknown_member, condition::schema, "unknown_member"},
    {14, errc::foreign_carrier, condition::schema, "foreign_carrier"},
    {15, errc::out_of_range, condition::schema, "out_of_range"},
    {16, errc::too_short, condition::limit, "too_short"},
    {17, errc::too_long, condition::limit, "too_long"},
    {18, errc::too_few_items, condition::limit, "too_few_items"},
    {19, errc::too_many_items, condition::limit, "too_many_items"},
    {20, errc::too_deep, condition::limit, "too_deep"},
    {21, errc::number_too_large, condition::limit, "number_too_large"},
    {22, errc::body_too_large, condition::limit, "body_too_large"},
    {23, errc::no_space, condition::capacity, "no_space"},
    {24, errc::outcome_count_mismatch, condition::mismatch, "outcome_count_mismatch"},
    {25, errc::call_not_out, condition::mismatch, "call_not_out"},
};

constexpr condition conditions[] = {condition::syntax, condition::schema, condition::limit,
                                    condition::capacity, condition::mismatch};

} // namespace

static_assert(std::is_convertible_v<errc, boost::system::error_code>);
static_assert(std::is_convertible_v<condition, boost::system::error_condition>);
static_assert(!std::is_convertible_v<errc, boost::system::error_condition>);
static_assert(std::is_convertible_v<errc, std::error_code>);
static_assert(std::is_convertible_v<condition, std::error_condition>);
static_assert(!std::is_convertible_v<errc, std::error_condition>);
static_assert(!std::is_convertible_v<condition, std::error_code>);
static_assert(!std::is_convertible_v<condition, boost::system::error_code>);
static_assert(condition_of(errc::too_long) == condition::limit);
static_assert(to_string(errc::too_long) == "too_long");
static_assert(message(errc::too_long) == "a string is too long");

TEST_CASE("every code has its number, its name and its condition") {
    for (const row& r : table) {
        CAPTURE(r.name);
        CHECK(static_cast<int>(r.code) == r.number);
        CHECK(to_string(r.code) == r.name);
        CHECK(condition_of(r.code) == r.sort);
    }
}

TEST_CASE("a code compares equal to its own condition and to no other") {
    for (const row& r : table)
        for (const condition c : conditions) {
            CAPTURE(r.name);
            CAPTURE(to_string(c));
            const boost::system::error_code ec = r.code;
            CHECK((ec == c) == (c == r.sort));
            CHECK((ec != c) == (c != r.sort));
            // And in the terms of the standard library.
            const std::error_code std_ec = ec;
            const std::error_condition std_c = make_error_condition(c);
            CHECK((std_ec == std_c) == (c == r.sort));
            CHECK((std_ec == c) == (c == r.sort));
            CHECK((std_ec != c) == (c != r.sort));
            CHECK((c == std_ec) == (c == r.sort));
        }
}

TEST_CASE("a code becomes an error_code of Boost and of the standard library") {
    for (const row& r : table) {
        CAPTURE(r.name);
        const boost::system::error_code ec = r.code;
        CHECK(ec.failed());
        CHECK(ec.value() == r.number);
        CHECK(ec.category() == tpns::category());
        CHECK(ec.message() == message(r.code));
        CHECK(ec == r.code);
        CHECK(ec == make_error_code(r.code));

        const std::error_code std_ec = ec;
        CHECK(std_ec);
        CHECK(std_ec.value() == r.number);
        CHECK(std_ec.message() == message(r.code));
        CHECK(std::string(std_ec.category().name()) == "tpns");

        // Enumerators compare with either, on either side.
        const std::error_code direct = r.code;
        CHECK(direct == std_ec);
        CHECK(std_ec == r.code);
        CHECK(r.code == std_ec);
        CHECK(r.code == ec);
        CHECK_FALSE(std_ec != r.code);
        CHECK_FALSE(ec != r.code);
        const errc other = r.code == errc::too_long ? errc::too_short : errc::too_long;
        CHECK(std_ec != other);
        CHECK(other != std_ec);
        CHECK(ec != other);
        CHECK(ec == std_ec);
        CHECK(boost::system::error_code(std_ec) == r.code);
        CHECK(boost::system::error_code(std_ec) == r.sort);
    }
}

TEST_CASE("conditions have numbers, names and their own category") {
    const std::string_view names[] = {"syntax", "schema", "limit", "capacity", "mismatch"};
    int number = 0;
    for (const condition c : conditions) {
        const std::string_view name = names[number++];
        CHECK(static_cast<int>(c) == number);
        CHECK(to_string(c) == name);
        const boost::system::error_condition ec = c;
        CHECK(ec.value() == number);
        CHECK(ec.message() == message(c));
        CHECK(message(c).find(' ') != std::string_view::npos);
        CHECK(ec.category() == tpns::detail::condition_category());
    }
    CHECK(std::string_view(tpns::category().name()) == "tpns");
    CHECK(std::string_view(tpns::detail::condition_category().name()) == "tpns.condition");
    CHECK(tpns::category() != tpns::detail::condition_category());
    CHECK(tpns::category() != boost::system::generic_category());
    CHECK(tpns::category() != boost::system::system_category());
}

TEST_CASE("every code has a unique sentence") {
    std::set<std::string_view> sentences = {"unknown error"};
    for (const row& r : table) {
        CAPTURE(r.name);
        CHECK(sentences.insert(message(r.code)).second);
        CHECK(message(r.code).find(' ') != std::string_view::npos);
        CHECK(message(r.code).back() != '.');
    }
}

TEST_CASE("no code has the name of a condition") {
    for (const row& r : table)
        for (const condition c : conditions) CHECK(to_string(r.code) != to_string(c));
}

TEST_CASE("an unknown value has no name") {
    for (const int number : {-255, 0, 26, 255, 257}) {
        CAPTURE(number);
        CHECK(to_string(static_cast<errc>(number)) == "unknown");
        CHECK(message(static_cast<errc>(number)) == "unknown error");
        CHECK(tpns::category().message(number) == "unknown error");
        CHECK(condition_of(static_cast<errc>(number)) == condition{});
        CHECK(tpns::category().default_error_condition(number) ==
              boost::system::error_condition(number, tpns::category()));
        for (const condition sort : conditions)
            CHECK(boost::system::error_code(number, tpns::category()) != sort);
    }
    for (const int number : {-255, 0, 6, 255, 257}) {
        CAPTURE(number);
        CHECK(to_string(static_cast<condition>(number)) == "unknown");
        CHECK(tpns::detail::condition_category().message(number) == "unknown condition");
    }
}

TEST_CASE("the same number in another category is another code") {
    const boost::system::error_code foreign(1, boost::system::system_category());
    CHECK(foreign != make_error_code(errc::invalid_json));
    CHECK(foreign != condition::syntax);
}
