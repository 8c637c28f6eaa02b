// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_OPTIONS_HPP
#define TPNS_JOB_OPTIONS_HPP

#include <tpns/disposition.hpp>
#include <tpns/limits.hpp>
#include <tpns/list_view.hpp>

#include <cstddef>

namespace tpns { inline namespace v0 {

/// The options of a `job`.
struct job_options {
    /// The maximum number of items in a call. Reduced to what `limits` allow; 0 counts as 1.
    std::size_t items_per_call = tpns::limits().max_token_accounts;

    /// How often an item can fail before it is given up. 0 means no limit; values above 255 count
    /// as 255. Failures in an outage count, too: to stop in an outage and resume later, choose a
    /// value well above the number of `failures_in_a_row` at which you stop.
    unsigned max_attempts = 8;

    /// Whether to search, in calls of half the size, for the item that makes a whole call fail. If
    /// false, all items of a refused call of several become `unknown`, codes that do not match the
    /// items are a failed attempt of each, and `max_attempts` applies to all items of a call.
    bool halve = true;

    /// Your dispositions of codes, which take precedence over the library's. Must outlive the job.
    list_view<code_disposition> dispositions;

    /// Items that exceed these limits are never sent. Encode with the same limits.
    tpns::limits limits;
};

}} // namespace tpns::v0

#endif
