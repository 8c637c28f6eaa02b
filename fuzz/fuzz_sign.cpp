// SPDX-License-Identifier: BSL-1.0

// Signs anything: a secret key, a timestamp and an access id, each ended by a newline, and a body.

#include "input.hpp"
#include "support/hmac_sha256.hpp"

#include <tpns/sign.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace {

/// Strict RFC 4648, section 4: full groups of four, padding only at the end, and unused bits zero.
std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    fuzz::law(text.size() % 4 == 0, "Base64 has groups of four");
    const std::size_t digits = (std::min)(text.find('='), text.size());
    fuzz::law(text.size() - digits <= 2, "padding has at most two characters");
    fuzz::law(text.find_first_not_of('=', digits) == std::string_view::npos,
              "nothing follows the padding");
    std::string bytes;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text.substr(0, digits)) {
        const std::size_t digit = alphabet.find(c);
        fuzz::law(digit != std::string_view::npos, "a header value has only digits of Base64");
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(static_cast<unsigned char>(bits >> count & 0xFF));
    }
    fuzz::law((bits & ((1U << count) - 1)) == 0, "bits beyond the last byte are zero");
    return bytes;
}

/// The number in a line, or its first bytes if it is not a number.
std::int64_t seconds_of(std::string_view line) {
    std::int64_t seconds = 0;
    const char* const end = line.data() + line.size();
    if (std::from_chars(line.data(), end, seconds).ptr == end && !line.empty()) return seconds;
    std::memcpy(&seconds, line.data(), (std::min)(line.size(), sizeof seconds));
    return seconds;
}

void sign_laws(std::string_view key, std::int64_t seconds, std::string_view access_id,
               std::string_view body) noexcept {
    const tpns::credentials who{access_id, key};
    int calls = 0;
    std::string digest; // the HMAC in lower-case hexadecimal, which Base64 must encode
    const auto hmac = [&](std::string_view k, const std::array<std::string_view, 3>& pieces) {
        ++calls;
        fuzz::law(k.data() == key.data() && k.size() == key.size(), "the HMAC gets the key");
        std::string text;
        for (const std::string_view piece : pieces) text += piece;
        const std::string expected =
            std::to_string(seconds) + std::string(access_id) + std::string(body);
        fuzz::law(text == expected, "the signed text is timestamp, access id and body");
        const tpns::hmac_bytes d = tpns_tests::hmac_sha256(k, text);
        digest.clear();
        for (const unsigned byte : d)
            for (const unsigned half : {byte / 16, byte % 16}) digest += "0123456789abcdef"[half];
        return d;
    };
    const tpns::signature made = tpns::sign(hmac, who, seconds, body);
    const std::string_view value = made.str();
    fuzz::law(calls == 1, "the HMAC is computed once");
    fuzz::law(value.size() == 88, "a signature has 88 characters");
    fuzz::law(from_base64(value) == digest, "a signature is Base64 of the digest in hexadecimal");
    fuzz::law(made.timestamp() == std::to_string(seconds),
              "the timestamp is the one that was signed");
    const tpns::signature again = tpns::sign(hmac, who, seconds, body);
    fuzz::law(again.str() == value, "signing again gives the same result");

    const std::string basic = tpns::basic_authorization(who);
    fuzz::law(basic.substr(0, 6) == "Basic ", "the scheme comes first");
    fuzz::law(from_base64(std::string_view(basic).substr(6)) ==
                  std::string(access_id) + ':' + std::string(key),
              "basic authorization is Base64 of id, colon and key");

    std::string text(tpns::detail::base64_size(body.size()), '?');
    const char* const end = tpns::detail::write_base64(text.data(), body);
    fuzz::law(end == text.data() + text.size(), "the size of Base64 is known in advance");
    fuzz::law(from_base64(text) == body, "Base64 decodes to the same bytes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::exact_input input(data, size);
    std::string_view rest = input.text();
    const std::string_view key = fuzz::take_until('\n', rest);
    const std::string_view timestamp = fuzz::take_until('\n', rest);
    const std::string_view access_id = fuzz::take_until('\n', rest);
    sign_laws(key, seconds_of(timestamp), access_id, rest);
    return 0;
}
