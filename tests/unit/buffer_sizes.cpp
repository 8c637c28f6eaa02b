// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/buffer_sizes.hpp>

// Then the rest.
#include "support/requests.hpp"

#include <tpns/arena.hpp>
#include <tpns/decode.hpp>
#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <string>
#include <variant>
#include <vector>

using namespace tpns;

namespace {

constexpr std::size_t greatest = (std::numeric_limits<std::size_t>::max)();

// In constant expressions, as programs use them.
static_assert(max_encoded_size(0, 0) == sizeof(R"({"operator_type":2,"token_accounts":[]})") - 1);
static_assert(max_encoded_size<unbind_all_accounts>(0) ==
              sizeof(R"({"operator_type":4,"token_list":[]})") - 1);
static_assert(max_encoded_size(1, 1) == 1093 &&
              max_encoded_size(20, 1) == 21138); // as in the guide
static_assert(response_arena_bytes(0) == 0 && request_arena_bytes(0, 1) == 0);
static_assert(sizeof(item_code_view) != 16 || response_arena_bytes(17) == 17 * 16 + 7);

// Sizes greater than any memory do not wrap around.
static_assert(max_encoded_size(greatest, 1) == greatest);
static_assert(max_encoded_size(1, greatest) == greatest);
static_assert(max_encoded_size(greatest / 500, 1) == greatest);
static_assert(max_encoded_size<unbind_all_tokens>(greatest) == greatest);
static_assert(response_arena_bytes(greatest) == greatest);
static_assert(request_arena_bytes(greatest, 1) == greatest);
static_assert(request_arena_bytes(1, greatest) == greatest);
static_assert(request_arena_bytes<unbind_all_accounts>(greatest) == greatest);

/// The longest request of its shape.
template <class Operation>
Operation longest(std::size_t count, std::size_t accounts_each, const limits& max) {
    const device_token token(std::string(max.max_token_bytes, '\x01'));
    const account owner{account_id(std::string(max.max_account_chars, '\x1F')),
                        static_cast<account_type>(2147483647)};
    Operation op;
    if constexpr (Operation::type == operator_type::unbind_all_accounts)
        op.token_list.assign(count, token);
    else if constexpr (Operation::type == operator_type::unbind_all_tokens)
        op.account_list.assign(count, owner);
    else
        op.token_accounts.assign(count, {token, std::vector<account>(accounts_each, owner)});
    return op;
}

template <class Operation>
void check_longest(std::size_t count, std::size_t accounts_each, const limits& max) {
    const Operation op = longest<Operation>(count, accounts_each, max);
    std::size_t size = 0;
    if constexpr (detail::has_bindings_v<Operation>)
        size = max_encoded_size<Operation>(count, accounts_each, max);
    else
        size = max_encoded_size<Operation>(count, max);
    CHECK(encoded_size(op) == size);
    std::vector<char> buffer(size);
    CHECK(encode_to(buffer.data(), size, op, max) == size);
    CHECK_FALSE(encode_to(buffer.data(), size - 1, op, max));
}

/// Decodes at each alignment, and returns the number of alignments without enough room.
template <class Decode>
std::size_t failures(std::size_t size, Decode decode) {
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < alignof(std::max_align_t); ++offset) {
        std::vector<char> buffer(size + offset); // aligned and of the exact size, for the sanitizer
        arena memory(buffer.data() + offset, size);
        const auto r = decode(memory);
        if (r) continue;
        CHECK(r.error().code == errc::no_space);
        ++count;
    }
    return count;
}

/// A response, or a list of a request, with `count` elements.
std::string body_of(const char* begin, const char* element, std::size_t count) {
    std::string body = begin;
    for (std::size_t i = 0; i < count; ++i) (body += i == 0 ? "" : ",") += element;
    return body + "]}";
}

} // namespace

TEST_CASE("the maximum encoded size is reached and never exceeded") {
    limits few;
    few.max_token_bytes = 3;
    few.max_account_chars = 2;
    for (const limits& max : {limits(), few})
        for (std::size_t count = 1; count <= 20; ++count) {
            for (std::size_t accounts = 1; accounts <= 3; ++accounts) {
                check_longest<overwrite_accounts>(count, accounts, max);
                check_longest<append_accounts>(count, accounts, max);
                check_longest<unbind_accounts>(count, accounts, max);
            }
            check_longest<unbind_all_accounts>(count, 0, max);
            check_longest<unbind_all_tokens>(count, 0, max);
        }
    CHECK(max_encoded_size(2, 1) == max_encoded_size<overwrite_accounts>(2, 1, limits()));
    CHECK(max_encoded_size(0, 1) == encoded_size(overwrite_accounts()));
    CHECK(max_encoded_size<unbind_all_tokens>(0) == encoded_size(unbind_all_tokens()));
    // Four bytes of UTF-8 are shorter than an escape.
    overwrite_accounts wide = longest<overwrite_accounts>(1, 1, limits());
    std::string id;
    for (std::size_t i = 0; i < limits().max_account_chars; ++i) id += "\xF0\x9F\x98\x80";
    wide.token_accounts[0].account_list[0].id = account_id(id);
    CHECK(encode(wide).value().size() < max_encoded_size(1, 1));
}

