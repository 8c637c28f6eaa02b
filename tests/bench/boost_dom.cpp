// SPDX-License-Identifier: BSL-1.0

#include "filling.hpp"
#include "peer.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>
#include <boost/version.hpp>

#include <cstddef>
#include <string>
#include <vector>

// Boost.JSON's documents, in a reused buffer.

namespace tpns_bench { namespace {

namespace json = boost::json;

using buffer = std::vector<unsigned char>;
constexpr std::size_t buffer_size = std::size_t{512} * 1024;

std::string_view view_of(const json::string& s) { return {s.data(), s.size()}; }

class decoder final : public dom_peer<decoder> {
    friend dom_peer<decoder>;

    std::string_view name() const noexcept override { return "boost_dom"; }

    template <class Message>
    bool parse(std::string_view text, Message& to) {
        json::monotonic_resource memory(buffer_.data(), buffer_.size());
        parser_.reset(&memory);
        boost::system::error_code ec;
        parser_.write(text.data(), text.size(), ec);
        if (ec) return false;
        const json::value document = parser_.release();
        const json::object* const body = document.if_object();
        return body != nullptr && read(*body, to);
    }

    static bool read(const json::object& body, tpns::request& to) {
        request_parts<tpns::owned> parts(to);
        for (const auto& [name, value] : body) {
            if (name == "operator_type") {
                parts.seen |= parts.operator_type_bit;
                const auto* const type = value.if_int64();
                if (type == nullptr || tpns::detail::check_operator_type(*type)) return false;
                parts.operator_type = *type;
            } else if (name == "token_accounts") {
                parts.seen |= parts.token_accounts_bit;
                if (!list(value, parts.token_accounts, default_limits.max_token_accounts))
                    return false;
            } else if (name == "token_list") {
                parts.seen |= parts.token_list_bit;
                if (!list(value, parts.token_list)) return false;
            } else if (name == "account_list") {
                parts.seen |= parts.account_list_bit;
                if (!list(value, parts.account_list)) return false;
            }
        }
        return parts.finish(to);
    }

    static bool read(const json::object& body, tpns::response& to) {
        to.err_msg.clear();
        to.result.clear();
        const json::value* const ret_code = body.if_contains("ret_code");
        const auto* const number = ret_code == nullptr ? nullptr : ret_code->if_int64();
        if (number == nullptr || !fill(to.ret_code, *number)) return false;
        if (const json::value* const message = body.if_contains("err_msg")) {
            if (const json::string* const s = message->if_string())
                to.err_msg = view_of(*s);
            else if (!message->is_null())
                return false;
        }
        const json::value* const result = body.if_contains("result");
        return result == nullptr || result->is_null() ||
               list(*result, to.result, tpns::limits::unlimited, 0);
    }

    template <class T>
    static bool list(const json::value& from, std::vector<T>& to,
                     std::size_t max = tpns::limits::unlimited, std::size_t min = 1) {
        const json::array* const array = from.if_array();
        if (array == nullptr || array->size() < min || array->size() > max) return false;
        to.resize(array->size());
        auto at = to.begin();
        for (const json::value& element : *array)
            if (!read(element, *at++)) return false;
        return true;
    }

    static bool read(const json::value& from, tpns::binding& to) {
        const json::object* const o = from.if_object();
        if (o == nullptr) return false;
        const json::value* const token = o->if_contains("token");
        const json::value* const accounts = o->if_contains("account_list");
        return token != nullptr && read(*token, to.token) && accounts != nullptr &&
               list(*accounts, to.account_list);
    }

    static bool read(const json::value& from, tpns::device_token& to) {
        const json::string* const s = from.if_string();
        return s != nullptr && fill(to, view_of(*s));
    }

    static bool read(const json::value& from, tpns::account& to) {
        const json::object* const o = from.if_object();
        if (o == nullptr) return false;
        const json::value* const id = o->if_contains("account");
        const json::string* const s = id == nullptr ? nullptr : id->if_string();
        if (s == nullptr || !fill(to.id, view_of(*s))) return false;
        const json::value* const type = o->if_contains("account_type");
        if (type == nullptr) return fill(to.type, 0);
        const auto* const number = type->if_int64();
        return number != nullptr && fill(to.type, *number);
    }

    static bool read(const json::value& from, tpns::item_code& to) {
        if (const json::string* const s = from.if_string()) return fill(to, view_of(*s));
        const auto* const number = from.if_int64();
        return number != nullptr && fill(to, *number);
    }

    buffer buffer_ = buffer(buffer_size);
    json::parser parser_;
};

class encoder final : public encoding_peer {
    std::string_view name() const noexcept override { return "boost"; }
    std::string_view omits() const noexcept override { return "all checks"; }

    std::string_view encode(const tpns::request& r) override { return write(r); }
    std::string_view encode(const tpns::response& r) override { return write(r); }

    template <class Message>
    std::string_view write(const Message& message) {
        json::monotonic_resource memory(buffer_.data(), buffer_.size());
        const json::value document = make(message, &memory);
        serializer_.reset(&document);
        std::size_t size = 0;
        for (;;) {
            // `done` distinguishes a text that fits exactly from one that continues.
            size += serializer_.read(&text_[size], text_.size() - size).size();
            if (serializer_.done()) return {text_.data(), size};
            text_.resize(2 * text_.size());
        }
    }

    static json::value make(const tpns::request& r, const json::storage_ptr& memory) {
        json::object o(2, memory);
        o.emplace("operator_type", r.index() + 1);
        tpns::detail::with_operation(r, [&](const auto& op) {
            const auto carrier = tpns::detail::carrier_of(std::decay_t<decltype(op)>::type);
            o.emplace(tpns::detail::member_name(carrier), list(items(op), memory));
        });
        return o;
    }

    static json::value make(const tpns::response& r, const json::storage_ptr& memory) {
        json::object o(3, memory);
        o.emplace("ret_code", static_cast<std::int32_t>(r.ret_code));
        o.emplace("err_msg", r.err_msg);
        if (!r.result.empty()) o.emplace("result", list(r.result, memory));
        return o;
    }

    static json::value make(const tpns::binding& b, const json::storage_ptr& memory) {
        json::object o(2, memory);
        o.emplace("token", b.token.str());
        o.emplace("account_list", list(b.account_list, memory));
        return o;
    }

    static json::value make(const tpns::account& a, const json::storage_ptr& memory) {
        json::object o(2, memory);
        o.emplace("account", a.id.str());
        if (a.type != tpns::account_type::default_type)
            o.emplace("account_type", static_cast<std::int32_t>(a.type));
        return o;
    }

    static json::value make(const tpns::device_token& t, const json::storage_ptr& memory) {
        return json::value(json::string_view(t.str()), memory);
    }
    static json::value make(const tpns::item_code& c, const json::storage_ptr& memory) {
        return json::value(json::string_view(c.text), memory);
    }

    template <class List>
    static json::array list(const List& from, const json::storage_ptr& memory) {
        json::array a(memory);
        a.reserve(from.size());
        for (const auto& element : from) a.push_back(make(element, memory));
        return a;
    }

    buffer buffer_ = buffer(buffer_size);
    std::string text_ = std::string(1024, '\0');
    json::serializer serializer_;
};

const registered_library library("Boost.JSON " BOOST_LIB_VERSION);
const registered_decoder<decoder> decodes;
const registered_encoder<encoder> encodes;

}} // namespace tpns_bench::
