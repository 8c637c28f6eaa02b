// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENDPOINT_HPP
#define TPNS_ENDPOINT_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 {

/// The region that hosts an app. Access points share no data: an app belongs to one, and the others
/// answer 1008035 or HTTP 403. Source: "Request Structure", doc 1024/38517.
enum class access_point : std::uint8_t { guangzhou, shanghai, hong_kong, singapore };

/// The URL and the HTTP parameters of the call:
/// `tpns::endpoint(tpns::access_point::singapore).url()`.
class endpoint {
public:
    /// The HTTP method.
    static constexpr std::string_view method = "POST";
    /// The path; it starts with a slash.
    static constexpr std::string_view path = "/v3/device/account/batchoperate";
    /// The value of the request's `Content-Type` header.
    static constexpr std::string_view content_type = "application/json";

    /// The endpoint at an access point. If `where` is not an enumerator, host and URL are empty.
    explicit constexpr endpoint(access_point where) noexcept : url_(url_of(where)) {}

    /// "https://api.tpns.tencent.com/v3/device/account/batchoperate", for example. Refers to a
    /// literal.
    [[nodiscard]] constexpr std::string_view url() const noexcept { return url_; }

    /// The host name, for `Host` headers and TLS.
    [[nodiscard]] constexpr std::string_view host() const noexcept {
        constexpr std::size_t scheme = std::string_view("https://").size();
        if (url_.empty()) return {};
        return url_.substr(scheme, url_.size() - scheme - path.size());
    }

private:
    [[nodiscard]] static constexpr std::string_view url_of(access_point where) noexcept {
        switch (where) {
        case access_point::guangzhou:
            return "https://api.tpns.tencent.com/v3/device/account/batchoperate";
        case access_point::shanghai:
            return "https://api.tpns.sh.tencent.com/v3/device/account/batchoperate";
        case access_point::hong_kong:
            return "https://api.tpns.hk.tencent.com/v3/device/account/batchoperate";
        case access_point::singapore:
            return "https://api.tpns.sgp.tencent.com/v3/device/account/batchoperate";
        }
        return {};
    }

    std::string_view url_;
};

}} // namespace tpns::v0

#endif
