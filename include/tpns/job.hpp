// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_JOB_HPP
#define TPNS_JOB_HPP

#include <tpns/detail/index_iterator.hpp>
#include <tpns/detail/job_calls.hpp>
#include <tpns/detail/job_items.hpp>
#include <tpns/disposition.hpp>
#include <tpns/error.hpp>
#include <tpns/job_options.hpp>
#include <tpns/job_outcome.hpp>
#include <tpns/list_view.hpp>
#include <tpns/operations.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>
#include <tpns/storage.hpp>
#include <tpns/validate.hpp>

#include <boost/assert.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <vector>

namespace tpns { inline namespace v0 {

/// Sends a list of any length, in calls, until each item has its final outcome. It only decides:
/// sending, waiting, the clock and keeping the record are its user's.
///
/// `Operation` is one of the five, such as `overwrite_accounts`. The list has fewer than 2^32 - 1
/// of its items; it must stay as it is, and where, for as long as the job is used.
///
/// **Order.** Of operations 1 and 2 one item of each token is out at a time, and the next one goes
/// when it is settled: a token that stands k times costs k calls, one after another. The others
/// commute. What goes again, or waited for that, goes before what was never sent.
///
/// **Attempts** are retryable codes, calls without a reply, and replies that cannot be paired with
/// an item that was alone; `retry_later` and `bad_credentials` are none. At `max_attempts` an item
/// is given up if the failure was its own or it was alone; else it goes again in a call of half the
/// size, so that it cannot fall for the sake of another. A call that is refused as a whole, by a
/// code that no retry helps or that cannot be paired, is halved at once, which is no attempt, until
/// the culprit is alone: then the call's code is its own.
///
/// **The law.** Suppose that no request arrives after its call was reported unanswered or the job
/// resumed, that the service carries out the tasks of a token in the order in which it accepted
/// them, and each item as a whole or not at all. Then each token is left as if the accepted items,
/// and perhaps some of the `uncertain` ones, had been sent once, in the order of the list. Tokens
/// that stand once need neither of the first two. No client can promise more: a late duplicate
/// beats any. (After an unbinding whose reply was lost, "not found" may mean that it was done.)
///
/// **Not its business.** How many calls are out: do not call `next` beyond that. Cancelling: stop.
/// A list too large for the memory: one job after another, a piece for each.
///
/// Keeps 8 bytes an item, 12 for operations 1 and 2; once warm, nothing allocates, and what is done
/// about a call is linear in its items. One thread at a time; requests may be sent from others.
template <class Operation>
class job {
    using request_type = detail::part_of_t<Operation>;
    using item_type = typename request_type::list_type::value_type;
    struct no_sink {
        void operator()(const job_outcome&) const noexcept {}
    };

public:
    /// What is to be sent, and the number to report its reply by, which no other call has.
    struct call {
        std::uint64_t id;     ///< of no other call of the job
        request_type request; ///< good until `answered` or `unanswered`, in other threads too
    };
    /// A `job_outcome` with `item()`, `token()` and `account()`, made on access.
    using outcome = detail::outcome_of<job_outcome, item_type>;
    using value_type = outcome;                          ///< what it is a range of
    using iterator = detail::index_iterator<const job*>; ///< random access
    using const_iterator = iterator;                     ///< there is no other

    /// Begins. A temporary list does not compile.
    explicit job(list_view<item_type> all, const job_options& options = {})
        : job(all.data(), all.size(), options) {
        order({});
    }

    /// Goes on where earlier jobs of the same list were stopped or killed. `record` is a range of
    /// what their sinks were given, in that order, and any of it may be missing: what it does not
    /// settle is sent, and `uncertain` until it is accepted; so an empty record is one, too.
    ///
    /// The last entry of an item counts; for operations 1 and 2 only if each item of its token
    /// before it, unless invalid, has one that counts and stands earlier; else it is sent again.
    /// Entries that make no sense are passed over. To try again what was given up, leave it out.
    template <class Record>
    job(list_view<item_type> all, const job_options& options, const Record& record)
        : job(all.data(), all.size(), options) {
        order(items_.restore(record));
    }

    /// Calls that are out, and their requests, go with it. Of what was moved from, nothing is
    /// known.
    /// @{
    job(job&&) noexcept = default;
    job& operator=(job&&) noexcept = default;
    /// @}
    job(const job&) = delete;
    job& operator=(const job&) = delete;
    ~job() = default;

    /// The next call to send; nothing when all is settled, or waits for what is out, or is stopped.
    /// When memory runs out, the job is as it was.
    [[nodiscard]] std::optional<call> next() {
        if (stopped_) return std::nullopt;
        detail::job_calls::call& c = calls_.fresh(items_.items_per_call());
        items_.reserve(calls_.items());
        items_.take_next(c.indices);
        if (c.indices.empty()) return std::nullopt;
        return call{calls_.open(c), request_of(c)};
    }

