// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/error.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/death.hpp"

#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

using tpns::condition;
using tpns::errc;
using tpns::error;
using tpns::node;
using tpns::result;
using tpns::server_errc;
using tpns::detail::violation;

namespace {

std::string with_limit(std::string_view sentence, std::size_t limit) {
    char memory[100];
    tpns::detail::text_buffer out(memory, sizeof memory);
    tpns::detail::write_sentence(out, sentence, limit);
    return std::string(out.str());
}

constexpr error too_long(violation{errc::too_long, 64}, {node::token_member, 3}, 212);

} // namespace

static_assert(std::is_trivially_copyable_v<error>);
static_assert(std::is_base_of_v<boost::system::system_error, tpns::failure>);
static_assert(std::is_nothrow_default_constructible_v<error>);
static_assert(!std::is_convertible_v<errc, error>);
static_assert(!std::is_convertible_v<error, errc>);
static_assert(error::no_offset == SIZE_MAX);
static_assert(noexcept(to_chars(nullptr, 0, error{})));
static_assert(noexcept(suggested_ret_code(error{})) && noexcept(make_error_code(error{})));
static_assert(too_long == too_long && !(too_long != too_long));
static_assert(too_long != error{});
static_assert(suggested_ret_code(too_long) == server_errc::invalid_token);

TEST_CASE("an error has a code, and a place, an offset and a limit if known") {
    const error none;
    CHECK(none.code == errc{});
    CHECK(none.where == tpns::json_pointer{});
    CHECK(none.offset == error::no_offset);
    CHECK(none.limit == 0);

    const error coded(errc::missing_member, {node::token_member, 3}, 17);
    CHECK(coded.code == errc::missing_member);
    CHECK(coded.where == tpns::json_pointer{node::token_member, 3});
    CHECK(coded.offset == 17);
    CHECK(coded.limit == 0);
    CHECK(error(errc::invalid_json).where == tpns::json_pointer{});
    CHECK(error(errc::invalid_json).offset == error::no_offset);

    CHECK(too_long.code == errc::too_long);
    CHECK(too_long.where == tpns::json_pointer{node::token_member, 3});
    CHECK(too_long.offset == 212);
    CHECK(too_long.limit == 64);
    CHECK(error(violation{errc::too_long, 64}, {}).offset == error::no_offset);
}

TEST_CASE("errors are equal by code, place, offset and limit") {
    error others[] = {too_long, too_long, too_long, too_long};
    others[0].code = errc::too_short;
    others[1].where.outer = 4;
    others[2].offset = 213;
    others[3].limit = 65;
    for (const error& other : others) {
        CHECK(too_long != other);
        CHECK_FALSE(too_long == other);
    }
    CHECK(too_long == error(too_long));
}

TEST_CASE("the text names the place, the rule, the limit in force and the offset") {
    struct row {
        error e;
        std::string_view text;
    };
    const row table[] = {
        {too_long, "/token_accounts/3/token: longer than 64 bytes (offset 212)"},
        {error(violation{errc::too_long, 36}, {node::token_member, 0}, 0),
         "/token_accounts/0/token: longer than 36 bytes (offset 0)"},
        {error(violation{errc::too_short, 2}, {node::account_member, 3, 0}),
         "/token_accounts/3/account_list/0/account: shorter than 2 characters"},
        {error(violation{errc::too_many_items, 20}, {node::token_accounts_member}, 900),
         "/token_accounts: has more than 20 elements (offset 900)"},
        {error(violation{errc::too_many_items, 5}, {node::account_list_member, 2}),
         "/token_accounts/2/account_list: has more than 5 elements"},
        {error(violation{errc::too_few_items, 1}, {node::account_list_member}),
         "/account_list: must not be empty"},
        {error(errc::missing_member, {node::operator_type_member}, 1),
         "/operator_type: is missing (offset 1)"},
        {error(errc::invalid_json, {}, 7), "body: not valid JSON from here on (offset 7)"},
        {error(violation{errc::body_too_large, 10}, {}), "body: larger than 10 bytes"},
        // Pairs that no function of the library reports still have a text.
        {error(errc::too_deep, {node::ret_code_member}),
         "/ret_code: objects and arrays are nested too deeply"},
        {error(), "body: unknown error"},
    };
    for (const row& r : table) {
        CHECK(to_string(r.e) == r.text);
        std::ostringstream out;
        out << r.e;
        CHECK(out.str() == r.text);
        std::wostringstream wide;
        wide << r.e;
        CHECK(wide.str() == std::wstring(r.text.begin(), r.text.end()));
    }
}

TEST_CASE("the line is written into the caller's memory, and never beyond") {
    const std::string line = to_string(too_long);
    for (std::size_t size = 0; size <= line.size() + 1; ++size) {
        CAPTURE(size);
        std::string memory(size + 1, '?');
        const result<std::size_t> written = to_chars(memory.data(), size, too_long);
        if (size < line.size()) {
            CHECK(written.error() == error(errc::no_space));
            CHECK(memory == line.substr(0, size) + '?');
        } else {
            CHECK(*written == line.size());
            CHECK(memory == line + std::string(size + 1 - line.size(), '?'));
        }
    }
}

