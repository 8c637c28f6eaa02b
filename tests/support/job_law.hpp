// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_JOB_LAW_HPP
#define TPNS_TESTS_SUPPORT_JOB_LAW_HPP

#include "simulated_service.hpp"

#include <tpns/job.hpp>
#include <tpns/validate.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Checks the guarantee of a job over one random run: a list, a service that fails in every way,
// replies that are lost, late, duplicated and out of order, and programs that are killed.
// `choose(n)`, which returns one of `n` numbers, makes all decisions, so the same decisions give
// the same run.

namespace tpns_tests {

/// Defined by the program. Does not return.
[[noreturn]] void broken(const char* law);

inline void law(bool holds, const char* what) {
    if (!holds) broken(what);
}

/// The expected state of an item, from the specification alone.
struct modelled_item {
    tpns::item_state state = tpns::item_state::waiting;
    std::optional<tpns::server_errc> code{};
    unsigned attempts = 0;
    bool maybe = false;
    bool out = false;
    bool sent = false;            ///< in this run
    std::size_t largest_call = 0; ///< the largest call that it can still go into
    std::size_t before = no_item; ///< the valid item of its token before it, if order matters
    std::size_t place_in_log = 0;
    static constexpr std::size_t no_item = (std::numeric_limits<std::size_t>::max)();
};

template <class Operation, class Choose>
class job_life {
public:
    explicit job_life(Choose& choose) : choose_(choose) { make_list(); }

    void live() {
        service_type service(Operation::type, items_, initial_, choose_);
        service.in_any_order = relaxed_;
        service_ = &service;
        std::optional<job_type> job(std::in_place, list_, options_);
        begin_model(false);
        check(*job);
        for (std::size_t steps = choose_(100); steps != 0; --steps) {
            switch (choose_(16)) {
            case 15: killed(job); break;
            case 14: lost_request(); break;
            case 13: late_reply(*job); break;
            case 12: unanswered(*job); break;
            case 11: service.carry_out(false); break;
            case 10: job->go_on(), stopped_.reset(); break;
            case 9: another_job(job); break;
            case 5:
            case 6:
            case 7:
            case 8: reply(*job); break;
            case 2:
            case 3:
            case 4: request(service); break;
            default: next(*job);
            }
            check(*job);
        }
        finish(*job, service);
    }

private:
    using job_type = tpns::job<Operation>;
    using request_type = decltype(job_type::call::request);
    using item_type = typename job_type::outcome;
    using element = std::decay_t<decltype(std::declval<item_type>().item())>;
    using service_type = simulated_service<Choose>;
    using indices = std::vector<std::size_t>;
    static constexpr bool ordered = Operation::type == tpns::operator_type::append_accounts ||
                                    Operation::type == tpns::operator_type::overwrite_accounts;
    static constexpr std::size_t no_item = modelled_item::no_item;

    struct modelled_call {
        std::uint64_t id = 0;
        std::uint64_t number = 0;
        indices items{};
        request_type request{};
    };
    struct envelope {
        modelled_call call;
        tpns::response reply{};
    };

    // The list, the options, and what was bound before.

    void make_list() {
        const std::size_t size = choose_(13);
        const std::size_t tokens = 1 + choose_(max_tokens);
        for (std::size_t i = 0; i < size; ++i) {
            simulated_item item;
            if (Operation::type != tpns::operator_type::unbind_all_tokens)
                item.token = choose_(tokens);
            const std::size_t accounts =
                Operation::type == tpns::operator_type::unbind_all_tokens ? 1 : 1 + choose_(2);
            for (std::size_t k = 0; k < accounts; ++k)
                item.accounts.emplace_back(choose_(max_types), account_number(i));
            valid_.push_back(choose_(12) != 11);
            list_.push_back(make_item(item, valid_.back()));
            items_.push_back(item);
        }
        for (auto& of_token : initial_.bound)
            for (int& account : of_token) account = static_cast<int>(choose_(4)) - 1;
        relaxed_ = (!ordered || all_once()) && choose_(2) != 0;
        options_.items_per_call = choose_(8) == 7 ? 20 : choose_(7);
        options_.max_attempts = static_cast<unsigned>(choose_(5));
        options_.halve = choose_(4) != 3;
        if (choose_(4) == 3)
            options_.limits.max_token_accounts = options_.limits.max_token_list =
                options_.limits.max_account_list = 1 + choose_(3);
    }

    /// If the operation binds, a different account for each item; if it unbinds, one of a few, so
    /// that it might be bound.
    int account_number(std::size_t i) {
        return ordered ? static_cast<int>(10 + i) : static_cast<int>(choose_(3));
    }

