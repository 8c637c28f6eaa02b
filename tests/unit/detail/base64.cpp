// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/base64.hpp>

// Then the rest.
#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

using tpns::detail::base64_size;
using tpns::detail::write_base64;

static_assert(base64_size(0) == 0 && base64_size(1) == 4 && base64_size(3) == 4);
static_assert(base64_size(64) == 88);

namespace {

std::string encoded(std::string_view bytes) {
    std::string text(base64_size(bytes.size()) + 1, '?');
    CHECK(write_base64(text.data(), bytes) == text.data() + text.size() - 1);
    CHECK(text.back() == '?'); // nothing is written beyond
    text.pop_back();
    return text;
}

/// The value of a digit in the table of RFC 4648, section 4; -1 for other characters.
int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

/// Decodes bit by bit and strictly: padding to a multiple of four, and unused bits are zero.
std::string decoded(std::string_view text) {
    REQUIRE(text.size() % 4 == 0);
    std::size_t padding = 0;
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++padding;
    }
    REQUIRE(padding <= 2);
    std::string bits;
    for (const char c : text) {
        const int value = value_of(c);
        REQUIRE(value >= 0);
        for (int bit = 5; bit >= 0; --bit) bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
    CHECK(bits.size() % 8 == padding * 2);
    std::string bytes;
    for (; bits.size() >= 8; bits.erase(0, 8)) {
        unsigned byte = 0;
        for (std::size_t i = 0; i < 8; ++i) byte = byte * 2 + (bits[i] == '1' ? 1 : 0);
        bytes += static_cast<char>(static_cast<unsigned char>(byte));
    }
    CHECK(bits.find('1') == std::string::npos);
    return bytes;
}

} // namespace

TEST_CASE("the vectors of RFC 4648, section 10") {
    CHECK(encoded("") == "");
    CHECK(encoded("f") == "Zg==");
    CHECK(encoded("fo") == "Zm8=");
    CHECK(encoded("foo") == "Zm9v");
    CHECK(encoded("foob") == "Zm9vYg==");
    CHECK(encoded("fooba") == "Zm9vYmE=");
    CHECK(encoded("foobar") == "Zm9vYmFy");
}

TEST_CASE("the last two digits are those of section 4, not of the URL alphabet") {
    CHECK(encoded("\xFB\xEF\xBE") == "++++");
    CHECK(encoded("\xFF\xFF\xFF") == "////");
}

TEST_CASE("every byte survives, at every place in a group") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(static_cast<unsigned char>(i));
    for (std::size_t i = 0; i < 256; ++i) {
        const std::string one = bytes.substr(i, 1);
        for (const std::string& text : {one, "\xFF" + one, "ab" + one, one + "\xFF", one + "abc"})
            CHECK(decoded(encoded(text)) == text);
    }
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const std::string text = encoded(bytes.substr(0, size));
        CHECK(text.size() == (size + 2) / 3 * 4);
        CHECK(decoded(text) == bytes.substr(0, size));
    }
}

TEST_CASE("any bytes survive") {
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        std::string bytes(random() % 100, '\0');
        for (char& c : bytes) c = static_cast<char>(static_cast<unsigned char>(random() & 0xFF));
        CHECK(decoded(encoded(bytes)) == bytes);
    }
}
