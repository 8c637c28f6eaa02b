// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/job_calls.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

using tpns::detail::job_calls;

namespace {

std::uint64_t open(job_calls& calls, const std::vector<std::size_t>& indices) {
    job_calls::call& c = calls.fresh(4);
    CHECK(c.indices.empty());
    CHECK(c.indices.capacity() >= 4);
    for (const std::size_t i : indices) c.indices.push_back(i);
    return calls.open(c);
}

std::vector<std::size_t> close(job_calls& calls, std::uint64_t id) {
    const job_calls::closing c(calls, *calls.find(id));
    return {c.begin(), c.end()};
}

} // namespace

TEST_CASE("a call is found by its id until it is closed, and never again") {
    job_calls calls;
    CHECK(calls.find(0) == nullptr);
    std::set<std::uint64_t> ids;
    for (std::size_t round = 0; round < 5; ++round) {
        const std::uint64_t a = open(calls, {round});
        const std::uint64_t b = open(calls, {7, 8, 9});
        CHECK(ids.insert(a).second);
        CHECK(ids.insert(b).second);
        CHECK(calls.size() == 2);
        CHECK(calls.items() == 4);
        CHECK(calls.find(a)->indices == std::vector<std::size_t>{round});
        CHECK(close(calls, a) == std::vector<std::size_t>{round});
        CHECK(close(calls, b) == std::vector<std::size_t>{7, 8, 9});
        for (const std::uint64_t id : ids) CHECK(calls.find(id) == nullptr);
        CHECK(calls.size() == 0);
        CHECK(calls.items() == 0);
    }
    CHECK(calls.count() == 10);
}

TEST_CASE("the memory of a closed call is reused, and that of an unopened one is not lost") {
    job_calls calls;
    const std::uint64_t a = open(calls, {1});
    const job_calls::call* const place = calls.find(a);
    (void)close(calls, a);
    CHECK(&calls.fresh(4) == place);
    CHECK(&calls.fresh(4) == place);
    CHECK(calls.find(a) == nullptr);
    CHECK(calls.find(open(calls, {2})) == place);
}

TEST_CASE("a call that is not open has no id") {
    job_calls calls;
    (void)calls.fresh(4);
    for (std::uint64_t serial = 0; serial < 3; ++serial) CHECK(calls.find(serial << 32) == nullptr);
}

TEST_CASE("the indices of a closing call stay in place, whatever is opened in the meantime") {
    job_calls calls;
    const std::uint64_t a = open(calls, {1, 2, 3});
    std::vector<std::uint64_t> others;
    {
        const job_calls::closing c(calls, *calls.find(a));
        CHECK(calls.find(a) == nullptr);
        for (std::size_t i = 0; i < 100; ++i) others.push_back(open(calls, {i}));
        CHECK(std::vector<std::size_t>(c.begin(), c.end()) == std::vector<std::size_t>{1, 2, 3});
    }
    for (std::size_t i = 0; i < 100; ++i)
        CHECK(close(calls, others[i]) == std::vector<std::size_t>{i});
    CHECK(calls.size() == 0);
}
