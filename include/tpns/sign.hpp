// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_SIGN_HPP
#define TPNS_SIGN_HPP

#include <tpns/detail/base64.hpp>

#include <array>
#include <string>
#include <string_view>

namespace tpns { inline namespace v0 {

// How a request says who sends it: the value of one header, by either of two ways. The cryptography
// is the caller's, so there is none to depend on. No error and no text for people has a secret in
// it.

/// An HMAC-SHA256: its 32 bytes, as computed, not as text.
using hmac_bytes = std::array<unsigned char, 32>;

/// What is signed, in three pieces to be hashed one after the other, with nothing between them.
///
/// `timestamp` is what the header `TimeStamp` says (seconds since 1970, in decimal), `access_id`
/// what the header `AccessId` says, and `body` the bytes that are sent: encode once, and sign and
/// send the same string. Source: "Signature Authentication", doc 1024/34213.
[[nodiscard]] constexpr std::array<std::string_view, 3>
string_to_sign(std::string_view timestamp, std::string_view access_id,
               std::string_view body) noexcept {
    return {timestamp, access_id, body};
}

/// The value of the header `Sign`: 88 characters.
///
/// `hmac(key, pieces)` is the caller's HMAC-SHA256 over three `std::string_view`s, as an
/// `hmac_bytes`. What the service wants is the Base64 of their lower-case hexadecimal text, not of
/// the 32 bytes themselves.
template <class Hmac>
[[nodiscard]] std::string sign(Hmac&& hmac, std::string_view secret_key, std::string_view timestamp,
                               std::string_view access_id, std::string_view body) {
    const hmac_bytes digest = hmac(secret_key, string_to_sign(timestamp, access_id, body));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned octet : digest) {
        hex += digits[octet >> 4];
        hex += digits[octet & 0xF];
    }
    std::string value;
    detail::append_base64(value, hex);
    return value;
}

/// The value of the header `Authorization` for the simpler way, "marked less safe" by its page:
/// the secret goes over the wire. Source: "Basic Auth", doc 1024/34672.
[[nodiscard]] inline std::string basic_authorization(std::string_view access_id,
                                                     std::string_view secret_key) {
    std::string pair(access_id);
    pair += ':';
    pair += secret_key;
    std::string value = "Basic ";
    detail::append_base64(value, pair);
    return value;
}

}} // namespace tpns::v0

#endif
