// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/rules.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

using tpns::errc;
using tpns::json_pointer;
using tpns::limits;
using tpns::node;
using tpns::operator_type;
using tpns::rule;
using tpns::detail::item_range;
using tpns::detail::violation;

namespace {

constexpr limits defaults;

constexpr bool is(violation v, errc code, std::size_t limit = 0) {
    return v.code == code && v.limit == limit && bool(v) == (code != errc{});
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
    return n;
}

} // namespace

// All functions work in constant expressions.
static_assert(!tpns::detail::check_token_bytes(64, defaults));
static_assert(tpns::detail::check_token_bytes(65, defaults));
static_assert(tpns::detail::carrier_of(operator_type::unbind_all_tokens) ==
              node::account_list_member);
static_assert(tpns::detail::find_rule(errc::too_long, node::token_member)->id == "token-max");
static_assert(tpns::detail::find_rule(errc::too_long, node::body) == nullptr);
static_assert(tpns::detail::item_range_of({node::token_accounts_member}, defaults).max == 20);
static_assert(!tpns::detail::check_room(19, {1, 20}) && tpns::detail::check_room(20, {1, 20}));
static_assert(!tpns::detail::check_utf8("jdoe") && tpns::detail::check_utf8("\xFF"));

TEST_CASE("every rule has a unique id") {
    std::set<std::string_view> ids;
    for (const rule& r : tpns::rules) {
        CAPTURE(r.id);
        CHECK(ids.insert(r.id).second);
        CHECK_FALSE(r.id.empty());
        CHECK(r.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == r.id.npos);
    }
    CHECK(ids.size() == std::size(tpns::rules));
}

TEST_CASE("a code and a place identify at most one rule, and find it") {
    std::set<std::pair<errc, node>> pairs;
    for (const rule& r : tpns::rules) {
        CAPTURE(r.id);
        CHECK(pairs.insert({r.code, r.at}).second);
        CHECK(tpns::detail::find_rule(r.code, r.at) == &r);
    }
    std::size_t found = 0;
    for (int code = 0; code <= 255; ++code)
        for (int at = 0; at <= static_cast<int>(node::result_element); ++at)
            if (tpns::detail::find_rule(static_cast<errc>(code), static_cast<node>(at))) ++found;
    CHECK(found == std::size(tpns::rules));
}

TEST_CASE("every code has a rule") {
    for (int code = 1; code <= static_cast<int>(errc::no_space); ++code) {
        CAPTURE(code);
        CHECK(std::any_of(std::begin(tpns::rules), std::end(tpns::rules),
                          [&](const rule& r) { return static_cast<int>(r.code) == code; }));
    }
}

TEST_CASE("every rule has a plain sentence and a source") {
    for (const rule& r : tpns::rules) {
        CAPTURE(r.id);
        CHECK_FALSE(r.sentence.empty());
        CHECK_FALSE(r.source.empty());
        CHECK(std::all_of(r.sentence.begin(), r.sentence.end(),
                          [](char c) { return c >= ' ' && c <= '~'; }));
        CHECK(r.sentence.back() != '.');
        // No "1 bytes": limits that are 1 by default have their own sentence.
        if (r.limit != nullptr && limits().*r.limit == 1) CHECK_FALSE(r.sentence_for_one.empty());
        if (!r.sentence_for_one.empty()) CHECK(r.limit != nullptr);
    }
}

TEST_CASE("a range allows exactly the counts that pass both checks") {
    using tpns::detail::check_enough;
    using tpns::detail::check_room;
    for (const std::size_t min : {0U, 1U, 2U})
        for (const std::size_t max : {0U, 1U, 2U, 5U})
            for (std::size_t count = 0; count < 7; ++count) {
                const tpns::detail::item_range range{min, max};
                const bool room = count == 0 || !check_room(count - 1, range);
                CHECK(range.allows(count) == (room && !check_enough(count, range)));
            }
}

