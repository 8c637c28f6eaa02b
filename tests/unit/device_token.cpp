// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/device_token.hpp>

// Then the rest.
#include <tpns/account.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <utility>

using tpns::account_id;
using tpns::account_id_view;
using tpns::device_token;
using tpns::device_token_view;

namespace {

template <class A, class B, class = void>
constexpr bool comparable = false;
template <class A, class B>
constexpr bool
    comparable<A, B, std::void_t<decltype(std::declval<const A&>() == std::declval<const B&>())>> =
        true;

/// Neither type can be made from the other, assigned to it or compared with it.
template <class A, class B>
constexpr bool apart =
    !std::is_constructible_v<A, B> && !std::is_constructible_v<A, B&> &&
    !std::is_constructible_v<B, A> && !std::is_constructible_v<B, A&> &&
    !std::is_assignable_v<A&, B> && !std::is_assignable_v<A&, B&> && !std::is_assignable_v<B&, A> &&
    !std::is_assignable_v<B&, A&> && !comparable<A, B> && !comparable<B, A>;

} // namespace

static_assert(std::is_same_v<device_token, tpns::detail::basic_device_token<tpns::owned>>);
static_assert(std::is_same_v<device_token_view, tpns::detail::basic_device_token<tpns::view>>);

static_assert(apart<device_token, account_id>);
static_assert(apart<device_token, account_id_view>);
static_assert(apart<device_token_view, account_id>);
static_assert(apart<device_token_view, account_id_view>);
static_assert(!apart<device_token, device_token_view>);

static_assert(!comparable<device_token, std::string>);
static_assert(comparable<device_token, device_token_view>);

TEST_CASE("the format of a token is not checked") {
    for (const char* const text : {"", "token1", "00e95a8b1c3d4f6789abcdef0123456789ab", "\xFF"})
        CHECK(device_token(text).str() == text);
}
