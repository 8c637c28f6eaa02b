// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/repeated_tokens.hpp>

// Then the rest.
#include "support/allocations.hpp"

#include <tpns/operations.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using tpns::binding;
using tpns::device_token;
using pairs = std::vector<std::pair<std::size_t, std::size_t>>;

namespace {

std::vector<binding> bindings_of(const std::vector<std::string>& tokens) {
    std::vector<binding> list;
    for (const std::string& t : tokens) list.push_back({device_token(t), {}});
    return list;
}

pairs repeated(const std::vector<std::string>& tokens, const std::string& skipped = {}) {
    const std::vector<binding> list = bindings_of(tokens);
    pairs found;
    tpns::detail::for_each_repeated_token(
        list.data(), list.size(), [&](std::size_t i) { return tokens[i] == skipped; },
        [&](std::size_t i, std::size_t before) { found.emplace_back(i, before); });
    return found;
}

/// What is allocated when the last token is looked at, as counted by `live`.
std::size_t taken(const std::vector<std::string>& tokens, std::size_t (*live)() noexcept) {
    const std::vector<binding> list = bindings_of(tokens);
    const std::size_t before = live();
    std::size_t then = before;
    tpns::detail::for_each_repeated_token(
        list.data(), list.size(),
        [&](std::size_t) {
            then = live();
            return false;
        },
        [](std::size_t, std::size_t) {});
    return then - before;
}

/// A token for each letter.
std::vector<std::string> letters(const std::string& text) {
    std::vector<std::string> tokens;
    for (const char c : text) tokens.emplace_back(1, c);
    return tokens;
}

} // namespace

TEST_CASE("each binding is paired with the nearest earlier one of the same token") {
    CHECK(repeated({}).empty());
    CHECK(repeated(letters("abc")).empty());
    CHECK(repeated(letters("ababa")) == pairs{{2, 0}, {3, 1}, {4, 2}});
    CHECK(repeated(letters("ababa"), "b") == pairs{{2, 0}, {4, 2}});
}

TEST_CASE("different tokens with equal hashes are not paired") {
    struct token {
        int number;
        [[nodiscard]] std::string_view str() const { return "a text to hash"; }
        bool operator==(const token& other) const { return number == other.number; }
    };
    struct element {
        struct token token;
    };
    const element list[] = {{{1}}, {{2}}, {{3}}, {{2}}, {{1}}};
    pairs found;
    tpns::detail::for_each_repeated_token(
        list, std::size(list), [](std::size_t) { return false; },
        [&](std::size_t i, std::size_t before) { found.emplace_back(i, before); });
    CHECK(found == pairs{{3, 1}, {4, 0}});
}

TEST_CASE("tokens are paired even if all of them belong at the same place of the table") {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; tokens.size() < 300; ++i) {
        const std::string token = std::to_string(i);
        // The first one takes the place after those that are tried.
        const std::size_t place = tokens.empty() ? 7 + 64 : 7;
        if (std::hash<std::string_view>()(token) % 2048 == place) tokens.push_back(token);
    }
    pairs expected;
    for (std::size_t i = 300; i < 900; ++i) {
        tokens.push_back(std::string(tokens[i - 300]));
        expected.emplace_back(i, i - 300);
    }
    CHECK(repeated(tokens) == expected); // the table of 900 bindings has 2048 places
}

TEST_CASE("64 tokens that belong at one place are in the table, and the others in a map") {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; tokens.size() < 100; ++i) {
        const std::string token = std::to_string(i);
        // The table of 100 bindings has 256 places.
        if (std::hash<std::string_view>()(token) % 256 == 250) tokens.push_back(token);
    }
    // The last one is not in it yet.
    CHECK(taken(tokens, tpns_tests::live_allocations) == 1 + (tokens.size() - 1 - 64));
}

TEST_CASE("the table takes 16 to 32 bytes for each binding") {
    for (const std::size_t size : {1024U, 1100U, 1500U}) {
        CAPTURE(size);
        std::vector<std::string> tokens;
        for (std::size_t i = 0; i < size; ++i) tokens.push_back(std::to_string(i));
        const std::size_t bytes = taken(tokens, tpns_tests::live_bytes);
        CHECK(bytes >= 16 * size);
        CHECK(bytes < 32 * size);
    }
}

TEST_CASE("many random tokens give the same pairs as a map") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const std::size_t size = random() % 400;
        const std::size_t kinds = 1 + random() % 300;
        std::vector<std::string> tokens;
        for (std::size_t i = 0; i < size; ++i) tokens.push_back(std::to_string(random() % kinds));
        std::map<std::string, std::size_t> latest;
        pairs expected;
        for (std::size_t i = 0; i < size; ++i) {
            const auto [at, is_new] = latest.try_emplace(tokens[i], i);
            if (is_new) continue;
            expected.emplace_back(i, at->second);
            at->second = i;
        }
        CHECK(repeated(tokens) == expected);
    }
}