TEST_CASE("no line is longer than the documented maximum") {
    constexpr std::size_t most = SIZE_MAX - 1;
    const auto fits = [](const error& e) {
        char line[error::max_chars];
        const std::size_t before = tpns_tests::allocations();
        const result<std::size_t> size = to_chars(line, sizeof line, e);
        CHECK(tpns_tests::allocations() == before);
        return size && std::string_view(line, *size) == to_string(e);
    };
    for (int code = 0; code <= 26; ++code)
        for (int at = 0; at <= static_cast<int>(node::result_element); ++at)
            CHECK(fits({violation{static_cast<errc>(code), most},
                        {static_cast<node>(at), most, most},
                        most}));
}

TEST_CASE("the message is the rule's sentence alone") {
    CHECK(message(too_long) == "longer than 64 bytes");
    CHECK(message(error(errc::no_space)) == "does not fit in the memory provided");
    for (const tpns::rule& r : tpns::rules) {
        CAPTURE(r.id);
        error e(r.code, {r.at, 0, 0});
        e.limit = 4711;
        CHECK(message(e) == with_limit(r.sentence, 4711));
        CHECK(message(e).find("{}") == std::string::npos);
        CHECK((message(e).find("4711") != std::string::npos) == (r.limit != nullptr));
        e.limit = 1;
        CHECK(message(e) == (r.sentence_for_one.empty() ? with_limit(r.sentence, 1)
                                                        : std::string(r.sentence_for_one)));
    }
    CHECK(message(error(violation{errc::too_short, 1}, {node::token_member})) == "empty");
    CHECK(message(error(violation{errc::too_short, 2}, {node::token_member})) ==
          "shorter than 2 bytes");
}

TEST_CASE("the limit takes the place of the braces") {
    CHECK(with_limit("none", 7) == "none");
    CHECK(with_limit("{}", 0) == "0");
    CHECK(with_limit("more than {} bytes", SIZE_MAX) ==
          "more than " + std::to_string(SIZE_MAX) + " bytes");
}

TEST_CASE("an error becomes an error_code with its condition") {
    const boost::system::error_code ec = make_error_code(too_long);
    CHECK(ec == errc::too_long);
    CHECK(ec == condition::limit);
    CHECK(ec != condition::schema);
}

TEST_CASE("value returns the value of a result or throws its error") {
    const result<int> good = 42;
    CHECK(good.value() == 42);

    const result<int> bad = too_long;
    REQUIRE(bad.has_error());
    CHECK(bad.error() == too_long);
    int caught = 0;
    try {
        (void)bad.value();
    } catch (const tpns::failure& e) {
        ++caught;
        CHECK(e.error() == too_long);
        CHECK(e.code() == errc::too_long);
        CHECK(e.code() == condition::limit);
        CHECK(std::string(e.what()).find(to_string(too_long)) == 0);
    }
    // As seen by code that does not know this library.
    try {
        (void)bad.value();
    } catch (const boost::system::system_error& e) {
        ++caught;
        CHECK(e.code() == errc::too_long);
    }
    CHECK(caught == 2);

    const result<void> nothing = error(errc::no_space);
    CHECK_THROWS_AS(nothing.value(), tpns::failure);
    CHECK_NOTHROW(result<void>().value());
}

TEST_CASE("each error has a suggested server code") {
    struct row {
        errc code;
        node at;
        server_errc answer;
    };
    const row table[] = {
        // The text is not JSON.
        {errc::invalid_json, node::body, server_errc::parameter_parsing_error},
        {errc::empty_body, node::body, server_errc::parameter_parsing_error},
        {errc::control_character, node::body, server_errc::parameter_parsing_error},
        {errc::invalid_utf8, node::token_member, server_errc::parameter_parsing_error},
        // Something is missing.
        {errc::missing_member, node::operator_type_member, server_errc::parameter_missing},
        {errc::missing_member, node::token_member, server_errc::parameter_missing},
        // A token is too short or too long.
        {errc::too_short, node::token_member, server_errc::invalid_token},
        {errc::too_long, node::token_member, server_errc::invalid_token},
        {errc::too_short, node::token_list_element, server_errc::invalid_token},
        {errc::too_long, node::token_list_element, server_errc::invalid_token},
        // Something else is wrong.
        {errc::wrong_type, node::token_member, server_errc::invalid_parameter},
        {errc::duplicate_member, node::token_member, server_errc::invalid_parameter},
        {errc::out_of_range, node::operator_type_member, server_errc::invalid_parameter},
        {errc::foreign_carrier, node::token_list_member, server_errc::invalid_parameter},
        {errc::unknown_member, node::body, server_errc::invalid_parameter},
        {errc::too_short, node::account_member, server_errc::invalid_parameter},
        {errc::too_many_items, node::token_accounts_member, server_errc::invalid_parameter},
        {errc::too_many_items, node::token_list_member, server_errc::invalid_parameter},
        {errc::body_too_large, node::body, server_errc::invalid_parameter},
        // The fault is the server's.
        {errc::no_space, node::body, server_errc::internal_service_failed},
    };
    for (const row& r : table) {
        const error e(r.code, {r.at});
        CAPTURE(to_string(e));
        CHECK(suggested_ret_code(e) == r.answer);
    }
    for (const tpns::rule& r : tpns::rules)
        CHECK(suggested_ret_code(error(r.code, {r.at})) != server_errc::accepted);
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    CHECK(dies([] { (void)to_chars(nullptr, 1, error()); }));
    CHECK_FALSE(dies([] { (void)to_chars(nullptr, 0, error()); }));
}
