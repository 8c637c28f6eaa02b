// SPDX-License-Identifier: BSL-1.0

// The guide's examples for calls. tests/docs/pages.py compares them with the guide, and the tests
// run them against a service built with the library's functions for servers.

#include <tpns.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
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

int calls = 0;
bool answers_come = true;

/// Every third item fails, unless it is alone.
std::optional<std::string> send(const std::string& body) {
    ++calls;
    if (!answers_come) return std::nullopt;
    const tpns::request request = tpns::decode_request(body).value();
    std::vector<tpns::server_errc> codes(item_count(request));
    for (std::size_t i = 2; i < codes.size(); i += 3)
        codes[i] = tpns::server_errc::internal_service_failed;
    return tpns::encode(tpns::make_response(request, codes).value()).value();
}

void wait(unsigned failures_in_a_row) {
    expect((failures_in_a_row == 0) == answers_come, "some of each call is accepted");
}

std::vector<tpns::binding> some_bindings(int count) {
    std::vector<tpns::binding> all;
    for (int i = 0; i < count; ++i)
        all.push_back({tpns::device_token("token" + std::to_string(i)),
                       {{tpns::account_id("user" + std::to_string(i))}}});
    return all;
}

void run_job(const std::vector<tpns::binding>& bindings, std::vector<tpns::job_outcome>& log) {
    tpns::decode_options lenient; // recognises a refusal in any format
    lenient.undocumented_replies = tpns::policy::skip;

    tpns::job_options options;
    options.max_attempts = 50; // an outage ends the loop before it gives up an item

    tpns::job<tpns::overwrite_accounts> job(bindings, options);
    const auto keep = [&](const tpns::job_outcome& o) { log.push_back(o); };
    std::string body;
    while (const auto call = job.next()) {
        tpns::encode_into(body, call->request).value(); // next returns only valid items
        const auto reply = send(body); // its body, whatever the HTTP status; empty if none came
        const auto response = tpns::decode_response(reply.value_or(""), lenient);
        if (response)
            (void)job.answered(call->id, *response, keep);
        else
            job.unanswered(call->id, keep);
        if (job.failures_in_a_row() == 15) break; // nobody answers: try again another day
        wait(job.failures_in_a_row()); // 0: no wait; otherwise longer each time, with jitter
    }
    if (job.stopped()) return; // the credentials are wrong

    for (const auto& o : job)
        if (o.state == tpns::item_state::not_found)
            std::cout << "forget " << redacted(o.token()) << '\n';

    const std::size_t accepted = answers_come ? bindings.size() : 0;
    expect(job.count(tpns::item_state::accepted) == accepted, "what is accepted");
    expect(log.size() == accepted, "nothing is given up");

    tpns::job<tpns::overwrite_accounts> rest(bindings, options, log);

    expect(rest.done() == answers_come, "what is left");
}

void jobs() {
    std::vector<tpns::job_outcome> log;
    run_job(some_bindings(50), log);
    expect(calls == 5, "the calls of a job");

    answers_come = false;
    for (const int size : {1, 2, 7, 30}) {
        log.clear();
        run_job(some_bindings(size), log);
    }
    answers_come = true;
}

void what_became_of_it() {
    const tpns::request request = tpns::overwrite_accounts{some_bindings(6)};
    const tpns::response response =
        tpns::decode_response(send(tpns::encode(request).value()).value()).value();
    std::size_t again = 0;

    const auto outcomes = tpns::outcomes(request, response);
    if (!outcomes) return; // the numbers of codes and items differ
    for (const auto& o : *outcomes)
        if (o.disposition == tpns::disposition::retry)
            std::cout << "again: " << redacted(o.token()) << '\n';

    again = outcomes->count(tpns::disposition::retry);
    expect(again == 2 && !outcomes->all_accepted(), "what goes again");
}

void batches_of_20() {
    const std::vector<tpns::binding> bindings = some_bindings(50);
    std::vector<std::string> sent;

    for (const auto& batch : tpns::batches(
             tpns::basic_operation<tpns::operator_type::overwrite_accounts, tpns::part>{bindings}))
        sent.push_back(tpns::encode(batch.request).value()); // the items from batch.first on

    expect(sent.size() == 3, "three calls");
}

void own_view_of_a_code() {
    const tpns::request request = tpns::overwrite_accounts{some_bindings(1)};
    const tpns::response response = tpns::make_response(tpns::server_errc::batch_partly_failed);

    // Some items failed, and the server does not say which: send all of them again.
    static constexpr tpns::code_disposition mine[] = {
        {tpns::server_errc::batch_partly_failed, tpns::disposition::retry}};
    const auto outcomes = tpns::outcomes(request, response, mine);

    expect((*outcomes)[0].disposition == tpns::disposition::retry, "the caller's reading");
}

/// Not an HMAC, since the example has no cryptography. tests/examples/hmac.hpp has one for OpenSSL.
tpns::hmac_bytes my_hmac(std::string_view, const std::array<std::string_view, 3>&) { return {}; }

void headers() {
    const std::string secret_key = "1452fcebae9f3115ba794fb0fff2fd73";
    const std::string access_id = "1500001048";
    const std::int64_t now = 1565314789; // from std::time(nullptr)
    const std::string body = R"({"operator_type":4,"token_list":["token1"]})";

    constexpr tpns::endpoint endpoint(tpns::access_point::singapore); // endpoint.url(), .host()
    const tpns::credentials who{access_id, secret_key};
    const tpns::signature signature = tpns::sign(my_hmac, who, now, body);
    // AccessId: access_id, TimeStamp: signature.timestamp(), Sign: signature.str(),
    // Content-Type: endpoint.content_type

    expect(endpoint.url().substr(0, 8) == "https://" && signature.str().size() == 88,
           "the headers");
}

void answers() {
    const std::string body = R"({"operator_type":4,"token_list":["token1","token2"]})";

    const tpns::result<tpns::request> request = tpns::decode_request(body);
    tpns::response response;
    if (!request) {
        response = tpns::make_response(request.error());
    } else {
        const tpns::server_errc codes[] = {tpns::server_errc::accepted,
                                           tpns::server_errc::invalid_token};
        response = tpns::make_response(*request, codes).value(); // ret_code 1008026
    }

    expect(response.ret_code == tpns::server_errc::batch_partly_failed, "the answer");
}

void advice() {
    const tpns::request request = tpns::append_accounts{some_bindings(1)};

    advise(request, [](tpns::advice a, const tpns::json_pointer& where) {
        std::cout << to_string(where) << ": " << message(a) << '\n';
    });
}

} // namespace

int main() {
    jobs();
    const int of_jobs = calls;
    what_became_of_it();
    batches_of_20();
    own_view_of_a_code();
    headers();
    answers();
    advice();
    expect(calls == of_jobs + 1, "calls");
    return failures == 0 ? 0 : 1;
}
