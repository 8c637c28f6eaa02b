// SPDX-License-Identifier: BSL-1.0

// Bodies with a zero byte between them, one after the other into the same objects: what another
// body left there makes no difference.

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
             "a kept message is read as a new one");

        same(decoded_.decode(body, options_), *decoded_, fresh,
             "a kept message with its body is read as a new one");
        fuzz::law(fresh || *decoded_ == view(), "and empty on an error");
        decoded_type moved(std::move(decoded_));
        fuzz::law(*decoded_ == view(), "a message that was moved is empty");
        fuzz::law(!fresh || *moved == *fresh, "a message is moved with its body");
        decoded_ = std::move(moved);

        memory_.clear();
        const auto viewed = Kind::decode_view(body, memory_, options_);
        same(viewed, viewed ? *viewed : view(), fresh, "a kept arena takes what a new one takes");

        decoder_.reset();
        const std::size_t half = body.size() / 2;
        const bool taken =
            decoder_.write(body.substr(0, half)) && decoder_.write(body.substr(half));
        fuzz::law(!taken || decoder_.body() == body, "a decoder has forgotten the body before");
        same(decoder_.finish_into(collected_), collected_, fresh,
             "a decoder reads as a new one after its reset");

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

    /// Within the limits, and within others that may refuse it.
    void write(const message& m) {
        tpns::limits narrow;
        narrow.max_token_accounts = narrow.max_account_list = narrow.max_token_list = 2;
        narrow.max_result = 2;
        for (const tpns::limits& max : {tpns::limits(), narrow}) {
            const auto fresh = encode(m, max);
            const auto done = encode_into(text_, m, max);
            fuzz::law(done.has_value() == fresh.has_value(),
                      "a kept string takes the same messages");
            fuzz::law(text_ == (fresh ? *fresh : std::string()), "and has the same bytes");
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
    // So that some are too large, perhaps.
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
