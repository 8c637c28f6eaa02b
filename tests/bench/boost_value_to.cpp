// SPDX-License-Identifier: BSL-1.0

#include "filling.hpp"
#include "peer.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <cstddef>
#include <vector>

// Boost.JSON's conversions: `try_value_to<T>` finds an overload of `tag_invoke` by
// argument-dependent lookup, and supports `std::vector` itself.

namespace json = boost::json;

// Argument-dependent lookup finds only members of the namespace itself, hence `static`.
namespace tpns { inline namespace v0 {

using json::try_value_to_tag;

static boost::system::error_code broken() { return json::error::not_exact; }

/// Assigns the value of a member.
template <class T>
static bool member(const json::object& o, json::string_view name, T& to) {
    const json::value* const v = o.if_contains(name);
    if (v == nullptr) return false;
    boost::system::result<T> r = json::try_value_to<T>(*v);
    if (r) to = std::move(*r);
    return r.has_value();
}

/// The conversion to `std::int64_t` would also take 4.0.
static bool member(const json::object& o, json::string_view name, std::int64_t& to) {
    const json::value* const v = o.if_contains(name);
    const auto* const number = v == nullptr ? nullptr : v->if_int64();
    if (number != nullptr) to = *number;
    return number != nullptr;
}

static boost::system::result<device_token> tag_invoke(try_value_to_tag<device_token>,
                                                      const json::value& v) {
    device_token to;
    const json::string* const s = v.if_string();
    if (s == nullptr || !tpns_bench::fill(to, {s->data(), s->size()})) return broken();
    return to;
}

static boost::system::result<account> tag_invoke(try_value_to_tag<account>, const json::value& v) {
    account to;
    const json::object* const o = v.if_object();
    if (o == nullptr) return broken();
    const json::value* const id = o->if_contains("account");
    const json::string* const s = id == nullptr ? nullptr : id->if_string();
    if (s == nullptr || !tpns_bench::fill(to.id, {s->data(), s->size()})) return broken();
    if (const json::value* const type = o->if_contains("account_type")) {
        const auto* const number = type->if_int64();
        if (number == nullptr || !tpns_bench::fill(to.type, *number)) return broken();
    }
    return to;
}

static boost::system::result<binding> tag_invoke(try_value_to_tag<binding>, const json::value& v) {
    binding to;
    const json::object* const o = v.if_object();
    if (o == nullptr || !member(*o, "token", to.token) ||
        !member(*o, "account_list", to.account_list) || to.account_list.empty())
        return broken();
    return to;
}

static boost::system::result<item_code> tag_invoke(try_value_to_tag<item_code>,
                                                   const json::value& v) {
    item_code to;
    const json::string* const s = v.if_string();
    const auto* const number = v.if_int64();
    if (s != nullptr ? !tpns_bench::fill(to, std::string_view(s->data(), s->size()))
                     : number == nullptr || !tpns_bench::fill(to, *number))
        return broken();
    return to;
}

}} // namespace tpns::v0

namespace tpns_bench { namespace {

using tpns::member;

class decoder final : public dom_peer<decoder> {
    friend dom_peer<decoder>;

    std::string_view name() const noexcept override { return "boost_value_to"; }

    template <class Message>
    bool parse(std::string_view text, Message& to) {
        json::monotonic_resource memory(buffer_.data(), buffer_.size());
        boost::system::error_code ec;
        const json::value document = json::parse({text.data(), text.size()}, ec, &memory);
        const json::object* const body = ec ? nullptr : document.if_object();
        return body != nullptr && read(*body, to);
    }

    static bool read(const json::object& o, tpns::request& to) {
        std::int64_t type = 0;
        if (!member(o, "operator_type", type)) return false;
        switch (type) {
        case 1: return read<tpns::append_accounts>(o, to);
        case 2: return read<tpns::overwrite_accounts>(o, to);
        case 3: return read<tpns::unbind_accounts>(o, to);
        case 4: return read<tpns::unbind_all_accounts>(o, to);
        case 5: return read<tpns::unbind_all_tokens>(o, to);
        default: return false;
        }
    }

    template <class Operation>
    static bool read(const json::object& o, tpns::request& to) {
        const auto carrier = tpns::detail::member_name(tpns::detail::carrier_of(Operation::type));
        std::size_t carriers = 0;
        for (const auto* const name : {"token_accounts", "token_list", "account_list"})
            carriers += o.contains(name) ? 1U : 0U;
        Operation op;
        if (carriers != 1 || !member(o, carrier, items(op)) || items(op).empty()) return false;
        if (carrier == "token_accounts" && items(op).size() > default_limits.max_token_accounts)
            return false;
        to = std::move(op);
        return true;
    }

    static bool read(const json::object& o, tpns::response& to) {
        std::int64_t ret_code = 0;
        if (!member(o, "ret_code", ret_code) || !fill(to.ret_code, ret_code)) return false;
        to.err_msg.clear();
        to.result.clear();
        const auto given = [&](const char* name) {
            const json::value* const v = o.if_contains(name);
            return v != nullptr && !v->is_null();
        };
        return (!given("err_msg") || member(o, "err_msg", to.err_msg)) &&
               (!given("result") || member(o, "result", to.result));
    }

    std::vector<unsigned char> buffer_ = std::vector<unsigned char>(std::size_t{512} * 1024);
};

const registered_decoder<decoder> decodes;

}} // namespace tpns_bench::
