// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FWD_HPP
#define TPNS_FWD_HPP

#include <tpns/operator_type.hpp>

#include <cstdint>

namespace tpns { inline namespace v0 {

// Forward declarations of the library's types, for headers that only pass messages on. `request`
// and `request_view` are aliases of `std::variant`: include <tpns/request.hpp>.

struct owned;
struct view;
template <class Element>
struct basic_part;
using part = basic_part<owned>;

enum class account_type : std::int32_t;
enum class server_errc : std::int32_t;
enum class errc : int;
enum class condition : int;
enum class node : std::uint8_t;

namespace detail {
struct account_id_kind;
struct device_token_kind;
} // namespace detail
template <class Kind, class Storage>
class identifier;

template <class Storage>
struct basic_account;
template <class Storage>
struct basic_binding;
template <operator_type Type, class Storage>
struct basic_operation;
template <class Storage>
struct basic_item_code;
template <class Storage>
struct basic_response;

using account_id = identifier<detail::account_id_kind, owned>;
using account_id_view = identifier<detail::account_id_kind, view>;
using device_token = identifier<detail::device_token_kind, owned>;
using device_token_view = identifier<detail::device_token_kind, view>;
using account = basic_account<owned>;
using account_view = basic_account<view>;
using binding = basic_binding<owned>;
using binding_view = basic_binding<view>;
using append_accounts = basic_operation<operator_type::append_accounts, owned>;
using append_accounts_view = basic_operation<operator_type::append_accounts, view>;
using overwrite_accounts = basic_operation<operator_type::overwrite_accounts, owned>;
using overwrite_accounts_view = basic_operation<operator_type::overwrite_accounts, view>;
using unbind_accounts = basic_operation<operator_type::unbind_accounts, owned>;
using unbind_accounts_view = basic_operation<operator_type::unbind_accounts, view>;
using unbind_all_accounts = basic_operation<operator_type::unbind_all_accounts, owned>;
using unbind_all_accounts_view = basic_operation<operator_type::unbind_all_accounts, view>;
using unbind_all_tokens = basic_operation<operator_type::unbind_all_tokens, owned>;
using unbind_all_tokens_view = basic_operation<operator_type::unbind_all_tokens, view>;
using item_code = basic_item_code<owned>;
using item_code_view = basic_item_code<view>;
using response = basic_response<owned>;
using response_view = basic_response<view>;

struct error;
class failure;
struct credentials;
class signature;
struct json_pointer;
struct limits;
struct rule;
struct decode_options;
class arena;
class endpoint;
template <class View>
class decoded;
template <class Message>
class decoder;

enum class access_point : std::uint8_t;
enum class advice : std::uint8_t;
enum class disposition : std::uint8_t;
enum class policy : std::uint8_t;
struct code_disposition;
enum class item_state : std::uint8_t;
struct item_outcome;
struct job_options;
struct job_outcome;
template <class Operation>
class job;
template <class Asked, class Storage>
class outcome_list;
template <class T>
class list_view;
template <class T>
class part_list;

}} // namespace tpns::v0

#endif
