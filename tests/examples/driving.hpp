// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_EXAMPLES_DRIVING_HPP
#define TPNS_EXAMPLES_DRIVING_HPP

// The layer between a job, which only decides, and HTTP, which only transports: what a reply means,
// and how long to wait.

#include "http_client.hpp"

#include <tpns/decode.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/job.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>

namespace example {

/// The pause before the next call: none without failures; then about 0.1 s, 0.2 s, 0.4 s and so on,
/// up to a minute. Random, so that clients that failed together do not return together.
inline std::chrono::milliseconds pause_after(unsigned failures_in_a_row) {
    if (failures_in_a_row == 0) return std::chrono::milliseconds(0);
    thread_local std::minstd_rand random{std::random_device()()};
    const int longest = (std::min)(100 << (std::min)(failures_in_a_row - 1, 10U), 60'000);
    return std::chrono::milliseconds(
        std::uniform_int_distribution<int>(longest / 2, longest)(random));
}

/// Options that recognise a refusal whatever the rest of the reply looks like. Otherwise a refused
/// call would count as lost, and would be sent again and again.
inline tpns::decode_options lenient() {
    tpns::decode_options options;
    options.undocumented_replies = tpns::policy::skip;
    return options;
}

/// Reports the result of a call to the job, and returns what was wrong with the reply, or "".
template <class Job, class Sink>
std::string report(Job& job, std::uint64_t id, const http_reply& reply, Sink&& sink) {
    const auto no_reply = [&](std::string why) {
        job.unanswered(id, sink);
        return why;
    };
    if (!reply.transport_error.empty()) return no_reply("no answer: " + reply.transport_error);
    // Whatever the status: a refusal of the service counts, and no other page has its members.
    const auto response = tpns::decode_response(reply.body, lenient());
    if (!response)
        return no_reply(reply.status != 200
                            ? "HTTP " + std::to_string(reply.status)
                            : "not an answer of the service: " + to_string(response.error()));
    if (const auto taken = job.answered(id, *response, sink); !taken)
        return to_string(taken.error());
    if (!response->result.empty() || response->ret_code == tpns::server_errc::accepted) return "";
    return message(response->ret_code);
}

} // namespace example

#endif
