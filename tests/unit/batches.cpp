// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/batches.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/binding_server.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::binding_server;
using tpns_tests::places;
using tpns_tests::request_of;

namespace {

template <class Request, class = void>
constexpr bool can_be_cut = false;
template <class Request>
constexpr bool can_be_cut<Request, std::void_t<decltype(batches(std::declval<Request>()))>> = true;

using range_of_parts = detail::batch_range<basic_request<part>>;
using parts = std::vector<range_of_parts::batch>;

parts all_of(const range_of_parts& range) {
    parts all(range.begin(), range.end());
    CHECK(range.size() == all.size());
    return all;
}

std::vector<std::size_t> sizes(const request& whole, std::size_t max_items) {
    std::vector<std::size_t> all;
    for (const auto& b : batches(whole, max_items)) all.push_back(item_count(b.request));
    CHECK(batches(whole, max_items).size() == all.size());
    return all;
}

/// Whether the batches make up the list: all of its items, in order and not copied.
template <class Whole, class Range>
bool are_the_list(const Whole& whole, const Range& range, std::size_t max_items) {
    std::vector<const char*> seen;
    for (const auto& b : range) {
        const std::vector<const char*> these = places(b.request);
        if (these.empty() || these.size() > max_items || b.first != seen.size()) return false;
        if (b.request.index() != whole.index()) return false;
        seen.insert(seen.end(), these.begin(), these.end());
    }
    return seen == places(whole);
}

/// One binding per letter, which names the token, each with a different account.
std::vector<binding> bindings_of(const std::string& tokens) {
    std::vector<binding> all;
    for (const char c : tokens)
        all.push_back({device_token(std::string(1, c)),
                       {account{account_id("account " + std::to_string(all.size()))}}});
    return all;
}

request overwrite(const std::string& tokens) { return overwrite_accounts{bindings_of(tokens)}; }

binding_server after(const request& before, const parts& sent) {
    binding_server server;
    server.accept(before);
    for (const auto& b : sent) server.accept(b.request);
    return server;
}

/// A random sequence of a few tokens, with runs no longer than `max_run` when sorted.
std::string random_tokens(std::mt19937& random, std::size_t max_run) {
    std::string all;
    const std::size_t size = 5 + random() % 40;
    while (all.size() < size) {
        const char c = static_cast<char>('a' + static_cast<int>(random() % 20));
        if (static_cast<std::size_t>(std::count(all.begin(), all.end(), c)) < max_run) all += c;
        if (all.size() >= 20 * max_run) break;
    }
    return all;
}

/// A list with several accounts in each binding, some of which replace each other.
request random_list(operator_type type, const std::string& tokens, std::mt19937& random) {
    std::vector<binding> all = bindings_of(tokens);
    for (binding& b : all)
        for (std::size_t i = random() % 3; i > 0; --i)
            b.account_list.push_back({account_id("account " + std::to_string(random() % 5)),
                                      static_cast<account_type>(random() % 2)});
    if (type == operator_type::append_accounts) return append_accounts{all};
    if (type == operator_type::unbind_accounts) return unbind_accounts{all};
    return overwrite_accounts{all};
}

constexpr operator_type of_bindings[] = {operator_type::append_accounts,
                                         operator_type::overwrite_accounts,
                                         operator_type::unbind_accounts};

} // namespace

// `batches` is deleted for temporaries, and accepts everything else.
static_assert(can_be_cut<const request&> && can_be_cut<request&>);
static_assert(!can_be_cut<request>);
static_assert(!can_be_cut<overwrite_accounts>); // would convert to a temporary request
static_assert(can_be_cut<request_view> && can_be_cut<basic_request<part>>);
static_assert(std::is_same_v<decltype(batches(std::declval<request&>())), range_of_parts>);
static_assert(std::is_same_v<decltype(batches(request_view())),
                             detail::batch_range<basic_request<basic_part<view>>>>);
static_assert(
    std::is_same_v<decltype(batches(std::declval<overwrite_accounts&>())),
                   detail::batch_range<basic_operation<operator_type::overwrite_accounts, part>>>);

