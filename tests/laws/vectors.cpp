// SPDX-License-Identifier: BSL-1.0

// Every vector on disk: the value or the exact error, with every decoding function, and the laws
// that hold for any body.

#include "support/vectors.hpp"

#include "support/message_kinds.hpp"
#include "support/printers.hpp"

#include <tpns.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tpns::errc;
using tpns::error;
using tpns_tests::requests;
using tpns_tests::responses;
using tpns_tests::rule_of;

/// A copy of a body in a heap block of the exact size, so that a sanitizer detects any read beyond.
class exact_copy {
public:
    explicit exact_copy(std::string_view body) : bytes_(body.begin(), body.end()) {
        bytes_.shrink_to_fit();
    }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

private:
    std::vector<char> bytes_;
};

/// Whether a body begins with a byte order mark that its options allow.
bool is_marked(const tpns_tests::vector& v) {
    return v.options.byte_order_mark == tpns::policy::skip && v.body.substr(0, 3) == "\xEF\xBB\xBF";
}

} // namespace

TEST_CASE_TEMPLATE("every vector gives its value or its error", Kind, requests, responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const exact_copy body(v.body);
        const auto decoded = Kind::decode(body.view(), v.options);
        CHECK(decoded.has_value() == v.ok());
        CHECK((v.file[0] == 'y') == v.ok());
        if (v.ok() || decoded) continue;
        CHECK(rule_of(decoded.error()) == v.rule);
        CHECK(to_string(decoded.error().where) == v.pointer);
        CHECK(decoded.error().offset == v.offset);
    }
}

TEST_CASE_TEMPLATE("every way of decoding agrees", Kind, requests, responses) {
    typename Kind::message kept;
    tpns::arena memory;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const exact_copy body(v.body);
        const auto fresh = Kind::decode(body.view(), v.options);
        const auto into = tpns::decode_into(kept, body.view(), v.options);
        memory.clear();
        const auto view = Kind::decode_view(body.view(), memory, v.options);
        tpns::decoder<typename Kind::message> decoder(v.options);
        (void)decoder.write(body.view());
        const auto collected = decoder.finish();
        REQUIRE(into.has_value() == fresh.has_value());
        REQUIRE(view.has_value() == fresh.has_value());
        REQUIRE(collected.has_value() == fresh.has_value());
        if (fresh) {
            CHECK(kept == *fresh);
            CHECK(*collected == *fresh);
            CHECK(encode(*view, v.options.limits) == encode(*fresh, v.options.limits));
        } else {
            CHECK(into.error() == fresh.error());
            CHECK(view.error() == fresh.error());
            CHECK(collected.error() == fresh.error());
        }
    }
}

TEST_CASE_TEMPLATE("a reused message has the same value after any other body", Kind, requests,
                   responses) {
    struct decoded {
        tpns_tests::vector source;
        typename Kind::message fresh;
    };
    std::vector<decoded> good;
    const std::vector<tpns_tests::vector> all = tpns_tests::load_vectors(Kind::name);
    for (const tpns_tests::vector& v : all)
        if (v.ok() && v.body.size() < 1000)
            good.push_back({v, Kind::decode(v.body, v.options).value()});
    for (const tpns_tests::vector& first : all) {
        if (first.body.size() > 1000) continue;
        CAPTURE(first.file);
        typename Kind::message kept;
        for (const decoded& second : good) {
            (void)tpns::decode_into(kept, first.body, first.options);
            const bool same = tpns::decode_into(kept, second.source.body, second.source.options) &&
                              kept == second.fresh;
            if (same) continue;
            CAPTURE(second.source.file);
            CHECK(same);
        }
    }
}

TEST_CASE_TEMPLATE("a decoded message encodes, and decodes to an equal message", Kind, requests,
                   responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        if (!v.ok()) continue;
        CAPTURE(v.file);
        const auto first = Kind::decode(v.body, v.options);
        REQUIRE(first);
        CHECK(tpns::validate(*first, v.options.limits));
        const auto text = encode(*first, v.options.limits);
        REQUIRE(text);
        CHECK(text->size() == encoded_size(*first));
        tpns::decode_options options = v.options;
        options.limits.max_body_bytes = text->size();
        const auto second = Kind::decode(*text, options);
        REQUIRE(second);
        CHECK(*second == *first);
        CHECK(encode(*second, v.options.limits) == text);
    }
}

TEST_CASE_TEMPLATE("the first error of a check is that of decoding", Kind, requests, responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        std::vector<error> all;
        const std::size_t count = Kind::check(
            v.body, [&](const error& e) { all.push_back(e); }, v.options);
        CHECK(count == all.size());
        CHECK(all.empty() == v.ok());
        for (const error& e : all) {
            CHECK(rule_of(e) != "none");
            CHECK(e.offset <= v.body.size());
        }
        if (!all.empty()) CHECK(all.front() == Kind::decode(v.body, v.options).error());
    }
}

