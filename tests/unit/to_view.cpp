// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/to_view.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/printers.hpp"
#include "support/requests.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::part_of;
using tpns_tests::request_of;

namespace {

template <class T, class = void>
constexpr bool can_be_viewed = false;
template <class T>
constexpr bool
    can_be_viewed<T, std::void_t<decltype(to_view(std::declval<T>(), std::declval<arena&>()))>> =
        true;
static_assert(can_be_viewed<request&> && can_be_viewed<const response&>);
static_assert(can_be_viewed<request_view> && can_be_viewed<basic_request<part>>);
static_assert(!can_be_viewed<request> && !can_be_viewed<const request>);
static_assert(!can_be_viewed<overwrite_accounts> && !can_be_viewed<binding>);
static_assert(!can_be_viewed<response> && !can_be_viewed<account&>);

/// The bytes that the lists of a view take.
std::size_t bytes_of(const request_view& r) {
    std::size_t bytes = 0;
    std::visit(
        [&](const auto& op) {
            for (const auto& e : items(op)) {
                bytes += sizeof e;
                if constexpr (std::is_same_v<decltype(e), const binding_view&>)
                    bytes += e.account_list.size() * sizeof(account_view);
            }
        },
        r);
    return bytes;
}

/// Uses a buffer of exactly the required size, and one that is a byte too small.
template <class Message>
void check_room(const Message& message, std::size_t bytes) {
    alignas(std::max_align_t) char buffer[1000];
    REQUIRE(bytes <= sizeof buffer);
    const std::size_t before = tpns_tests::allocations();
    arena enough(buffer, bytes);
    const auto v = to_view(message, enough);
    REQUIRE(v);
    CHECK(*v == message);
    CHECK(enough.allocate(1, 1) == nullptr);
    CHECK(tpns_tests::allocations() == before);
    if (bytes == 0) return;
    arena little(buffer, bytes - 1);
    const auto none = to_view(message, little);
    REQUIRE_FALSE(none);
    CHECK(none.error() == error(errc::no_space));
    CHECK(little.allocate(bytes - 1, 1) == buffer); // unchanged
}

} // namespace

TEST_CASE("requests and operations are equal, with strings in place and lists of the exact size") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 0; count < 4; ++count) {
            request r = request_of(type, count);
            if (auto* const op = std::get_if<overwrite_accounts>(&r))
                for (std::size_t i = 0; i < count;
                     ++i) // lists of different sizes, including an empty one
                    op->token_accounts[i].account_list.resize(
                        i, account{account_id("more"), account_type::email});
            arena memory;
            const result<request_view> v = to_view(r, memory);
            REQUIRE(v);
            CHECK(*v == r);
            CHECK(operator_type_of(*v) == type);
            check_room(r, bytes_of(*v));
            check_room(*v, bytes_of(*v));
            check_room(part_of(r), bytes_of(*v));
            std::visit([&](const auto& op) { check_room(op, bytes_of(*v)); }, r);
        }
    const unbind_all_accounts op{{device_token("a token that is no short string")}};
    arena memory;
    CHECK(to_view(op, memory)->token_list[0].str().data() == op.token_list[0].str().data());
}

TEST_CASE("a part gives its own items only") {
    const std::size_t indices[] = {2, 0};
    const std::vector<device_token> tokens = {device_token("a"), device_token("b"),
                                              device_token("c")};
    const basic_operation<operator_type::unbind_all_accounts, part> some{
        {tokens.data(), indices, 2}};
    arena memory;
    const result<unbind_all_accounts_view> v = to_view(some, memory);
    REQUIRE(v);
    CHECK(v->token_list == std::vector<device_token>{device_token("c"), device_token("a")});
}

TEST_CASE("bindings and responses") {
    const binding b{device_token("token"),
                    {{account_id("ab"), account_type(7)}, {account_id("cd")}}};
    check_room(b, 2 * sizeof(account_view));
    const response r{server_errc::batch_partly_failed, "partly", {{"0"}, {"1008006"}, {"ok"}}};
    check_room(r, 3 * sizeof(item_code_view));
    check_room(response{server_errc::accepted, "ok", {}}, 0);
}

TEST_CASE("a list without room is an error, even if later ones would fit") {
    const std::vector<account> many(9, account{account_id("ab"), account_type::email});
    const overwrite_accounts op{{{device_token("a"), many}, {device_token("b"), {many[0]}}}};
    char buffer[2 * sizeof(binding_view) + 8 * sizeof(account_view)];
    arena memory(buffer, sizeof buffer);
    CHECK_FALSE(to_view(op, memory));
}

TEST_CASE("an empty list needs no room") {
    arena none(nullptr, 0);
    const unbind_all_tokens nothing;
    const result<unbind_all_tokens_view> v = to_view(nothing, none);
    REQUIRE(v);
    CHECK((*v).account_list.empty());
}

TEST_CASE("earlier contents of an arena stay valid, even after a view that had no room") {
    char buffer[8 * sizeof(item_code_view)];
    arena memory(buffer, sizeof buffer);
    const response few{server_errc::accepted, "", {{"0"}, {"1"}}};
    const response many{server_errc::accepted, "", std::vector<item_code>(7, item_code{"2"})};
    const result<response_view> v = to_view(few, memory);
    REQUIRE(v);
    CHECK_FALSE(to_view(many, memory));
    CHECK(*v == few);
}