TEST_CASE("batches make up the list, for every length, batch size and operator") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 1; count <= 45; ++count) {
            const request whole = request_of(type, count);
            tpns_tests::view_lists lists;
            const request_view views = lists(whole);
            const basic_request<part> whole_part = tpns_tests::part_of(whole);
            for (std::size_t max = 1; max <= 25; ++max) {
                CAPTURE(count);
                CAPTURE(max);
                CHECK(are_the_list(whole, batches(whole, max), max));
                CHECK(are_the_list(views, batches(views, max), max));
                CHECK(are_the_list(whole_part, batches(whole_part, max), max));
                // No token repeats, so all batches but the last are full.
                const std::vector<std::size_t> each = sizes(whole, max);
                CHECK(each.size() == (count + max - 1) / max);
                CHECK(std::count(each.begin(), each.end() - 1, max) + 1 ==
                      static_cast<std::ptrdiff_t>(each.size()));
            }
        }
}

TEST_CASE("a vector of bindings can be split without making a request") {
    const std::vector<binding> list = bindings_of("abcdefghijklmnopqrstuvwxyz");
    const basic_request<part> whole =
        basic_operation<operator_type::overwrite_accounts, part>{list};
    const parts all = all_of(batches(whole));
    REQUIRE(all.size() == 2);
    CHECK(places(all[0].request)[0] == list[0].token.str().data());
    CHECK(places(all[1].request)[5] == list[25].token.str().data());
    CHECK(all[1].first == 20);
}

TEST_CASE("a default batch has no items and begins at 0") {
    const range_of_parts::batch none;
    CHECK(none.first == 0);
    CHECK(item_count(none.request) == 0);
}

TEST_CASE("an empty request gives no batches") {
    for (const operator_type type : all_operators) {
        const request none = request_of(type, 0);
        tpns_tests::view_lists lists;
        const auto cut = batches(none);
        CHECK(cut.begin() == cut.end());
        CHECK(sizes(none, 0).empty());
        const auto cut_views = batches(lists(none));
        CHECK(cut_views.begin() == cut_views.end());
    }
}

TEST_CASE("a batch has 20 items by default, and 1 for a maximum of 0") {
    for (const operator_type type : all_operators) {
        const request whole = request_of(type, 41);
        CHECK(all_of(batches(whole)).size() == 3);
        CHECK(item_count(all_of(batches(whole))[0].request) == 20);
        CHECK(sizes(whole, 0) == std::vector<std::size_t>(41, 1));
        CHECK(sizes(whole, limits::unlimited) == std::vector<std::size_t>{41});
        tpns_tests::view_lists lists;
        const request_view views = lists(whole);
        CHECK(are_the_list(views, batches(views), 20));
    }
}

