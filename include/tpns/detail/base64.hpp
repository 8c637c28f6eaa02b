// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_BASE64_HPP
#define TPNS_DETAIL_BASE64_HPP

#include <cstddef>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// The number of characters that `bytes` bytes take in Base64.
[[nodiscard]] constexpr std::size_t base64_size(std::size_t bytes) noexcept {
    return (bytes + 2) / 3 * 4;
}

/// Writes `bytes` in Base64 (RFC 4648, section 4), with padding, and returns the end of the text.
inline char* write_base64(char* to, std::string_view bytes) noexcept {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
        unsigned group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            *to++ = j <= count ? digits[group >> (18 - 6 * j) & 0x3F] : '=';
    }
    return to;
}

}}} // namespace tpns::v0::detail

#endif
