// SPDX-License-Identifier: BSL-1.0

// Encodes any message, valid or not, into a buffer of any size.

#include "messages.hpp"

#include <tpns/decode.hpp>
#include <tpns/encode.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

auto decode(const tpns::request&, std::string_view body) { return tpns::decode_request(body); }
auto decode(const tpns::response&, std::string_view body) { return tpns::decode_response(body); }

template <class Message>
void encode_laws(const Message& message, std::size_t size) {
    const std::size_t exact = encoded_size(message);
    std::vector<char> memory(size + 1, '#');
    const auto written = encode_to(memory.data(), size, message);
    const auto valid = validate(message);
    fuzz::law(memory[size] == '#', "nothing is written past the end");
    if (!valid) {
        fuzz::law(!written && written.error() == valid.error(), "an invalid message is refused");
    } else {
        fuzz::law(written.has_value() == (exact <= size),
                  "the exact size is enough, and no less is");
    }
    std::string kept(size, '#');
    const auto done = encode_into(kept, message);
    fuzz::law(done.has_value() == valid.has_value(), "a string is always large enough");
    fuzz::law(kept == (valid ? *encode(message) : std::string()),
              "a kept string is empty on an error");
    if (!written) return;
    const std::string_view text(memory.data(), *written);
    fuzz::law(text.size() == exact && text == *encode(message), "a buffer gets the same bytes");
    const auto again = decode(message, text);
    fuzz::law(again && *again == message, "an encoded message decodes to the same value");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t buffer = choose.up_to(4095);
    if (choose.byte() % 2 == 0)
        encode_laws(fuzz::make_request(choose), buffer);
    else
        encode_laws(fuzz::make_response(choose), buffer);
    return 0;
}
