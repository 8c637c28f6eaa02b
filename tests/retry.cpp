// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/retry.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/binding_server.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <tpns/batches.hpp>
#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::places;
using tpns_tests::request_of;
using tpns_tests::some_of;

namespace {

using indices_type = std::vector<std::size_t>;

static_assert(
    std::is_same_v<std::iterator_traits<picked_list<int>::iterator>::reference, const int&>);
static_assert(is_retryable(disposition::retry) && is_retryable(disposition::retry_later));
static_assert(!is_retryable(disposition::accepted) && !is_retryable(disposition::not_found));
static_assert(!is_retryable(disposition::bad_item) && !is_retryable(disposition::bad_request));
static_assert(!is_retryable(disposition::bad_credentials) && !is_retryable(disposition::unknown));

/// One code per item; those at the indices may be sent again, by one code or another.
response answer(std::size_t count, const indices_type& again) {
    static const char* const done[] = {"0", "1008006", "ok", "1008007", "token_not_exists"};
    response r{server_errc::batch_partly_failed, "", {}};
    for (std::size_t i = 0; i < count; ++i) r.result.push_back({done[i % std::size(done)]});
    for (const std::size_t i : again) r.result[i] = {i % 2 == 0 ? "1008004" : "1008028"};
    return r;
}

indices_type bits_of(unsigned pattern) {
    indices_type set;
    for (std::size_t i = 0; pattern >> i != 0; ++i)
        if ((pattern >> i & 1) != 0) set.push_back(i);
    return set;
}

indices_type at(const indices_type& all, const indices_type& some) {
    indices_type chosen;
    for (const std::size_t i : some) chosen.push_back(all.at(i));
    return chosen;
}

/// Whether the retry is of the very items of `asked` that the indices name.
template <class Request, class Retry>
bool is_of_items(const Retry& again, const Request& asked, const indices_type& indices) {
    const std::vector<const char*> all = places(asked);
    std::vector<const char*> chosen;
    for (const std::size_t i : indices) chosen.push_back(all.at(i));
    return again.index() == asked.index() && places(again) == chosen;
}

/// Asks `asked`, which says the same as `as_owned`, and checks what remains of it.
template <class Request, class Response>
void check_retry(const Request& asked, const request& as_owned, const Response& r,
                 const indices_type& expected) {
    const auto all = outcomes(asked, r);
    REQUIRE(all);
    indices_type indices = {7, 7, 7};
    const auto again = retry_request(asked, *all, indices);
    CHECK(indices == expected);
    REQUIRE(again.has_value() == !expected.empty());
    if (!again) return;
    CHECK(is_of_items(*again, asked, expected));
    CHECK(item_count(*again) == expected.size());
    const request copy = some_of(as_owned, expected);
    CHECK(tpns_tests::same_request(*again, copy));
    CHECK(tpns_tests::same_request(copy, *again));
    CHECK_FALSE(tpns_tests::same_request(*again, some_of(copy, {})));
    CHECK(encoded_size(*again) == encoded_size(copy));
    CHECK(*encode(*again) == *encode(copy));
}

} // namespace

TEST_CASE("what may be sent again is kept, in order, for every pattern, storage and operator") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 0; count <= 5; ++count)
            for (unsigned pattern = 0; pattern < 1U << count; ++pattern) {
                CAPTURE(pattern);
                const request asked = request_of(type, count);
                const indices_type expected = bits_of(pattern);
                const response r = answer(count, expected);
                tpns_tests::view_lists lists;
                const request_view views = lists(asked);
                const response_view response_views = lists(r);
                check_retry(asked, asked, r, expected);
                check_retry(asked, asked, response_views, expected);
                check_retry(views, asked, r, expected);
                check_retry(views, asked, response_views, expected);
                check_retry(tpns_tests::slice_of(asked), asked, response_views, expected);
            }
}

TEST_CASE("of a batch too, with indices in the batch") {
    const request whole = request_of(operator_type::overwrite_accounts, 45);
    for (const auto& b : batches(whole)) {
        indices_type covered;
        for (std::size_t i = 0; i < item_count(b.request); ++i) covered.push_back(b.first + i);
        check_retry(b.request, some_of(whole, covered), answer(covered.size(), {0, 1, 3}),
                    {0, 1, 3});
        indices_type indices;
        const response r = answer(covered.size(), {2, 4});
        const auto again = retry_request(b.request, *outcomes(b.request, r), indices);
        REQUIRE(again);
        CHECK(is_of_items(*again, whole, {b.first + 2, b.first + 4}));
    }
}