TEST_CASE("a sentence has one place for a limit if and only if its rule names one") {
    for (const rule& r : tpns::rules) {
        CAPTURE(r.id);
        CHECK(count(r.sentence, "{}") == (r.limit ? 1U : 0U));
        CHECK(count(r.sentence, "{") == count(r.sentence, "{}"));
        if (r.limit) CHECK(condition_of(r.code) == tpns::condition::limit);
    }
}

TEST_CASE("every rule names the limit that its check uses") {
    struct row {
        std::string_view id;
        std::size_t limits::*limit;
    };
    const row table[] = {
        {"body-size", &limits::max_body_bytes},
        {"json-depth", &limits::max_depth},
        {"token_accounts-max", &limits::max_token_accounts},
        {"token-min", &limits::min_token_bytes},
        {"token-max", &limits::max_token_bytes},
        {"token_list-max", &limits::max_token_list},
        {"token_list-element-min", &limits::min_token_bytes},
        {"token_list-element-max", &limits::max_token_bytes},
        {"account_list-min", &limits::min_accounts_per_token},
        {"account_list-max", &limits::max_account_list},
        {"account-min", &limits::min_account_chars},
        {"account-max", &limits::max_account_chars},
        {"result-max", &limits::max_result},
    };
    std::size_t with_limit = 0;
    for (const rule& r : tpns::rules) with_limit += r.limit ? 1U : 0U;
    CHECK(with_limit == std::size(table));
    for (const row& expected : table) {
        CAPTURE(expected.id);
        const auto* const r =
            std::find_if(std::begin(tpns::rules), std::end(tpns::rules),
                         [&](const rule& candidate) { return candidate.id == expected.id; });
        REQUIRE(r != std::end(tpns::rules));
        CHECK(r->limit == expected.limit);
    }
}

TEST_CASE("the checks of numbers hold at both ends of their ranges") {
    CHECK(is(tpns::detail::check_operator_type(INT64_MIN), errc::out_of_range));
    CHECK(is(tpns::detail::check_operator_type(0), errc::out_of_range));
    CHECK(is(tpns::detail::check_operator_type(1), errc{}));
    CHECK(is(tpns::detail::check_operator_type(5), errc{}));
    CHECK(is(tpns::detail::check_operator_type(6), errc::out_of_range));
    CHECK(is(tpns::detail::check_operator_type(INT64_C(4294967297)),
             errc::out_of_range)); // 1 modulo 2^32

    CHECK(is(tpns::detail::check_account_type(-1), errc::out_of_range));
    CHECK(is(tpns::detail::check_account_type(0), errc{}));
    CHECK(is(tpns::detail::check_account_type(17), errc{}));
    CHECK(is(tpns::detail::check_account_type(INT64_C(2147483647)), errc{}));
    CHECK(is(tpns::detail::check_account_type(INT64_C(2147483648)), errc::out_of_range));

    CHECK(is(tpns::detail::check_ret_code(INT64_C(-2147483649)), errc::out_of_range));
    CHECK(is(tpns::detail::check_ret_code(INT64_C(-2147483648)), errc{}));
    CHECK(is(tpns::detail::check_ret_code(INT64_C(2147483647)), errc{}));
    CHECK(is(tpns::detail::check_ret_code(INT64_C(2147483648)), errc::out_of_range));
}

