// SPDX-License-Identifier: BSL-1.0

#include "peer.hpp"
#include "sax.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

// nlohmann::json's parser with a custom handler: no document is built.

namespace tpns_bench { namespace {

using nlohmann::json;

template <class Message>
class handler {
public:
    handler(Message& to, backing<tpns::owned>& memory) : events_(to, memory) {}

    bool null() { return events_.null(); }
    bool boolean(bool) { return events_.other(); }
    bool number_integer(json::number_integer_t i) { return events_.integer(i); }
    bool number_unsigned(json::number_unsigned_t u) {
        if (u > (std::numeric_limits<std::int64_t>::max)()) return events_.other();
        return events_.integer(static_cast<std::int64_t>(u));
    }
    bool number_float(json::number_float_t, const std::string&) { return events_.other(); }
    bool string(const std::string& s) { return events_.string(s); }
    bool binary(const json::binary_t&) { return false; }
    bool start_object(std::size_t) { return events_.begin_object(); }
    bool key(const std::string& s) { return events_.name(s); }
    bool end_object() { return events_.end_object(); }
    bool start_array(std::size_t) { return events_.begin_array(); }
    bool end_array() { return events_.end_array(); }
    bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

private:
    events<Message> events_;
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "nlohmann_sax"; }

    bool decode(std::string_view text, tpns::request& to) override { return parse(text, to); }
    bool decode(std::string_view text, tpns::response& to) override { return parse(text, to); }

    template <class Message>
    bool parse(std::string_view text, Message& to) {
        handler<Message> fills(to, owns_);
        return json::sax_parse(text.begin(), text.end(), &fills);
    }

    backing<tpns::owned> owns_;
};

const registered_decoder<decoder> decodes;

}} // namespace tpns_bench::
