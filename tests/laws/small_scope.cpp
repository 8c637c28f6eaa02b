// SPDX-License-Identifier: BSL-1.0

// All bodies that consist of a fixed beginning, up to some number of tokens, and a fixed end. The
// tokens are those of the schema and a few others. Each way to decode must agree with the oracle on
// verdict and value, and with the other ways on the error. If both the library and Boost.JSON say
// that nothing can complete a text to JSON, it is tried but not extended. The argument is the
// approximate maximum of bodies in each place, which determines the number of tokens.

#include "../../fuzz/oracle.hpp"
#include "support/message_kinds.hpp"

#include <tpns/arena.hpp>
#include <tpns/decode.hpp>
#include <tpns/decoder.hpp>
#include <tpns/encode.hpp>
#include <tpns/error.hpp>

#include <boost/json/stream_parser.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tpns_tests::requests;
using tpns_tests::responses;

std::size_t tried = 0;
std::size_t accepted = 0;
std::size_t broken = 0;

void law(bool holds, const char* what, std::string_view body) {
    if (holds) return;
    if (++broken < 10) std::printf("%s:\n%.*s\n", what, static_cast<int>(body.size()), body.data());
}

/// The text before and after the tokens. In some holes, a reader that overlooks an error in the
/// tokens would continue with the rest of a valid body.
struct hole {
    std::string_view before;
    std::string_view after;
};

template <class Kind>
struct scope;

template <>
struct scope<requests> {
    static constexpr std::string_view tokens[] = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "\"operator_type\"",
                                                  "\"token_accounts\"",
                                                  "\"token_list\"",
                                                  "\"account_list\"",
                                                  "\"token\"",
                                                  "\"account\"",
                                                  "\"account_type\"",
                                                  "\"\\u0074oken\"",
                                                  "\"x\"",
                                                  "\"ab\"",
                                                  "\"\"",
                                                  "\"\xFF\"",
                                                  "0",
                                                  "1",
                                                  "4",
                                                  "5",
                                                  "6",
                                                  "-1",
                                                  "1.0",
                                                  "2147483647",
                                                  "2147483648",
                                                  "null",
                                                  " "};
    static constexpr hole holes[] = {
        {"", ""},
        {R"({"operator_type":)", "}"},
        {"{", R"("operator_type":4,"token_list":["a"]})"},
        {R"({"token_list":["a"],)", "}"},
        {R"({"account_list":[{"account":"ab"}],)", "}"},
        {R"({"operator_type":2,"token_accounts":[)", "]}"},
        {R"({"operator_type":2,"token_accounts":[{"token":"a",)", "}]}"},
        {R"({"operator_type":2,"token_accounts":[{"account_list":[)", R"(],"token":"a"}]})"},
        {R"({"operator_type":4,"token_list":[)", "]}"},
        {R"({"operator_type":4,"token_list":["a")", R"("b"]})"},
        {R"({"operator_type":5,"account_list":[{"account":"ab",)", "}]}"},
    };
    static auto expected(fuzz::oracle& oracle) { return oracle.request(); }
};

template <>
struct scope<responses> {
    static constexpr std::string_view tokens[] = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "\"ret_code\"",
                                                  "\"err_msg\"",
                                                  "\"result\"",
                                                  "\"x\"",
                                                  "\"re\\u0073ult\"",
                                                  "\"0\"",
                                                  "\"\"",
                                                  "\"\xFF\"",
                                                  "0",
                                                  "-0",
                                                  "-1",
                                                  "1.0",
                                                  "1008026",
                                                  "2147483647",
                                                  "2147483648",
                                                  "-2147483649",
                                                  "null",
                                                  "true",
                                                  " "};
    static constexpr hole holes[] = {
        {"", ""},
        {R"({"ret_code":)", "}"},
        {"{", R"("ret_code":0})"},
        {R"({"ret_code":1008026,)", "}"},
        {R"({"ret_code":0,"result":[)", "]}"},
        {R"({"ret_code":0,"result":["0")", R"("0"]})"},
        {R"({"result":["0"],)", "}"},
    };
    static auto expected(fuzz::oracle& oracle) { return oracle.response(); }
};

template <class Kind>
class search {
    using message = typename Kind::message;

public:
    explicit search(const tpns::decode_options& options) : options_(options), decoder_(options) {}