    [[nodiscard]] bool all_once() const {
        std::set<std::size_t> seen;
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (valid_[i] && !seen.insert(items_[i].token).second) return false;
        return true;
    }

    static element make_item(const simulated_item& item, bool valid) {
        const tpns::device_token token(valid ? std::string(1, static_cast<char>('a' + item.token))
                                             : std::string());
        std::vector<tpns::account> accounts;
        for (const auto& [kind, number] : item.accounts)
            accounts.push_back({tpns::account_id(valid ? "account " + std::to_string(number) : ""),
                                static_cast<tpns::account_type>(kind)});
        if constexpr (std::is_same_v<element, tpns::binding>)
            return {token, accounts};
        else if constexpr (std::is_same_v<element, tpns::account>)
            return accounts.front();
        else
            return token;
    }

    // The expected state, according to the specification.

    [[nodiscard]] std::size_t items_per_call() const {
        const std::size_t limit = Operation::type == tpns::operator_type::unbind_all_accounts
                                      ? options_.limits.max_token_list
                                  : Operation::type == tpns::operator_type::unbind_all_tokens
                                      ? options_.limits.max_account_list
                                      : options_.limits.max_token_accounts;
        return (std::max)((std::min)(options_.items_per_call, limit), std::size_t{1});
    }

    void begin_model(bool resumed) {
        model_.assign(items_.size(), {});
        for (std::size_t i = 0; i < items_.size(); ++i) {
            model_[i].largest_call = items_per_call();
            if (!valid_[i]) model_[i].state = tpns::item_state::invalid;
            for (std::size_t j = 0; ordered && j < i; ++j)
                if (valid_[j] && items_[j].token == items_[i].token) model_[i].before = j;
        }
        out_.clear();
        stopped_.reset();
        calls_ = noted_ = 0;
        failures_ = 0;
        if (resumed) restore_model();
    }

    void restore_model() {
        for (std::size_t place = 0; place < log_.size(); ++place)
            if (valid_[log_[place].index]) model_[log_[place].index].place_in_log = place + 1;
        for (std::size_t i = 0; i < model_.size(); ++i) {
            modelled_item& m = model_[i];
            if (!valid_[i]) continue;
            // An item after one that is sent again is also sent again, or it would be undone.
            bool counts = m.place_in_log != 0;
            for (std::size_t j = m.before; j != no_item; j = model_[j].before)
                counts = counts && model_[j].state != tpns::item_state::waiting &&
                         model_[j].place_in_log < m.place_in_log;
            if (!counts) {
                m.maybe = true;
                continue;
            }
            const tpns::job_outcome& o = log_[m.place_in_log - 1];
            m.state = o.state;
            m.code = o.code;
            m.attempts = o.attempts;
            m.maybe = o.uncertain;
        }
    }

    [[nodiscard]] bool is_free(std::size_t i) const {
        const modelled_item& m = model_[i];
        return m.state == tpns::item_state::waiting && !m.out &&
               (m.before == no_item || model_[m.before].state != tpns::item_state::waiting);
    }

    void settle(std::size_t i, tpns::item_state to) { model_[i].state = to; }

    void halve(std::size_t i, std::size_t size) {
        model_[i].largest_call = (std::max)(size / 2, std::size_t{1});
    }

    void attempt(std::size_t i, bool own, std::size_t size) {
        modelled_item& m = model_[i];
        m.maybe = true;
        if (options_.max_attempts == 0 || m.attempts + 1 < options_.max_attempts)
            ++m.attempts;
        else if (own || !options_.halve)
            ++m.attempts, settle(i, tpns::item_state::gave_up);
        else
            halve(i, size);
    }

    void refused(std::size_t i, tpns::item_state to, bool own, std::size_t size) {
        if (own)
            settle(i, to);
        else if (options_.halve)
            halve(i, size);
        else
            settle(i, tpns::item_state::unknown);
    }

    static bool fails_whole(tpns::server_errc code) {
        return code != tpns::server_errc{} && code != tpns::server_errc{1008026};
    }

