// SPDX-License-Identifier: BSL-1.0

#include "peer.hpp"
#include "sax.hpp"

#ifdef __SSE2__
#define RAPIDJSON_SSE2
#endif
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <type_traits>

// RapidJSON's Reader and Writer: no document is built.

namespace tpns_bench { namespace {

template <class Message>
class handler {
public:
    using Ch = char;
    using size = rapidjson::SizeType;

    template <class Storage>
    handler(Message& to, backing<Storage>& memory) : events_(to, memory) {}

    bool Null() { return events_.null(); }
    bool Bool(bool) { return events_.other(); }
    bool Int(int i) { return events_.integer(i); }
    bool Uint(unsigned u) { return events_.integer(u); }
    bool Int64(std::int64_t i) { return events_.integer(i); }
    bool Uint64(std::uint64_t u) {
        if (u > (std::numeric_limits<std::int64_t>::max)()) return events_.other();
        return events_.integer(static_cast<std::int64_t>(u));
    }
    bool Double(double) { return events_.other(); }
    bool RawNumber(const char*, size, bool) { return false; }
    bool String(const char* s, size n, bool) { return events_.string({s, n}); }
    bool StartObject() { return events_.begin_object(); }
    bool Key(const char* s, size n, bool) { return events_.name({s, n}); }
    bool EndObject(size) { return events_.end_object(); }
    bool StartArray() { return events_.begin_array(); }
    bool EndArray(size) { return events_.end_array(); }

private:
    events<Message> events_;
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "rapidjson"; }

    bool has_views() const noexcept override { return true; }

    bool decode(std::string_view text, tpns::request& to) override {
        return parse(text, to, owns_);
    }
    bool decode(std::string_view text, tpns::response& to) override {
        return parse(text, to, owns_);
    }
    bool decode(std::string_view text, tpns::request_view& to) override {
        return parse(text, to, views_);
    }
    bool decode(std::string_view text, tpns::response_view& to) override {
        return parse(text, to, views_);
    }

    template <class Message, class Storage>
    bool parse(std::string_view text, Message& to, backing<Storage>& memory) {
        memory.template clear<Message>(text);
        if (!is_utf8(text)) return false;
        copy_.assign(text); // since strings are unescaped in place
        rapidjson::InsituStringStream stream(copy_.data());
        handler<Message> fills(to, memory);
        return reader_.Parse<rapidjson::kParseInsituFlag>(stream, fills) &&
               stream.Tell() == text.size();
    }

    /// Checks the whole text: `kParseValidateEncodingFlag` would read strings byte by byte, without
    /// SSE2.
    static bool is_utf8(std::string_view text) {
        std::uint64_t word{};
        std::string_view rest = text;
        for (; rest.size() >= sizeof word; rest.remove_prefix(sizeof word)) {
            std::memcpy(&word, rest.data(), sizeof word);
            if ((word & 0x8080808080808080U) != 0) break;
        }
        return !tpns::detail::check_utf8(rest);
    }

    rapidjson::Reader reader_;
    std::string copy_;
    backing<tpns::owned> owns_;
    backing<tpns::view> views_;
};

template <unsigned flags>
class encoder final : public encoding_peer {
    using writer = rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                                     rapidjson::CrtAllocator, flags>;

    std::string_view name() const noexcept override {
        return flags == rapidjson::kWriteNoFlags ? "rapidjson" : "rapidjson_utf8";
    }
    std::string_view omits() const noexcept override {
        return flags == rapidjson::kWriteNoFlags ? "all checks" : "checks other than UTF-8";
    }

    std::string_view encode(const tpns::request& r) override {
        return write([&] {
            key("operator_type");
            out_.Uint(static_cast<unsigned>(r.index() + 1));
            tpns::detail::with_operation(r, [&](const auto& op) {
                key(tpns::detail::member_name(tpns::detail::carrier_of(op.type)));
                list(items(op));
            });
        });
    }

    std::string_view encode(const tpns::response& r) override {
        return write([&] {
            key("ret_code");
            out_.Int(static_cast<std::int32_t>(r.ret_code));
            key("err_msg");
            string(r.err_msg);
            if (r.result.empty()) return;
            key("result");
            list(r.result);
        });
    }

    template <class Members>
    std::string_view write(const Members& members) {
        buffer_.Clear();
        out_.Reset(buffer_);
        out_.StartObject();
        members();
        out_.EndObject();
        return {buffer_.GetString(), buffer_.GetSize()};
    }

    template <class List>
    void list(const List& from) {
        out_.StartArray();
        for (const auto& e : from) element(e);
        out_.EndArray();
    }

    void element(const tpns::binding& b) {
        out_.StartObject();
        key("token");
        string(b.token.str());
        key("account_list");
        list(b.account_list);
        out_.EndObject();
    }
    void element(const tpns::account& a) {
        out_.StartObject();
        key("account");
        string(a.id.str());
        if (a.type != tpns::account_type::default_type) {
            key("account_type");
            out_.Int(static_cast<std::int32_t>(a.type));
        }
        out_.EndObject();
    }
    void element(const tpns::device_token& t) { string(t.str()); }
    void element(const tpns::item_code& c) { string(c.text); }

    void key(std::string_view s) { out_.Key(s.data(), static_cast<rapidjson::SizeType>(s.size())); }
    void string(std::string_view s) {
        out_.String(s.data(), static_cast<rapidjson::SizeType>(s.size()));
    }

    rapidjson::StringBuffer buffer_;
    writer out_;
};

const registered_library library(std::string("RapidJSON ") + RAPIDJSON_VERSION_STRING);
const registered_decoder<decoder> decodes;
const registered_encoder<encoder<rapidjson::kWriteNoFlags>> encodes;
const registered_encoder<encoder<rapidjson::kWriteValidateEncodingFlag>> encodes_utf8;

}} // namespace tpns_bench::