    /// Tries all bodies with up to this number of tokens in a hole, and returns their number.
    std::size_t operator()(const hole& h, std::size_t tokens) {
        const std::size_t before = tried;
        opened_ = h.before;
        after_ = h.after;
        grow(tokens);
        return tried - before;
    }

private:
    [[nodiscard]] bool is_strict() const {
        return options_.undocumented_replies == tpns::policy::reject;
    }

    void grow(std::size_t tokens) {
        const std::size_t size = opened_.size();
        for (const std::string_view token : scope<Kind>::tokens) {
            opened_ += token;
            body_ = opened_;
            body_ += after_;
            compare();
            if (tokens > 1 && can_become_json()) grow(tokens - 1);
            opened_.resize(size);
        }
    }

    void compare() {
        ++tried;
        const auto decoded = Kind::decode(body_, options_);
        const std::optional<fuzz::json_tree> tree = fuzz::parse(body_);
        std::optional<message> expected;
        if (tree) {
            fuzz::oracle oracle(body_, *tree, options_);
            expected = scope<Kind>::expected(oracle);
        }
        // To the oracle, invalid UTF-8 is not JSON, but lenient decoders accept it in an `err_msg`.
        if (tree || is_strict())
            law(decoded.has_value() == expected.has_value(), "not the oracle's verdict", body_);
        if (decoded && expected) law(*decoded == *expected, "not the oracle's value", body_);
        accepted += decoded ? 1U : 0U;

        same(decoded, tpns::decode_into(kept_, body_, options_), "into a kept message");
        memory_.clear();
        const auto view = Kind::decode_view(body_, memory_, options_);
        same(decoded, view, "as views");
        decoder_.reset();
        law(decoder_.write(opened_) && decoder_.write(after_), "a piece is refused", body_);
        same(decoded, decoder_.finish_into(collected_), "in pieces");
        if (decoded) {
            law(kept_ == *decoded, "another value in a kept message", body_);
            law(collected_ == *decoded, "another value in pieces", body_);
            law(encode(*view, options_.limits) == encode(*decoded, options_.limits),
                "another value as views", body_);
        }
        checked(decoded);
    }

    template <class Decoded, class Other>
    void same(const Decoded& decoded, const Other& other, const char* how) {
        law(other.has_value() == decoded.has_value(), how, body_);
        if (!decoded && !other) law(other.error() == decoded.error(), how, body_);
    }

    template <class Decoded>
    void checked(const Decoded& decoded) {
        std::optional<tpns::error> first;
        (void)Kind::check(
            body_,
            [&](const tpns::error& e) {
                first = e;
                return false;
            },
            options_);
        law(first.has_value() == !decoded, "a check gives another verdict", body_);
        if (first && !decoded) law(*first == decoded.error(), "a check finds another error", body_);
    }

    /// Whether the beginning of the body can be continued to JSON, or is JSON.
    bool can_become_json() {
        bool refused = false;
        (void)Kind::check(
            opened_,
            [&](const tpns::error& e) {
                refused = refused ||
                          (condition_of(e.code) == tpns::condition::syntax &&
                           e.code != tpns::errc::incomplete && e.code != tpns::errc::empty_body);
            },
            options_);
        boost::system::error_code error;
        parser_.reset();
        parser_.write({opened_.data(), opened_.size()}, error);
        if (is_strict()) law(refused == error.failed(), "not what Boost calls JSON", opened_);
        return !refused || !error.failed();
    }

    const tpns::decode_options options_;
    std::string opened_;
    std::string body_;
    std::string_view after_;
    message kept_;
    message collected_;
    tpns::arena memory_;
    tpns::decoder<message> decoder_;
    boost::json::stream_parser parser_;
};

template <class Kind>
void search_all(const tpns::decode_options& options, std::size_t most) {
    search<Kind> in(options);
    for (const hole& h : scope<Kind>::holes) {
        std::size_t tokens = 1;
        std::size_t bodies = in(h, tokens);
        // One more token gives about eight times as many bodies.
        while (bodies < most / 8) bodies = in(h, ++tokens);
        std::printf("%s...%s: %zu bodies of up to %zu tokens\n", h.before.data(), h.after.data(),
                    bodies, tokens);
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t most = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
    tpns::decode_options lenient;
    lenient.foreign_carriers = tpns::policy::skip;
    lenient.undocumented_replies = tpns::policy::skip;
    for (const tpns::decode_options& options : {tpns::decode_options(), lenient}) {
        search_all<requests>(options, most);
        search_all<responses>(options, most);
    }
    std::printf("%zu bodies, %zu accepted, %zu laws broken\n", tried, accepted, broken);
    return accepted != 0 && broken == 0 ? 0 : 1;
}
