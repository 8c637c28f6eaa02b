// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_OUTCOME_HPP
#define TPNS_JOB_OUTCOME_HPP

#include <tpns/server_errc.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tpns { inline namespace v0 {

/// What became of an item of a job. All but `waiting` are final.
enum class item_state : std::uint8_t {
    waiting,   ///< to be sent, or out
    accepted,  ///< the service took the task
    not_found, ///< the service does not know the token or account
    refused,   ///< the service refuses the item, by its own code or when it was alone in a call
    unknown,   ///< a code that nobody knows, of its own or when it was alone: a person must look
    gave_up,   ///< failed `max_attempts` times
    invalid,   ///< breaks a rule, and is never sent
};

/// The enumerator's name; of a value that is none, "invalid".
[[nodiscard]] constexpr std::string_view to_string(item_state s) noexcept {
    switch (s) {
    case item_state::waiting: return "waiting";
    case item_state::accepted: return "accepted";
    case item_state::not_found: return "not_found";
    case item_state::refused: return "refused";
    case item_state::unknown: return "unknown";
    case item_state::gave_up: return "gave_up";
    case item_state::invalid: break;
    }
    return "invalid";
}

/// What is known of an item. Plain data, which can be written to a file and read back; those that
/// sinks were given, in that order, are the record from which a job is resumed.
struct job_outcome {
    std::size_t index = 0;                  ///< of the binding, token or account in the list
    item_state state = item_state::waiting; ///< what became of it
    std::optional<server_errc> code;        ///< of the latest attempt; none where it brought none
    unsigned attempts = 0;                  ///< how many failed, up to 255
    bool uncertain = false;                 ///< not accepted, and may have been carried out

    [[nodiscard]] friend bool operator==(const job_outcome& a, const job_outcome& b) noexcept {
        return a.index == b.index && a.state == b.state && a.code == b.code &&
               a.attempts == b.attempts && a.uncertain == b.uncertain;
    }
    [[nodiscard]] friend bool operator!=(const job_outcome& a, const job_outcome& b) noexcept {
        return !(a == b);
    }
};

}} // namespace tpns::v0

#endif
