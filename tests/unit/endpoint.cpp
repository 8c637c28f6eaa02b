// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/endpoint.hpp>

// Then the rest.
#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string_view>

using tpns::access_point;
using tpns::endpoint;

namespace {

constexpr access_point all[] = {access_point::guangzhou, access_point::shanghai,
                                access_point::hong_kong, access_point::singapore};

} // namespace

// As in doc 1024/38517, in constant expressions.
static_assert(endpoint(access_point::guangzhou).url() ==
              "https://api.tpns.tencent.com/v3/device/account/batchoperate");
static_assert(endpoint(access_point::shanghai).url() ==
              "https://api.tpns.sh.tencent.com/v3/device/account/batchoperate");
static_assert(endpoint(access_point::hong_kong).url() ==
              "https://api.tpns.hk.tencent.com/v3/device/account/batchoperate");
static_assert(endpoint(access_point::singapore).url() ==
              "https://api.tpns.sgp.tencent.com/v3/device/account/batchoperate");

static_assert(endpoint(access_point::guangzhou).host() == "api.tpns.tencent.com");
static_assert(endpoint(access_point::shanghai).host() == "api.tpns.sh.tencent.com");
static_assert(endpoint(access_point::hong_kong).host() == "api.tpns.hk.tencent.com");
static_assert(endpoint(access_point::singapore).host() == "api.tpns.sgp.tencent.com");

static_assert(endpoint::method == "POST");
static_assert(endpoint::path == "/v3/device/account/batchoperate");
static_assert(endpoint::content_type == "application/json");

static_assert(noexcept(endpoint(access_point::guangzhou).url()) && noexcept(
    endpoint(access_point::guangzhou).host()));

TEST_CASE("a URL is https, a host and a path, with exactly one slash between host and path") {
    for (const access_point where : all) {
        const std::string_view text = endpoint(where).url();
        CAPTURE(text);
        REQUIRE(text.substr(0, 8) == "https://");
        const std::size_t slash = text.find('/', 8);
        CHECK(text.substr(8, slash - 8) == endpoint(where).host());
        CHECK(text.substr(slash) == endpoint::path);
        CHECK(text.find("//", 8) == std::string_view::npos);
        CHECK(endpoint(where).host().find('/') == std::string_view::npos);
    }
}

TEST_CASE("no two access points share a URL or a host") {
    std::set<std::string_view> urls;
    std::set<std::string_view> hosts;
    for (const access_point where : all) {
        CHECK(urls.insert(endpoint(where).url()).second);
        CHECK(hosts.insert(endpoint(where).host()).second);
    }
}

TEST_CASE("a URL is a literal, and always the same") {
    for (const access_point where : all)
        CHECK(endpoint(where).url().data() == endpoint(where).url().data());
}

TEST_CASE("a value that is not an enumerator has no host and no URL") {
    CHECK(endpoint(static_cast<access_point>(4)).host().empty());
    CHECK(endpoint(static_cast<access_point>(255)).url().empty());
}