    /// The meaning of a reply for item `k` of a call, in the order of the specification.
    void said(const modelled_call& c, const tpns::response& r, std::size_t k) {
        const std::size_t i = c.items[k];
        const std::size_t size = c.items.size();
        const bool coded = r.result.size() == size;
        const bool own_code = coded && !r.result[k].ok();
        const bool alone = size == 1;
        modelled_item& m = model_[i];
        if (own_code) {
            const std::string& text = r.result[k].text;
            if (text == "token_not_exists") {
                m.code.reset();
                return settle(i, tpns::item_state::not_found);
            }
            m.code = static_cast<tpns::server_errc>(std::stoi(text));
        } else {
            m.code = coded && !fails_whole(r.ret_code) ? tpns::server_errc::accepted : r.ret_code;
        }
        switch (static_cast<std::int32_t>(*m.code)) {
        case 0: return settle(i, tpns::item_state::accepted);
        case 1008004: failing_ = true; return attempt(i, own_code || alone, size);
        case 1008028: too_fast_ = true; return;
        case 1008003: failing_ = true, stopped_ = *m.code; return;
        case 1008007: return refused(i, tpns::item_state::refused, own_code || alone, size);
        case 1008006:
            // The call's code is an item's own only if the item was alone and has no code.
            if (own_code || (alone && !coded)) return settle(i, tpns::item_state::not_found);
            break;
        default: break;
        }
        m.maybe = true;
        failing_ = failing_ || (alone && !own_code);
        refused(i, tpns::item_state::unknown, own_code || alone, size);
    }

    void failed(const modelled_call& c) {
        if (c.number <= noted_) return;
        noted_ = calls_;
        ++failures_;
    }

    // Events.

    void next(job_type& job) {
        if (out_.size() >= 4) return;
        const auto c = job.next();
        if (!c) {
            if (stopped_) return;
            for (std::size_t i = 0; i < model_.size(); ++i)
                law(!is_free(i), "no item waits that can be sent");
            return;
        }
        law(!stopped_, "bad credentials stop the job");
        law(!job.done(), "nothing is sent once all is settled");
        law(bool(validate(c->request, options_.limits)), "a call keeps the limits");
        modelled_call call{c->id, ++calls_, {}, c->request};
        bool never_sent = false;
        for (const element& e : items(c->request)) {
            const auto i = static_cast<std::size_t>(&e - list_.data());
            law(i < list_.size(), "an item is one of the list");
            law(is_free(i), "an item is sent only after its token's previous one is settled");
            model_[i].out = true;
            never_sent = never_sent || (!model_[i].sent && !was_held_up(i));
            call.items.push_back(i);
        }
        bool halved = false;
        bool left = false;
        for (std::size_t i = 0; i < model_.size(); ++i) {
            law(!(never_sent && is_free(i) && model_[i].sent), "retries go first");
            halved = halved || model_[i].largest_call < items_per_call();
            left = left || is_free(i);
        }
        for (const std::size_t i : call.items) {
            law(call.items.size() <= model_[i].largest_call, "a failed call is halved");
            model_[i].sent = true;
        }
        law(halved || !left || call.items.size() == items_per_call(), "calls are full");
        for (const modelled_call& other : out_)
            law(other.id != call.id, "calls have different ids");
        out_.push_back(call);
        requests_.push_back({call});
    }

    /// Whether the item waited for one of its token that was sent in this run.
    [[nodiscard]] bool was_held_up(std::size_t i) const {
        return model_[i].before != no_item && model_[model_[i].before].sent;
    }

    /// A request arrives at the service and is answered; the answer can be lost.
    void request(service_type& service) {
        if (requests_.empty()) return;
        const std::size_t at = choose_(requests_.size());
        envelope e = requests_[at];
        requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(at));
        e.reply = service.answer(e.call.items);
        const bool lost = !service.in_order_again && choose_(8) == 7;
        if (e.call.id != 0 && !lost) replies_.push_back(e);
    }

    void lost_request() {
        if (!requests_.empty()) requests_.pop_back();
    }

    [[nodiscard]] const modelled_call* find_out(std::uint64_t id) const {
        for (const modelled_call& c : out_)
            if (c.id == id) return &c;
        return nullptr;
    }

    void reply(job_type& job) {
        if (replies_.empty()) return;
        const std::size_t at = choose_(replies_.size());
        const envelope e = replies_[at];
        if (choose_(8) != 7) // otherwise it arrives again
            replies_.erase(replies_.begin() + static_cast<std::ptrdiff_t>(at));
        if (find_out(e.call.id) == nullptr) return stale(job, e);
        take(job, e);
    }

    void late_reply(job_type& job) {
        if (!heard_.empty()) stale(job, heard_[choose_(heard_.size())]);
    }

    void stale(job_type& job, const envelope& e) {
        if (find_out(e.call.id) != nullptr) return; // another program's number
        const std::size_t before = log_.size();
        const auto r = job.answered(e.call.id, e.reply, sink(job));
        law(r.has_error() && r.error().code == tpns::errc::call_not_out,
            "a late reply is recognised");
        law(!job.unanswered(e.call.id, sink(job)), "a call that is not out cannot fail");
        law(log_.size() == before, "a late reply settles nothing");
    }

