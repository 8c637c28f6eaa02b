// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENDPOINT_HPP
#define TPNS_ENDPOINT_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 {

/// Where the service is reached. Data is not shared between access points: an app belongs to one,
/// and another one answers 1008035 or HTTP 403. Source: "Request Structure", doc 1024/38517.
enum class access_point : std::uint8_t { guangzhou, shanghai, hong_kong, singapore };

/// The HTTP method of the call.
inline constexpr std::string_view method = "POST";

/// The path of the call; it starts with a slash.
inline constexpr std::string_view path = "/v3/device/account/batchoperate";

/// The value of the `Content-Type` header of the request.
inline constexpr std::string_view content_type = "application/json";

/// The name of the host, for `Host` headers and TLS.
[[nodiscard]] constexpr std::string_view host(access_point where) noexcept {
    switch (where) {
    case access_point::guangzhou: return "api.tpns.tencent.com";
    case access_point::shanghai: return "api.tpns.sh.tencent.com";
    case access_point::hong_kong: return "api.tpns.hk.tencent.com";
    case access_point::singapore: return "api.tpns.sgp.tencent.com";
    }
    return {};
}

namespace detail {

inline constexpr std::string_view scheme = "https://";

/// A URL with room for the longest of them, so that all of them can be constants.
class url_text {
public:
    explicit constexpr url_text(access_point where) noexcept {
        for (const std::string_view part : {scheme, host(where), path})
            for (const char c : part) text_[size_++] = c;
    }
    [[nodiscard]] constexpr std::string_view str() const noexcept { return {text_, size_}; }

private:
    char text_[80] = {};
    std::size_t size_ = 0;
};

template <access_point Where>
inline constexpr url_text url_of{Where};

} // namespace detail

/// The URL of the call: "https://api.tpns.tencent.com/v3/device/account/batchoperate".
[[nodiscard]] constexpr std::string_view url(access_point where) noexcept {
    switch (where) {
    case access_point::guangzhou: return detail::url_of<access_point::guangzhou>.str();
    case access_point::shanghai: return detail::url_of<access_point::shanghai>.str();
    case access_point::hong_kong: return detail::url_of<access_point::hong_kong>.str();
    case access_point::singapore: return detail::url_of<access_point::singapore>.str();
    }
    return {};
}

}} // namespace tpns::v0

#endif
