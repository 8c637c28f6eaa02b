// SPDX-License-Identifier: BSL-1.0

// A nightly job: binds the accounts in a CSV file ("token,account", without a header) to their
// tokens. Retries what can be retried, until calls have failed 15 times in a row. Prints the line
// numbers of items that were not accepted. Set TPNS_ACCESS_ID and TPNS_SECRET_KEY in the
// environment. The exit status is 0 if every item has its final outcome.
//
//     nightly BASE_URL FILE
//     g++ -std=c++17 -Iinclude tests/examples/nightly.cpp -lboost_json -lcurl -lcrypto

#include "driving.hpp"
#include "http_client.hpp"

#include <tpns/encode.hpp>
#include <tpns/job.hpp>

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static int run(const char* base_url, const char* path) {
    std::vector<tpns::binding> all;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (all.empty() && line.rfind("\xEF\xBB\xBF", 0) == 0) line.erase(0, 3); // of spreadsheets
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const std::size_t comma = line.find(',');
        // Without a comma, the item is invalid, and is printed below.
        const std::string account = comma != std::string::npos ? line.substr(comma + 1) : "";
        all.push_back({tpns::device_token(line.substr(0, comma)),
                       {{tpns::account_id(account), tpns::account_type::custom_1}}});
    }
    if (!file.eof()) throw std::runtime_error(std::string("cannot read ") + path);

    const example::curl_library curl;
    example::http_client client(base_url, {});
    tpns::job_options options;
    options.max_attempts = 50;
    tpns::job<tpns::overwrite_accounts> job(all, options);
    std::string body;
    while (const auto call = job.next()) {
        tpns::encode_into(body, call->request).value(); // next returns only valid items
        const std::string trouble = report(job, call->id, client.post(body), [](const auto&) {});
        if (job.failures_in_a_row() == 15) { // try again another night
            std::cerr << "15 failures in a row; the last one: " << trouble << '\n';
            break;
        }
        std::this_thread::sleep_for(example::pause_after(job.failures_in_a_row()));
    }

    for (const auto& o : job)
        if (o.state != tpns::item_state::accepted)
            std::cout << "line " << o.index + 1 << ": " << to_string(o.state) << '\n';
    if (const auto code = job.stopped()) std::cout << "stopped: " << message(*code) << '\n';
    return job.done() ? 0 : 1;
}

int main(int argc, char** argv) {
    try {
        if (argc == 3) return run(argv[1], argv[2]);
        std::cerr << "usage: nightly BASE_URL FILE\n";
    } catch (const std::exception& e) {
        std::cerr << "nightly: " << e.what() << '\n';
    }
    return 2;
}
