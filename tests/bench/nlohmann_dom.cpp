// SPDX-License-Identifier: BSL-1.0

#include "filling.hpp"
#include "peer.hpp"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// nlohmann::json's documents. Its conversions (`get<T>`) build on the same accessors.

namespace tpns_bench { namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// A member, or null where there is none.
const json* member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

template <class T>
bool read_string(const json& from, T& to) {
    const auto* const s = from.get_ptr<const std::string*>();
    return s != nullptr && fill(to, *s);
}

template <class T>
bool read_integer(const json& from, T& to) {
    if (!from.is_number_integer()) return false;
    const auto* const u = from.get_ptr<const json::number_unsigned_t*>();
    if (u != nullptr && *u > (std::numeric_limits<std::int64_t>::max)()) return false;
    return fill(to, from.get<std::int64_t>());
}

template <class T>
bool list(const json& from, std::vector<T>& to, std::size_t max = tpns::limits::unlimited,
          std::size_t min = 1);

bool read(const json& from, tpns::device_token& to) { return read_string(from, to); }

bool read(const json& from, tpns::item_code& to) {
    return from.is_string() ? read_string(from, to) : read_integer(from, to);
}

bool read(const json& from, tpns::account& to) {
    if (!from.is_object()) return false;
    const json* const id = member(from, "account");
    const json* const type = member(from, "account_type");
    to.type = {};
    return id != nullptr && read_string(*id, to.id) &&
           (type == nullptr || read_integer(*type, to.type));
}

bool read(const json& from, tpns::binding& to) {
    if (!from.is_object()) return false;
    const json* const token = member(from, "token");
    const json* const accounts = member(from, "account_list");
    return token != nullptr && read_string(*token, to.token) && accounts != nullptr &&
           list(*accounts, to.account_list);
}

template <class T>
bool list(const json& from, std::vector<T>& to, std::size_t max, std::size_t min) {
    if (!from.is_array() || from.size() < min || from.size() > max) return false;
    to.resize(from.size());
    auto at = to.begin();
    for (const json& element : from)
        if (!read(element, *at++)) return false;
    return true;
}

bool read(const json& body, tpns::request& to) {
    request_parts<tpns::owned> parts(to);
    const json* const type = member(body, "operator_type");
    tpns::account_type number{}; // any integer type whose range is larger
    if (type == nullptr || !read_integer(*type, number)) return false;
    parts.operator_type = static_cast<std::int64_t>(number);
    parts.seen = parts.operator_type_bit;
    if (const json* const carrier = member(body, "token_accounts")) {
        parts.seen |= parts.token_accounts_bit;
        if (!list(*carrier, parts.token_accounts, default_limits.max_token_accounts)) return false;
    }
    if (const json* const carrier = member(body, "token_list")) {
        parts.seen |= parts.token_list_bit;
        if (!list(*carrier, parts.token_list)) return false;
    }
    if (const json* const carrier = member(body, "account_list")) {
        parts.seen |= parts.account_list_bit;
        if (!list(*carrier, parts.account_list)) return false;
    }
    return parts.finish(to);
}

bool read(const json& body, tpns::response& to) {
    const json* const ret_code = member(body, "ret_code");
    if (ret_code == nullptr || !read_integer(*ret_code, to.ret_code)) return false;
    to.err_msg.clear();
    const json* const message = member(body, "err_msg");
    if (message != nullptr && !message->is_null()) {
        if (!message->is_string()) return false;
        to.err_msg = message->get_ref<const std::string&>();
    }
    to.result.clear();
    const json* const result = member(body, "result");
    return result == nullptr || result->is_null() ||
           list(*result, to.result, tpns::limits::unlimited, 0);
}

class decoder final : public dom_peer<decoder> {
    friend dom_peer<decoder>;

    std::string_view name() const noexcept override { return "nlohmann_dom"; }

    template <class Message>
    static bool parse(std::string_view text, Message& to) {
        const json document = json::parse(text.begin(), text.end(), nullptr, false);
        return document.is_object() && read(document, to);
    }
};

// The order of members is that of `ordered_json`.

ordered_json make(const tpns::device_token& t) { return t.str(); }
ordered_json make(const tpns::item_code& c) { return c.text; }

ordered_json make(const tpns::account& a) {
    ordered_json o;
    o["account"] = a.id.str();
    if (a.type != tpns::account_type::default_type)
        o["account_type"] = static_cast<std::int32_t>(a.type);
    return o;
}

template <class List>
ordered_json make_list(const List& from);

ordered_json make(const tpns::binding& b) {
    ordered_json o;
    o["token"] = b.token.str();
    o["account_list"] = make_list(b.account_list);
    return o;
}

template <class List>
ordered_json make_list(const List& from) {
    ordered_json a = ordered_json::array();
    a.get_ref<ordered_json::array_t&>().reserve(from.size());
    for (const auto& element : from) a.push_back(make(element));
    return a;
}

ordered_json make(const tpns::request& r) {
    ordered_json o;
    o["operator_type"] = r.index() + 1;
    tpns::detail::with_operation(r, [&](const auto& op) {
        o[std::string(tpns::detail::member_name(tpns::detail::carrier_of(op.type)))] =
            make_list(items(op));
    });
    return o;
}

ordered_json make(const tpns::response& r) {
    ordered_json o;
    o["ret_code"] = static_cast<std::int32_t>(r.ret_code);
    o["err_msg"] = r.err_msg;
    if (!r.result.empty()) o["result"] = make_list(r.result);
    return o;
}

class encoder final : public encoding_peer {
    std::string_view name() const noexcept override { return "nlohmann"; }
    std::string_view omits() const noexcept override { return "checks other than UTF-8"; }

    std::string_view encode(const tpns::request& r) override { return text_ = make(r).dump(); }
    std::string_view encode(const tpns::response& r) override { return text_ = make(r).dump(); }

    std::string text_;
};

const registered_library library("nlohmann::json " + std::to_string(NLOHMANN_JSON_VERSION_MAJOR) +
                                 '.' + std::to_string(NLOHMANN_JSON_VERSION_MINOR));
const registered_decoder<decoder> decodes;
const registered_encoder<encoder> encodes;

}} // namespace tpns_bench::
