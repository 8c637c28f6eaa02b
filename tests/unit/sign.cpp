// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/sign.hpp>

// Then the rest.
#include "support/hmac_sha256.hpp"
#include "support/vectors.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>

using pieces = std::array<std::string_view, 3>;

static_assert(std::is_trivially_copyable_v<tpns::signature>);
static_assert(std::is_aggregate_v<tpns::credentials>);
static_assert(std::is_same_v<tpns::hmac_bytes, std::array<unsigned char, 32>>);

namespace {

std::string joined(const pieces& all) {
    std::string text;
    for (const std::string_view piece : all) text += piece;
    return text;
}

tpns::hmac_bytes hmac(std::string_view key, const pieces& all) {
    return tpns_tests::hmac_sha256(key, joined(all));
}

std::string hexadecimal(const tpns_tests::sha256_digest& digest) {
    std::string text;
    for (const unsigned char byte : digest)
        for (const int half : {byte / 16, byte % 16}) text += "0123456789abcdef"[half];
    return text;
}

boost::json::array vectors(const char* kind) {
    const char* const elsewhere = std::getenv("TPNS_TEST_VECTORS");
    const std::string folder = elsewhere ? elsewhere : TPNS_TEST_VECTORS;
    const std::string text = tpns_tests::read_file(folder + "/auth_vectors.json");
    return boost::json::parse(text).at(kind).as_array();
}

std::string member(const boost::json::value& of, const char* name) {
    return of.at(name).as_string().c_str();
}

} // namespace

TEST_CASE("the tests' own HMAC-SHA256 is correct") {
    // FIPS 180-4's examples, of one block and of two.
    CHECK(hexadecimal(tpns_tests::sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hexadecimal(
              tpns_tests::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    // RFC 4231's cases 1, 2 and 6, whose key is longer than a block.
    CHECK(hexadecimal(tpns_tests::hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hexadecimal(tpns_tests::hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(
        hexadecimal(tpns_tests::hmac_sha256(
            std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("every vector has the expected signature") {
    int count = 0;
    for (const boost::json::value& v : vectors("sign")) {
        CAPTURE(member(v, "name"));
        const std::string key = member(v, "secret_key");
        const std::string timestamp = member(v, "timestamp");
        const std::string access_id = member(v, "access_id");
        const std::string body = member(v, "body");
        const auto checked = [&](std::string_view k, const pieces& all) {
            CHECK(joined(all) == member(v, "string_to_sign"));
            CHECK(hexadecimal(hmac(k, all)) == member(v, "hmac_sha256_hex"));
            return hmac(k, all);
        };
        const tpns::signature made =
            tpns::sign(checked, {access_id, key}, std::stoll(timestamp), body);
        CHECK(made.str() == member(v, "sign"));
        CHECK(made.timestamp() == timestamp);
        ++count;
    }
    CHECK(count >= 6);
}

TEST_CASE("every vector of the simpler scheme has the expected value") {
    int count = 0;
    for (const boost::json::value& v : vectors("basic")) {
        const std::string both = member(v, "decoded");
        const std::size_t colon = both.find(':');
        const std::string access_id = both.substr(0, colon);
        const std::string secret_key = both.substr(colon + 1);
        CHECK("Authorization: " + tpns::basic_authorization({access_id, secret_key}) ==
              member(v, "header"));
        ++count;
    }
    CHECK(count >= 2);
}

TEST_CASE("the function is called once, with the unchanged key and pieces") {
    const std::string key = "key";
    const std::string access_id = "1500001048";
    const std::string body("{\0}", 3);
    int calls = 0;
    const auto check = [&](std::string_view k, const pieces& all) {
        ++calls;
        CHECK(k.data() == key.data());
        CHECK(k.size() == key.size());
        CHECK(all == pieces{"1565314789", access_id, body});
        CHECK(all[1].data() == access_id.data());
        CHECK(all[2].data() == body.data());
        return tpns::hmac_bytes{};
    };
    (void)tpns::sign(check, {access_id, key}, 1565314789, body);
    CHECK(calls == 1);
}

TEST_CASE("the function can be mutable, or a temporary") {
    struct {
        int calls = 0;
        tpns::hmac_bytes operator()(std::string_view, pieces) {
            ++calls;
            return {};
        }
    } counter;
    const tpns::signature counted = tpns::sign(counter, {}, 0, "");
    CHECK(counter.calls == 1);
    const auto zero = [](std::string_view, pieces) { return tpns::hmac_bytes{}; };
    const tpns::signature other = tpns::sign(zero, {"2", "key"}, 1, "3");
    CHECK(other.str() == counted.str());
}

TEST_CASE("the signed time is the sent time, in seconds, in decimal") {
    const std::int64_t times[] = {0, 7, 1565314789, -1, INT64_MAX, INT64_MIN};
    for (const std::int64_t seconds : times) {
        std::string signed_time;
        const auto keep = [&](std::string_view, const pieces& all) {
            signed_time = all[0];
            return tpns::hmac_bytes{};
        };
        const tpns::signature s = tpns::sign(keep, {"id", "key"}, seconds, "");
        CHECK(s.timestamp() == std::to_string(seconds));
        CHECK(s.timestamp() == signed_time);
        const tpns::signature copy = s; // independent of the original
        CHECK(copy.timestamp() == s.timestamp());
        CHECK(copy.timestamp().data() != s.timestamp().data());
        CHECK(copy.str() == s.str());
        CHECK(copy.str().data() != s.str().data());
    }
}

TEST_CASE("a signature is the Base64 of lower-case hexadecimal digits, not of the digest") {
    const auto rising = [](std::string_view, const pieces&) {
        tpns::hmac_bytes d{};
        for (unsigned i = 0; i < d.size(); ++i) d[i] = static_cast<unsigned char>(i * 0x09 + 0xA0);
        return d;
    };
    const tpns::signature made = tpns::sign(rising, {}, 0, "");
    const std::string value(made.str());
    CHECK(value.size() == 88);
    CHECK(value.substr(86) == "==");

    const auto base64 = [](std::string_view bytes) {
        std::string text(tpns::detail::base64_size(bytes.size()), '?');
        CHECK(tpns::detail::write_base64(text.data(), bytes) == text.data() + text.size());
        return text;
    };
    CHECK(value == base64(hexadecimal(rising({}, {}))));
    const std::string of_bytes = base64(tpns_tests::to_string(rising({}, {})));
    CHECK(of_bytes.size() == 44);
    CHECK(value != of_bytes);
    CHECK(value.find(of_bytes) == std::string::npos);
}
