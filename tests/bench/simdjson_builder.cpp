// SPDX-License-Identifier: BSL-1.0

#include "peer.hpp"

#include <tpns/operations.hpp>

#include <cstdint>
#include <simdjson.h>
#include <string_view>

// simdjson's string_builder, which came with version 4.

namespace tpns_bench { namespace {

/// `Checks` is whether the text is then validated, as the manual says.
template <bool Checks>
class encoder final : public encoding_peer {
    std::string_view name() const noexcept override {
        return Checks ? "simdjson_utf8" : "simdjson";
    }
    std::string_view omits() const noexcept override {
        return Checks ? "checks other than UTF-8" : "all checks";
    }

    std::string_view encode(const tpns::request& r) override {
        out_.clear();
        out_.append_raw(R"({"operator_type":)");
        out_.append(static_cast<unsigned>(r.index() + 1));
        tpns::detail::with_operation(r, [&](const auto& op) {
            out_.append_raw(carrier(op.type));
            list(items(op));
        });
        return end();
    }

    std::string_view encode(const tpns::response& r) override {
        out_.clear();
        out_.append_raw(R"({"ret_code":)");
        out_.append(static_cast<std::int32_t>(r.ret_code));
        out_.append_raw(R"(,"err_msg":)");
        string(r.err_msg);
        if (!r.result.empty()) {
            out_.append_raw(R"(,"result":)");
            list(r.result);
        }
        return end();
    }

    static std::string_view carrier(tpns::operator_type type) {
        switch (type) {
        case tpns::operator_type::unbind_all_accounts: return R"(,"token_list":)";
        case tpns::operator_type::unbind_all_tokens: return R"(,"account_list":)";
        default: return R"(,"token_accounts":)";
        }
    }

    std::string_view end() {
        out_.end_object();
        if (Checks && !out_.validate_unicode()) return {};
        std::string_view text;
        return out_.view().get(text) == simdjson::SUCCESS ? text : std::string_view();
    }

    template <class List>
    void list(const List& from) {
        out_.start_array();
        bool first = true;
        for (const auto& e : from) {
            if (!first) out_.append_comma();
            first = false;
            element(e);
        }
        out_.end_array();
    }

    void element(const tpns::binding& b) {
        out_.append_raw(R"({"token":)");
        string(b.token.str());
        out_.append_raw(R"(,"account_list":)");
        list(b.account_list);
        out_.end_object();
    }
    void element(const tpns::account& a) {
        out_.append_raw(R"({"account":)");
        string(a.id.str());
        if (a.type != tpns::account_type::default_type) {
            out_.append_raw(R"(,"account_type":)");
            out_.append(static_cast<std::int32_t>(a.type));
        }
        out_.end_object();
    }
    void element(const tpns::device_token& t) { string(t.str()); }
    void element(const tpns::item_code& c) { string(c.text); }

    void string(std::string_view s) { out_.escape_and_append_with_quotes(s); }

    simdjson::builder::string_builder out_;
};

const registered_encoder<encoder<false>> encodes;
const registered_encoder<encoder<true>> encodes_utf8;

}} // namespace tpns_bench::
