// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/account.hpp>

#include <boost/container_hash/hash.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

using tpns::account;
using tpns::account_id;
using tpns::account_id_view;
using tpns::account_type;
using tpns::account_view;

namespace {

/// Whether `T{{"a", "b"}}` compiles, which for a string calls the constructor from two iterators.
template <class T, class = void>
constexpr bool takes_braced_pair = false;
template <class T>
constexpr bool takes_braced_pair<T, std::void_t<decltype(T{{"a", "b"}})>> = true;

struct plain_account {
    std::string id;
    account_type type{};
};

} // namespace

static_assert(std::is_aggregate_v<account>);
static_assert(std::is_aggregate_v<account_view>);
static_assert(std::is_trivially_copyable_v<account_view>);
static_assert(std::is_nothrow_move_constructible_v<account>);

static_assert(!takes_braced_pair<account>);
static_assert(!takes_braced_pair<account_view>);
static_assert(takes_braced_pair<plain_account>); // without the strong type, it compiles

static_assert(!std::is_convertible_v<std::string, account>);
static_assert(!std::is_convertible_v<account_id, account>);

// Views can be constants.
static constexpr tpns::account_view in_rom{tpns::account_id_view("abc"), tpns::account_type::email};
static_assert(in_rom == in_rom && !(in_rom != in_rom) && in_rom <= in_rom && in_rom >= in_rom);
static_assert(in_rom > tpns::account_view{in_rom.id} && tpns::account_view{in_rom.id} < in_rom);

TEST_CASE("the account type is optional") {
    const account a{account_id("jdoe")};
    CHECK(a.id.str() == "jdoe");
    CHECK(a.type == account_type::default_type);
    CHECK(account{}.id.str().empty());
    CHECK(account{}.type == account_type::default_type);
}

TEST_CASE("accounts are equal by id and type, whatever the storage") {
    const account a{account_id("jdoe"), account_type::email};
    const account other_id{account_id("jdoe2"), account_type::email};
    const account other_type{account_id("jdoe"), account_type::mobile};
    const account_view v{a.id, a.type};
    CHECK(a == account(a));
    CHECK(a == v);
    CHECK(v == a);
    CHECK_FALSE(a != v);
    for (const account& other : {other_id, other_type}) {
        CHECK(a != other);
        CHECK(v != other);
        CHECK_FALSE(a == other);
        CHECK_FALSE(other == v);
    }
}

TEST_CASE("accounts are ordered by id, then by type") {
    const std::vector<account> sorted = {
        {account_id(""), account_type::email},     {account_id("a"), account_type{}},
        {account_id("a"), account_type::custom_1}, {account_id("ab"), account_type{}},
        {account_id("b"), account_type{}},
    };
    for (std::size_t i = 0; i < sorted.size(); ++i)
        for (std::size_t j = 0; j < sorted.size(); ++j) {
            const account_view v{sorted[j].id, sorted[j].type};
            CHECK((sorted[i] < sorted[j]) == (i < j));
            CHECK((sorted[i] < v) == (i < j));
            CHECK((sorted[i] > v) == (i > j));
            CHECK((sorted[i] <= v) == (i <= j));
            CHECK((sorted[i] >= v) == (i >= j));
            CHECK((v > sorted[i]) == (j > i));
            CHECK((v <= sorted[i]) == (j <= i));
            CHECK((v >= sorted[i]) == (j >= i));
        }
}

TEST_CASE("an account can be a key in standard containers") {
    const account a{account_id("jdoe"), account_type::email};
    const account b{account_id("jdoe"), account_type::mobile};
    CHECK(std::set<account>{a, b, a}.size() == 2);
    CHECK(std::unordered_set<account>{a, b, a}.size() == 2);
    CHECK(std::set<account, std::less<>>{a, b}.count(account_view{b.id, b.type}) == 1);
}

TEST_CASE("equal accounts have equal hashes, whatever the storage") {
    const account a{account_id("jdoe"), account_type::email};
    const account_view v{a.id, a.type};
    CHECK(std::hash<account>()(a) == std::hash<account>()(account(a)));
    CHECK(std::hash<account>()(a) == std::hash<account_view>()(v));
    CHECK(boost::hash<account>()(a) == std::hash<account>()(a));
    CHECK(boost::hash<account_view>()(v) == std::hash<account>()(a));
    CHECK(std::hash<account>()(a) !=
          std::hash<account>()(account{account_id("jdoe"), account_type::mobile}));
    CHECK(std::hash<account>()(a) !=
          std::hash<account>()(account{account_id("jdoe2"), account_type::email}));
    CHECK(std::hash<account>()(account{account_id("jdoe")}) !=
          std::hash<account>()(account{account_id("jdoe2")}));
}
