// SPDX-License-Identifier: BSL-1.0

#include "filling.hpp"
#include "peer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>
#include <yyjson.h>

// yyjson: reads in place, into a reused pool; writes from its own document.

namespace tpns_bench { namespace {

using value = yyjson_val*;

std::string_view text_of(value v) { return {yyjson_get_str(v), yyjson_get_len(v)}; }

/// Calls `member(name, value)` for each member, until it returns false.
template <class Function>
bool members(value from, Function member) {
    if (!yyjson_is_obj(from)) return false;
    yyjson_obj_iter each = yyjson_obj_iter_with(from);
    while (value name = yyjson_obj_iter_next(&each))
        if (!member(text_of(name), yyjson_obj_iter_get_val(name))) return false;
    return true;
}

template <class Storage>
class reader {
public:
    template <class Message>
    bool operator()(std::string_view text, Message& to) {
        memory_.template clear<Message>(text);
        copy_.assign(text); // since strings are unescaped in place
        copy_.append(YYJSON_PADDING_SIZE, '\0');
        const std::size_t most = yyjson_read_max_memory_usage(text.size(), YYJSON_READ_INSITU);
        if (pool_.size() < most) pool_.resize(most);
        yyjson_alc pool;
        yyjson_alc_pool_init(&pool, pool_.data(), pool_.size());
        yyjson_doc* const document =
            yyjson_read_opts(copy_.data(), text.size(), YYJSON_READ_INSITU, &pool, nullptr);
        return document != nullptr && read(yyjson_doc_get_root(document), to);
    }

private:
    using view = std::string_view;

