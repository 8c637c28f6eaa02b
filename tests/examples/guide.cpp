// SPDX-License-Identifier: BSL-1.0

// The guide's shorter examples. tests/docs/pages.py compares them with the guide, and the tests run
// them.

#include <tpns.hpp>
#include <tpns/boost_json.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

int failures = 0;

void expect(bool condition, const char* what) {
    if (condition) return;
    std::cout << "failed: " << what << '\n';
    ++failures;
}

void errors() {
    const std::string body = R"({"operator_type":4,"token_list":["token1",2]})";

    const tpns::result<tpns::request> request = tpns::decode_request(body);
    if (!request) {
        const tpns::error e = request.error();
        std::cout << e << '\n'; // /token_list/1: must be a string (offset 42)
        expect(e.code == tpns::errc::wrong_type, "the code");
        expect(to_string(e.where) == "/token_list/1", "the JSON Pointer");
        expect(make_error_code(e) == tpns::condition::schema, "the sort");
    }
    expect(to_string(request.error()) == "/token_list/1: must be a string (offset 42)", "the text");
}

void every_error() {
    const std::string body = R"({"operator_type":0,"token_list":["",2]})";

    const std::size_t count =
        tpns::check_request(body, [](const tpns::error& e) { std::cout << e << '\n'; });
    expect(count == 3, "three violations");
}

tpns::server_errc serve(std::string_view body);

tpns::server_errc serve(std::string_view body) {
    const tpns::result<tpns::request> request = tpns::decode_request(body);
    if (!request) return suggested_ret_code(request.error());

    if (const auto* op = std::get_if<tpns::unbind_all_accounts>(&*request))
        for (const tpns::device_token& token : op->token_list)
            std::cout << "unbind all accounts of " << redacted(token) << '\n';
    return tpns::server_errc::accepted;
}

void kept() {
    const std::string reply = R"({"ret_code":0,"err_msg":"ok","result":["0"]})";
    const tpns::request request = tpns::unbind_all_accounts{{tpns::device_token("token1")}};

    std::string body; // reused for each call
    tpns::response response;
    for (int call = 0; call < 2; ++call) {
        if (!tpns::encode_into(body, request)) return;
        if (!tpns::decode_into(response, reply)) return;
    }
    expect(response.result.size() == 1 && response.result[0].ok(), "the response");
}

void owning() {
    const std::string body = R"({"operator_type":4,"token_list":["token1","token2"]})";

    tpns::decoded<tpns::request_view> message; // movable; reuses its memory
    if (!message.decode(body)) return;
    std::cout << item_count(*message) << " items\n";
    expect(item_count(*message) == 2, "the message");
}

void no_heap() {
    // A client without a heap: the request refers to the program's data, and both bodies and the
    // response's list are in fixed buffers.
    const tpns::device_token_view tokens[] = {tpns::device_token_view("token1"),
                                              tpns::device_token_view("token2")};
    const tpns::unbind_all_accounts_view request{tokens};

    char body[tpns::max_encoded_size<tpns::unbind_all_accounts>(2)]; // enough for any tokens
    const tpns::result<std::size_t> size = tpns::encode_to(body, sizeof body, request);
    expect(size && std::string_view(body, *size) ==
                       R"({"operator_type":4,"token_list":["token1","token2"]})",
           "the body");

    const std::vector<std::string_view> replies(
        3, R"({"ret_code":0,"err_msg":"ok","result":["0","1008006"]})");
    char memory[tpns::response_arena_bytes(2)];
    tpns::arena arena(memory, sizeof memory);
    for (const std::string_view reply : replies) {
        arena.clear(); // the previous response is gone
        const tpns::result<tpns::response_view> response = tpns::decode_response_view(reply, arena);
        expect(response && response->result[1].code() == tpns::server_errc::invalid_token,
               "the second item's code");
    }
}

void pieces() {
    const std::string_view network[] = {R"({"ret_code":0,"err)", R"(_msg":"ok"})"};

    tpns::decoder<tpns::response> decoder;
    for (const std::string_view piece : network)
        if (!decoder.write(piece)) break; // larger than limits::max_body_bytes
    const tpns::result<tpns::response> response = decoder.finish();
    expect(response && response->err_msg == "ok", "the response");
}

void strict() {
    const std::string body = R"({"operator_type":4,"platform":"android","token_list":["token1"]})";

    tpns::decode_options options;
    options.unknown_members = tpns::policy::reject; // the default skips `platform` and the like
    options.limits.max_token_bytes = 36;            // this service's tokens are 36 digits
    options.limits.max_body_bytes = 64 * 1024;
    const tpns::result<tpns::request> request = tpns::decode_request(body, options);
    expect(to_string(request.error()) == "body: has an undocumented member (offset 19)",
           "the text");
}

void in_a_larger_document() {
    boost::json::value job =
        boost::json::parse(R"({"id":7,"body":{"operator_type":4,"token_list":["token1"]}})");

    const tpns::result<tpns::request> request = tpns::request_from(job.at("body"));
    if (!request) return; // the error has a code and a place, but no offset

    job.as_object()["body"] = boost::json::value_from(*request);

    expect(boost::json::try_value_to<tpns::request>(job.at("body")).value() == *request,
           "the request");
    expect(boost::json::serialize(job) ==
               R"({"id":7,"body":{"operator_type":4,"token_list":["token1"]}})",
           "the document");
}

} // namespace

int main() {
    errors();
    every_error();
    expect(serve(R"({"operator_type":4,"token_list":["token1"]})") == tpns::server_errc::accepted,
           "accepted");
    expect(serve("{}") == tpns::server_errc::parameter_missing, "parameter missing");
    kept();
    owning();
    no_heap();
    pieces();
    strict();
    in_a_larger_document();
    return failures == 0 ? 0 : 1;
}