    /// Takes the reply to a call; `sink(outcome)` is given each item that is settled by it. When a
    /// sink throws, the call is answered all the same; the items after that go without.
    ///
    /// Errors, about which nothing need be done: `errc::call_not_out`, as for every late or second
    /// reply; `errc::outcome_count_mismatch`, as of `outcomes`, when its items will be sent again.
    template <class R, class Sink = no_sink>
    [[nodiscard]] result<void> answered(std::uint64_t id, const basic_response<R>& reply,
                                        Sink&& sink = {}) {
        detail::job_calls::call* const c = calls_.find(id);
        if (c == nullptr) return error(errc::call_not_out);
        const outcome_list<request_type, R> all(request_of(*c), reply, options_.dispositions);
        const std::size_t size = c->indices.size();
        const detail::violation unpaired = detail::check_code_count(reply, size);
        bool any_accepted = false;
        bool any_failed = false;
        for (std::size_t k = 0; k < size; ++k) {
            const std::size_t i = c->indices[k];
            if (unpaired) {
                items_.unpaired(i, size);
            } else {
                const item_outcome o = all[k];
                const bool coded = reply.result.size() == size && !reply.result[k].ok();
                if (o.disposition == disposition::bad_credentials) stopped_ = o.code;
                items_.reply(o, i, coded || size == 1, size);
            }
            const item_state now = items_[i].state;
            any_accepted = any_accepted || now == item_state::accepted;
            any_failed = any_failed || now == item_state::waiting || now == item_state::gave_up;
        }
        if (any_accepted)
            failures_ = 0;
        else if (any_failed)
            note_failure(*c);
        close(*c, sink);
        if (unpaired) return error(unpaired, {node::result_member});
        return {};
    }

    /// Takes note that a call has no reply, or none of the service's: all of it may have been done,
    /// or none. Sinks as with `answered`. False when the call is not out.
    template <class Sink = no_sink>
    bool unanswered(std::uint64_t id, Sink&& sink = {}) {
        detail::job_calls::call* const c = calls_.find(id);
        if (c == nullptr) return false;
        for (const std::size_t i : c->indices) items_.no_reply(i, c->indices.size());
        note_failure(*c);
        close(*c, sink);
        return true;
    }

    /// Whether all items are settled.
    [[nodiscard]] bool done() const noexcept { return count(item_state::waiting) == 0; }
    /// How many items the list has.
    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
    /// How many of them are in a state, which is one of the enumerators.
    [[nodiscard]] std::size_t count(item_state s) const noexcept {
        BOOST_ASSERT(s <= item_state::invalid);
        return items_.count(s);
    }
    /// How many calls are out.
    [[nodiscard]] std::size_t out() const noexcept { return calls_.size(); }

    /// The code by which the service refused credentials or app, as it would for all other calls.
    /// Then `next` has nothing until `go_on`; calls that are out may still be answered.
    /// @{
    [[nodiscard]] std::optional<server_errc> stopped() const noexcept { return stopped_; }
    void go_on() noexcept { stopped_.reset(); }
    /// @}

    /// Failed calls since an item was last accepted, those that were out together counted as one:
    /// wait the longer before the next call. Failed is a call of which nothing was accepted, unless
    /// the service's word on each of its items is final.
    [[nodiscard]] unsigned failures_in_a_row() const noexcept { return failures_; }

    /// What is known of item `i`, which is less than `size()`.
    [[nodiscard]] outcome operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        return {items_[i], all_[i]};
    }
    /// All outcomes; iterators refer to the job.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {this, size()}; }
    /// @}

    /// The rule that item `i`, which is less than `size()`, breaks if it is `invalid`, and where in
    /// the list.
    [[nodiscard]] result<void> error_of(std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        result<void> valid = validate(request_type{{all_ + i, 1}}, options_.limits);
        if (valid) return valid;
        error e = valid.error();
        if (e.where.outer != json_pointer::no_index) e.where.outer = i;
        return e;
    }

private:
    job(const item_type* all, std::size_t size, job_options options)
        : all_(checked(all, size)), options_(within_limits(options)), items_(size, options_) {
        for (std::size_t i = 0; i < size; ++i)
            if (!error_of(i)) items_.set_invalid(i);
    }

    [[nodiscard]] static const item_type* checked(const item_type* all, std::size_t size) noexcept {
        BOOST_ASSERT(size < (std::numeric_limits<std::uint32_t>::max)());
        (void)size;
        return all;
    }

    [[nodiscard]] static job_options within_limits(job_options options) noexcept {
        const std::size_t max =
            detail::item_range_of({detail::carrier_of(Operation::type)}, options.limits).max;
        options.items_per_call = (std::min)(options.items_per_call, max);
        return options;
    }

    void order(const std::vector<std::size_t>& places) {
        if constexpr (detail::binds(Operation::type)) items_.order(all_, places);
    }

    [[nodiscard]] request_type request_of(const detail::job_calls::call& c) const noexcept {
        return {{all_, c.indices.data(), c.indices.size()}};
    }

    void note_failure(const detail::job_calls::call& c) noexcept {
        if (c.serial <= noted_) return;
        ++failures_;
        noted_ = calls_.count();
    }

    template <class Sink>
    void close(detail::job_calls::call& c, Sink& sink) {
        for (const std::size_t i : detail::job_calls::closing(calls_, c))
            if (items_[i].state != item_state::waiting) sink((*this)[i]);
    }

    const item_type* all_;
    job_options options_;
    detail::job_items items_; // what became of each
    detail::job_calls calls_; // that are out
    std::uint64_t noted_ = 0; // the last call there was when a failure was counted last
    unsigned failures_ = 0;
    std::optional<server_errc> stopped_;
};

}} // namespace tpns::v0

#endif
