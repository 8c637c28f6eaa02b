// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FORMAT_HPP
#define TPNS_FORMAT_HPP

// `std::format` support for every type with a `to_string`. Not part of <tpns.hpp>, since <format>
// is large. Empty if the standard library has no <format>. Tokens, accounts and messages have no
// formatter, since they are or contain personal data.

#include <tpns/account_type.hpp>
#include <tpns/advise.hpp>
#include <tpns/disposition.hpp>
#include <tpns/errc.hpp>
#include <tpns/error.hpp>
#include <tpns/job_outcome.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/server_errc.hpp>

#if __has_include(<version>)
#include <version>
#endif

#ifdef __cpp_lib_format
#include <format>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// Formats the result of `to_string`, with any specification for strings: "{:>20}".
template <class T>
struct text_formatter : std::formatter<std::string_view> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        return std::formatter<std::string_view>::format(to_string(value), context);
    }
};

}}} // namespace tpns::v0::detail

/// Formats the result of `to_string`.
/// @{
template <>
struct std::formatter<tpns::account_type> : tpns::detail::text_formatter<tpns::account_type> {};
template <>
struct std::formatter<tpns::advice> : tpns::detail::text_formatter<tpns::advice> {};
template <>
struct std::formatter<tpns::condition> : tpns::detail::text_formatter<tpns::condition> {};
template <>
struct std::formatter<tpns::disposition> : tpns::detail::text_formatter<tpns::disposition> {};
template <>
struct std::formatter<tpns::errc> : tpns::detail::text_formatter<tpns::errc> {};
template <>
struct std::formatter<tpns::error> : tpns::detail::text_formatter<tpns::error> {};
template <>
struct std::formatter<tpns::item_state> : tpns::detail::text_formatter<tpns::item_state> {};
template <>
struct std::formatter<tpns::json_pointer> : tpns::detail::text_formatter<tpns::json_pointer> {};
template <>
struct std::formatter<tpns::node> : tpns::detail::text_formatter<tpns::node> {};
template <>
struct std::formatter<tpns::operator_type> : tpns::detail::text_formatter<tpns::operator_type> {};
template <>
struct std::formatter<tpns::server_errc> : tpns::detail::text_formatter<tpns::server_errc> {};
/// @}

#endif

#endif
