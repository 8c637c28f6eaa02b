// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_OPTIONS_HPP
#define TPNS_JOB_OPTIONS_HPP

#include <tpns/disposition.hpp>
#include <tpns/limits.hpp>
#include <tpns/list_view.hpp>

#include <cstddef>

namespace tpns { inline namespace v0 {

/// Options of a `job`.
struct job_options {
    /// How many items a call has at most. Reduced to what `limits` allow, and taken as 1 if 0.
    std::size_t items_per_call = tpns::limits().max_token_accounts;

    /// How often an item may fail; 0 is no limit, more than 255 is 255.
    unsigned max_attempts = 8;

    /// Whether to search for the one item that makes a whole call fail, in calls of half the size.
    /// If not, a refused call makes all of its items `unknown`.
    bool halve = true;

    /// What codes mean; takes precedence over the library's table. Must outlive the job.
    list_view<code_disposition> dispositions;

    /// Items that exceed these are never sent. Encode with the same limits.
    tpns::limits limits;
};

}} // namespace tpns::v0

#endif
