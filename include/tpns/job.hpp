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

/// Takes a list of any length through as many calls as needed, until each item has its final
/// outcome. A job only decides: you send the calls, wait, keep time and keep the record.
///
/// `Operation` is one of the five, such as `overwrite_accounts`. Preconditions: its list has fewer
/// than 2^32 - 1 items, outlives the job, and does not change while the job is used.
///
/// **Order.** For operations 1 and 2, at most one item of each token is pending at a time, and the
/// next one is sent when that one is settled. A token that occurs k times therefore takes k calls,
/// one after another. The items of the other operations commute. Retried items, and items that
/// waited for a retry, are sent before items that were never sent.
///
/// **Attempts.** A retryable code counts as an attempt of its item, and so does a call without a
/// reply. A reply whose codes do not match the items counts if the item was alone. `retry_later`
/// and `bad_credentials` do not count. After `max_attempts`, an item is given up if the failure was
/// its own or it was alone in the call. Otherwise it is retried in a call of half the size, so that
/// no item is given up because of another. A call that is refused as a whole, with a code that no
/// retry helps or with codes that do not match, is split in half at once, which does not count as
/// an attempt, until the culprit is alone and the code of the call is its own.
///
/// **Guarantee.** Assume that no request arrives after its call was reported unanswered or the job
/// was resumed, that the service executes the tasks of a token in the order in which it accepted
/// them, and that it executes each item completely or not at all. Then the final state of each
/// token is as if the accepted items, and possibly some of the `uncertain` ones, had been sent
/// once, in list order. Tokens that occur only once do not need the first two assumptions. No
/// client can guarantee more, since a late duplicate overwrites anything. ("Not found" after an
/// unbinding whose reply was lost can mean that the unbinding succeeded.)
///
/// **Your part.** To limit the number of pending calls, do not call `next` at the limit. To cancel,
/// stop. If a list does not fit in memory, run one job for each piece; as their ids repeat, report
/// a late reply only to the job that sent the call.
///
/// Memory: 8 bytes for each item, 12 for operations 1 and 2, and up to 25 for each item of the
/// calls that were pending at the same time, more if the calls are small. Construction takes up to
/// 32 more for each item for operations 1 and 2, or up to 100 if tokens are chosen so that their
/// hashes collide, and 8 more to resume. Once warm, nothing allocates.
/// Complexity: linear in the items of a call, amortized over the job. Thread safety: one thread at
/// a time; other threads can send the requests.
template <class Operation>
class job {
    using request_type = detail::part_of_t<Operation>;
    using item_type = typename request_type::list_type::value_type;
    struct no_sink {
        void operator()(const job_outcome&) const noexcept {}
    };

public:
    /// A request to send, and the id with which to report the reply.
    struct call {
        std::uint64_t id;     ///< unique in the job
        request_type request; ///< valid until `answered` or `unanswered`, in other threads too
    };
    /// A `job_outcome` with `item()`, `token()` and `account()`, created on access.
    using outcome = detail::outcome_of<job_outcome, item_type>;
    using value_type = outcome;                          ///< the type of the elements
    using iterator = detail::index_iterator<const job*>; ///< random access
    using const_iterator = iterator;                     ///< the only iterator

    /// Starts a job. Deleted for temporary lists: the job would dangle.
    explicit job(list_view<item_type> all, const job_options& options = {})
        : job(all.data(), all.size(), options) {
        order({});
    }

    /// Resumes a list whose earlier jobs were stopped or killed. `record` is a range of the
    /// outcomes that their sinks received, in that order. Any of them can be missing, even all: an
    /// item that the record does not settle is sent again, and is `uncertain` until accepted.
    ///
    /// Precondition: operation and list, including its order, are those of the earlier jobs. A
    /// record identifies items only by index.
    ///
    /// The last entry of an item counts. For operations 1 and 2, it counts only if each earlier
    /// item of the same token, unless invalid, has a preceding entry that counts; otherwise the
    /// item is sent again. Entries that make no sense are ignored. To retry items that were given
    /// up, delete their entries from the record for good: an entry that a job did not get must stay
    /// missing.
    template <class Record>
    job(list_view<item_type> all, const job_options& options, const Record& record)
        : job(all.data(), all.size(), options) {
        order(items_.restore(record));
    }

    /// Pending calls and their requests stay valid. A moved-from job can only be destroyed or
    /// assigned to.
    /// @{
    job(job&&) noexcept = default;
    job& operator=(job&&) noexcept = default;
    /// @}
    job(const job&) = delete;
    job& operator=(const job&) = delete;
    ~job() = default;

    /// The next call to send. Empty if every item is settled or waits for a pending call, or if the
    /// job is stopped. Exception safety: strong guarantee.
    [[nodiscard]] std::optional<call> next() {
        if (stopped_) return std::nullopt;
        detail::job_calls::call& c = calls_.fresh(items_.items_per_call());
        items_.reserve(calls_.items());
        items_.take_next(c.indices);
        if (c.indices.empty()) return std::nullopt;
        return call{calls_.open(c), request_of(c)};
    }