TEST_CASE("each disposition is kept or not as it says") {
    const request asked = request_of(operator_type::unbind_all_accounts, 1);
    for (const auto d : {disposition::accepted, disposition::retry, disposition::retry_later,
                         disposition::not_found, disposition::bad_item, disposition::bad_request,
                         disposition::bad_credentials, disposition::unknown}) {
        const code_disposition overrides[] = {{server_errc::invalid_token, d}};
        const response r{server_errc::accepted, "", {{"1008006"}}};
        indices_type indices;
        const auto again = retry_request(asked, *outcomes(asked, r, overrides), indices);
        CHECK(again.has_value() == (d == disposition::retry || d == disposition::retry_later));
    }
}

TEST_CASE("a call that failed as a whole is sent again as a whole, or not at all") {
    const request asked = request_of(operator_type::unbind_all_tokens, 3);
    check_retry(asked, asked, response{server_errc::internal_service_failed, "", {}}, {0, 1, 2});
    check_retry(asked, asked, response{server_errc::too_many_requests, "", {{"0"}}}, {0, 1, 2});
    check_retry(asked, asked, response{server_errc::authentication_failed, "", {}}, {});
    check_retry(asked, asked, response{server_errc::accepted, "", {}}, {});
}

TEST_CASE("a retry of a retry of a retry has the indices of the first request") {
    for (const operator_type type : all_operators) {
        const request first = request_of(type, 10);
        const auto check = [&](const auto& asked) {
            indices_type indices;
            const indices_type one = {1, 2, 4, 5, 8, 9}; // in the first request
            const indices_type two = {0, 2, 3, 5};       // in the retry before
            const indices_type three = {1, 3};
            const response r1 = answer(10, one);
            const auto again = retry_request(asked, *outcomes(asked, r1), indices);
            REQUIRE(again);
            CHECK(indices == one);

            const response r2 = answer(6, two);
            const auto twice = retry_request(*again, *outcomes(*again, r2), indices);
            static_assert(std::is_same_v<decltype(again), decltype(twice)>);
            REQUIRE(twice);
            CHECK(indices == indices_type{1, 4, 5, 9});
            CHECK(indices == at(one, two));
            CHECK(is_of_items(*twice, asked, indices));
            CHECK(*encode(*twice) == *encode(some_of(first, indices)));

            const response r3 = answer(4, three);
            const auto thrice = retry_request(*twice, *outcomes(*twice, r3), indices);
            REQUIRE(thrice);
            CHECK(indices == indices_type{4, 9});
            CHECK(is_of_items(*thrice, asked, indices));
            CHECK(*encode(*thrice) == *encode(some_of(first, indices)));

            const response r4 = answer(2, {});
            CHECK_FALSE(retry_request(*thrice, *outcomes(*thrice, r4), indices));
            CHECK(indices.empty());
        };
        tpns_tests::view_lists lists;
        check(first);
        check(tpns_tests::slice_of(first));
        check(lists(first));
    }
}

TEST_CASE("every pattern of three rounds ends with what was left in each") {
    const request first = request_of(operator_type::unbind_all_accounts, 4);
    for (unsigned one = 1; one < 16; ++one)
        for (unsigned two = 1; two < 1U << bits_of(one).size(); ++two) {
            indices_type indices;
            const response r1 = answer(4, bits_of(one));
            const auto again = retry_request(first, *outcomes(first, r1), indices);
            REQUIRE(again);
            const std::size_t before = item_count(*again);
            const response r2 = answer(before, bits_of(two));
            const auto twice = retry_request(*again, *outcomes(*again, r2), indices);
            REQUIRE(twice);
            CHECK(indices == at(bits_of(one), bits_of(two)));
            CHECK(item_count(*twice) <= before); // a list that was not too long stays so
            CHECK(is_of_items(*twice, first, indices));
        }
}

TEST_CASE("a retry may have indices of its own, and the retry before stays as it is") {
    const request first = request_of(operator_type::overwrite_accounts, 4);
    indices_type indices;
    const response r1 = answer(4, {1, 2, 3});
    const auto again = retry_request(first, *outcomes(first, r1), indices);
    indices_type others;
    const response r2 = answer(3, {0, 2});
    const auto twice = retry_request(*again, *outcomes(*again, r2), others);
    CHECK(others == indices_type{1, 3});
    CHECK(is_of_items(*twice, first, {1, 3}));
    CHECK(is_of_items(*again, first, {1, 2, 3}));
}

TEST_CASE("a retry of tokens or accounts allocates nothing but the indices, and these once") {
    const request first = request_of(operator_type::unbind_all_accounts, 20);
    const response r = answer(20, {0, 7, 19});
    const response r2 = answer(3, {1, 2});
    indices_type indices;
    const std::size_t none = tpns_tests::allocations();
    const auto again = retry_request(first, *outcomes(first, r), indices);
    const std::size_t one = tpns_tests::allocations();
    const auto twice = retry_request(*again, *outcomes(*again, r2), indices);
    const std::size_t two = tpns_tests::allocations();
    CHECK(one == none + 1);
    CHECK(two == one);
    CHECK(item_count(*twice) == 2);
}

