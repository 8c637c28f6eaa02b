// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JOB_ITEMS_HPP
#define TPNS_DETAIL_JOB_ITEMS_HPP

#include <tpns/detail/repeated_tokens.hpp>
#include <tpns/disposition.hpp>
#include <tpns/job_options.hpp>
#include <tpns/job_outcome.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/server_errc.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

/// The items of a job, by index: which go into the next call, and the state of each.
class job_items {
public:
    /// All items are waiting. Uses the options for `items_per_call` and failures.
    job_items(std::size_t size, const job_options& options)
        : most_((std::max)((std::min)(options.items_per_call, size), std::size_t{1})),
          max_attempts_((std::min)(options.max_attempts, 255U)),
          halve_(options.halve),
          entries_(size),
          counts_{size} {}

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] std::size_t count(item_state s) const noexcept {
        return counts_[static_cast<std::size_t>(s)];
    }
    [[nodiscard]] std::size_t items_per_call() const noexcept { return most_; }

    [[nodiscard]] job_outcome operator[](std::size_t i) const noexcept {
        const entry& e = entries_[i];
        job_outcome o{i, e.state, std::nullopt, e.attempts, false};
        if (e.has_code) o.code = static_cast<server_errc>(e.code);
        o.uncertain = e.state != item_state::accepted && (e.maybe || e.out);
        return o;
    }

    // For the start of a job, in this order.

    void set_invalid(std::size_t i) noexcept { change(i, item_state::invalid); }

    /// Restores the items from the record, and returns their positions in it.
    template <class Record>
    [[nodiscard]] std::vector<std::size_t> restore(const Record& record) {
        std::vector<std::size_t> places(size());
        std::size_t place = 0;
        for (const job_outcome& o : record) {
            ++place;
            if (o.index >= size() || o.state >= item_state::invalid) continue;
            entry& e = entries_[o.index];
            if (e.state == item_state::invalid) continue;
            change(o.index, o.state);
            e.attempts = static_cast<std::uint8_t>((std::min)(o.attempts, 255U));
            e.maybe = o.uncertain;
            set_code(e, o.code);
            places[o.index] = place;
        }
        for (entry& e : entries_)
            if (e.state == item_state::waiting) e.maybe = true;
        return places;
    }

    /// Queues each binding behind the previous one of its token, if that one is not settled. A
    /// binding that is settled but does not follow the previous one in the record must be sent
    /// again.
    template <class Binding>
    void order(const Binding* list, const std::vector<std::size_t>& places) {
        next_of_token_.assign(size(), none);
        const auto skip = [&](std::size_t i) { return entries_[i].state == item_state::invalid; };
        for_each_repeated_token(list, size(), skip, [&](std::size_t i, std::size_t before) {
            const bool open = entries_[before].state == item_state::waiting;
            entry& e = entries_[i];
            if (e.state != item_state::waiting && (open || places[i] < places[before])) {
                change(i, item_state::waiting);
                e = entry{};
                e.maybe = true;
            }
            if (!open) return;
            e.behind = true;
            next_of_token_[before] = static_cast<std::uint32_t>(i);
        });
    }

    // For each call.

    /// Makes room for the items that `out` pending items, and those of one more call, can make
    /// ready: themselves, or the next one of their token. No other function allocates.
    void reserve(std::size_t out) {
        if (at_ >= ready_.size() / 2) {
            ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(at_));
            at_ = 0;
        }
        const std::size_t needed = ready_.size() + out + most_;
        if (needed > ready_.capacity()) ready_.reserve((std::max)(needed, 2 * ready_.capacity()));
    }

    /// Puts the items of the next call into `call`, which has room for `items_per_call()`.
    void take_next(std::vector<std::size_t>& call) noexcept {
        const unsigned halvings = at_ < ready_.size() ? entries_[ready_[at_]].halvings : 0;
        const std::size_t room = most_ >> halvings; // at least 1, see `halve`
        const auto take = [&](std::size_t i) {
            entries_[i].out = true;
            call.push_back(i);
        };
        while (call.size() < room && at_ < ready_.size() &&
               entries_[ready_[at_]].halvings == halvings)
            take(ready_[at_++]);
        if (at_ < ready_.size() || halvings != 0) return;
        for (; call.size() < room && unsent_ < size(); ++unsent_)
            if (entries_[unsent_].state == item_state::waiting && !entries_[unsent_].behind)
                take(unsent_);
    }

    /// Applies the reply to a call of `size` items to one of them; `own` if it is certainly about
    /// that one.
    void reply(const item_outcome& o, std::size_t i, bool own, std::size_t size) noexcept {
        entry& e = entries_[i];
        e.out = false;
        set_code(e, o.code);
        switch (o.disposition) {
        case disposition::accepted: return settle(i, item_state::accepted);
        case disposition::not_found: return refuse(i, item_state::not_found, own, size);
        case disposition::bad_item:
        case disposition::bad_request: return refuse(i, item_state::refused, own, size);
        case disposition::bad_credentials:
        case disposition::retry_later: return make_ready(i);
        case disposition::retry: e.maybe = true; return fail(i, own, size);
        case disposition::unknown: break;
        }
        e.maybe = true;
        refuse(i, item_state::unknown, own, size);
    }

    /// Applies the loss of the reply to a call of `size` items.
    void no_reply(std::size_t i, std::size_t size) noexcept {
        forget_code(i);
        fail(i, size == 1, size);
    }

    /// Applies a reply to a call of `size` items whose codes do not match them.
    void unpaired(std::size_t i, std::size_t size) noexcept {
        forget_code(i);
        if (halve_ && size > 1)
            halve(i, size);
        else
            fail(i, true, size);
    }

