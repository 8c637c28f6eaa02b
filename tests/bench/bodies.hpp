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

// The bodies that are timed, the same in every run: only the engine of <random> is used, since its
// distributions differ between implementations.

namespace tpns_bench {

/// A body, as an HTTP stack that knows its parser hands it over: `padding` bytes behind it may be
/// read, and the first of them is zero. simdjson wants the one, RapidJSON the other.
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

/// Makes tokens and accounts that look like those of real apps.
class generator {
public:
    /// 36 or 40 hexadecimal digits, as of this service and of the one before.
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

    /// An account that is not ASCII: two, three and four bytes for a character.
    [[nodiscard]] tpns::account international_account() {
        static constexpr std::string_view names[] = {
            "J\u00fcrgen M\u00fcller ",
            "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432 ",
            "\u5f20\u4f1f\uff08\u5317\u4eac\uff09", "\u674e\u5a1c\U0001F680\U0001F338"};
        return {tpns::account_id(std::string(names[below(4)]) + digits(4)),
                tpns::account_type::custom_1};
    }

    [[nodiscard]] tpns::item_code code() { return {below(16) == 0 ? "1008006" : "0"}; }

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
inline tpns::request overwrite_accounts(std::size_t tokens, bool international = false) {
    generator make;
    tpns::overwrite_accounts op;
    while (op.token_accounts.size() < tokens) {
        tpns::binding b{make.token(), {}};
        while (b.account_list.size() < 2)
            b.account_list.push_back(international ? make.international_account() : make.account());
        op.token_accounts.push_back(std::move(b));
    }
    return op;
}

inline tpns::request unbind_all_tokens(std::size_t accounts) {
    generator make;
    tpns::unbind_all_tokens op;
    while (op.account_list.size() < accounts) op.account_list.push_back(make.account());
    return op;
}

inline tpns::response codes(std::size_t items) {
    generator make;
    tpns::response r{tpns::server_errc::batch_partly_failed, "batch op, partly error", {}};
    while (r.result.size() < items) r.result.push_back(make.code());
    return r;
}

/// What the tables call S, M, L, P and U.
inline std::vector<body> request_bodies() {
    const tpns::request m = overwrite_accounts(20);
    return {
        {"S", json_text()(overwrite_accounts(1))},
        {"M", json_text()(m)},
        {"L", json_text()(unbind_all_tokens(1000))},
        {"P", indented(json_text(json_text::reversed)(m))},
        {"U", json_text(json_text::half_escaped)(overwrite_accounts(20, true))},
    };
}

/// What the tables call R and RL.
inline std::vector<body> response_bodies() {
    return {
        {"R", json_text()(codes(20))},
        {"RL", json_text()(codes(1000))},
    };
}

} // namespace tpns_bench

#endif
