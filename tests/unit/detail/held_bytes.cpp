// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/held_bytes.hpp>

// Then the rest.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace {

namespace detail = tpns::detail;
using tpns::account_id;
using tpns::device_token;

/// Counts exactly what was allocated, except for the allocator's overhead and for strings short
/// enough to allocate nothing.
template <class T>
void check(const std::vector<T>& list, std::size_t before) {
    const std::size_t allocated = tpns_tests::live_bytes() - before;
    const std::size_t held = detail::held_bytes::of(list);
    CHECK(held <= allocated);
    CHECK(held >= allocated * 9 / 10);
}

const std::string text(1000, 'x');

} // namespace

TEST_CASE("everything that a list has allocated is counted") {
    std::size_t before = tpns_tests::live_bytes();
    const std::vector<device_token> tokens(100, device_token(text));
    check(tokens, before);

    before = tpns_tests::live_bytes();
    const std::vector<tpns::account> accounts(100, tpns::account{account_id(text)});
    check(accounts, before);

    before = tpns_tests::live_bytes();
    const std::vector<tpns::binding> bindings(100, tpns::binding{device_token(text), accounts});
    check(bindings, before);

    before = tpns_tests::live_bytes();
    std::vector<tpns::item_code> codes(100, tpns::item_code{text});
    check(codes, before);

    before = tpns_tests::live_bytes();
    const std::vector<device_token> none;
    CHECK(detail::held_bytes::of(none) == 0);

    codes.clear(); // their texts are gone, their list is not
    CHECK(detail::held_bytes::of(codes) == codes.capacity() * sizeof(tpns::item_code));

    before = tpns_tests::live_bytes();
    const std::string copy = text;
    CHECK(detail::held_bytes::of(copy) == copy.capacity() + 1);
    CHECK(detail::held_bytes::of(copy) <= tpns_tests::live_bytes() - before);
    CHECK(detail::held_bytes::of(std::string_view(text)) == 0);

    const tpns::item_code_view views[] = {{text}};
    CHECK(detail::held_bytes::of(tpns::list_view<tpns::item_code_view>(views)) == 0);
}

TEST_CASE("too much is more than 64 bytes for each byte of the body") {
    const std::vector<tpns::item_code> codes(200);
    REQUIRE(detail::held_bytes::of(codes) >= 3200);
    const std::size_t held = detail::held_bytes::of(codes);
    CHECK(detail::is_more_than_kept(held, 0));
    CHECK(detail::is_more_than_kept(held, held / 64 - 1));
    CHECK_FALSE(detail::is_more_than_kept(held, held / 64));
    CHECK_FALSE(detail::is_more_than_kept(0, 0));
}