private:
    struct entry { // of an item; initially all zeros
        std::int32_t code;
        item_state state;
        std::uint8_t attempts;
        std::uint8_t halvings; // goes into calls of at most `most_ >> halvings` items
        bool has_code : 1;
        bool behind : 1; // an earlier item of its token is not settled
        bool maybe : 1;  // possibly carried out
        bool out : 1;
    };
    static_assert(sizeof(entry) == 8);

    static constexpr std::uint32_t none = 0xffffffff;

    static void set_code(entry& e, std::optional<server_errc> code) noexcept {
        e.has_code = code.has_value();
        e.code = static_cast<std::int32_t>(code.value_or(server_errc{}));
    }

    void forget_code(std::size_t i) noexcept {
        entries_[i].out = false;
        entries_[i].maybe = true;
        set_code(entries_[i], std::nullopt);
    }

    void change(std::size_t i, item_state to) noexcept {
        --counts_[static_cast<std::size_t>(entries_[i].state)];
        ++counts_[static_cast<std::size_t>(to)];
        entries_[i].state = to;
    }

    void make_ready(std::size_t i) noexcept { ready_.push_back(static_cast<std::uint32_t>(i)); }

    void settle(std::size_t i, item_state to) noexcept {
        change(i, to);
        const std::uint32_t next = next_of_token_.empty() ? none : next_of_token_[i];
        if (next == none) return;
        entries_[next].behind = false;
        if (next < unsent_) make_ready(next); // otherwise its turn is still to come
    }

    /// Counts a failed attempt. Gives the item up only if the failure was its own.
    void fail(std::size_t i, bool own, std::size_t size) noexcept {
        entry& e = entries_[i];
        const bool last = max_attempts_ != 0 && e.attempts + 1U >= max_attempts_;
        if (last && halve_ && !own) return halve(i, size);
        if (e.attempts < 255) ++e.attempts;
        if (last) return settle(i, item_state::gave_up);
        make_ready(i);
    }

    /// The service refuses this item, or another one in its call.
    void refuse(std::size_t i, item_state to, bool own, std::size_t size) noexcept {
        if (own) return settle(i, to);
        if (!halve_) return settle(i, item_state::unknown);
        halve(i, size);
    }

    /// Sends the item again in a call of at most half of `size` items. Precondition: `size >= 2`.
    void halve(std::size_t i, std::size_t size) noexcept {
        entry& e = entries_[i];
        do ++e.halvings;
        while (most_ >> e.halvings > size / 2);
        make_ready(i);
    }

    std::size_t most_;
    unsigned max_attempts_;
    bool halve_;
    std::vector<entry> entries_;
    std::array<std::size_t, 7> counts_;        // of items by state
    std::vector<std::uint32_t> next_of_token_; // of each item; empty if all commute
    std::vector<std::uint32_t> ready_;         // from `at_` on, the items to send first
    std::size_t at_ = 0;
    std::size_t unsent_ = 0; // no item from here on was ever ready or sent
};

}}} // namespace tpns::v0::detail

#endif