TEST_CASE_TEMPLATE("every proper prefix of a valid body is incomplete", Kind, requests, responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        if (!v.ok()) continue;
        CAPTURE(v.file);
        const std::size_t end = v.body.find_last_of('}');
        const std::size_t begin = v.body.find_first_of('{');
        for (std::size_t size = 0; size <= end; ++size) {
            CAPTURE(size);
            if (is_marked(v) && size != 0 && size < 3) continue; // half a byte order mark
            const exact_copy prefix(std::string_view(v.body).substr(0, size));
            const auto decoded = Kind::decode(prefix.view(), v.options);
            REQUIRE(!decoded);
            CHECK(decoded.error().code == (size <= begin ? errc::empty_body : errc::incomplete));
            CHECK(decoded.error().offset == size);
            CHECK(decoded.error().where == tpns::json_pointer{});
        }
    }
}

// The offset of a syntax error is that of the first byte that cannot be right: up to there, the
// text can still become JSON.
TEST_CASE_TEMPLATE("a text is merely incomplete up to a syntax error", Kind, requests, responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        const auto decoded = Kind::decode(v.body, v.options);
        if (decoded || make_error_code(decoded.error()) != tpns::condition::syntax) continue;
        CAPTURE(v.file);
        const std::size_t offset = decoded.error().offset;
        const auto before = Kind::decode(v.body.substr(0, offset), v.options);
        const auto body = std::string_view(v.body).substr(is_marked(v) ? 3 : 0);
        if (decoded.error().code == errc::trailing_text) {
            if (body[body.find_first_not_of(" \t\r\n")] == '{')
                CHECK(before);
            else
                CHECK(rule_of(before.error()) == "body-type");
            continue;
        }
        REQUIRE(!before);
        const bool blank =
            body.find_first_not_of(" \t\r\n") >= offset - (v.body.size() - body.size());
        CHECK(before.error().code == (blank ? errc::empty_body : errc::incomplete));
        CHECK(before.error().offset == offset);
    }
}

TEST_CASE_TEMPLATE("a body in two pieces gives the same result, wherever it is cut", Kind, requests,
                   responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        CAPTURE(v.file);
        const auto whole = Kind::decode(v.body, v.options);
        tpns::decoder<typename Kind::message> decoder(v.options);
        // A cut inside a long run of equal bytes adds nothing to its neighbours.
        const std::size_t step = v.body.size() > 3000 ? 7 : 1;
        for (std::size_t cut = 0; cut <= v.body.size(); cut += step) {
            decoder.reset();
            (void)decoder.write(std::string_view(v.body).substr(0, cut));
            (void)decoder.write(std::string_view(v.body).substr(cut));
            const auto pieces = decoder.finish();
            REQUIRE(pieces.has_value() == whole.has_value());
            if (whole)
                REQUIRE(*pieces == *whole);
            else
                REQUIRE(pieces.error() == whole.error());
        }
    }
}

TEST_CASE_TEMPLATE("a short body in three pieces gives the same result, wherever it is cut", Kind,
                   requests, responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        if (v.body.size() > 120) continue; // the number of pairs grows with the square
        CAPTURE(v.file);
        const auto whole = Kind::decode(v.body, v.options);
        const std::string_view body = v.body;
        tpns::decoder<typename Kind::message> decoder(v.options);
        std::size_t different = 0;
        for (std::size_t second = 0; second <= body.size(); ++second)
            for (std::size_t first = 0; first <= second; ++first) {
                decoder.reset();
                (void)decoder.write(body.substr(0, first));
                (void)decoder.write(body.substr(first, second - first));
                (void)decoder.write(body.substr(second));
                const auto pieces = decoder.finish();
                if (whole ? !pieces || *pieces != *whole
                          : pieces || pieces.error() != whole.error())
                    ++different;
            }
        CHECK(different == 0);
    }
}

TEST_CASE_TEMPLATE("encoding fits in exactly its size, and in nothing smaller", Kind, requests,
                   responses) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        const auto message = Kind::decode(v.body, v.options);
        if (!message) continue;
        CAPTURE(v.file);
        const auto text = encode(*message, v.options.limits);
        REQUIRE(text);
        for (std::size_t size = 0; size <= text->size(); ++size) {
            std::vector<char> memory(text->size() + 1, '#');
            const auto written = encode_to(memory.data(), size, *message, v.options.limits);
            REQUIRE(written.has_value() == (size == text->size()));
            if (written) {
                CHECK(*written == size);
                CHECK(std::string_view(memory.data(), size) == *text);
            } else {
                REQUIRE(written.error() == error(errc::no_space));
            }
            REQUIRE(std::string_view(memory.data(), memory.size()).find_first_not_of('#', size) ==
                    std::string_view::npos);
        }
    }
}

// A rule without a vector is a rule that nothing tests.
TEST_CASE("every rule is broken by at least one body") {
    std::set<std::string_view> unbroken;
    for (const tpns::rule& r : tpns::rules) unbroken.insert(r.id);
    for (const char* const kind : {"request", "response"})
        for (const tpns_tests::vector& v : tpns_tests::load_vectors(kind)) unbroken.erase(v.rule);
    // Rules that a body cannot break: see validate.cpp, encode.cpp, decode.cpp and outcomes.cpp in
    // tests/unit.
    const std::set<std::string_view> by_messages = {
        "account-utf8", "buffer-space",        "err_msg-utf8", "call-out",
        "result-count", "result-element-utf8", "token-utf8",   "token_list-element-utf8"};
    CHECK(unbroken == by_messages);
}