    /// Reports the reply to a call. Calls `sink(outcome)` for each item that the reply settles. The
    /// sink can send and answer other calls; these nest, and their outcomes come before the
    /// remaining ones of this call, so that a resumed job may send some items again. If it throws,
    /// the call still counts as answered, but the sink does not receive the remaining items.
    ///
    /// Errors, none of which you need to handle: `errc::call_not_out` for a late or duplicate
    /// reply; `errc::outcome_count_mismatch`, see `outcomes`: the items will be sent again, unless
    /// that was their last attempt.
    template <class R, class Sink = no_sink>
    [[nodiscard]] result<void> answered(std::uint64_t id, const basic_response<R>& reply,
                                        Sink&& sink = {}) {
        detail::job_calls::call* const c = calls_.find(id);
        if (c == nullptr) return error(errc::call_not_out);
        const outcome_list<request_type, R> all(request_of(*c), reply, options_.dispositions);
        const std::size_t size = c->indices.size();
        const detail::violation unpaired = detail::check_code_count(reply, size);
        bool any_settled = false;
        bool any_failed = false;
        bool too_fast = false;
        for (std::size_t k = 0; k < size; ++k) {
            const std::size_t i = c->indices[k];
            if (unpaired) {
                items_.unpaired(i, size);
                any_failed = size == 1 || !options_.halve;
                continue;
            }
            const item_outcome o = all[k];
            const bool coded = reply.result.size() == size && !reply.result[k].ok();
            if (o.disposition == disposition::bad_credentials) stopped_ = o.code;
            items_.reply(o, i, coded || size == 1, size);
            const item_state now = items_[i].state;
            any_settled = any_settled || now == item_state::accepted ||
                          now == item_state::not_found || now == item_state::refused;
            any_failed = any_failed || o.disposition == disposition::retry ||
                         o.disposition == disposition::bad_credentials ||
                         (now == item_state::unknown && !coded && size == 1);
            too_fast = too_fast || o.disposition == disposition::retry_later;
        }
        if (any_settled) failures_ = 0, noted_ = 0;
        if (too_fast || (any_failed && !any_settled)) note_failure(*c);
        close_call(*c, sink);
        if (unpaired) return error(unpaired, {node::result_member});
        return {};
    }

    /// Reports that a call got no reply, or none from the service, so that it is unknown whether it
    /// was executed. Calls the sink as `answered` does. Returns false, with no effect, if the call
    /// is not pending.
    template <class Sink = no_sink>
    bool unanswered(std::uint64_t id, Sink&& sink = {}) {
        detail::job_calls::call* const c = calls_.find(id);
        if (c == nullptr) return false;
        for (const std::size_t i : c->indices) items_.no_reply(i, c->indices.size());
        note_failure(*c);
        close_call(*c, sink);
        return true;
    }

    /// Whether every item is settled.
    [[nodiscard]] bool done() const noexcept { return count(item_state::waiting) == 0; }
    /// The number of items in the list.
    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
    /// The number of items in a state. Precondition: `s` is an enumerator.
    [[nodiscard]] std::size_t count(item_state s) const noexcept {
        BOOST_ASSERT(s <= item_state::invalid);
        return items_.count(s);
    }
    /// The number of pending calls.
    [[nodiscard]] std::size_t out() const noexcept { return calls_.size(); }

    /// The code with which the service refused the credentials or the app, as it would in every
    /// further call. `next` is empty until you call `go_on`; pending calls can still be answered.
    /// @{
    [[nodiscard]] std::optional<server_errc> stopped() const noexcept { return stopped_; }
    void go_on() noexcept { stopped_.reset(); }
    /// @}

    /// The number of calls that failed since an item was last accepted, refused or not found; calls
    /// that were pending at the same time count as one. The greater it is, the longer you should
    /// wait. A call fails if it gets no reply, or one by which no item is accepted, refused or not
    /// found, but an item fails, or is alone and becomes `unknown` by the call's code. A
    /// `retry_later` always counts. A refusal of several items neither counts nor ends a row, since
    /// it is an answer, and settles none.
    [[nodiscard]] unsigned failures_in_a_row() const noexcept { return failures_; }

    /// The current outcome of item `i`. Precondition: `i < size()`.
    [[nodiscard]] outcome operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        return {items_[i], all_[i]};
    }
    /// The outcomes of all items. Iterators refer to the job.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {this, size()}; }
    /// @}

    /// The error of item `i` if it is `invalid`, with its place in the list; otherwise success.
    /// Precondition: `i < size()`.
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
    void close_call(detail::job_calls::call& c, Sink& sink) {
        const detail::job_calls::closing closed(calls_, c);
        // First, since the sink can send and answer more calls, which settle items of this one.
        const std::size_t* const settled =
            std::remove_if(closed.begin(), closed.end(),
                           [&](std::size_t i) { return items_[i].state == item_state::waiting; });
        for (const std::size_t* i = closed.begin(); i != settled; ++i) sink((*this)[*i]);
    }

    const item_type* all_;
    job_options options_;
    detail::job_items items_; // and their outcomes
    detail::job_calls calls_; // pending
    std::uint64_t noted_ = 0; // the latest call when a failure was last counted
    unsigned failures_ = 0;
    std::optional<server_errc> stopped_;
};

}} // namespace tpns::v0

#endif
