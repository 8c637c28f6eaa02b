// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DEVICE_TOKEN_HPP
#define TPNS_DEVICE_TOKEN_HPP

#include <tpns/identifier.hpp>

namespace tpns { inline namespace v0 {

namespace detail {
struct device_token_kind;
template <class Storage>
using basic_device_token = identifier<device_token_kind, Storage>;
} // namespace detail

/// The token that identifies one installation of an app on one device to TPNS.
///
/// 1 to 64 bytes (see `limits`). Current tokens have 36 lower-case hexadecimal digits, those of the
/// older Xinge service 40. The documentation's own samples (`token1`) have neither format, so the
/// format is not checked.
using device_token = detail::basic_device_token<owned>;
/// A view of a device token; refers to characters that must outlive it.
using device_token_view = detail::basic_device_token<view>;

}} // namespace tpns::v0

#endif