TEST_CASE("the checks of lengths hold around their limits") {
    CHECK(is(tpns::detail::check_token_bytes(0, defaults), errc::too_short, 1));
    CHECK(is(tpns::detail::check_token_bytes(1, defaults), errc{}));
    CHECK(is(tpns::detail::check_token_bytes(63, defaults), errc{}));
    CHECK(is(tpns::detail::check_token_bytes(64, defaults), errc{}));
    CHECK(is(tpns::detail::check_token_bytes(65, defaults), errc::too_long, 64));

    CHECK(is(tpns::detail::check_account_chars(1, defaults), errc::too_short, 2));
    CHECK(is(tpns::detail::check_account_chars(2, defaults), errc{}));
    CHECK(is(tpns::detail::check_account_chars(99, defaults), errc{}));
    CHECK(is(tpns::detail::check_account_chars(100, defaults), errc{}));
    CHECK(is(tpns::detail::check_account_chars(101, defaults), errc::too_long, 100));

    limits other;
    other.min_token_bytes = 36;
    other.max_token_bytes = 40;
    other.min_account_chars = 5;
    other.max_account_chars = 12;
    CHECK(is(tpns::detail::check_token_bytes(35, other), errc::too_short, 36));
    CHECK(is(tpns::detail::check_token_bytes(36, other), errc{}));
    CHECK(is(tpns::detail::check_token_bytes(41, other), errc::too_long, 40));
    CHECK(is(tpns::detail::check_account_chars(4, other), errc::too_short, 5));
    CHECK(is(tpns::detail::check_account_chars(5, other), errc{}));
    CHECK(is(tpns::detail::check_account_chars(13, other), errc::too_long, 12));
}

TEST_CASE("a list has room up to its maximum, and is long enough from its minimum") {
    const item_range range{2, 20};
    CHECK(is(tpns::detail::check_room(18, range), errc{}));
    CHECK(is(tpns::detail::check_room(19, range), errc{}));
    CHECK(is(tpns::detail::check_room(20, range), errc::too_many_items, 20));
    CHECK(is(tpns::detail::check_room(21, range), errc::too_many_items, 20));
    CHECK(is(tpns::detail::check_room(0, {0, 0}), errc::too_many_items, 0));
    CHECK(is(tpns::detail::check_enough(1, range), errc::too_few_items, 2));
    CHECK(is(tpns::detail::check_enough(2, range), errc{}));
    CHECK(is(tpns::detail::check_enough(3, range), errc{}));
    CHECK(is(tpns::detail::check_enough(0, {0, 0}), errc{}));
}

TEST_CASE("text must be UTF-8") {
    CHECK(is(tpns::detail::check_utf8(""), errc{}));
    CHECK(is(tpns::detail::check_utf8(std::string_view("\0", 1)), errc{}));
    CHECK(is(tpns::detail::check_utf8("\xF0\x9F\x98\x80"), errc{}));
    CHECK(is(tpns::detail::check_utf8("jdoe\x80"), errc::invalid_utf8));
    CHECK(
        is(tpns::detail::check_utf8("\xED\xA0\x80"), errc::invalid_utf8)); // an unpaired surrogate
}

TEST_CASE("each operator has the documented carrier") {
    const node expected[] = {node::token_accounts_member, node::token_accounts_member,
                             node::token_accounts_member, node::token_list_member,
                             node::account_list_member};
    for (int number = 1; number <= 5; ++number)
        CHECK(tpns::detail::carrier_of(static_cast<operator_type>(number)) == expected[number - 1]);
}

TEST_CASE("each list has its own range, and account_list has one in each of its places") {
    limits l;
    l.max_token_accounts = 11;
    l.max_token_list = 12;
    l.max_account_list = 13;
    l.min_accounts_per_token = 4;
    l.max_accounts_per_token = 14;
    l.max_result = 15;
    struct row {
        json_pointer list;
        std::size_t min;
        std::size_t max;
    };
    const row table[] = {
        {{node::token_accounts_member}, 1, 11},  {{node::token_list_member}, 1, 12},
        {{node::account_list_member}, 1, 13},    {{node::account_list_member, 0}, 4, 14},
        {{node::account_list_member, 7}, 4, 14}, {{node::result_member}, 0, 15},
    };
    for (const row& r : table) {
        CAPTURE(to_string(r.list));
        CHECK(tpns::detail::item_range_of(r.list, l).min == r.min);
        CHECK(tpns::detail::item_range_of(r.list, l).max == r.max);
    }
}
