// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/account_type.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <type_traits>

using tpns::account_type;

static_assert(std::is_same_v<std::underlying_type_t<account_type>, std::int32_t>);
static_assert(account_type{} == account_type::default_type);
static_assert(noexcept(to_string(account_type{})));
static_assert(to_string(account_type::email) == "email");

namespace {

struct row {
    int number;
    account_type type;
    std::string_view name;
};

} // namespace

TEST_CASE("the numbers are those of the Account Type Value Table") {
    const row table[] = {
        {0, account_type::default_type, "default"},
        {991, account_type::qq, "qq"},
        {992, account_type::qq_md5, "qq_md5"},
        {997, account_type::oaid, "oaid"},
        {998, account_type::oaid_md5, "oaid_md5"},
        {999, account_type::wechat_union_id, "wechat_union_id"},
        {1002, account_type::mobile, "mobile"},
        {1003, account_type::wechat_open_id, "wechat_open_id"},
        {1004, account_type::qq_open_id, "qq_open_id"},
        {1005, account_type::email, "email"},
        {1006, account_type::sina_weibo, "sina_weibo"},
        {1007, account_type::alipay, "alipay"},
        {1008, account_type::taobao, "taobao"},
        {1009, account_type::douban, "douban"},
        {1010, account_type::facebook, "facebook"},
        {1011, account_type::twitter, "twitter"},
        {1012, account_type::google, "google"},
        {1013, account_type::baidu, "baidu"},
        {1014, account_type::jd, "jd"},
        {1015, account_type::linkedin, "linkedin"},
    };
    for (const row& r : table) {
        CAPTURE(r.number);
        CHECK(static_cast<int>(r.type) == r.number);
        CHECK(to_string(r.type) == r.name);
    }
}

TEST_CASE("a withdrawn type keeps its number and its name") {
    const row table[] = {
        {989, account_type::taid, "taid"},  {990, account_type::qimei, "qimei"},
        {993, account_type::idfa, "idfa"},  {994, account_type::idfa_md5, "idfa_md5"},
        {995, account_type::mac, "mac"},    {996, account_type::mac_md5, "mac_md5"},
        {1000, account_type::imei, "imei"}, {1001, account_type::imei_md5, "imei_md5"},
    };
    for (const row& r : table) {
        CAPTURE(r.number);
        CHECK(static_cast<int>(r.type) == r.number);
        CHECK(to_string(r.type) == r.name);
    }
}

TEST_CASE("1 to 16 are custom") {
    const account_type custom[] = {
        account_type::custom_1,  account_type::custom_2,  account_type::custom_3,
        account_type::custom_4,  account_type::custom_5,  account_type::custom_6,
        account_type::custom_7,  account_type::custom_8,  account_type::custom_9,
        account_type::custom_10, account_type::custom_11, account_type::custom_12,
        account_type::custom_13, account_type::custom_14, account_type::custom_15,
        account_type::custom_16,
    };
    int number = 0;
    for (const account_type type : custom) {
        CHECK(static_cast<int>(type) == ++number);
        CHECK(to_string(type) == "custom");
    }
    CHECK(number == 16);
}

TEST_CASE("an unlisted type is preserved") {
    for (const int number : {-1, 17, 500, 988, 1016, 2147483647}) {
        CAPTURE(number);
        const auto type = static_cast<account_type>(number);
        CHECK(static_cast<int>(type) == number);
        CHECK(to_string(type) == "unlisted");
    }
}
