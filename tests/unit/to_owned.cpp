// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/to_owned.hpp>

// Then the rest.
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::part_of;
using tpns_tests::request_of;
using tpns_tests::view_lists;

namespace {

/// Checks that `copy` is owned, and survives the original.
template <class Owned, class Copy>
void check_kept(const Owned& expected, const Copy& copy) {
    static_assert(std::is_same_v<Copy, Owned>);
    CHECK(copy == expected);
}

} // namespace

TEST_CASE("tokens, accounts and codes") {
    const account owner{account_id("a user"), account_type::email};
    {
        std::string text = "a user";
        const account_view v{account_id_view(text), account_type::email};
        const account copy = to_owned(v);
        const account_id id = to_owned(v.id);
        text.assign(text.size(), 'x');
        check_kept(owner, copy);
        check_kept(owner.id, id);
    }
    check_kept(owner, to_owned(owner));
    check_kept(device_token("t"), to_owned(device_token_view("t")));
    check_kept(device_token("t"), to_owned(device_token("t")));
    check_kept(item_code{"0"}, to_owned(item_code_view{"0"}));
}

TEST_CASE("bindings, with none, one and more accounts") {
    for (std::size_t count = 0; count < 4; ++count) {
        const auto accounts =
            std::get<unbind_all_tokens>(request_of(operator_type::unbind_all_tokens, count))
                .account_list;
        const binding expected{device_token("token"), accounts};
        std::vector<account_view> views;
        for (const account& a : accounts) views.push_back({a.id, a.type});
        check_kept(expected, to_owned(binding_view{expected.token, views}));
        check_kept(expected, to_owned(expected));
    }
}

TEST_CASE("requests and operations, of each storage") {
    for (const operator_type type : all_operators)
        for (std::size_t count = 0; count < 4; ++count) {
            const request r = request_of(type, count);
            view_lists views;
            const request_view v = views(r);
            check_kept(r, to_owned(r));
            check_kept(r, to_owned(v));
            check_kept(r, to_owned(part_of(r)));
            std::visit([&](const auto& op) { check_kept(r, request(to_owned(op))); }, v);
            std::visit([&](const auto& op) { check_kept(op, to_owned(op)); }, r);
        }
}

TEST_CASE("a part gives only its own items, in its own order, whatever the storage") {
    const std::size_t indices[] = {2, 0};
    const std::vector<device_token> tokens = {device_token("a"), device_token("b"),
                                              device_token("c")};
    const unbind_all_accounts expected{{device_token("c"), device_token("a")}};
    check_kept(expected, to_owned(basic_operation<operator_type::unbind_all_accounts, part>{
                             {tokens.data(), indices, 2}}));
    const std::vector<device_token_view> views(tokens.begin(), tokens.end());
    check_kept(expected,
               to_owned(basic_operation<operator_type::unbind_all_accounts, basic_part<view>>{
                   {views.data(), indices, 2}}));
}

TEST_CASE("responses, with all members") {
    for (const response& r :
         {response{server_errc::accepted, "", {}},
          response{server_errc::batch_partly_failed, "partly", {{"0"}, {"token_not_exists"}}}}) {
        view_lists views;
        check_kept(r, to_owned(views(r)));
        check_kept(r, to_owned(r));
    }
}
