// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/endpoint.hpp>

// Then the rest.
#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string_view>

using tpns::access_point;

namespace {

constexpr access_point all[] = {access_point::guangzhou, access_point::shanghai,
                                access_point::hong_kong, access_point::singapore};

} // namespace

// As doc 1024/38517 has them, and while compiling.
static_assert(url(access_point::guangzhou) ==
              "https://api.tpns.tencent.com/v3/device/account/batchoperate");
static_assert(url(access_point::shanghai) ==
              "https://api.tpns.sh.tencent.com/v3/device/account/batchoperate");
static_assert(url(access_point::hong_kong) ==
              "https://api.tpns.hk.tencent.com/v3/device/account/batchoperate");
static_assert(url(access_point::singapore) ==
              "https://api.tpns.sgp.tencent.com/v3/device/account/batchoperate");

static_assert(host(access_point::guangzhou) == "api.tpns.tencent.com");
static_assert(host(access_point::shanghai) == "api.tpns.sh.tencent.com");
static_assert(host(access_point::hong_kong) == "api.tpns.hk.tencent.com");
static_assert(host(access_point::singapore) == "api.tpns.sgp.tencent.com");

static_assert(tpns::method == "POST");
static_assert(tpns::path == "/v3/device/account/batchoperate");
static_assert(tpns::content_type == "application/json");

static_assert(noexcept(url(access_point::guangzhou)) && noexcept(host(access_point::guangzhou)));

TEST_CASE("a URL is https, a host and a path, with exactly one slash between these two") {
    for (const access_point where : all) {
        const std::string_view text = url(where);
        CAPTURE(text);
        REQUIRE(text.substr(0, 8) == "https://");
        const std::size_t slash = text.find('/', 8);
        CHECK(text.substr(8, slash - 8) == host(where));
        CHECK(text.substr(slash) == tpns::path);
        CHECK(text.find("//", 8) == std::string_view::npos);
        CHECK(host(where).find('/') == std::string_view::npos);
    }
}

TEST_CASE("no two access points share a URL or a host") {
    std::set<std::string_view> urls;
    std::set<std::string_view> hosts;
    for (const access_point where : all) {
        CHECK(urls.insert(url(where)).second);
        CHECK(hosts.insert(host(where)).second);
    }
}

TEST_CASE("a URL is text of the program's own, and the same each time") {
    for (const access_point where : all) CHECK(url(where).data() == url(where).data());
}

TEST_CASE("a value that is no access point has no host and no URL") {
    CHECK(host(static_cast<access_point>(4)).empty());
    CHECK(url(static_cast<access_point>(255)).empty());
}
