// SPDX-License-Identifier: BSL-1.0

// Decodes several bodies, separated by zero bytes, into the same objects: earlier bodies make no
// difference.

#include "input.hpp"
#include "support/message_kinds.hpp"

#include <tpns/decoded.hpp>
#include <tpns/decoder.hpp>
#include <tpns/encode.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

template <class Kind>
class kept_objects {
public:
    explicit kept_objects(const tpns::decode_options& options)
        : options_(options), decoder_(options) {}

    void read(std::string_view body) {
        const auto fresh = Kind::decode(body, options_);
        same(decode_into(message_, body, options_), message_, fresh,
             "a kept message gives the same as a new one");

        same(decoded_.decode(body, options_), *decoded_, fresh,
             "a kept `decoded` gives the same as a new one");
        fuzz::law(fresh || *decoded_ == view(), "a kept `decoded` is empty on an error");
        decoded_type moved(std::move(decoded_));
        fuzz::law(*decoded_ == view(), "a moved-from `decoded` is empty");
        fuzz::law(!fresh || *moved == *fresh, "a `decoded` moves with its body");
        decoded_ = std::move(moved);

        memory_.clear();
        const auto viewed = Kind::decode_view(body, memory_, options_);
        same(viewed, viewed ? *viewed : view(), fresh, "a kept arena gives the same as a new one");

        decoder_.reset();
        const std::size_t half = body.size() / 2;
        const bool taken =
            decoder_.write(body.substr(0, half)) && decoder_.write(body.substr(half));
        fuzz::law(!taken || decoder_.body() == body, "a decoder forgets the previous body");
        same(decoder_.finish_into(collected_), collected_, fresh,
             "a reset decoder gives the same as a new one");

        if (fresh) write(*fresh);
    }

private:
    using message = typename Kind::message;
    using view = std::conditional_t<std::is_same_v<message, tpns::request>, tpns::request_view,
                                    tpns::response_view>;
    using decoded_type = tpns::decoded<view>;

    template <class Done, class Message>
    static void same(const Done& done, const Message& read, const tpns::result<message>& fresh,
                     const char* what) {
        fuzz::law(done.has_value() == fresh.has_value(), what);
        fuzz::law(fresh ? read == *fresh : done.error() == fresh.error(), what);
    }

    /// Encodes within the default limits, and within others that may refuse the message.
    void write(const message& m) {
        tpns::limits narrow;
        narrow.max_token_accounts = narrow.max_account_list = narrow.max_token_list = 2;
        narrow.max_result = 2;
        for (const tpns::limits& max : {tpns::limits(), narrow}) {
            const auto fresh = encode(m, max);
            const auto done = encode_into(text_, m, max);
            fuzz::law(done.has_value() == fresh.has_value(),
                      "a kept string accepts the same messages");
            fuzz::law(text_ == (fresh ? *fresh : std::string()),
                      "a kept string gets the same bytes");
        }
    }

    tpns::decode_options options_;
    message message_;
    message collected_;
    decoded_type decoded_;
    tpns::arena memory_;
    tpns::decoder<message> decoder_;
    std::string text_;
};

template <class Kind>
void kept_laws(std::string_view bodies) {
    tpns::decode_options options;
    // So that some bodies can be too large.
    options.limits.max_body_bytes = 2 * (std::min)(bodies.find('\0'), bodies.size());
    kept_objects<Kind> kept(options);
    while (!bodies.empty()) kept.read(fuzz::take_until('\0', bodies));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    kept_laws<tpns_tests::requests>(input.text());
    kept_laws<tpns_tests::responses>(input.text());
    return 0;
}
