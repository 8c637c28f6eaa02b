// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_REQUESTS_HPP
#define TPNS_TESTS_SUPPORT_REQUESTS_HPP

#include <tpns/request.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace tpns_tests {

inline constexpr tpns::operator_type all_operators[] = {
    tpns::operator_type::append_accounts, tpns::operator_type::overwrite_accounts,
    tpns::operator_type::unbind_accounts, tpns::operator_type::unbind_all_accounts,
    tpns::operator_type::unbind_all_tokens};

/// A request with `count` items, all valid and all different.
inline tpns::request request_of(tpns::operator_type type, std::size_t count) {
    std::vector<tpns::binding> bindings;
    std::vector<tpns::device_token> tokens;
    std::vector<tpns::account> accounts;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        const tpns::account account{tpns::account_id("account " + number), tpns::account_type(i)};
        if (type == tpns::operator_type::unbind_all_accounts)
            tokens.emplace_back("token " + number);
        else if (type == tpns::operator_type::unbind_all_tokens)
            accounts.push_back(account);
        else
            bindings.push_back({tpns::device_token("token " + number), {account}});
    }
    switch (type) {
    case tpns::operator_type::append_accounts: return tpns::append_accounts{bindings};
    case tpns::operator_type::overwrite_accounts: return tpns::overwrite_accounts{bindings};
    case tpns::operator_type::unbind_accounts: return tpns::unbind_accounts{bindings};
    case tpns::operator_type::unbind_all_accounts: return tpns::unbind_all_accounts{tokens};
    case tpns::operator_type::unbind_all_tokens: break;
    }
    return tpns::unbind_all_tokens{accounts};
}

/// A request that refers to the lists of another one.
inline tpns::basic_request<tpns::part> part_of(const tpns::request& r) {
    using part = tpns::part;
    if (const auto* op = std::get_if<tpns::append_accounts>(&r))
        return tpns::basic_operation<tpns::operator_type::append_accounts, part>{
            op->token_accounts};
    if (const auto* op = std::get_if<tpns::overwrite_accounts>(&r))
        return tpns::basic_operation<tpns::operator_type::overwrite_accounts, part>{
            op->token_accounts};
    if (const auto* op = std::get_if<tpns::unbind_accounts>(&r))
        return tpns::basic_operation<tpns::operator_type::unbind_accounts, part>{
            op->token_accounts};
    if (const auto* op = std::get_if<tpns::unbind_all_accounts>(&r))
        return tpns::basic_operation<tpns::operator_type::unbind_all_accounts, part>{
            op->token_list};
    return tpns::basic_operation<tpns::operator_type::unbind_all_tokens, part>{
        std::get<tpns::unbind_all_tokens>(r).account_list};
}

/// A copy of some of the items of a request.
inline tpns::request some_of(const tpns::request& r, const std::vector<std::size_t>& indices) {
    return std::visit(
        [&](const auto& op) -> tpns::request {
            std::decay_t<decltype(op)> some;
            for (const std::size_t i : indices) items(some).push_back(items(op).at(i));
            return some;
        },
        r);
}

template <class Storage>
std::string_view name_of(const tpns::basic_binding<Storage>& b) {
    return b.token.str();
}
template <class Storage>
std::string_view name_of(const tpns::detail::basic_device_token<Storage>& t) {
    return t.str();
}
template <class Storage>
std::string_view name_of(const tpns::basic_account<Storage>& a) {
    return a.id.str();
}

/// The addresses of the characters of the items, in order. Those of copies differ.
template <class Storage>
std::vector<const char*> places(const tpns::basic_request<Storage>& r) {
    std::vector<const char*> all;
    const auto note = [&](const auto& op) {
        for (const auto& item : items(op)) all.push_back(name_of(item).data());
    };
    std::visit(note, r);
    return all;
}

/// Compares requests by their operations, whatever the storage.
template <class A, class B>
bool same_request(const tpns::basic_request<A>& a, const tpns::basic_request<B>& b) {
    const auto equal = [](const auto& x, const auto& y) {
        if constexpr (std::decay_t<decltype(x)>::type == std::decay_t<decltype(y)>::type)
            return x == y && !(x != y);
        else
            return false;
    };
    return std::visit(equal, a, b);
}

} // namespace tpns_tests

#endif
