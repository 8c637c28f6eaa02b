// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_OUTCOME_HPP
#define TPNS_JOB_OUTCOME_HPP

#include <tpns/server_errc.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tpns { inline namespace v0 {

/// The state of an item of a job. All states but `waiting` are final.
enum class item_state : std::uint8_t {
    waiting,   ///< to be sent, or in a pending call
    accepted,  ///< the service accepted the task
    not_found, ///< the service does not know the token or account
    refused,   ///< the service refused the item, by its own code or when alone in a call
    unknown,   ///< a code that does not tell what became of it: have a person look at it
    gave_up,   ///< failed `max_attempts` times
    invalid,   ///< breaks a rule, so it is never sent
};

/// The enumerator's name, or "invalid" for any other value.
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

/// The outcome of an item of a job. Plain data that can be written to a file and read back. The
/// outcomes that sinks received, in that order, are the record from which a job is resumed.
struct job_outcome {
    std::size_t index = 0;                  ///< of the binding, token or account in the list
    item_state state = item_state::waiting; ///< what became of the item
    std::optional<server_errc> code;        ///< of the latest attempt, if it got one
    unsigned attempts = 0;                  ///< the number of failed attempts, up to 255
    bool uncertain = false;                 ///< not accepted, but possibly carried out

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
