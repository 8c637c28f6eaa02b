// SPDX-License-Identifier: BSL-1.0

#include "bodies.hpp"
#include "filling.hpp"
#include "peer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <simdjson.h>
#include <vector>

// simdjson's On-Demand front end, with error codes. This file is compiled for the instruction set
// of the machine, since only the first of its two stages chooses one at run time.

namespace tpns_bench { namespace {

using namespace simdjson; // error_code and SUCCESS

static_assert(body::padding >= SIMDJSON_PADDING);

/// Calls `member(name, value)` for each member, until it returns false.
template <class Function>
bool members(ondemand::object from, Function member) {
    for (auto each : from) {
        ondemand::field field;
        std::string_view name;
        if (std::move(each).get(field) != SUCCESS) return false;
        if (field.unescaped_key().get(name) != SUCCESS) return false;
        if (!member(name, field.value())) return false;
    }
    return true;
}

template <class Storage>
class reader {
public:
    template <class Message>
    bool operator()(std::string_view text, Message& to) {
        memory_.template clear<Message>(text);
        ondemand::document document;
        ondemand::object body;
        const padded_string_view padded(text.data(), text.size(), text.size() + SIMDJSON_PADDING);
        return parser_.iterate(padded).get(document) == SUCCESS &&
               document.get_object().get(body) == SUCCESS && read(body, to) &&
               document.current_location().error() == OUT_OF_BOUNDS; // nothing follows
    }

private:
    using view = std::string_view;
    using value = ondemand::value;

    bool read(ondemand::object body, tpns::basic_request<Storage>& to) {
        request_parts<Storage> parts(to);
        const auto first = [&](unsigned bit) { return first_time(parts.seen, bit); };
        const auto member = [&](view name, value v) {
            if (name == "operator_type")
                return first(parts.operator_type_bit) && integer(v, parts.operator_type);
            if (name == "token_accounts")
                return first(parts.token_accounts_bit) &&
                       list(v, parts.token_accounts, 1, default_limits.max_token_accounts);
            if (name == "token_list")
                return first(parts.token_list_bit) && list(v, parts.token_list, 1);
            if (name == "account_list")
                return first(parts.account_list_bit) && list(v, parts.account_list, 1);
            return true;
        };
        return members(body, member) && parts.finish(to);
    }

    bool read(ondemand::object body, tpns::basic_response<Storage>& to) {
        unsigned seen = 0;
        bool has_result = false;
        to.err_msg = view();
        const auto member = [&](view name, value v) {
            if (name == "ret_code") {
                std::int64_t number{};
                return first_time(seen, 1) && integer(v, number) && fill(to.ret_code, number);
            }
            if (name == "err_msg") {
                view text;
                if (!first_time(seen, 2)) return false;
                if (v.is_null()) return true;
                const bool right = string(v, text);
                to.err_msg = text;
                return right;
            }
            if (name == "result") {
                if (!first_time(seen, 4)) return false;
                if (v.is_null()) return true;
                has_result = true;
                return list(v, to.result, 0);
            }
            return true;
        };
        const bool right = members(body, member);
        if (!has_result) to.result = {};
        return right && (seen & 1) != 0;
    }

    bool read(value from, tpns::basic_binding<Storage>& to) {
        ondemand::object o;
        unsigned seen = 0;
        const auto member = [&](view name, value v) {
            if (name == "token") return first_time(seen, 1) && read(v, to.token);
            if (name == "account_list") return first_time(seen, 2) && list(v, to.account_list, 1);
            return true;
        };
        return from.get_object().get(o) == SUCCESS && members(o, member) && seen == 3;
    }

    bool read(value from, tpns::basic_account<Storage>& to) {
        ondemand::object o;
        unsigned seen = 0;
        to.type = {};
        const auto member = [&](view name, value v) {
            view text;
            std::int64_t number{};
            if (name == "account")
                return first_time(seen, 1) && string(v, text) && fill(to.id, text);
            if (name == "account_type")
                return first_time(seen, 2) && integer(v, number) && fill(to.type, number);
            return true;
        };
        return from.get_object().get(o) == SUCCESS && members(o, member) && (seen & 1) != 0;
    }

    bool read(value from, tpns::detail::basic_device_token<Storage>& to) {
        view text;
        return string(from, text) && fill(to, text);
    }

    bool read(value from, tpns::basic_item_code<Storage>& to) {
        ondemand::json_type type{};
        view text;
        std::int64_t number{};
        if (from.type().get(type) != SUCCESS) return false;
        if (type == ondemand::json_type::string) return string(from, text) && fill(to, text);
        return integer(from, number) && fill(to, number, memory_);
    }

    template <class List>
    bool list(value from, List& to, std::size_t min, std::size_t max = tpns::limits::unlimited) {
        ondemand::array array;
        if (from.get_array().get(array) != SUCCESS) return false;
        refill filled(to, memory_);
        for (auto each : array) {
            value v;
            if (std::move(each).get(v) != SUCCESS || !read(v, filled.next())) return false;
        }
        return filled.finish(min, max);
    }

    static bool string(value from, view& to) { return from.get_string().get(to) == SUCCESS; }
    static bool integer(value from, std::int64_t& to) {
        return from.get_int64().get(to) == SUCCESS;
    }

    backing<Storage> memory_;
    ondemand::parser parser_; // and the strings, until the next text
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "simdjson"; }
    std::string_view omits() const noexcept override {
        return "most of the grammar inside skipped members";
    }
    bool has_views() const noexcept override { return true; }

    bool decode(std::string_view text, tpns::request& to) override { return owns_(text, to); }
    bool decode(std::string_view text, tpns::response& to) override { return owns_(text, to); }
    bool decode(std::string_view text, tpns::request_view& to) override { return views_(text, to); }
    bool decode(std::string_view text, tpns::response_view& to) override {
        return views_(text, to);
    }

    reader<tpns::owned> owns_;
    reader<tpns::view> views_;
};

const registered_library library("simdjson " + std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) +
                                 "." + std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
                                 std::to_string(simdjson::SIMDJSON_VERSION_REVISION));
const registered_decoder<decoder> decodes;

}} // namespace tpns_bench::
