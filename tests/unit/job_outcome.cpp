// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/job_outcome.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <type_traits>

using tpns::item_state;
using tpns::job_outcome;
using tpns::server_errc;

static_assert(std::is_trivially_copyable_v<job_outcome>);
static_assert(to_string(item_state::gave_up) == "gave_up");

TEST_CASE("every state has a name") {
    CHECK(to_string(item_state::waiting) == "waiting");
    CHECK(to_string(item_state::accepted) == "accepted");
    CHECK(to_string(item_state::not_found) == "not_found");
    CHECK(to_string(item_state::refused) == "refused");
    CHECK(to_string(item_state::unknown) == "unknown");
    CHECK(to_string(item_state::gave_up) == "gave_up");
    CHECK(to_string(item_state::invalid) == "invalid");
    CHECK(to_string(static_cast<item_state>(77)) == "invalid");
}

TEST_CASE("a default outcome is waiting") {
    const job_outcome o;
    CHECK(o == job_outcome{0, item_state::waiting, std::nullopt, 0, false});
}

TEST_CASE("outcomes are equal if all members are") {
    const job_outcome o{1, item_state::refused, server_errc::invalid_token, 2, false};
    CHECK(o == job_outcome{1, item_state::refused, server_errc::invalid_token, 2, false});
    CHECK_FALSE(o != job_outcome{1, item_state::refused, server_errc::invalid_token, 2, false});
    CHECK(o != job_outcome{0, item_state::refused, server_errc::invalid_token, 2, false});
    CHECK(o != job_outcome{1, item_state::unknown, server_errc::invalid_token, 2, false});
    CHECK(o != job_outcome{1, item_state::refused, std::nullopt, 2, false});
    CHECK(o != job_outcome{1, item_state::refused, server_errc::invalid_token, 3, false});
    CHECK(o != job_outcome{1, item_state::refused, server_errc::invalid_token, 2, true});
}
