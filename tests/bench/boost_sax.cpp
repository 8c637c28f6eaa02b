// SPDX-License-Identifier: BSL-1.0

#include "peer.hpp"
#include "sax.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

// Boost.JSON's parser with a custom handler: no document is built.

namespace tpns_bench { namespace {

namespace json = boost::json;

template <class Message, class Storage>
class handler {
    using text = json::string_view;
    using ec = boost::system::error_code;

public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    void begin(std::string_view all, events<Message>& to, backing<Storage>& memory) {
        all_ = all;
        events_ = &to;
        memory_ = &memory;
        parts_.clear();
    }

    bool on_document_begin(ec&) { return true; }
    bool on_document_end(ec&) { return true; }
    bool on_object_begin(ec& e) { return check(events_->begin_object(), e); }
    bool on_object_end(std::size_t, ec& e) { return check(events_->end_object(), e); }
    bool on_array_begin(ec& e) { return check(events_->begin_array(), e); }
    bool on_array_end(std::size_t, ec& e) { return check(events_->end_array(), e); }
    bool on_key_part(text s, std::size_t, ec&) { return keep(s); }
    bool on_key(text s, std::size_t size, ec& e) { return check(events_->name(whole(s, size)), e); }
    bool on_string_part(text s, std::size_t, ec&) { return keep(s); }
    bool on_string(text s, std::size_t size, ec& e) {
        return check(events_->string(kept(whole(s, size))), e);
    }
    bool on_number_part(text, ec&) { return true; }
    bool on_int64(std::int64_t i, text, ec& e) { return check(events_->integer(i), e); }
    bool on_uint64(std::uint64_t, text, ec& e) { return check(events_->other(), e); }
    bool on_double(double, text, ec& e) { return check(events_->other(), e); }
    bool on_bool(bool, ec& e) { return check(events_->other(), e); }
    bool on_null(ec& e) { return check(events_->null(), e); }
    bool on_comment_part(text, ec&) { return true; }
    bool on_comment(text, ec&) { return true; }

private:
    static bool check(bool kept, ec& e) {
        if (!kept) e = json::error::syntax; // any will do
        return kept;
    }

    bool keep(text s) {
        parts_.append(s.data(), s.size());
        return true;
    }

    /// The string of `size` bytes whose last part is `s`; strings with escapes come in parts.
    std::string_view whole(text s, std::size_t size) {
        if (s.size() == size) return {s.data(), s.size()};
        joined_.swap(parts_);
        joined_.append(s.data(), s.size());
        parts_.clear();
        return joined_;
    }

    /// Unescaped strings are in a buffer that the next one overwrites.
    std::string_view kept(std::string_view s) {
        const bool in_text = std::less_equal<>()(all_.data(), s.data()) &&
                             std::less<>()(s.data(), all_.data() + all_.size());
        return in_text ? s : memory_->keep(s);
    }

    std::string_view all_;
    events<Message>* events_ = nullptr;
    backing<Storage>* memory_ = nullptr;
    std::string parts_;
    std::string joined_;
};

template <class Message, class Storage>
class parser {
public:
    bool operator()(std::string_view text, Message& to) {
        memory_.template clear<Message>(text);
        events<Message> fills(to, memory_);
        parser_.reset();
        parser_.handler().begin(text, fills, memory_);
        boost::system::error_code ec;
        const std::size_t read = parser_.write_some(false, text.data(), text.size(), ec);
        return !ec && read == text.size();
    }

private:
    backing<Storage> memory_;
    json::basic_parser<handler<Message, Storage>> parser_{json::parse_options()};
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "boost_sax"; }
    bool has_views() const noexcept override { return true; }

    bool decode(std::string_view text, tpns::request& to) override { return request_(text, to); }
    bool decode(std::string_view text, tpns::response& to) override { return response_(text, to); }
    bool decode(std::string_view text, tpns::request_view& to) override {
        return request_view_(text, to);
    }
    bool decode(std::string_view text, tpns::response_view& to) override {
        return response_view_(text, to);
    }

    parser<tpns::request, tpns::owned> request_;
    parser<tpns::response, tpns::owned> response_;
    parser<tpns::request_view, tpns::view> request_view_;
    parser<tpns::response_view, tpns::view> response_view_;
};

const registered_decoder<decoder> decodes;

}} // namespace tpns_bench::
