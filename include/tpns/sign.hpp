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

// How a request says who sends it: the value of one header, by either of two ways. The cryptography
// is the caller's, so there is none to depend on. No error and no text for people has a secret in
// it.

/// An HMAC-SHA256: its 32 bytes, as computed, not as text.
using hmac_bytes = std::array<unsigned char, 32>;

/// What an app is known by. Refers to strings that must outlive it.
struct credentials {
    std::string_view access_id;  ///< what the header `AccessId` says
    std::string_view secret_key; ///< what nobody else may know
};

/// The values of two headers that belong together, as `sign` makes them. No heap.
class signature {
public:
    /// The value of the header `Sign`: 88 characters.
    [[nodiscard]] std::string_view str() const& noexcept { return {text_, sizeof text_}; }
    /// The value of the header `TimeStamp`: the seconds that were signed, in decimal.
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
    char digits_[std::numeric_limits<std::int64_t>::digits10 + 2] = {}; // one more, and a sign
    std::size_t digit_count_;
};

/// Signs a body, at a time in seconds since 1970. Nothing is allocated, unless by `hmac`.
///
/// `body` is the bytes that are sent: encode once, and sign and send the same string. `hmac(key,
/// pieces)` is the caller's HMAC-SHA256 over three `std::string_view`s, one after the other with
/// nothing between them, as an `hmac_bytes`: the values of the headers `TimeStamp` and `AccessId`,
/// and the body. Source: "Signature Authentication", doc 1024/34213. What the service wants is the
/// Base64 of their lower-case hexadecimal text, not of the 32 bytes themselves. To verify one, sign
/// the body again, with the time that came with it.
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

/// The value of the header `Authorization` for the simpler way, "marked less safe" by its page:
/// the secret goes over the wire. Source: "Basic Auth", doc 1024/34672. Allocates the text.
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
