// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_BODIES_HPP
#define TPNS_TESTS_BENCH_BODIES_HPP

#include "json_text.hpp"

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The timed bodies, which are the same in every run. Uses only the engines of <random>, since
// distributions differ between implementations.

namespace tpns_bench {

/// A body, as an HTTP stack tuned to its parser would pass it: `padding` bytes after it are
/// readable, which simdjson needs, and the first of them is zero, which RapidJSON needs.
class body {
public:
    static constexpr std::size_t padding = 64;

    body(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
        text_.reserve(text_.size() + padding);
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

private:
    std::string name_;
    std::string text_;
};

/// Bodies of one shape, which are read in turn: the processor would learn a single body, unlike a
/// server's traffic.
struct shape {
    static constexpr std::size_t count = 16;

    std::string name;
    std::vector<body> bodies;
};

/// Generates tokens and accounts that look like those of real apps.
class generator {
public:
    explicit generator(std::size_t seed)
        : engine_(static_cast<std::minstd_rand::result_type>(seed + 1)) {}

    /// 36 or 40 hexadecimal digits, as in this service and its predecessor.
    [[nodiscard]] tpns::device_token token() {
        return tpns::device_token(from("0123456789abcdef", below(4) == 0 ? 40 : 36));
    }

    [[nodiscard]] tpns::account account() {
        using type = tpns::account_type;
        switch (below(4)) {
        case 0: return {tpns::account_id("+861" + digits(10)), type::mobile};
        case 1: return {tpns::account_id(letters(8) + "@example.com"), type::email};
        case 2: return {tpns::account_id("o" + letters(27)), type::wechat_open_id};
        default: return {tpns::account_id(digits(10)), type::default_type};
        }
    }

    /// A non-ASCII account, with characters of two, three and four bytes.
    [[nodiscard]] tpns::account international_account() {
        static constexpr std::string_view names[] = {
            "J\u00fcrgen M\u00fcller ",
            "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432 ",
            "\u5f20\u4f1f\uff08\u5317\u4eac\uff09", "\u674e\u5a1c\U0001F680\U0001F338"};
        return {tpns::account_id(std::string(names[below(4)]) + digits(4)),
                tpns::account_type::custom_1};
    }

    /// One in four is a failure, with one of the codes for a dead token.
    [[nodiscard]] tpns::item_code code() {
        static constexpr std::string_view failures[] = {"1008006", "10110008", "1008029"};
        return {std::string(below(4) == 0 ? failures[below(3)] : std::string_view("0"))};
    }

private:
    [[nodiscard]] std::size_t below(std::size_t n) { return engine_() % n; }

    [[nodiscard]] std::string from(std::string_view alphabet, std::size_t size) {
        std::string s;
        while (s.size() < size) s += alphabet[below(alphabet.size())];
        return s;
    }
    [[nodiscard]] std::string digits(std::size_t size) { return from("0123456789", size); }
    [[nodiscard]] std::string letters(std::size_t size) {
        return from("abcdefghijklmnopqrstuvwxyz", size);
    }

    std::minstd_rand engine_;
};

/// `tokens` tokens with two accounts each.
inline tpns::request overwrite_accounts(std::size_t seed, std::size_t tokens,
                                        bool international = false) {
    generator make(seed);
    tpns::overwrite_accounts op;
    while (op.token_accounts.size() < tokens) {
        tpns::binding b{make.token(), {}};
        while (b.account_list.size() < 2)
            b.account_list.push_back(international ? make.international_account() : make.account());
        op.token_accounts.push_back(std::move(b));
    }
    return op;
}

inline tpns::request unbind_all_tokens(std::size_t seed, std::size_t accounts) {
    generator make(seed);
    tpns::unbind_all_tokens op;
    while (op.account_list.size() < accounts) op.account_list.push_back(make.account());
    return op;
}

inline tpns::response codes(std::size_t seed, std::size_t items) {
    generator make(seed);
    tpns::response r{tpns::server_errc::batch_partly_failed, "batch op, partly error", {}};
    while (r.result.size() < items) r.result.push_back(make.code());
    return r;
}

/// `code` for each item.
inline tpns::response success(std::size_t items, const std::string& code) {
    return {tpns::server_errc::accepted, "success", std::vector<tpns::item_code>(items, {code})};
}

/// `text(seed)` for each body.
template <class Function>
shape shape_of(std::string name, Function text) {
    shape s{std::move(name), {}};
    for (std::size_t seed = 0; seed < shape::count; ++seed)
        s.bodies.emplace_back(s.name, text(seed));
    return s;
}

/// The shapes S, M, L, P and U in the tables.
inline std::vector<shape> request_shapes() {
    const auto m = [](std::size_t seed) { return overwrite_accounts(seed, 20); };
    return {
        shape_of("S", [](std::size_t i) { return json_text()(overwrite_accounts(i, 1)); }),
        shape_of("M", [&](std::size_t i) { return json_text()(m(i)); }),
        shape_of("L", [](std::size_t i) { return json_text()(unbind_all_tokens(i, 1000)); }),
        shape_of("P",
                 [&](std::size_t i) { return indented(json_text(json_text::reversed)(m(i))); }),
        shape_of("U",
                 [](std::size_t i) {
                     return json_text(json_text::half_escaped)(overwrite_accounts(i, 20, true));
                 }),
    };
}

/// The shapes R, R0, Rok and RL in the tables.
inline std::vector<shape> response_shapes() {
    return {
        shape_of("R", [](std::size_t i) { return json_text()(codes(i, 20)); }),
        shape_of("R0", [](std::size_t) { return json_text()(success(20, "0")); }),
        shape_of("Rok", [](std::size_t) { return json_text()(success(20, "ok")); }),
        shape_of("RL", [](std::size_t i) { return json_text()(codes(i, 1000)); }),
    };
}

} // namespace tpns_bench

#endif