    void take(job_type& job, const envelope& e) {
        const modelled_call c = e.call;
        const bool unpaired = !e.reply.result.empty() && e.reply.result.size() != c.items.size() &&
                              !fails_whole(e.reply.ret_code);
        close(c.id);
        bool any_settled = false;
        failing_ = too_fast_ = false;
        for (std::size_t k = 0; k < c.items.size(); ++k) {
            modelled_item& m = model_[c.items[k]];
            m.out = false;
            if (!unpaired) {
                said(c, e.reply, k);
            } else {
                m.code.reset();
                m.maybe = true;
                if (options_.halve && c.items.size() > 1)
                    halve(c.items[k], c.items.size());
                else
                    failing_ = true, attempt(c.items[k], true, c.items.size());
            }
            any_settled = any_settled || m.state == tpns::item_state::accepted ||
                          m.state == tpns::item_state::not_found ||
                          m.state == tpns::item_state::refused;
        }
        if (any_settled) failures_ = 0, noted_ = 0;
        if (too_fast_ || (failing_ && !any_settled)) failed(c);
        heard_.push_back(e);
        hears(c, [&] {
            const auto r = job.answered(c.id, e.reply, sink(job));
            law(r.has_error() == unpaired, "a reply is accepted unless it cannot be matched");
            law(!unpaired || r.error().code == tpns::errc::outcome_count_mismatch,
                "a reply that cannot be matched is reported as such");
        });
    }

    void unanswered(job_type& job) {
        if (out_.empty()) return;
        const modelled_call c = out_[choose_(out_.size())];
        close(c.id);
        if (!relaxed_) forget_request(c.id); // it will never arrive
        for (const std::size_t i : c.items) {
            model_[i].out = false;
            model_[i].code.reset();
            attempt(i, c.items.size() == 1, c.items.size());
        }
        failed(c);
        heard_.push_back({c, {}});
        hears(c, [&] {
            law(job.unanswered(c.id, sink(job)), "a call that is out can be reported unanswered");
        });
    }

    /// The sink receives exactly the items that the call settles, once and in order, whatever it
    /// does itself.
    template <class Report>
    void hears(const modelled_call& c, Report report) {
        indices settled;
        for (const std::size_t i : c.items)
            if (model_[i].state != tpns::item_state::waiting) settled.push_back(i);
        indices outer = std::exchange(given_, {});
        report();
        law(settled == given_, "the sink receives each settled item once");
        given_ = std::move(outer);
    }

    auto sink(job_type& job) {
        return [this, &job](const item_type& o) {
            law(&o.item() == &list_[o.index], "an outcome refers to its item");
            law(expected(o.index) == o, "the sink receives the expected outcome");
            given_.push_back(o.index);
            log_.push_back(o);
            if (choose_(8) != 7) return;
            next(job);
            request(*service_);
            reply(job);
            check(job);
        };
    }

    /// The program is killed, and another one resumes from its record, or from part of it.
    void killed(std::optional<job_type>& job) {
        for (std::size_t k = log_.size(); k-- != 0;)
            if (choose_(6) == 5) log_.erase(log_.begin() + static_cast<std::ptrdiff_t>(k));
        std::vector<tpns::job_outcome> record = log_;
        if (choose_(4) == 3)
            record.push_back({items_.size() + 7, tpns::item_state::accepted, {}, 0, false});
        if (choose_(4) == 3 && !items_.empty())
            record.push_back({choose_(items_.size()),
                              static_cast<tpns::item_state>(6 + choose_(250)),
                              {},
                              0,
                              false});
        if (!relaxed_) requests_.clear();
        for (envelope& e : requests_) e.call.id = 0; // nobody receives the reply
        replies_.clear();
        heard_.clear();
        job.emplace(list_, options_, record);
        begin_model(true);
    }

    /// A job can be moved at any time.
    void another_job(std::optional<job_type>& job) {
        job_type moved = std::move(*job);
        job.reset();
        job.emplace(std::move(moved));
    }

    void close(std::uint64_t id) {
        out_.erase(std::find_if(out_.begin(), out_.end(),
                                [&](const modelled_call& c) { return c.id == id; }));
    }

    void forget_request(std::uint64_t id) {
        requests_.erase(std::remove_if(requests_.begin(), requests_.end(),
                                       [&](const envelope& e) { return e.call.id == id; }),
                        requests_.end());
    }

    // Invariants.

