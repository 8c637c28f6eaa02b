// SPDX-License-Identifier: BSL-1.0

// Sends one item to the endpoint, for one user and one device, up to three times.
//
//     account_client BASE_URL login TOKEN ACCOUNT [TYPE]        binds the account to the token
//     account_client BASE_URL logout TOKEN ACCOUNT [TYPE]       unbinds it
//     account_client BASE_URL logout-everywhere ACCOUNT [TYPE]  unbinds it from every token
//     account_client BASE_URL forget-token TOKEN                unbinds every account of the token
//     account_client BASE_URL get PATH                          prints a page of the test double
//
// BASE_URL is an access point, such as https://api.tpns.tencent.com, and TYPE a number from the
// Account Type Value Table, such as 1005 for e-mail. Set TPNS_ACCESS_ID and TPNS_SECRET_KEY in the
// environment. The exit status is 0 if the call was accepted, 1 if it was refused, 2 if it could
// not be made or the reply could not be decoded.
//
//     g++ -std=c++17 -Iinclude tests/examples/account_client.cpp -lboost_json -lcurl -lcrypto

#include "driving.hpp"
#include "http_client.hpp"

#include <tpns/encode.hpp>
#include <tpns/job.hpp>

#include <charconv>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <variant>
#include <vector>

namespace {

constexpr int accepted = 0;
constexpr int refused = 1;
constexpr int failed = 2;

/// Parses all of `text` as a number.
std::int32_t number(const std::string& text) {
    std::int32_t n = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, n);
    if (fault != std::errc() || stop != end) throw std::invalid_argument("TYPE is no number");
    return n;
}

/// The account in the arguments from `at` on: its id, and its type if given.
tpns::account account_at(const std::vector<std::string>& arguments, std::size_t at) {
    tpns::account a{tpns::account_id(arguments[at])};
    if (arguments.size() > at + 1)
        a.type = static_cast<tpns::account_type>(number(arguments[at + 1]));
    return a;
}

/// The request for the arguments; empty if they are invalid.
std::optional<tpns::request> request_of(const std::vector<std::string>& arguments) {
    const std::string& command = arguments[1];
    const std::size_t count = arguments.size();
    if (command == "login" && (count == 4 || count == 5))
        return tpns::overwrite_accounts{
            {{tpns::device_token(arguments[2]), {account_at(arguments, 3)}}}};
    if (command == "logout" && (count == 4 || count == 5))
        return tpns::unbind_accounts{
            {{tpns::device_token(arguments[2]), {account_at(arguments, 3)}}}};
    if (command == "logout-everywhere" && (count == 3 || count == 4))
        return tpns::unbind_all_tokens{{account_at(arguments, 2)}};
    if (command == "forget-token" && count == 3)
        return tpns::unbind_all_accounts{{tpns::device_token(arguments[2])}};
    return std::nullopt;
}

// The parts of an item that are safe to log: lengths, and the type.

std::string described(const tpns::device_token& token) { return "token " + redacted(token); }

std::string described(const tpns::account& a) {
    return "account " + redacted(a.id) + " of type " + std::string(to_string(a.type));
}

std::string described(const tpns::binding& b) {
    return described(b.token) + ", " + described(b.account_list.front());
}

template <class Operation>
int call(example::http_client& client, const Operation& op) {
    constexpr unsigned most_calls = 3;
    tpns::job_options patience;
    patience.max_attempts = most_calls;
    tpns::job<Operation> job(items(op), patience);
    if (job[0].state == tpns::item_state::invalid) {
        std::cout << "not sent: " << job.error_of(0).error() << '\n';
        return refused;
    }

    // A reply that asks to wait is no attempt, so calls are counted as well.
    while (const auto call = job.failures_in_a_row() < most_calls ? job.next() : std::nullopt) {
        const std::string body = encode(call->request).value(); // already validated
        const std::string trouble =
            example::report(job, call->id, client.post(body), [](const auto&) {});
        if (!trouble.empty()) std::cout << trouble << '\n';
        if (!job.done() && !job.stopped())
            std::this_thread::sleep_for(example::pause_after(job.failures_in_a_row()));
    }

    const auto outcome = job[0];
    std::cout << to_string(Operation::type) << ": " << described(outcome.item()) << ": "
              << (job.stopped() ? "bad_credentials" : to_string(outcome.state));
    if (outcome.state == tpns::item_state::accepted) {
        std::cout << '\n';
        return accepted;
    }
    if (outcome.code)
        std::cout << ": " << message(*outcome.code) << " (" << static_cast<int>(*outcome.code)
                  << ')';
    std::cout << (outcome.uncertain ? ", or perhaps done\n" : "\n");
    const bool given_up =
        outcome.state == tpns::item_state::gave_up || outcome.state == tpns::item_state::waiting;
    return given_up && !job.stopped() ? failed : refused;
}

int print(example::http_client& client, const std::string& path) {
    const example::http_reply reply = client.get(path);
    if (!reply.transport_error.empty()) {
        std::cerr << "no answer: " << reply.transport_error << '\n';
        return failed;
    }
    if (reply.status != 200) {
        std::cerr << "HTTP " << reply.status << '\n';
        return failed;
    }
    std::cout << reply.body;
    return accepted;
}

int run(const std::vector<std::string>& arguments) {
    if (arguments.size() >= 3) {
        const example::curl_library curl;
        example::http_client client(arguments[0], {});
        if (arguments[1] == "get") return print(client, arguments[2]);
        if (const auto request = request_of(arguments))
            return std::visit([&](const auto& op) { return call(client, op); }, *request);
    }
    std::cerr << "usage: account_client BASE_URL login|logout TOKEN ACCOUNT [TYPE]\n"
                 "       account_client BASE_URL logout-everywhere ACCOUNT [TYPE]\n"
                 "       account_client BASE_URL forget-token TOKEN\n"
                 "       account_client BASE_URL get PATH\n";
    return failed;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& e) {
        std::cerr << "account_client: " << e.what() << '\n';
        return failed;
    }
}
