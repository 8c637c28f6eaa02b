// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/error_sink.hpp>

#include <doctest/doctest.h>

#include <cstddef>

namespace {

using tpns::errc;
using tpns::error;
using tpns::detail::error_sink;

/// The number of calls of a sink for up to ten errors.
template <class Sink>
std::size_t called(Sink sink, std::size_t most) {
    error_sink<Sink> counting(sink, most);
    int reported = 0;
    while (reported < 10 && counting(error(errc::too_deep))) ++reported;
    return counting.count();
}

} // namespace

TEST_CASE("a sink is called up to the maximum") {
    for (std::size_t most = 0; most < 12; ++most) {
        std::size_t calls = 0;
        CHECK(called([&](const error&) { ++calls; }, most) == (most < 10 ? most : 10));
        CHECK(calls == (most < 10 ? most : 10));
    }
}

TEST_CASE("only a bool that is false stops it") {
    std::size_t calls = 0;
    CHECK(called([&](const error&) { return ++calls < 4; }, 100) == 4);
    CHECK(calls == 4);
    CHECK(called([](const error&) { return true; }, 100) == 10);
    CHECK(called([](const error&) { return 0; }, 100) == 10);
    CHECK(called([](const error& e) { return e.limit; }, 100) == 10);
}

TEST_CASE("the sink is not called after the last error") {
    std::size_t calls = 0;
    auto sink = [&](const error&) { ++calls; };
    error_sink<decltype(sink)> counting(sink, 1);
    CHECK_FALSE(counting(error()));
    CHECK_FALSE(counting(error()));
    CHECK(calls == 1);
    CHECK(counting.count() == 1);
}