    [[nodiscard]] tpns::job_outcome expected(std::size_t i) const {
        const modelled_item& m = model_[i];
        const bool uncertain = m.state != tpns::item_state::accepted && (m.maybe || m.out);
        return {i, m.state, m.code, m.attempts, uncertain};
    }

    void check(const job_type& job) {
        std::array<std::size_t, 7> counts{};
        for (std::size_t i = 0; i < model_.size(); ++i) {
            const tpns::job_outcome e = expected(i);
            const tpns::job_outcome o = job[i];
            law(o.state == e.state, "an item has its state");
            law(o.attempts == e.attempts, "an item has its attempts");
            law(o.uncertain == e.uncertain, "an item is uncertain if it may have been carried out");
            law(o.code == e.code, "an item has its latest code");
            ++counts[static_cast<std::size_t>(e.state)];
        }
        for (std::size_t s = 0; s < counts.size(); ++s)
            law(job.count(static_cast<tpns::item_state>(s)) == counts[s], "counts are right");
        law(job.done() == (counts[0] == 0), "a job is done when nothing waits");
        law(job.out() == out_.size(), "calls are out until they are closed");
        law(job.stopped() == stopped_, "bad credentials stop the job, and go_on ends it");
        law(job.failures_in_a_row() == failures_, "failures are counted by rounds");
        for (const modelled_call& c : out_) {
            std::size_t k = 0;
            for (const element& e : items(c.request))
                law(&e == &list_[c.items[k++]], "the request of a call that is out stays valid");
        }
    }

    /// From here on nothing fails, so the job finishes.
    void finish(job_type& job, service_type& service) {
        service.in_order_again = true;
        for (int calls = 0; !job.done(); ++calls) {
            law(calls < 1000, "a job ends");
            if (stopped_) job.go_on(), stopped_.reset();
            while (!requests_.empty() || !replies_.empty()) {
                request(service);
                reply(job);
                check(job);
            }
            if (!out_.empty()) unanswered(job); // calls whose replies were lost
            next(job);
            check(job);
        }
        next(job);
        while (relaxed_ && !requests_.empty()) request(service); // requests that still arrive
        service.carry_out(true);
        for (std::size_t token = 0; token < max_tokens; ++token)
            for (std::size_t kind = 0; kind < max_types; ++kind)
                law(possible(token, kind).count(service.state().bound[token][kind]) != 0,
                    "the state is as if each accepted item had been sent once, in order");
    }

    /// The accounts that can be bound if accepted items take effect, uncertain ones might, and
    /// others do not.
    [[nodiscard]] std::set<int> possible(std::size_t token, std::size_t kind) const {
        std::set<int> values = {initial_.bound[token][kind]};
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const modelled_item& m = model_[i];
            const bool accepted = m.state == tpns::item_state::accepted;
            if (!accepted && !m.maybe) continue;
            std::set<int> after;
            for (const int value : values) {
                simulated_state s;
                s.bound[token][kind] = value;
                s.apply(Operation::type, items_[i]);
                after.insert(s.bound[token][kind]);
                if (!accepted) after.insert(value);
            }
            values = after;
        }
        return values;
    }

    Choose& choose_;
    std::vector<element> list_;
    std::vector<simulated_item> items_;
    std::vector<bool> valid_;
    simulated_state initial_;
    tpns::job_options options_;
    bool relaxed_ = false; // any order, and requests can arrive arbitrarily late
    service_type* service_ = nullptr;

    std::vector<modelled_item> model_;
    std::vector<modelled_call> out_;
    std::optional<tpns::server_errc> stopped_;
    bool failing_ = false;  // the latest reply makes an item fail
    bool too_fast_ = false; // it makes an item wait
    std::uint64_t calls_ = 0;
    std::uint64_t noted_ = 0;
    unsigned failures_ = 0;

    std::vector<envelope> requests_; // in transit
    std::vector<envelope> replies_;
    std::vector<envelope> heard_; // of closed calls
    indices given_;
    std::vector<tpns::job_outcome> log_;
};

/// One run of a job, with an operation that `choose` selects.
template <class Choose>
void live(Choose& choose) {
    switch (choose(8)) {
    case 1: return job_life<tpns::append_accounts, Choose>(choose).live();
    case 2: return job_life<tpns::unbind_accounts, Choose>(choose).live();
    case 3: return job_life<tpns::unbind_all_accounts, Choose>(choose).live();
    case 4: return job_life<tpns::unbind_all_tokens, Choose>(choose).live();
    default: return job_life<tpns::overwrite_accounts, Choose>(choose).live();
    }
}

} // namespace tpns_tests

#endif
