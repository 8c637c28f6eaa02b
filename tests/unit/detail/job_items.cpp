// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/job_items.hpp>

// Then the rest.
#include "support/allocations.hpp"

#include <tpns/operations.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

// job.cpp tests most of it as the behaviour of a job. Here is the rest.

using namespace tpns;
using tpns::detail::job_items;

namespace {

using indices = std::vector<std::size_t>;

indices next(job_items& items, std::size_t out = 0) {
    indices call;
    call.reserve(items.items_per_call());
    items.reserve(out);
    items.take_next(call);
    return call;
}

job_options calls_of(std::size_t size) {
    job_options options;
    options.items_per_call = size;
    return options;
}

item_outcome said(server_errc code) { return {0, code, disposition_of(code)}; }

} // namespace

TEST_CASE("a call has room for at most the number of items, and for at least one") {
    CHECK(job_items(0, calls_of(0)).items_per_call() == 1);
    CHECK(job_items(5, calls_of(0)).items_per_call() == 1);
    CHECK(job_items(5, calls_of(3)).items_per_call() == 3);
    CHECK(job_items(5, calls_of(limits::unlimited)).items_per_call() == 5);
}

TEST_CASE("halved items do not share calls with others") {
    job_items items(8, calls_of(4));
    CHECK(next(items) == indices{0, 1, 2, 3});
    CHECK(next(items, 4) == indices{4, 5, 6, 7});
    for (std::size_t i = 4; i < 8; ++i)
        items.reply(said(server_errc::invalid_parameter), i, false, 4);
    for (std::size_t i = 0; i < 4; ++i) items.no_reply(i, 4);
    CHECK(next(items) == indices{4, 5});
    CHECK(next(items, 2) == indices{6, 7});
    CHECK(next(items, 4) == indices{0, 1, 2, 3});
    CHECK(next(items, 8).empty());
}

TEST_CASE("a call of halved items is not filled up with unsent items") {
    job_items items(6, calls_of(4));
    CHECK(next(items) == indices{0, 1, 2, 3});
    for (std::size_t i = 0; i < 3; ++i) items.reply(said(server_errc::accepted), i, true, 4);
    items.unpaired(3, 4);
    CHECK(next(items) == indices{3});
    CHECK(next(items, 1) == indices{4, 5});
}

TEST_CASE("a call with room for more items is halved by what it has") {
    job_items items(7, calls_of(5));
    CHECK(next(items) == indices{0, 1, 2, 3, 4});
    CHECK(next(items, 5) == indices{5, 6});
    for (const std::size_t i : {5U, 6U}) items.unpaired(i, 2);
    CHECK(next(items, 5) == indices{5});
    CHECK(next(items, 6) == indices{6});
}

TEST_CASE("halving ends at one item, whatever the initial number") {
    job_items items(65'536, calls_of(65'536));
    indices call = next(items);
    std::size_t calls = 1;
    for (; call.size() > 1; ++calls) {
        for (const std::size_t i : call) items.unpaired(i, call.size());
        const std::size_t before = call.size();
        do call = next(items, 65'536);
        while (call.size() == before); // the items that were already ready
        CHECK(call.size() == before / 2);
    }
    CHECK(calls == 17);
}

TEST_CASE("only the latest reply's code counts, and a lost reply has none") {
    for (const bool lost : {true, false}) {
        job_items items(2, calls_of(2));
        for (const std::size_t i : next(items))
            items.reply(said(server_errc::too_many_requests), i, false, 2);
        CHECK(items[0].code == server_errc::too_many_requests);
        for (const std::size_t i : next(items))
            if (lost)
                items.no_reply(i, 2);
            else
                items.unpaired(i, 2);
        CHECK(items[0].code == std::nullopt);
        CHECK(next(items) == (lost ? indices{0, 1} : indices{0}));
    }
}

TEST_CASE("an item that is next in turn is not sent twice") {
    job_items items(2, calls_of(1));
    const std::vector<binding> list(2, {device_token("t"), {}});
    items.order(list.data(), {0, 0});
    CHECK(next(items) == indices{0});
    items.reply(said(server_errc::accepted), 0, true, 1);
    CHECK(next(items) == indices{1});
    CHECK(next(items, 1).empty());
}

TEST_CASE("nothing is allocated between two calls") {
    job_items items(1000, calls_of(100));
    std::vector<indices> calls;
    for (std::size_t out = 0; out < 1000; out += 100) calls.push_back(next(items, out));
    REQUIRE(calls.size() == 10);
    const std::size_t before = tpns_tests::allocations();
    for (const indices& call : calls)
        for (const std::size_t i : call) items.unpaired(i, call.size());
    CHECK(tpns_tests::allocations() == before);
}

TEST_CASE("memory grows by factors, not by calls") {
    job_items items(20'000, calls_of(10));
    indices call;
    call.reserve(10);
    const std::size_t before = tpns_tests::allocations();
    for (std::size_t out = 0; out < 20'000; out += 10) {
        items.reserve(out);
        call.clear();
        items.take_next(call);
    }
    CHECK(tpns_tests::allocations() - before < 20);
}

TEST_CASE("counts include all items at any time") {
    job_items items(4, calls_of(4));
    items.set_invalid(3);
    CHECK(items.count(item_state::waiting) == 3);
    CHECK(items.count(item_state::invalid) == 1);
    const indices places = items.restore(std::vector<job_outcome>{
        {1, item_state::refused, {}, 1, false}, {1, item_state::accepted, {}, 1, false}});
    CHECK(places == indices{0, 2, 0, 0});
    CHECK(items.count(item_state::refused) == 0);
    CHECK(items.count(item_state::accepted) == 1);
    CHECK(items.count(item_state::waiting) == 2);
    CHECK(items.restore(std::vector<job_outcome>{{4, item_state::accepted, {}, 1, false}}) ==
          indices(4));
    CHECK(items.count(item_state::accepted) == 1);
    const std::vector<binding> list(4, {device_token("t"), {}});
    items.order(list.data(), places); // one token, whose first item has no entry
    CHECK(items.count(item_state::accepted) == 0);
    CHECK(items.count(item_state::waiting) == 3);
    CHECK(next(items) == indices{0});
}
