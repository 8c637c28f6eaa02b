// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_SIGN_HPP
#define TPNS_SIGN_HPP

#include <tpns/detail/base64.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>

namespace tpns { inline namespace v0 {

// Authenticates a request, with a signature or with a simpler header. The caller supplies the
// cryptography, so the library depends on none. No error and no message contains a secret.

/// The 32 bytes of an HMAC-SHA256, in binary.
using hmac_bytes = std::array<unsigned char, 32>;

/// The credentials of an app. Refers to strings that must outlive it, so give names to those that
/// functions return.
struct credentials {
    std::string_view access_id;  ///< the value of the header `AccessId`
    std::string_view secret_key; ///< the secret; share it with nobody
};

/// The values of the two headers that `sign` makes. Does not allocate.
class signature {
public:
    /// The value of the header `Sign`: 88 characters.
    [[nodiscard]] std::string_view str() const& noexcept { return {text_, sizeof text_}; }
    /// The value of the header `TimeStamp`: the signed time in seconds, in decimal.
    [[nodiscard]] std::string_view timestamp() const& noexcept { return {digits_, digit_count_}; }

    /// Deleted for temporaries: the text would dangle.
    /// @{
    [[nodiscard]] std::string_view str() const&& = delete;
    [[nodiscard]] std::string_view timestamp() const&& = delete;
    /// @}

private:
    template <class Hmac>
    friend signature sign(Hmac&& hmac, const credentials& who, std::int64_t seconds,
                          std::string_view body);

    explicit signature(std::int64_t seconds) noexcept
        : digit_count_(static_cast<std::size_t>(
              std::to_chars(digits_, digits_ + sizeof digits_, seconds).ptr - digits_)) {}

    char text_[detail::base64_size(2 * std::tuple_size_v<hmac_bytes>)] = {};
    char digits_[std::numeric_limits<std::int64_t>::digits10 + 2] =
        {}; // one more digit, and a sign
    std::size_t digit_count_;
};

/// Signs a body at a time, in seconds since 1970. Does not allocate unless `hmac` does.
///
/// `body` must be the bytes that you send: encode once, then sign and send the same string.
/// `hmac(key, pieces)` is your function: it returns the HMAC-SHA256 of three concatenated
/// `std::string_view`s as an `hmac_bytes`. They are the values of the headers `TimeStamp` and
/// `AccessId`, and the body. Source: "Signature Authentication", doc 1024/34213. The service
/// expects the Base64 of the lower-case hexadecimal text of the HMAC, not of its 32 bytes. To
/// verify a signature, sign the body again with the time that came with it.
template <class Hmac>
[[nodiscard]] signature sign(Hmac&& hmac, const credentials& who, std::int64_t seconds,
                             std::string_view body) {
    signature s(seconds);
    const std::array<std::string_view, 3> pieces = {s.timestamp(), who.access_id, body};
    const hmac_bytes digest = hmac(who.secret_key, pieces);
    constexpr std::string_view digits = "0123456789abcdef";
    char hex[2 * std::tuple_size_v<hmac_bytes>];
    char* at = hex;
    for (const unsigned octet : digest) {
        *at++ = digits[octet >> 4];
        *at++ = digits[octet & 0xF];
    }
    detail::write_base64(s.text_, {hex, sizeof hex});
    return s;
}

/// The value of the header `Authorization` for the simpler scheme, which its page calls less safe,
/// since it sends the secret itself. Source: "Basic Auth", doc 1024/34672. Allocates the text.
[[nodiscard]] inline std::string basic_authorization(const credentials& who) {
    constexpr std::string_view scheme = "Basic ";
    std::string pair(who.access_id);
    pair += ':';
    pair += who.secret_key;
    std::string value(scheme);
    value.resize(scheme.size() + detail::base64_size(pair.size()));
    detail::write_base64(value.data() + scheme.size(), pair);
    return value;
}

}} // namespace tpns::v0

#endif
