// SPDX-License-Identifier: BSL-1.0

// A body in pieces gives the same result as the whole. The bytes before the first newline are the
// sizes of the pieces.

#include "input.hpp"
#include "support/message_kinds.hpp"

#include <tpns/decoder.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

template <class Kind>
void pieces(std::string_view cuts, std::string_view body) {
    const auto whole = Kind::decode(body, {});
    tpns::decoder<typename Kind::message> decoder;
    std::string_view rest = body;
    for (const char c : cuts) {
        const std::size_t size = (std::min)(rest.size(), std::size_t(static_cast<std::uint8_t>(c)));
        fuzz::law(bool(decoder.write(rest.substr(0, size))), "a small piece is accepted");
        rest.remove_prefix(size);
    }
    fuzz::law(bool(decoder.write(rest)), "the last piece is accepted");
    const auto collected = decoder.finish();
    fuzz::law(decoder.body() == body, "the body consists of the pieces");
    fuzz::law(collected.has_value() == whole.has_value(), "pieces give the same verdict");
    if (whole)
        fuzz::law(*collected == *whole, "pieces give the same value");
    else
        fuzz::law(collected.error() == whole.error(), "pieces give the same error");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    std::string_view body = input.text();
    const std::string_view cuts = fuzz::take_until('\n', body);
    pieces<tpns_tests::requests>(cuts, body);
    pieces<tpns_tests::responses>(cuts, body);
    return 0;
}