TEST_CASE("every batch can be encoded, without allocation into a reused string") {
    for (const operator_type type : all_operators) {
        const request whole = request_of(type, 100'000);
        std::string body;
        REQUIRE(encode_into(body, (*std::prev(all_of(batches(whole)).end())).request));
        body.reserve(body.size() + 100);
        std::size_t items = 0;
        bool encoded = true;
        const std::size_t before = tpns_tests::allocations();
        for (const auto& b : batches(whole)) {
            encoded &= encode_into(body, b.request).has_value();
            items += item_count(b.request);
        }
        CHECK(tpns_tests::allocations() == before);
        CHECK(encoded);
        CHECK(items == 100'000);
    }
}

TEST_CASE("an iterator visits each batch once, in every syntax") {
    const request whole = request_of(operator_type::unbind_all_accounts, 5);
    const range_of_parts range = batches(whole, 2);
    auto i = range.begin();
    CHECK(i == range.begin());
    CHECK(i != range.end());
    CHECK((*i++).first == 0);
    CHECK((*i).first == 2);
    CHECK((++i)->first == 4);
    CHECK(++i == range.end());
    CHECK(std::distance(range.begin(), range.end()) == 3);
    range_of_parts::iterator later;
    later = range.begin();
    CHECK((*later).first == 0);
}

TEST_CASE("adjacent bindings of one token stay together") {
    CHECK(sizes(overwrite("abbccc"), 3) == std::vector<std::size_t>{3, 3});
    CHECK(sizes(overwrite("aabbcc"), 3) == std::vector<std::size_t>{2, 2, 2});
    CHECK(sizes(overwrite("abbbc"), 3) == std::vector<std::size_t>{1, 3, 1});
    CHECK(sizes(overwrite("abab"), 3) == std::vector<std::size_t>{3, 1}); // not adjacent
    // One token with more bindings than a batch holds cannot stay together.
    CHECK(sizes(overwrite("aaaab"), 3) == std::vector<std::size_t>{3, 2});
    CHECK(sizes(overwrite("baaaa"), 3) == std::vector<std::size_t>{1, 3, 1});
    CHECK(sizes(overwrite("aab"), 1) == std::vector<std::size_t>{1, 1, 1});
    // For tokens and accounts alone, the order does not matter.
    CHECK(sizes(unbind_all_accounts{std::vector<device_token>(5, device_token("a"))}, 2) ==
          std::vector<std::size_t>{2, 2, 1});
    CHECK(sizes(unbind_all_tokens{std::vector<account>(5)}, 2) ==
          std::vector<std::size_t>{2, 2, 1});
    for (const operator_type type : of_bindings) {
        std::mt19937 random(1);
        CHECK(sizes(random_list(type, "aabb", random), 3) == std::vector<std::size_t>{2, 2});
    }
}

TEST_CASE("batches sent in order have the effect of the whole list") {
    std::mt19937 random(2);
    const request before = random_list(operator_type::overwrite_accounts, "abcdefghij", random);
    for (int round = 0; round < 300; ++round) {
        const operator_type type = of_bindings[random() % 3];
        const request whole = random_list(type, random_tokens(random, 30), random);
        binding_server at_once;
        at_once.accept(before);
        at_once.accept(whole);
        const std::size_t max = 1 + random() % 8;
        CHECK(are_the_list(whole, batches(whole, max), max));
        CHECK(after(before, all_of(batches(whole, max))) == at_once);
    }
}

TEST_CASE("batches of a list sorted by token have that effect in any order") {
    std::mt19937 random(3);
    const request before = random_list(operator_type::overwrite_accounts, "abcdefghij", random);
    for (int round = 0; round < 300; ++round) {
        const std::size_t max = 2 + random() % 7;
        std::string tokens = random_tokens(random, max);
        std::sort(tokens.begin(), tokens.end());
        const request whole = random_list(of_bindings[random() % 3], tokens, random);
        parts sent = all_of(batches(whole, max));
        const binding_server in_order = after(before, sent);
        std::reverse(sent.begin(), sent.end());
        CHECK(after(before, sent) == in_order);
        for (int i = 0; i < 5; ++i) {
            std::shuffle(sent.begin(), sent.end(), random);
            CHECK(after(before, sent) == in_order);
        }
    }
}

TEST_CASE("full batches that split the bindings of a token would not") {
    const request whole = overwrite("abbc");
    const auto& list = std::get<overwrite_accounts>(whole).token_accounts;
    using half = basic_operation<operator_type::overwrite_accounts, part>;
    const parts halves = {{2, half{{&list[2], 2}}}, {0, half{{&list[0], 2}}}};
    binding_server at_once;
    at_once.accept(whole);
    CHECK_FALSE(after(overwrite(""), halves) == at_once);

    parts sent = all_of(batches(whole, 2));
    std::reverse(sent.begin(), sent.end());
    CHECK(after(overwrite(""), sent) == at_once);
}

namespace {

static_assert(can_be_cut<const overwrite_accounts&> && can_be_cut<const request&>);
static_assert(!can_be_cut<overwrite_accounts> && !can_be_cut<const overwrite_accounts>);
static_assert(!can_be_cut<request> && !can_be_cut<const request>);

} // namespace

TEST_CASE("an operation is split like a request") {
    overwrite_accounts op;
    for (int i = 0; i < 45; ++i)
        op.token_accounts.push_back({device_token("t" + std::to_string(i)), {}});
    std::vector<std::size_t> sizes;
    for (const auto& b : batches(op)) sizes.push_back(item_count(b.request));
    CHECK(sizes == std::vector<std::size_t>{20, 20, 5});
    sizes.clear();
    for (const auto& b :
         batches(basic_operation<operator_type::overwrite_accounts, part>{op.token_accounts}, 40))
        sizes.push_back(item_count(b.request));
    CHECK(sizes == std::vector<std::size_t>{40, 5});
}