TEST_CASE(
    "a response fits in its arena at every alignment, and at the worst one not in a byte less") {
    for (std::size_t items = 1; items <= 100; ++items)
        // The reader based on Boost.JSON reads numbers, after the fast one gave up.
        for (const char* code : {R"("1008006")", "1008006", R"( "0")"}) {
            CAPTURE(items);
            const std::string body = body_of(R"({"ret_code":0,"result":[)", code, items);
            const auto decode = [&](arena& memory) { return decode_response_view(body, memory); };
            CHECK(failures(response_arena_bytes(items), decode) == 0);
            CHECK(failures(response_arena_bytes(items) - 1, decode) > 0);
        }
}

TEST_CASE("an empty list needs no arena") {
    CHECK(response_arena_bytes(0) == 0);
    CHECK(request_arena_bytes(0, 1) == 0);
    CHECK(request_arena_bytes<unbind_all_accounts>(0) == 0);
    CHECK(request_arena_bytes<unbind_all_tokens>(0) == 0);
}

TEST_CASE("a request of tokens or accounts fits in its arena") {
    for (std::size_t items = 1; items <= 100; ++items) {
        CAPTURE(items);
        const std::string tokens =
            body_of(R"({"operator_type":4,"token_list":[)", R"("token")", items);
        const auto decode_tokens = [&](arena& memory) {
            return decode_request_view(tokens, memory);
        };
        CHECK(failures(request_arena_bytes<unbind_all_accounts>(items), decode_tokens) == 0);
        CHECK(failures(request_arena_bytes<unbind_all_accounts>(items) - 1, decode_tokens) > 0);
        const std::string accounts =
            body_of(R"({"operator_type":5,"account_list":[)", R"({"account":"ab"})", items);
        const auto decode_accounts = [&](arena& memory) {
            return decode_request_view(accounts, memory);
        };
        CHECK(failures(request_arena_bytes<unbind_all_tokens>(items), decode_accounts) == 0);
        CHECK(failures(request_arena_bytes<unbind_all_tokens>(items) - 1, decode_accounts) > 0);
    }
}

TEST_CASE("a request of bindings fits in its arena, although its list moves as it grows") {
    decode_options options;
    options.limits.max_token_accounts = limits::unlimited;
    options.unknown_members = policy::skip;
    for (std::size_t bindings = 1; bindings <= 70; ++bindings)
        for (std::size_t accounts = 1; accounts <= 9; ++accounts) {
            CAPTURE(bindings);
            CAPTURE(accounts);
            const std::string list =
                body_of(R"("account_list":[)", R"({"account":"ab"})", accounts);
            for (const std::string& element :
                 {R"({"token":"t",)" + list,
                  "{" + list.substr(0, list.size() - 1) + R"(,"x":{},"token":"t"})"}) {
                const std::string body =
                    body_of(R"({"operator_type":2,"token_accounts":[)", element.c_str(), bindings);
                const auto decode = [&](arena& memory) {
                    return decode_request_view(body, memory, options);
                };
                CHECK(failures(request_arena_bytes(bindings, accounts), decode) == 0);
                CHECK(failures(request_arena_bytes(bindings, accounts) - 1, decode) > 0);
            }
        }
}

TEST_CASE(
    "four times the lists, the strings with escapes, and seven bytes for each are always enough") {
    // A string with escapes follows each element, which is the worst case for a growing list.
    for (std::size_t bindings = 1; bindings <= 20; ++bindings)
        for (std::size_t accounts = 1; accounts <= 20; ++accounts)
            for (const char* text :
                 {"\\n1", "\\n123456789", "\\n0123456789abcdef0123456789abcdef"}) {
                CAPTURE(bindings);
                CAPTURE(accounts);
                const std::string owner = std::string(R"({"account":")") + text + R"("})";
                const std::string element = std::string(R"({"token":")") + text + R"(",)" +
                                            body_of(R"("account_list":[)", owner.c_str(), accounts);
                const std::string body =
                    body_of(R"({"operator_type":2,"token_accounts":[)", element.c_str(), bindings);
                const std::size_t strings = bindings * (1 + accounts);
                const std::size_t lists =
                    bindings * (sizeof(binding_view) + accounts * sizeof(account_view));
                const std::size_t enough =
                    4 * lists + 7 + strings * (std::string_view(text).size() - 1 + 7);
                CHECK(failures(enough, [&](arena& memory) {
                          return decode_request_view(body, memory);
                      }) == 0);
            }
    for (std::size_t items = 1; items <= 100; ++items) {
        const std::string body = body_of(R"({"ret_code":0,"result":[)", R"("\n")", items);
        const std::size_t enough = 4 * items * sizeof(item_code_view) + 7 + items * (1 + 7);
        CHECK(failures(enough, [&](arena& memory) { return decode_response_view(body, memory); }) ==
              0);
    }
}