    bool read(value body, tpns::basic_request<Storage>& to) {
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

    bool read(value body, tpns::basic_response<Storage>& to) {
        unsigned seen = 0;
        bool has_result = false;
        to.err_msg = view();
        const auto member = [&](view name, value v) {
            if (name == "ret_code") {
                std::int64_t number{};
                return first_time(seen, 1) && integer(v, number) && fill(to.ret_code, number);
            }
            if (name == "err_msg") {
                if (!first_time(seen, 2)) return false;
                if (yyjson_is_null(v)) return true;
                to.err_msg = text_of(v);
                return yyjson_is_str(v);
            }
            if (name == "result") {
                if (!first_time(seen, 4)) return false;
                if (yyjson_is_null(v)) return true;
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
        unsigned seen = 0;
        const auto member = [&](view name, value v) {
            if (name == "token") return first_time(seen, 1) && read(v, to.token);
            if (name == "account_list") return first_time(seen, 2) && list(v, to.account_list, 1);
            return true;
        };
        return members(from, member) && seen == 3;
    }

    bool read(value from, tpns::basic_account<Storage>& to) {
        unsigned seen = 0;
        to.type = {};
        const auto member = [&](view name, value v) {
            std::int64_t number{};
            if (name == "account")
                return first_time(seen, 1) && yyjson_is_str(v) && fill(to.id, text_of(v));
            if (name == "account_type")
                return first_time(seen, 2) && integer(v, number) && fill(to.type, number);
            return true;
        };
        return members(from, member) && (seen & 1) != 0;
    }

    bool read(value from, tpns::detail::basic_device_token<Storage>& to) {
        return yyjson_is_str(from) && fill(to, text_of(from));
    }

    bool read(value from, tpns::basic_item_code<Storage>& to) {
        if (yyjson_is_str(from)) return fill(to, text_of(from));
        std::int64_t number{};
        return integer(from, number) && fill(to, number, memory_);
    }

    template <class List>
    bool list(value from, List& to, std::size_t min, std::size_t max = tpns::limits::unlimited) {
        if (!yyjson_is_arr(from)) return false;
        refill filled(to, memory_);
        yyjson_arr_iter each = yyjson_arr_iter_with(from);
        while (value v = yyjson_arr_iter_next(&each))
            if (!read(v, filled.next())) return false;
        return filled.finish(min, max);
    }

    static bool integer(value from, std::int64_t& to) {
        constexpr std::uint64_t most = (std::numeric_limits<std::int64_t>::max)();
        if (!yyjson_is_int(from) || (yyjson_is_uint(from) && yyjson_get_uint(from) > most))
            return false;
        to = yyjson_get_sint(from);
        return true;
    }

    backing<Storage> memory_;
    std::string copy_; // and the strings, until the next text
    std::vector<char> pool_;
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "yyjson"; }
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

class encoder final : public encoding_peer {
public:
    encoder() : memory_(yyjson_alc_dyn_new()) {}
    encoder(const encoder&) = delete;
    encoder& operator=(const encoder&) = delete;
    ~encoder() override {
        drop();
        yyjson_alc_dyn_free(memory_);
    }

private:
    using mutable_value = yyjson_mut_val*;

    std::string_view name() const noexcept override { return "yyjson"; }
    std::string_view omits() const noexcept override { return "checks other than UTF-8"; }

    std::string_view encode(const tpns::request& r) override {
        begin();
        mutable_value body = yyjson_mut_obj(document_);
        add(body, "operator_type", yyjson_mut_uint(document_, r.index() + 1));
        tpns::detail::with_operation(r, [&](const auto& op) {
            add(body, tpns::detail::member_name(tpns::detail::carrier_of(op.type)),
                list(items(op)));
        });
        return write(body);
    }

    std::string_view encode(const tpns::response& r) override {
        begin();
        mutable_value body = yyjson_mut_obj(document_);
        add(body, "ret_code", yyjson_mut_sint(document_, static_cast<std::int32_t>(r.ret_code)));
        add(body, "err_msg", string(r.err_msg));
        if (!r.result.empty()) add(body, "result", list(r.result));
        return write(body);
    }

    void begin() {
        drop();
        document_ = yyjson_mut_doc_new(memory_);
    }

    void drop() noexcept {
        if (text_ != nullptr) memory_->free(memory_->ctx, text_);
        yyjson_mut_doc_free(document_);
        text_ = nullptr;
        document_ = nullptr;
    }

    std::string_view write(mutable_value body) {
        yyjson_mut_doc_set_root(document_, body);
        std::size_t size = 0;
        text_ = yyjson_mut_write_opts(document_, YYJSON_WRITE_NOFLAG, memory_, &size, nullptr);
        return {text_, size};
    }

    template <class List>
    mutable_value list(const List& from) {
        mutable_value array = yyjson_mut_arr(document_);
        for (const auto& e : from) yyjson_mut_arr_append(array, element(e));
        return array;
    }

    mutable_value element(const tpns::binding& b) {
        mutable_value o = yyjson_mut_obj(document_);
        add(o, "token", string(b.token.str()));
        add(o, "account_list", list(b.account_list));
        return o;
    }
    mutable_value element(const tpns::account& a) {
        mutable_value o = yyjson_mut_obj(document_);
        add(o, "account", string(a.id.str()));
        if (a.type != tpns::account_type::default_type)
            add(o, "account_type", yyjson_mut_sint(document_, static_cast<std::int32_t>(a.type)));
        return o;
    }
    mutable_value element(const tpns::device_token& t) { return string(t.str()); }
    mutable_value element(const tpns::item_code& c) { return string(c.text); }

    void add(mutable_value to, std::string_view name, mutable_value v) {
        yyjson_mut_obj_add(to, string(name), v);
    }
    mutable_value string(std::string_view s) {
        return yyjson_mut_strn(document_, s.data(), s.size());
    }

    yyjson_alc* memory_;
    yyjson_mut_doc* document_ = nullptr;
    char* text_ = nullptr;
};

const registered_library library("yyjson " YYJSON_VERSION_STRING);
const registered_decoder<decoder> decodes;
const registered_encoder<encoder> encodes;

}} // namespace tpns_bench::
