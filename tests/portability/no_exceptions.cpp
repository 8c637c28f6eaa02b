// SPDX-License-Identifier: BSL-1.0

// All features, in a program without exceptions, RTTI and a test framework. Does not define
// `boost::throw_exception`, which is only for callers of functions that can throw. Returns the
// number of the first line that fails.

#include <tpns.hpp>

#include <boost/version.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

static_assert(noexcept(tpns::encode_to(nullptr, 0, tpns::request())));

#define MUST(condition)                                                                            \
    if (!(condition)) return __LINE__

namespace {

/// Like `*r`, but never throws, as `*r` does on an error since Boost 1.91.
template <class T>
const T& value_of(const tpns::result<T>& r) {
#if BOOST_VERSION >= 109100
    return r.unsafe_value();
#else
    return *r;
#endif
}

constexpr std::string_view body =
    R"({"operator_type":4,"token_list":["token1","token2","token3"]})";
constexpr std::string_view reply = R"({"ret_code":1008026,"err_msg":"partly","result":)"
                                   R"(["0","1008004","1008006"]})";
constexpr std::string_view bad = R"({"operator_type":4,"token_list":["token1",""],"x":})";

int encodes() {
    const tpns::request r = tpns::unbind_all_accounts{{
        tpns::device_token("token1"),
        tpns::device_token("token2"),
        tpns::device_token("token3"),
    }};
    MUST(tpns::validate(r));
    const tpns::result<std::string> text = tpns::encode(r);
    MUST(text && value_of(text) == body && tpns::encoded_size(r) == body.size());
    std::string kept;
    MUST(tpns::encode_into(kept, r) && kept == body);

    char buffer[body.size()];
    const tpns::result<std::size_t> size = tpns::encode_to(buffer, sizeof buffer, r);
    MUST(size && std::string_view(buffer, value_of(size)) == body);
    MUST(tpns::encode_to(buffer, sizeof buffer - 1, r).error().code == tpns::errc::no_space);

    const tpns::request empty = tpns::unbind_all_tokens{};
    MUST(tpns::encode(empty).error().code == tpns::errc::too_few_items);
    return 0;
}

int decodes() {
    const tpns::result<tpns::request> owned = tpns::decode_request(body);
    MUST(owned && std::get_if<tpns::unbind_all_accounts>(&value_of(owned)) != nullptr);
    tpns::request kept;
    MUST(tpns::decode_into(kept, body) && kept == value_of(owned));

    tpns::arena growing;
    const tpns::result<tpns::request_view> view = tpns::decode_request_view(body, growing);
    MUST(view && value_of(view) == value_of(owned));
    char memory[16];
    tpns::arena small_arena(memory, sizeof memory);
    MUST(tpns::decode_request_view(body, small_arena).error().code == tpns::errc::no_space);

    tpns::decoder<tpns::request> decoder;
    for (const char c : body) MUST(decoder.write({&c, 1}));
    const tpns::result<tpns::request> pieces = decoder.finish();
    MUST(pieces && value_of(pieces) == value_of(owned));
    return 0;
}

int reports() {
    const tpns::result<tpns::request> wrong = tpns::decode_request(bad);
    MUST(!wrong && to_string(wrong.error().where) == "/token_list/1");
    MUST(!message(wrong.error()).empty());
    MUST(make_error_code(wrong.error()) == tpns::condition::limit);
    std::size_t count = 0;
    MUST(tpns::check_request(bad, [&](const tpns::error&) { ++count; }) == 2 && count == 2);
    MUST(tpns::make_response(wrong.error()).ret_code == tpns::server_errc::invalid_token);

    count = 0;
    tpns::advise(tpns::request(tpns::unbind_all_accounts{{tpns::device_token("token1")}}),
                 [&](tpns::advice, const tpns::json_pointer&) { ++count; });
    MUST(count == 1);
    return 0;
}

int calls() {
    const std::vector<tpns::binding> bindings(
        45, {tpns::device_token("t"), {{tpns::account_id("someone")}}});
    std::size_t sent = 0;
    for (const auto& batch :
         tpns::batches(tpns::basic_operation<tpns::operator_type::overwrite_accounts, tpns::part>{
             bindings})) {
        sent += item_count(batch.request);
        MUST(tpns::encode(batch.request));
    }
    MUST(sent == bindings.size());

    const tpns::result<tpns::request> asked = tpns::decode_request(body);
    const tpns::result<tpns::response> answer = tpns::decode_response(reply);
    MUST(asked && answer);
    const auto outcomes = tpns::outcomes(value_of(asked), value_of(answer));
    MUST(outcomes && value_of(outcomes).size() == 3);
    MUST(value_of(outcomes)[2].disposition == tpns::disposition::not_found);
    const auto& tokens = std::get_if<tpns::unbind_all_accounts>(&value_of(asked))->token_list;
    tpns::job<tpns::unbind_all_accounts> job(tokens);
    const auto call = job.next();
    MUST(call && job.answered(call->id, value_of(answer)));
    const auto again = job.next();
    const tpns::result<std::string> text = tpns::encode(again->request);
    MUST(text && value_of(text) == R"({"operator_type":4,"token_list":["token2"]})");
    MUST(job.unanswered(again->id) && !job.unanswered(again->id));

    const tpns::server_errc codes[] = {tpns::server_errc::accepted, tpns::server_errc::accepted,
                                       tpns::server_errc::invalid_token};
    const tpns::result<tpns::response> made = tpns::make_response(value_of(asked), codes);
    MUST(made && value_of(made).ret_code == tpns::server_errc::batch_partly_failed);
    return 0;
}

int signs() {
    const auto zeroes = [](std::string_view, const auto&) {
        return std::array<unsigned char, 32>();
    };
    const tpns::credentials who{"id", "key"};
    const tpns::signature sign = tpns::sign(zeroes, who, 0, body);
    MUST(sign.str().size() == 88 && sign.str().substr(0, 4) == "MDAw");
    MUST(sign.timestamp() == "0");
    MUST(tpns::basic_authorization(who) == "Basic aWQ6a2V5");
    MUST(tpns::endpoint(tpns::access_point::singapore).url().substr(0, 8) == "https://");
    return 0;
}

} // namespace

int main() {
    for (int (*const part)() : {encodes, decodes, reports, calls, signs})
        if (const int line = part()) return line > 255 ? 255 : line;
    return 0;
}
