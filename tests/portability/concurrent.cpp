// SPDX-License-Identifier: BSL-1.0

// For ThreadSanitizer: threads read the same messages, options and outcomes, and each one decodes
// and encodes with its own objects. The library has no hidden shared state.

#include <tpns.hpp>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

const tpns::request asked = tpns::overwrite_accounts{{
    {tpns::device_token("token1"), {{tpns::account_id("jdoe"), tpns::account_type::email}}},
    {tpns::device_token("token2"), {{tpns::account_id("\xE4\xBD\xA0\xE5\xA5\xBD")}}},
}};
constexpr std::string_view reply =
    R"({"ret_code":1008026,"err_msg":"\u4f60","seq":[{}],"result":["0","1008006"]})";
constexpr std::string_view wrong = R"({"operator_type":4,"token_list":["t",1]})";

tpns::decode_options limited() {
    tpns::decode_options options;
    options.limits.max_result = 2;
    return options;
}

struct shared {
    const tpns::decode_options options = limited();
    const std::string body = tpns::encode(asked).value();
    const tpns::response answer = tpns::decode_response(reply, options).value();
    const decltype(tpns::outcomes(asked, answer).value()) outcomes =
        tpns::outcomes(asked, answer).value();
    const tpns::error error = tpns::decode_request(wrong).error();
};

std::string text_of(const tpns::error& e) {
    std::ostringstream out;
    out << e << ' ' << make_error_code(e).message() << ' '
        << make_error_code(tpns::server_errc::invalid_token).message();
    return out.str();
}

/// Whether all results in a thread are correct.
bool use(const shared& s) {
    tpns::arena arena;
    tpns::decoder<tpns::response> decoder(s.options);
    for (const char c : reply)
        if (!decoder.write({&c, 1})) return false;
    const auto request = tpns::decode_request_view(s.body, arena, s.options);
    const auto wrong_again = tpns::decode_request(wrong, s.options);
    tpns::job<tpns::overwrite_accounts> job(
        std::get<tpns::overwrite_accounts>(asked).token_accounts);
    const auto call = job.next();
    return tpns::validate(asked) && tpns::encode(asked).value() == s.body &&
           tpns::encode(s.answer).value() == tpns::encode(decoder.finish().value()).value() &&
           request && tpns::encode(*request).value() == s.body && !wrong_again &&
           text_of(wrong_again.error()) == text_of(s.error) &&
           s.outcomes.count(tpns::disposition::accepted) == 1 &&
           s.outcomes[1].disposition == tpns::disposition::not_found &&
           hash_value(s.outcomes[0].token()) != 0 && call && job.answered(call->id, s.answer) &&
           job.done();
}

} // namespace

int main() {
    const shared s;
    std::atomic<int> wrong_ones = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 500; ++round)
                if (!use(s)) ++wrong_ones;
        });
    for (std::thread& t : threads) t.join();
    std::printf("%d of 2000 rounds went wrong\n", wrong_ones.load());
    return wrong_ones == 0 ? 0 : 1;
}
