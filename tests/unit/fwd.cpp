// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/fwd.hpp>

// A header that only passes messages on, with nothing but the forward declarations.
namespace tpns_tests {

tpns::server_errc code_of(const tpns::response& message);
tpns::account_type type_of(const tpns::account_view& account);
const tpns::device_token& token_of(const tpns::binding& b);
bool same(const tpns::account_id& a, const tpns::account_id_view& b);
bool same(const tpns::item_code& a, const tpns::item_code_view& b);
bool is_operator(const tpns::append_accounts& op, tpns::operator_type type);
bool is_operator(const tpns::overwrite_accounts_view& op, tpns::operator_type type);
bool is_operator(const tpns::unbind_accounts& op, tpns::operator_type type);
bool is_operator(const tpns::unbind_all_accounts_view& op, tpns::operator_type type);
bool is_operator(const tpns::unbind_all_tokens& op, tpns::operator_type type);
const char* id_of(const tpns::rule& r);
bool is_at(const tpns::error& e, tpns::errc code, tpns::condition sort, tpns::node at);
tpns::node target_of(const tpns::json_pointer& p);
bool has_default_limits(const tpns::limits& l, const tpns::decode_options& o, tpns::arena& a);

// Names and sizes are known, but not the enumerators.
static_assert(sizeof(tpns::server_errc) == 4 && sizeof(tpns::account_type) == 4);
static_assert(sizeof(tpns::errc) == sizeof(int) && sizeof(tpns::condition) == sizeof(int));
static_assert(sizeof(tpns::node) == 1);

} // namespace tpns_tests

// Now include all definitions.
#include <tpns/arena.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <doctest/doctest.h>

#include <string_view>
#include <type_traits>

namespace tpns_tests {

tpns::server_errc code_of(const tpns::response& message) { return message.ret_code; }
tpns::account_type type_of(const tpns::account_view& account) { return account.type; }
const tpns::device_token& token_of(const tpns::binding& b) { return b.token; }
bool same(const tpns::account_id& a, const tpns::account_id_view& b) { return a == b; }
bool same(const tpns::item_code& a, const tpns::item_code_view& b) { return a == b; }
bool is_operator(const tpns::append_accounts& op, tpns::operator_type t) { return op.type == t; }
bool is_operator(const tpns::overwrite_accounts_view& op, tpns::operator_type t) {
    return op.type == t;
}
bool is_operator(const tpns::unbind_accounts& op, tpns::operator_type t) { return op.type == t; }
bool is_operator(const tpns::unbind_all_accounts_view& op, tpns::operator_type t) {
    return op.type == t;
}
bool is_operator(const tpns::unbind_all_tokens& op, tpns::operator_type t) { return op.type == t; }
const char* id_of(const tpns::rule& r) { return r.id.data(); }
bool is_at(const tpns::error& e, tpns::errc code, tpns::condition sort, tpns::node at) {
    return e.code == code && condition_of(e.code) == sort && target_of(e.where) == at;
}
tpns::node target_of(const tpns::json_pointer& p) { return p.target; }
bool has_default_limits(const tpns::limits& l, const tpns::decode_options& o, tpns::arena&) {
    return l.max_token_accounts == o.limits.max_token_accounts;
}

} // namespace tpns_tests

// The forward declarations match the definitions in both storages.
static_assert(std::is_same_v<tpns::account_view, tpns::basic_account<tpns::view>>);
static_assert(
    std::is_same_v<tpns::append_accounts_view,
                   tpns::basic_operation<tpns::operator_type::append_accounts, tpns::view>>);
static_assert(
    std::is_same_v<tpns::unbind_all_tokens_view::list_type::value_type, tpns::account_view>);
static_assert(std::is_same_v<tpns::response::result_type::value_type, tpns::item_code>);
static_assert(std::is_same_v<tpns::response_view::result_type::value_type, tpns::item_code_view>);

TEST_CASE("the forward declarations match the definitions") {
    using namespace tpns_tests;
    CHECK(code_of(tpns::response{tpns::server_errc::invalid_token, {}, {}}) ==
          tpns::server_errc::invalid_token);
    CHECK(type_of(tpns::account_view{tpns::account_id_view("jdoe"), tpns::account_type::email}) ==
          tpns::account_type::email);
    const tpns::binding b{tpns::device_token("t"), {}};
    CHECK(&token_of(b) == &b.token);
    CHECK(same(tpns::account_id("jdoe"), tpns::account_id_view("jdoe")));
    CHECK(same(tpns::item_code{"0"}, tpns::item_code_view{"0"}));
    CHECK(is_operator(tpns::append_accounts{}, tpns::operator_type::append_accounts));
    CHECK(is_operator(tpns::overwrite_accounts_view{}, tpns::operator_type::overwrite_accounts));
    CHECK(is_operator(tpns::unbind_accounts{}, tpns::operator_type::unbind_accounts));
    CHECK(is_operator(tpns::unbind_all_accounts_view{}, tpns::operator_type::unbind_all_accounts));
    CHECK(is_operator(tpns::unbind_all_tokens{}, tpns::operator_type::unbind_all_tokens));
    CHECK(id_of(tpns::rules[0]) == tpns::rules[0].id.data());
    CHECK(is_at(tpns::error(tpns::errc::too_long, {tpns::node::token_member, 0}),
                tpns::errc::too_long, tpns::condition::limit, tpns::node::token_member));
    tpns::arena memory;
    CHECK(has_default_limits({}, {}, memory));
}