TEST_CASE("a picked list is a list, whose elements are somewhere else") {
    const int all[] = {10, 11, 12, 13};
    const indices_type indices = {1, 3, 2};
    const picked_list<int> list(all, indices);
    CHECK(list.size() == 3);
    CHECK_FALSE(list.empty());
    CHECK(&list[0] == &all[1]);
    CHECK(&list[2] == &all[2]);
    CHECK(list.all() == all);
    CHECK(list.index(1) == 3);
    auto i = list.begin();
    CHECK(i == list.begin());
    CHECK(i != list.end());
    CHECK(*i++ == 11);
    CHECK(*i == 13);
    CHECK(*++i == 12);
    CHECK(++i == list.end());
    CHECK(std::vector<int>(list.begin(), list.end()) == std::vector<int>{11, 13, 12});

    const std::string words[] = {"a", "bc"};
    const indices_type second = {1};
    CHECK(picked_list<std::string>(words, second).begin()->size() == 2);
    picked_list<int>::iterator later;
    later = list.begin();
    CHECK(*later == 11);
    CHECK(picked_list<int>().empty());
    CHECK(picked_list<int>().size() == 0);
    CHECK(picked_list<int>().begin() == picked_list<int>().end());
}

TEST_CASE("a part of a picked list is one") {
    const int all[] = {10, 11, 12, 13};
    const indices_type indices = {1, 3, 2};
    const picked_list<int> part = picked_list<int>(all, indices).subspan(1, 2);
    CHECK(std::vector<int>(part.begin(), part.end()) == std::vector<int>{13, 12});
}

namespace {

binding bind(const char* token, const char* id) {
    return {device_token(token), {{account_id(id)}}};
}

} // namespace

TEST_CASE("a later binding of the same token goes along, so that it wins again") {
    const request first = overwrite_accounts{{bind("a", "a1"), bind("b", "b1"), bind("a", "a2"),
                                              bind("c", "c1"), bind("a", "a3"), bind("b", "b2")}};
    struct row {
        std::vector<item_code> codes;
        indices_type expected;
    };
    const std::string again = "1008004";
    const std::string dead = "1008006";
    const std::vector<row> table = {
        {{{again}, {"0"}, {"0"}, {"0"}, {"0"}, {"0"}}, {0, 2, 4}},
        {{{"0"}, {"0"}, {again}, {"0"}, {"0"}, {"0"}}, {2, 4}},
        {{{"0"}, {"0"}, {"0"}, {"0"}, {again}, {"0"}}, {4}},
        {{{again}, {again}, {"0"}, {"0"}, {dead}, {"0"}}, {0, 1, 2, 5}},
        {{{"0"}, {"0"}, {"0"}, {again}, {"0"}, {"0"}}, {3}},
        {{{dead}, {"0"}, {"0"}, {"0"}, {"0"}, {"0"}}, {}},
    };
    for (const row& r : table) {
        const response answered{server_errc::batch_partly_failed, "", r.codes};
        indices_type indices;
        (void)retry_request(first, *outcomes(first, answered), indices);
        CHECK(indices == r.expected);
    }
}

TEST_CASE("what was unbound is not unbound again: a login may have come between") {
    const request unbind = unbind_accounts{{bind("a", "a1"), bind("a", "a2"), bind("a", "a3")}};
    const response answered{server_errc::batch_partly_failed, "", {{"1008004"}, {"0"}, {"0"}}};
    indices_type indices;
    const auto again = retry_request(unbind, *outcomes(unbind, answered), indices);
    CHECK(item_count(*again) == 1);
    CHECK(indices == indices_type{0});
    const request append = append_accounts{{bind("a", "a1"), bind("a", "a2"), bind("a", "a3")}};
    (void)retry_request(append, *outcomes(append, answered), indices);
    CHECK(indices == indices_type{0, 1, 2});
}

TEST_CASE("a service that fails items at random comes to the state that was asked for") {
    std::mt19937 random(20261123);
    for (int round = 0; round < 200; ++round) {
        overwrite_accounts op;
        for (int i = 0; i < 12; ++i)
            op.token_accounts.push_back(
                bind(std::to_string(random() % 4).c_str(), ("id" + std::to_string(i)).c_str()));
        const request whole = op;
        tpns_tests::binding_server expected;
        expected.accept(whole);

        tpns_tests::binding_server server;
        indices_type indices;
        const auto call = [&](const auto& asked) {
            response answered;
            overwrite_accounts done;
            for (const auto& b : std::get<1>(asked).token_accounts) {
                const bool fails = random() % 3 == 0;
                answered.result.push_back({fails ? "1008004" : "0"});
                if (!fails) done.token_accounts.push_back(b);
            }
            server.accept(request(done));
            return retry_request(asked, *outcomes(asked, answered), indices);
        };
        for (auto rest = call(whole); rest;) rest = call(*rest);
        CHECK(server == expected);
    }
}
