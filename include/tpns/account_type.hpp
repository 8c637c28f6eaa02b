// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ACCOUNT_TYPE_HPP
#define TPNS_ACCOUNT_TYPE_HPP

#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 {

/// The kind of name an account is. TPNS keeps one account per type and token: binding another
/// account of the same type replaces it.
///
/// An open enumeration: every value from 0 to 2^31-1 is legal, listed or not (the documentation's
/// own example uses 9). Source: "Account Type Value Table", doc 1024/40598. Do not use the numbers
/// from the older Xinge SDKs: they number the same names differently.
enum class account_type : std::int32_t {
    default_type = 0, ///< the meaning of an absent `account_type`

    // For the app's own use.
    custom_1 = 1,
    custom_2 = 2,
    custom_3 = 3,
    custom_4 = 4,
    custom_5 = 5,
    custom_6 = 6,
    custom_7 = 7,
    custom_8 = 8,
    custom_9 = 9,
    custom_10 = 10,
    custom_11 = 11,
    custom_12 = 12,
    custom_13 = 13,
    custom_14 = 14,
    custom_15 = 15,
    custom_16 = 16,

    qq = 991,              ///< QQ account number, 5 to 12 digits
    qq_md5 = 992,          ///< MD5 of the QQ account number, 32 letters and digits in any case
    oaid = 997,            ///< Open Anonymous Device Identifier: digits, letters and hyphens
    oaid_md5 = 998,        ///< MD5 of the OAID, 32 letters and digits in any case
    wechat_union_id = 999, ///< WeChat Union ID
    mobile = 1002,         ///< mobile number, E.164: `+8613711112222`
    wechat_open_id = 1003, ///< WeChat OpenID
    qq_open_id = 1004,     ///< QQ OpenID
    email = 1005,          ///< e-mail address
    sina_weibo = 1006,     ///< Sina Weibo
    alipay = 1007,         ///< Alipay
    taobao = 1008,         ///< Taobao
    douban = 1009,         ///< Douban
    facebook = 1010,       ///< Facebook
    twitter = 1011,        ///< Twitter
    google = 1012,         ///< Google
    baidu = 1013,          ///< Baidu
    jd = 1014,             ///< JD
    linkedin = 1015,       ///< LinkedIn

    // Withdrawn from the table in 2022. Old back ends still send them.
    taid = 989,
    qimei = 990,
    idfa = 993,
    idfa_md5 = 994,
    mac = 995,
    mac_md5 = 996,
    imei = 1000,
    imei_md5 = 1001,
};

/// The name of a listed type ("email"; "custom" for 1 to 16), or "unlisted".
[[nodiscard]] constexpr std::string_view to_string(account_type type) noexcept {
    if (type >= account_type::custom_1 && type <= account_type::custom_16) return "custom";
    switch (type) {
    case account_type::default_type: return "default";
    case account_type::taid: return "taid";
    case account_type::qimei: return "qimei";
    case account_type::qq: return "qq";
    case account_type::qq_md5: return "qq_md5";
    case account_type::idfa: return "idfa";
    case account_type::idfa_md5: return "idfa_md5";
    case account_type::mac: return "mac";
    case account_type::mac_md5: return "mac_md5";
    case account_type::oaid: return "oaid";
    case account_type::oaid_md5: return "oaid_md5";
    case account_type::wechat_union_id: return "wechat_union_id";
    case account_type::imei: return "imei";
    case account_type::imei_md5: return "imei_md5";
    case account_type::mobile: return "mobile";
    case account_type::wechat_open_id: return "wechat_open_id";
    case account_type::qq_open_id: return "qq_open_id";
    case account_type::email: return "email";
    case account_type::sina_weibo: return "sina_weibo";
    case account_type::alipay: return "alipay";
    case account_type::taobao: return "taobao";
    case account_type::douban: return "douban";
    case account_type::facebook: return "facebook";
    case account_type::twitter: return "twitter";
    case account_type::google: return "google";
    case account_type::baidu: return "baidu";
    case account_type::jd: return "jd";
    case account_type::linkedin: return "linkedin";
    default: return "unlisted";
    }
}

}} // namespace tpns::v0

#endif
