// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_HOSTILE_HPP
#define TPNS_TESTS_BENCH_HOSTILE_HPP

#include "bodies.hpp"
#include "filling.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Requests designed to be expensive, in a small and a large size: an attack succeeds if the time
// per byte grows with the size.

namespace tpns_bench {

struct hostile_body {
    body bytes;
    bool valid;
};

namespace detail {

/// As many copies of `piece` as fit in `size` bytes, separated by commas.
[[nodiscard]] inline std::string list_of(std::string_view piece, std::size_t size) {
    std::string text(piece);
    while (text.size() + piece.size() < size) (text += ',') += piece;
    return text;
}

[[nodiscard]] inline std::string repeated(std::string_view piece, std::size_t size) {
    std::string text;
    while (text.size() < size) text += piece;
    return text;
}

/// A request with `member` in front of its own.
[[nodiscard]] inline std::string with(std::string_view member) {
    return '{' + std::string(member) + R"(,"operator_type":4,"token_list":["token"]})";
}

[[nodiscard]] inline std::string unbinding(std::string_view accounts) {
    return R"({"operator_type":5,"account_list":[)" + std::string(accounts) + "]}";
}

} // namespace detail

/// Bodies of about `size` bytes.
[[nodiscard]] inline std::vector<hostile_body> hostile_bodies(std::size_t size) {
    using namespace detail;
    constexpr std::size_t deepest = default_limits.max_depth - 1; // the body is a level itself
    const std::string nested = R"("x":)" + std::string(deepest, '[') + std::string(deepest, ']');
    const std::string han = repeated("\\u5f20", 6 * default_limits.max_account_chars);

    std::string almost = unbinding(list_of(R"({"account":"926@126.com"})", size));
    almost.back() = ']';

    return {
        {{"deep members", with(list_of(nested, size))}, true},
        {{"escaped accounts", unbinding(list_of(R"({"account":")" + han + "\"}", size))}, true},
        {{"escaped unknown string", with(R"("x":")" + repeated("\\n\\u5f20", size) + '"')}, true},
        {{"escaped names", with(list_of(R"("\u0074oken_list\u0020":0)", size))}, true},
        {{"long unknown string", with(R"("x":")" + std::string(size, 'x') + '"')}, true},
        {{"long unknown UTF-8", with(R"("x":")" + repeated("\u5f20", size) + '"')}, true},
        {{"long unknown number", with(R"("x":)" + std::string(size, '1'))}, true},
        {{"many unknown members", with(list_of(R"("x":1)", size))}, true},
        {{"many unknown values", with(R"("x":[)" + list_of("0", size) + ']')}, true},
        {{"wrong at the last byte", almost}, false},
        {{"one token repeated",
          R"({"operator_type":4,"token_list":[)" + list_of(R"("token")", size) + "]}"},
         true},
        {{"tiny accounts", unbinding(list_of(R"({"account":"ab"})", size))}, true},
        {{"white space",
          R"({"operator_type":4,)" + std::string(size, ' ') + R"("token_list":["token"]})"},
         true},
    };
}

} // namespace tpns_bench

#endif
