// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_OPTIONS_HPP
#define TPNS_JOB_OPTIONS_HPP

#include <tpns/disposition.hpp>
#include <tpns/limits.hpp>
#include <tpns/list_view.hpp>

#include <cstddef>

namespace tpns { inline namespace v0 {

/// How a `job` goes about its work.
struct job_options {
    /// At most so many items in a call; cut to what `limits` allow, and at least one.
    std::size_t items_per_call = tpns::limits().max_token_accounts;

    /// How often an item may fail; 0 is no limit, more than 255 is 255.
    unsigned max_attempts = 8;

    /// Whether to look for the one item that makes a whole call fail, in calls of half the size.
    /// Without, items get to bear what others did: a refused call makes all of them `unknown`.
    bool halve = true;

    /// What codes mean; takes precedence over the library's table. Must outlive the job.
    list_view<code_disposition> dispositions;

    /// An item that breaks one of these is never sent. Encode with the same.
    tpns::limits limits;
};

}} // namespace tpns::v0

#endif
