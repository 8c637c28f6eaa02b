// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/job.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/death.hpp"
#include "support/printers.hpp"

#include <tpns/encode.hpp>

#include <boost/core/span.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// tests/laws/job.cpp tests the guarantee, over random jobs against a simulated service.

using namespace tpns;

namespace {

using binding_job = job<overwrite_accounts>;
using token_job = job<unbind_all_accounts>;
using bindings = std::vector<binding>;
using tokens = std::vector<device_token>;
using record = std::vector<job_outcome>;

// Types that can be lists, and properties of a job.
static_assert(std::is_constructible_v<binding_job, bindings&>);
static_assert(std::is_constructible_v<binding_job, const bindings&, job_options, record>);
static_assert(std::is_constructible_v<token_job, const device_token (&)[2]>);
static_assert(
    std::is_constructible_v<job<unbind_all_accounts_view>, boost::span<const device_token_view>&>);
static_assert(std::is_constructible_v<token_job, list_view<device_token>>);
static_assert(!std::is_constructible_v<binding_job, bindings>);
static_assert(!std::is_constructible_v<binding_job, const bindings>);
static_assert(!std::is_constructible_v<binding_job, bindings, job_options, record>);
static_assert(!std::is_constructible_v<binding_job, tokens&>);
static_assert(!std::is_convertible_v<bindings&, binding_job>);
static_assert(!std::is_copy_constructible_v<binding_job> && !std::is_copy_assignable_v<token_job>);
static_assert(std::is_nothrow_move_constructible_v<binding_job>);
static_assert(std::is_nothrow_move_assignable_v<token_job>);
static_assert(std::is_base_of_v<job_outcome, binding_job::outcome>);
static_assert(std::is_same_v<decltype(binding_job::call::request),
                             basic_operation<operator_type::overwrite_accounts, part>>);
static_assert(
    std::is_same_v<decltype(std::declval<binding_job::outcome>().item()), const binding&>);

/// One binding per letter, which names the token, each with a different account.
bindings bindings_of(const std::string& letters) {
    bindings all;
    for (const char c : letters)
        all.push_back({device_token(std::string(1, c)),
                       {{account_id("account " + std::to_string(all.size()))}}});
    return all;
}

tokens tokens_of(std::size_t count) {
    tokens all;
    for (std::size_t i = 0; i < count; ++i) all.emplace_back("token " + std::to_string(i));
    return all;
}

std::string letters_of(const basic_operation<operator_type::overwrite_accounts, part>& r) {
    std::string letters;
    for (const binding& b : r.token_accounts) letters += b.token.str();
    return letters;
}

/// The indices of the items in the call.
template <class List, class Call>
std::vector<std::size_t> indices_of(const List& all, const Call& c) {
    std::vector<std::size_t> indices;
    for (const auto& item : items(c.request))
        indices.push_back(static_cast<std::size_t>(&item - all.data()));
    return indices;
}

response whole(server_errc code) { return {code, "", {}}; }

response codes(std::vector<item_code> list) { return {server_errc::batch_partly_failed, "", list}; }

/// Sinks that record their calls.
struct logging {
    record& to;
    void operator()(const job_outcome& o) const { to.push_back(o); }
};

constexpr server_errc bad = server_errc::invalid_parameter;
constexpr server_errc busy = server_errc::internal_service_failed;
constexpr server_errc slow = server_errc::too_many_requests;
constexpr server_errc locked = server_errc::authentication_failed;
constexpr auto unlisted = static_cast<server_errc>(777);

template <class Job>
std::size_t send_all(Job& j, const response& reply = {}) {
    std::size_t calls = 0;
    while (const auto c = j.next()) {
        CHECK(j.answered(c->id, reply));
        ++calls;
    }
    return calls;
}

template <class Job>
std::vector<item_state> states(const Job& j) {
    std::vector<item_state> all;
    for (const auto& o : j) all.push_back(o.state);
    return all;
}

} // namespace

TEST_CASE("a list of any length is sent in calls, in order, and each item is settled once") {
    for (const std::size_t size : {0U, 1U, 19U, 20U, 21U, 45U, 100U}) {
        const tokens list = tokens_of(size);
        token_job j(list);
        std::vector<std::size_t> sent;
        record settled;
        while (const auto c = j.next()) {
            CHECK(j.out() == 1);
            CHECK(c->request.token_list.size() <= 20);
            for (const std::size_t i : indices_of(list, *c)) sent.push_back(i);
            CHECK(j.answered(c->id, response{}, logging{settled}));
        }
        CHECK(sent.size() == size);
        REQUIRE(settled.size() == size);
        for (std::size_t i = 0; i < size; ++i) {
            CHECK(sent[i] == i);
            CHECK(settled[i] ==
                  job_outcome{i, item_state::accepted, server_errc::accepted, 0, false});
            CHECK(settled[i] == j[i]);
            CHECK(&j[i].item() == &list[i]);
            CHECK(j[i].token() == list[i]);
        }
        CHECK(j.done());
        CHECK(j.size() == size);
        CHECK(j.out() == 0);
        CHECK(j.count(item_state::accepted) == size);
        CHECK(j.end() - j.begin() == static_cast<std::ptrdiff_t>(size));
    }
}

TEST_CASE("several calls can be pending, and are answered in any order") {
    const tokens list = tokens_of(50);
    token_job j(list);
    const auto a = j.next();
    const auto b = j.next();
    const auto c = j.next();
    CHECK_FALSE(j.next());
    CHECK(j.out() == 3);
    CHECK(j.answered(c->id, response{}));
    CHECK(j.answered(a->id, response{}));
    CHECK(j.count(item_state::waiting) == 20);
    CHECK_FALSE(j.done());
    CHECK(indices_of(list, *b).front() == 20); // still valid
    CHECK(j.unanswered(b->id));
    const auto again = j.next();
    CHECK(indices_of(list, *again).size() == 20);
    CHECK(j.answered(again->id, response{}));
    CHECK(j.done());
}

TEST_CASE("for operators that bind, one item of each token is pending at a time") {
    const bindings list = bindings_of("aabac");
    binding_job j(list);
    const auto first = j.next();
    CHECK(letters_of(first->request) == "abc");
    CHECK_FALSE(j.next()); // the others wait for a
    CHECK(j.answered(first->id, codes({{"1008004"}, {"0"}, {"0"}})));
    const auto second = j.next();
    CHECK(indices_of(list, *second) == std::vector<std::size_t>{0}); // the same item again
    CHECK(j.answered(second->id, response{}));
    const auto third = j.next();
    CHECK(indices_of(list, *third) == std::vector<std::size_t>{1});
    CHECK(j.answered(third->id, whole(bad))); // refused is also settled
    const auto last = j.next();
    CHECK(indices_of(list, *last) == std::vector<std::size_t>{3});
    CHECK(j.answered(last->id, response{}));
    CHECK(j.done());
    CHECK(j.count(item_state::refused) == 1);
}

TEST_CASE("items of operators that only unbind commute, and are sent at once") {
    const bindings list = bindings_of("aaa");
    job<append_accounts> binds(list);
    CHECK(binds.next()->request.token_accounts.size() == 1);
    job<unbind_accounts> unbinds(list);
    CHECK(unbinds.next()->request.token_accounts.size() == 3);
    const tokens same(3, device_token("a"));
    token_job forgets(same);
    CHECK(forgets.next()->request.token_list.size() == 3);
    const std::vector<account> accounts(3, account{account_id("me"), {}});
    job<unbind_all_tokens> logs_out(accounts);
    const auto c = logs_out.next();
    CHECK(c->request.account_list.size() == 3);
    CHECK(logs_out[2].account() == account_view{accounts[2].id, accounts[2].type});
    CHECK(logs_out[2].token().str().empty());
}

TEST_CASE("retried items, and those that waited for them, are sent before unsent items") {
    const bindings list = bindings_of("abacdefg");
    job_options two;
    two.items_per_call = 2;
    binding_job j(list, two);
    const auto first = j.next();
    CHECK(letters_of(first->request) == "ab");
    const auto second = j.next();
    CHECK(letters_of(second->request) == "cd"); // the second a is skipped
    CHECK(j.answered(first->id, codes({{"0"}, {"1008004"}})));
    CHECK(indices_of(list, *j.next()) == std::vector<std::size_t>{2, 1});
    CHECK(letters_of(j.next()->request) == "ef");
}

/// Checks the memory of a new job for each item, and how much its pending calls add.
template <class Operation, class List>
void check_memory(const List& list, std::size_t each) {
    std::vector<std::uint64_t> ids(list.size());
    const std::size_t before = tpns_tests::live_bytes();
    job<Operation> j(list);
    CHECK(tpns_tests::live_bytes() - before < each * list.size() + 100); // malloc rounds up
    tpns_tests::forget_peak();
    std::size_t count = 0;
    while (const auto c = j.next()) ids[count++] = c->id;
    for (std::size_t k = 0; k < count; ++k) CHECK(j.unanswered(ids[k]));
    CHECK(tpns_tests::peak_bytes() - before <= (each + 25) * list.size());
}

TEST_CASE("the documented memory is enough") {
    for (const std::size_t size : {1'000U, 1'274U, 20'000U}) {
        CAPTURE(size);
        const tokens all = tokens_of(size);
        bindings list;
        for (const device_token& token : all) list.push_back({token, {{account_id("account")}}});
        check_memory<unbind_all_accounts>(all, 8);
        check_memory<overwrite_accounts>(list, 12);
    }
}

TEST_CASE("an item that breaks a rule is invalid from the start, and never sent") {
    bindings list = bindings_of("abcd");
    list[1].account_list.clear();
    list[2].account_list[0].id = account_id("x");
    job_options options;
    options.limits.max_token_bytes = 1;
    list[3].token = device_token("dd");
    binding_job j(list, options);
    CHECK(j.count(item_state::invalid) == 3);
    CHECK(j.error_of(0));
    CHECK(to_string(j.error_of(1).error()) == "/token_accounts/1/account_list: must not be empty");
    CHECK(to_string(j.error_of(2).error()) ==
          "/token_accounts/2/account_list/0/account: shorter than 2 characters");
    CHECK(to_string(j.error_of(3).error()) == "/token_accounts/3/token: longer than 1 bytes");
    record settled;
    const auto c = j.next();
    CHECK(letters_of(c->request) == "a");
    CHECK(j.answered(c->id, response{}, logging{settled}));
    CHECK(settled.size() == 1);
    CHECK(j.done());
    CHECK(j[1] == job_outcome{1, item_state::invalid, std::nullopt, 0, false});
}

TEST_CASE("an invalid item does not block others of its token") {
    bindings list = bindings_of("aaa");
    list[0].account_list.clear();
    list[1].account_list.clear();
    binding_job j(list);
    CHECK(indices_of(list, *j.next()) == std::vector<std::size_t>{2});
}

TEST_CASE("a call has no more items than the limits allow, and at least one") {
    const bindings list = bindings_of("abcdefghijklmnopqrstuvwxyz");
    job_options options;
    options.items_per_call = 1000;
    CHECK(binding_job(list, options).next()->request.token_accounts.size() == 20);
    options.limits.max_token_accounts = 25;
    const auto c = binding_job(list, options).next();
    CHECK(c->request.token_accounts.size() == 25);
    options.items_per_call = 0;
    CHECK(binding_job(list, options).next()->request.token_accounts.size() == 1);
    options.limits.max_token_accounts = 0; // nothing can be sent
    CHECK(binding_job(list, options).count(item_state::invalid) == list.size());

    const tokens many = tokens_of(100);
    options = {};
    options.items_per_call = limits::unlimited;
    CHECK(token_job(many, options).next()->request.token_list.size() == 100);
    options.limits.max_token_list = 7;
    CHECK(token_job(many, options).next()->request.token_list.size() == 7);
    const std::vector<account> accounts(9, account{account_id("me"), {}});
    options.limits.max_account_list = 8;
    CHECK(job<unbind_all_tokens>(accounts, options).next()->request.account_list.size() == 8);
}

TEST_CASE("every call from next can be encoded with the job's limits") {
    bindings list = bindings_of("abcdefghij");
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i].account_list.resize(i % 4, list[i].account_list[0]);
    job_options options;
    options.limits.max_account_list = 1; // for operation 5 only
    options.limits.max_accounts_per_token = 2;
    options.limits.max_token_accounts = 3;
    binding_job j(list, options);
    std::string body;
    while (const auto c = j.next()) {
        CHECK(encode_into(body, c->request, options.limits));
        CHECK(j.answered(c->id, response{}));
    }
    CHECK(j.count(item_state::invalid) == 5); // those with 0 or 3 accounts
    CHECK(j.count(item_state::accepted) == 5);
}

TEST_CASE(
    "retryable codes, and calls without a reply, count as attempts until an item is given up") {
    const tokens list = tokens_of(1);
    job_options three;
    three.max_attempts = 3;
    for (int kind = 0; kind < 4; ++kind) {
        token_job j(list, three);
        record settled;
        for (unsigned attempt = 1; attempt <= 3; ++attempt) {
            CHECK(settled.empty());
            const auto c = j.next();
            REQUIRE(c);
            if (kind == 0) CHECK(j.answered(c->id, whole(busy), logging{settled}));
            if (kind == 1) CHECK(j.answered(c->id, codes({{"1008004"}}), logging{settled}));
            if (kind == 2) CHECK(j.unanswered(c->id, logging{settled}));
            if (kind == 3) {
                const auto r = j.answered(c->id, codes({{"0"}, {"0"}}), logging{settled});
                CHECK(r.error().code == errc::outcome_count_mismatch);
            }
            CHECK(j[0].attempts == attempt);
        }
        CHECK_FALSE(j.next());
        REQUIRE(settled.size() == 1);
        const std::optional<server_errc> code =
            kind < 2 ? std::optional(busy) : std::optional<server_errc>();
        CHECK(settled[0] == job_outcome{0, item_state::gave_up, code, 3, true});
    }
}

TEST_CASE("rate limits and bad credentials do not count as attempts") {
    const tokens list = tokens_of(2);
    job_options one;
    one.max_attempts = 1;
    token_job j(list, one);
    for (const server_errc code : {slow, locked, slow, locked}) {
        CHECK(j.answered(j.next()->id, whole(code)));
        CHECK(j[0] == job_outcome{0, item_state::waiting, code, 0, false});
        j.go_on();
    }
    CHECK(j.answered(j.next()->id, codes({{"1008028"}, {"0"}})));
    CHECK(j[0].attempts == 0);
    CHECK(j[1].state == item_state::accepted);
}

TEST_CASE("a max_attempts of 0 means no limit, and 255 is the largest") {
    const tokens list = tokens_of(1);
    job_options options;
    options.max_attempts = 0;
    token_job endless(list, options);
    for (int i = 0; i < 1000; ++i) CHECK(endless.unanswered(endless.next()->id));
    CHECK(endless[0].attempts == 255);
    CHECK_FALSE(endless.done());
    options.max_attempts = 1000;
    token_job long_lived(list, options);
    int calls = 0;
    for (; !long_lived.done(); ++calls) CHECK(long_lived.unanswered(long_lived.next()->id));
    CHECK(calls == 255);
}

TEST_CASE("no item is given up because of another") {
    const tokens list = tokens_of(20);
    for (std::size_t poison = 0; poison < 20; ++poison) {
        job_options three;
        three.max_attempts = 3;
        token_job j(list, three);
        int calls = 0;
        while (const auto c = j.next()) {
            REQUIRE(++calls < 100);
            bool poisoned = false;
            for (const std::size_t i : indices_of(list, *c)) poisoned = poisoned || i == poison;
            if (poisoned)
                CHECK(j.unanswered(c->id));
            else
                CHECK(j.answered(c->id, response{}));
        }
        CHECK(j.count(item_state::accepted) == 19);
        CHECK(j[poison].state == item_state::gave_up);
        CHECK(j[poison].uncertain);
    }
}

TEST_CASE("the one item that makes a call fail is found in at most ten calls of twenty") {
    struct kind {
        response reply;
        item_state state;
        std::optional<server_errc> code;
        bool uncertain;
    };
    const kind kinds[] = {
        {whole(bad), item_state::refused, bad, false},
        {whole(server_errc::invalid_token), item_state::not_found, server_errc::invalid_token,
         true},
        {whole(server_errc::batch_totally_failed), item_state::unknown,
         server_errc::batch_totally_failed, true},
        {whole(unlisted), item_state::unknown, unlisted, true},
    };
    const tokens list = tokens_of(20);
    for (const kind& k : kinds)
        for (std::size_t culprit = 0; culprit < 20; ++culprit) {
            token_job j(list);
            record settled;
            int calls = 0;
            while (const auto c = j.next()) {
                ++calls;
                bool fails = false;
                for (const std::size_t i : indices_of(list, *c)) fails = fails || i == culprit;
                CHECK(j.answered(c->id, fails ? k.reply : response{}, logging{settled}));
            }
            CHECK(calls <= 10);
            CHECK(settled.size() == 20);
            CHECK(j.count(item_state::accepted) == 19);
            CHECK(j[culprit] == job_outcome{culprit, k.state, k.code, 0, k.uncertain});
        }
}

TEST_CASE("a call with unmatched codes is halved, and counts as an attempt if an item is alone") {
    const tokens list = tokens_of(4);
    job_options two;
    two.max_attempts = 2;
    token_job j(list, two);
    std::vector<std::size_t> sizes;
    while (const auto c = j.next()) {
        sizes.push_back(c->request.token_list.size());
        const result<void> r = j.answered(c->id, codes(std::vector<item_code>(7, {"0"})));
        CHECK(r.error().code == errc::outcome_count_mismatch);
        CHECK(r.error().limit == sizes.back());
    }
    CHECK(sizes == std::vector<std::size_t>{4, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1});
    CHECK(j.count(item_state::gave_up) == 4);
    CHECK(j[0] == job_outcome{0, item_state::gave_up, std::nullopt, 2, true});
}

TEST_CASE("with halving off, a failed call fails all of its items") {
    const tokens list = tokens_of(4);
    job_options options;
    options.halve = false;
    options.max_attempts = 2;
    for (const server_errc code : {bad, server_errc::invalid_token, unlisted}) {
        token_job j(list, options);
        CHECK(send_all(j, whole(code)) == 1);
        CHECK(j.count(item_state::unknown) == 4);
    }
    token_job alone(list, options);
    CHECK(alone.answered(alone.next()->id, codes({{"1008007"}, {"0"}, {"777"}, {"1008006"}})));
    CHECK(states(alone) == std::vector{item_state::refused, item_state::accepted,
                                       item_state::unknown, item_state::not_found});
    token_job lost(list, options);
    CHECK(lost.unanswered(lost.next()->id));
    CHECK(lost.answered(lost.next()->id, codes({{"0"}})).has_error());
    CHECK(lost.count(item_state::gave_up) == 4);
    CHECK(lost[3].attempts == 2);
}

TEST_CASE("an item that is alone in a call has the call's code") {
    const tokens list = tokens_of(1);
    const std::pair<server_errc, item_state> rows[] = {
        {bad, item_state::refused},
        {server_errc::invalid_token, item_state::not_found},
        {server_errc::no_such_token_or_account, item_state::not_found},
        {unlisted, item_state::unknown},
    };
    for (const auto& [code, state] : rows) {
        token_job j(list);
        CHECK(send_all(j, whole(code)) == 1);
        CHECK(j[0].state == state);
        CHECK(j[0].code == code);
    }
}

TEST_CASE("bad credentials stop the job, and cost one call") {
    const tokens list = tokens_of(100);
    token_job j(list);
    const auto first = j.next();
    const auto second = j.next();
    CHECK_FALSE(j.stopped());
    CHECK(j.answered(first->id, whole(locked)));
    CHECK(j.stopped() == locked);
    CHECK_FALSE(j.next());
    CHECK(j.answered(second->id, response{})); // a pending call can still be answered
    CHECK_FALSE(j.next());
    CHECK(j.count(item_state::waiting) == 80);
    j.go_on();
    CHECK_FALSE(j.stopped());
    CHECK(indices_of(list, *j.next()).front() == 0);
    CHECK(send_all(j) == 3);
}

TEST_CASE("a late or duplicate reply is not mistaken for another call's") {
    const tokens list = tokens_of(60);
    token_job j(list);
    record settled;
    const auto first = j.next();
    CHECK(j.unanswered(first->id));
    CHECK_FALSE(j.unanswered(first->id, logging{settled}));
    const auto second = j.next();
    CHECK(second->id != first->id);
    const result<void> late = j.answered(first->id, response{}, logging{settled});
    CHECK(late.error() == error(errc::call_not_out));
    CHECK(to_string(late.error()) == "body: does not answer a pending call");
    CHECK(settled.empty());
    CHECK(j.count(item_state::waiting) == 60);
    CHECK(j.answered(second->id, response{}));
    CHECK(j.answered(second->id, response{}).has_error());
    for (const std::uint64_t never : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0},
                                      first->id + 1, std::uint64_t{1} << 32}) {
        CHECK_FALSE(j.unanswered(never));
        CHECK(j.answered(never, response{}).has_error());
    }
    CHECK(j.failures_in_a_row() == 0);
    std::map<std::uint64_t, int> seen;
    while (const auto c = j.next()) {
        CHECK(++seen[c->id] == 1);
        CHECK(j.answered(c->id, response{}));
    }
    CHECK(seen.size() == 2);
}

TEST_CASE("failures in a row are counted by rounds, and a final answer ends them") {
    const tokens list = tokens_of(200);
    token_job j(list);
    CHECK(j.failures_in_a_row() == 0);
    const auto a = j.next();
    const auto b = j.next();
    const auto c = j.next();
    CHECK(j.unanswered(a->id));
    CHECK(j.failures_in_a_row() == 1);
    CHECK(j.answered(b->id, whole(busy))); // was pending together with a
    CHECK(j.failures_in_a_row() == 1);
    const auto d = j.next();
    CHECK(j.answered(d->id, whole(slow)));
    CHECK(j.failures_in_a_row() == 2);
    CHECK(j.answered(c->id, whole(slow))); // from the first round
    CHECK(j.failures_in_a_row() == 2);
    CHECK(j.answered(j.next()->id, codes({{"1008028"}, {"1008004"}})).has_error());
    CHECK(j.answered(j.next()->id, whole(bad))); // both answer, and the items are sent in halves
    CHECK(j.failures_in_a_row() == 2);
    for (const char* const known : {"0", "1008006", "1008007"}) {
        CAPTURE(known);
        const auto e = j.next();
        std::vector<item_code> one_known(e->request.token_list.size(), {"1008028"});
        one_known[3] = {known};
        CHECK(j.answered(e->id, codes(one_known)));
        CHECK(j.failures_in_a_row() == 1); // since the others come too fast
        CHECK(j.unanswered(j.next()->id));
        CHECK(j.failures_in_a_row() == 2);
    }
    CHECK(j.answered(j.next()->id, whole(locked)));
    CHECK(j.failures_in_a_row() == 3);

    // A success ends a round as well, even that of the first call.
    token_job again(list);
    const auto p = again.next();
    const auto q = again.next();
    const auto r = again.next();
    CHECK(again.unanswered(q->id));
    CHECK(again.answered(r->id, response{}));
    CHECK(again.failures_in_a_row() == 0);
    CHECK(again.unanswered(p->id));
    CHECK(again.failures_in_a_row() == 1);

    // The latest call is also one of the round.
    token_job latest(list);
    const auto x = latest.next();
    const auto y = latest.next();
    CHECK(latest.unanswered(x->id));
    CHECK(latest.unanswered(y->id));
    CHECK(latest.failures_in_a_row() == 1);
}

TEST_CASE("dead tokens are an answer, not a failure of the call") {
    const tokens list = tokens_of(3);
    token_job j(list);
    const auto c = j.next();
    CHECK(j.answered(c->id, codes({{"1008006"}, {"1008006"}, {"1008007"}})));
    CHECK(j.done());
    CHECK(j.failures_in_a_row() == 0);
    job_options one;
    one.max_attempts = 1;
    token_job k(list, one);
    CHECK(k.answered(k.next()->id, codes({{"1008006"}, {"1008006"}, {"1008004"}})));
    CHECK(k.done());
    CHECK(k.failures_in_a_row() == 0);
    const tokens single = tokens_of(1);
    token_job given_up(single, one);
    CHECK(given_up.answered(given_up.next()->id, codes({{"1008004"}})));
    CHECK(given_up.done()); // which is not the service's decision
    CHECK(given_up.failures_in_a_row() == 1);
    token_job mismatched(single);
    CHECK(mismatched.answered(mismatched.next()->id, codes({{"0"}, {"0"}})).has_error());
    CHECK(mismatched.failures_in_a_row() == 1);
    token_job unknown(single);
    CHECK(unknown.unanswered(unknown.next()->id));
    CHECK(unknown.answered(unknown.next()->id, whole(unlisted)));
    CHECK(unknown.done());
    CHECK(unknown.failures_in_a_row() == 2); // by the call's code
    token_job coded(single);
    CHECK(coded.unanswered(coded.next()->id));
    CHECK(coded.answered(coded.next()->id, codes({{"777"}})));
    CHECK(coded[0].state == item_state::unknown);
    CHECK(coded.failures_in_a_row() == 1); // by its own
    one.halve = false;
    token_job whole_calls(list, one);
    CHECK(whole_calls.answered(whole_calls.next()->id, codes({{"0"}})).has_error());
    CHECK(whole_calls.failures_in_a_row() == 1);
}

TEST_CASE("the search for dead tokens is not taken for a service that fails") {
    const tokens list = tokens_of(200);
    token_job j(list);
    std::size_t calls = 0;
    for (; const auto c = j.next(); ++calls) {
        bool any_dead = false;
        for (const std::size_t i : indices_of(list, *c)) any_dead = any_dead || i < 40;
        CHECK(j.answered(c->id, whole(any_dead ? bad : server_errc::accepted)));
        CHECK(j.failures_in_a_row() == 0);
    }
    CHECK(calls < 100);
    CHECK(j.count(item_state::refused) == 40);
    CHECK(j.count(item_state::accepted) == 160);
}

TEST_CASE("an item is uncertain if it might have been carried out") {
    const tokens list = tokens_of(1);
    token_job j(list);
    CHECK_FALSE(j[0].uncertain);
    const auto c = j.next();
    CHECK(j[0].uncertain); // it is pending
    CHECK(j.answered(c->id, whole(slow)));
    CHECK_FALSE(j[0].uncertain); // not carried out
    CHECK(j.unanswered(j.next()->id));
    CHECK(j[0].uncertain);
    // The first call might have unbound it, so that nothing was left to unbind.
    CHECK(j.answered(j.next()->id, whole(server_errc::no_such_token_or_account)));
    CHECK(j[0] ==
          job_outcome{0, item_state::not_found, server_errc::no_such_token_or_account, 1, true});
    token_job k(list);
    CHECK(k.unanswered(k.next()->id));
    CHECK(k.answered(k.next()->id, response{}));
    CHECK(k[0] == job_outcome{0, item_state::accepted, server_errc::accepted, 1, false});
}

TEST_CASE("a job resumes from the outcomes that sinks received") {
    const bindings list = bindings_of("abcdefghijklmnopqrstuvwxyz");
    record log;
    job_options five;
    five.items_per_call = 5;
    {
        binding_job j(list, five);
        const auto first = j.next();
        const auto second = j.next();
        const auto third = j.next();
        CHECK(j.answered(second->id, codes({{"0"}, {"1008006"}, {"1008007"}, {"777"}, {"1008004"}}),
                         logging{log}));
        CHECK(j.answered(first->id, response{}, logging{log}));
        CHECK(third); // pending when the program ends
    }
    CHECK(log.size() == 9);
    binding_job j(list, five, log);
    CHECK(j.count(item_state::accepted) == 6);
    CHECK(j.count(item_state::waiting) == 17);
    for (const job_outcome& o : log) CHECK(j[o.index] == o);
    CHECK(j[9] == job_outcome{9, item_state::waiting, std::nullopt, 0, true});
    CHECK(indices_of(list, *j.next()) == std::vector<std::size_t>{9, 10, 11, 12, 13});
}

TEST_CASE("an empty record means that nothing is known of earlier calls") {
    const tokens list = tokens_of(3);
    token_job j(list, {}, record());
    for (const auto& o : j)
        CHECK(o == job_outcome{o.index, item_state::waiting, std::nullopt, 0, true});
    CHECK(j.answered(j.next()->id, codes({{"0"}, {"1008006"}, {"1008007"}})));
    CHECK_FALSE(j[0].uncertain);
    CHECK(j[1].uncertain);
    CHECK(j[2].uncertain);
}

TEST_CASE(
    "for operators that bind, an entry counts only after those of all earlier items of its token") {
    const bindings list = bindings_of("aabab");
    const auto entry = [](std::size_t i) {
        return job_outcome{i, item_state::accepted, server_errc::accepted, 0, false};
    };
    const auto waiting = [&](const record& log) {
        std::string which;
        for (const auto& o : binding_job(list, {}, log))
            which += o.state == item_state::waiting ? static_cast<char>('0' + o.index) : '.';
        return which;
    };
    CHECK(waiting({entry(0), entry(1), entry(2), entry(3), entry(4)}) == ".....");
    CHECK(waiting({entry(0), entry(2), entry(1), entry(4), entry(3)}) == ".....");
    CHECK(waiting({entry(1), entry(3), entry(2)}) == "01.34");
    CHECK(waiting({entry(1), entry(0)}) == ".1234");
    CHECK(waiting({entry(1), entry(0), entry(1)}) == "..234"); // the last one counts
    CHECK(waiting({entry(0), entry(1), entry(0)}) == ".1234");
    CHECK(waiting({entry(0), entry(3)}) == ".1234");
    CHECK(waiting({entry(4), entry(0), entry(1), entry(3)}) == "..2.4");

    // If the order does not matter, all entries count.
    const tokens same(3, device_token("a"));
    token_job j(same, {}, record{entry(2), entry(0)});
    CHECK(j.count(item_state::accepted) == 2);

    // An item that is sent again starts afresh.
    binding_job again(list, {}, record{{1, item_state::refused, bad, 3, false}});
    CHECK(again[1] == job_outcome{1, item_state::waiting, std::nullopt, 0, true});
}

TEST_CASE("an invalid item needs no entry, and has none") {
    bindings list = bindings_of("aaa");
    list[1].account_list.clear();
    const record log = {{0, item_state::accepted, {}, 0, false},
                        {1, item_state::accepted, {}, 0, false},
                        {2, item_state::accepted, {}, 0, false}};
    binding_job j(list, {}, log);
    CHECK(states(j) ==
          std::vector{item_state::accepted, item_state::invalid, item_state::accepted});
}

TEST_CASE("entries that make no sense are ignored") {
    const tokens list = tokens_of(2);
    const record log = {
        {2, item_state::accepted, {}, 0, false},
        {limits::unlimited, item_state::accepted, {}, 0, false},
        {0, item_state::invalid, {}, 0, false},
        {0, static_cast<item_state>(7), {}, 0, false},
        {0, static_cast<item_state>(255), {}, 0, false},
        {1, item_state::gave_up, busy, 100'000, true},
    };
    token_job j(list, {}, log);
    CHECK(states(j) == std::vector{item_state::waiting, item_state::gave_up});
    CHECK(j[1] == job_outcome{1, item_state::gave_up, busy, 255, true});
    // An item recorded before it was settled is waiting, and keeps its attempts.
    token_job k(list, {}, record{{0, item_state::waiting, busy, 7, true}});
    CHECK(k[0].attempts == 7);
    CHECK(k.unanswered(k.next()->id)); // two items, so none is given up
    CHECK(k[0].attempts == 7);
    CHECK(k.unanswered(k.next()->id));
    CHECK(k[0].state == item_state::gave_up);
}

TEST_CASE("if a sink throws, the call is answered, and the job continues") {
    const tokens list = tokens_of(40);
    token_job j(list);
    const auto first = j.next();
    const auto second = j.next();
    std::size_t given = 0;
    const auto throwing = [&](const job_outcome&) {
        if (++given == 3) throw std::runtime_error("disk full");
    };
    CHECK_THROWS_AS((void)j.answered(first->id, response{}, throwing), std::runtime_error);
    CHECK(given == 3);
    CHECK(j.out() == 1);
    CHECK(j.count(item_state::accepted) == 20);
    CHECK(j.answered(first->id, response{}).has_error());
    CHECK(j.answered(second->id, response{}));
    CHECK(j.done());
}

TEST_CASE("a sink can inspect the job and send more calls") {
    const tokens list = tokens_of(100);
    job_options four;
    four.items_per_call = 4;
    token_job j(list, four);
    std::vector<token_job::call> calls;
    record settled;
    const auto pumping = [&](const token_job::outcome& o) {
        CHECK(j[o.index] == o);
        CHECK(&o.item() == &list[o.index]);
        settled.push_back(o);
        if (const auto c = j.next()) calls.push_back(*c);
    };
    calls.push_back(*j.next());
    while (!calls.empty()) {
        const token_job::call c = calls.back();
        calls.pop_back();
        CHECK(j.answered(c.id, response{}, pumping));
    }
    CHECK(j.done());
    CHECK(settled.size() == 100);
}

TEST_CASE("a sink that answers more calls still receives each item once") {
    struct pump {
        token_job& j;
        std::vector<std::size_t>& settled;
        void operator()(const token_job::outcome& o) {
            settled.push_back(o.index);
            while (const auto c = j.next()) CHECK(j.answered(c->id, response{}, *this));
        }
    };
    const tokens list = tokens_of(4);
    token_job j(list);
    std::vector<std::size_t> settled;
    const auto c = j.next();
    // Items 1 and 3 are retried, in a call that the sink answers when it receives item 0.
    CHECK(j.answered(c->id, codes({{"0"}, {"1008004"}, {"0"}, {"1008004"}}), pump{j, settled}));
    CHECK(j.done());
    CHECK(settled == std::vector<std::size_t>{0, 1, 3, 2});
}

TEST_CASE("pending requests stay valid when the job is moved") {
    const bindings list = bindings_of("abcdefghijklmnopqrstuvwxyzA");
    std::optional<binding_job> first(std::in_place, list);
    const auto a = first->next();
    const auto b = first->next();
    binding_job second = std::move(*first);
    first.reset();
    CHECK(letters_of(a->request) == "abcdefghijklmnopqrst");
    CHECK(letters_of(b->request) == "uvwxyzA");
    CHECK(second.answered(b->id, response{}));
    CHECK(second.unanswered(a->id));
    CHECK(send_all(second) == 1);
    CHECK(second.done());
}

TEST_CASE("views, arrays and spans are also lists") {
    const device_token_view list[] = {device_token_view("a"), device_token_view("b")};
    job<unbind_all_accounts_view> j(list);
    CHECK(encode(j.next()->request).value() == R"({"operator_type":4,"token_list":["a","b"]})");
    const std::array<device_token, 2> array = {device_token("a"), device_token("b")};
    CHECK(token_job(array).size() == 2);
    const boost::span<const device_token> span = array;
    CHECK(token_job(span).size() == 2);
    binding_view b{device_token_view("t"), {}};
    boost::span<binding_view> one(&b, 1);
    CHECK(job<overwrite_accounts_view>(one).count(item_state::invalid) == 1);
    const bindings none;
    CHECK(job<basic_operation<operator_type::overwrite_accounts, part>>(none).done());
}

TEST_CASE("the caller's dispositions take precedence") {
    static constexpr code_disposition mine[] = {
        {server_errc::batch_partly_failed, disposition::retry}};
    const tokens list = tokens_of(2);
    job_options options;
    options.dispositions = mine;
    token_job j(list, options);
    CHECK(j.answered(j.next()->id, codes({})));
    CHECK(j[0] == job_outcome{0, item_state::waiting, server_errc::batch_partly_failed, 1, true});
    CHECK(j.next()->request.token_list.size() == 2);
}

TEST_CASE("nothing is allocated once the maximum number of calls has been pending") {
    bindings list;
    for (std::size_t i = 0; i < 10'000; ++i)
        list.push_back(
            {device_token("token " + std::to_string(i * 7919 % 3000)), {{account_id("account")}}});
    binding_job j(list);
    const response good;
    const response mixed = codes(std::vector<item_code>(20, {"1008004"}));
    std::vector<std::uint64_t> out;
    out.reserve(8);
    std::size_t calls = 0;
    std::size_t before = tpns_tests::allocations();
    do {
        for (; out.size() < 8; ++calls) {
            const auto c = j.next();
            if (!c) break;
            out.push_back(c->id);
        }
        const std::uint64_t id = out.front();
        out.erase(out.begin());
        if (calls % 7 == 0)
            CHECK(j.unanswered(id));
        else
            (void)j.answered(id, calls % 3 == 0 ? mixed : good);
        if (calls == 30) before = tpns_tests::allocations();
    } while (!j.done());
    CHECK(tpns_tests::allocations() == before);
    CHECK(j.count(item_state::accepted) > 9'000);
}

TEST_CASE("preconditions are asserted" * doctest::skip(!tpns_tests::asserts)) {
    using tpns_tests::dies;
    const tokens list = tokens_of(2);
    const token_job j(list);
    CHECK(dies([&] { (void)j[2]; }));
    CHECK(dies([&] { (void)j.error_of(2); }));
    CHECK(dies([&] { (void)j.count(static_cast<item_state>(7)); }));
    CHECK_FALSE(dies([&] { (void)j.count(static_cast<item_state>(6)); }));
    constexpr std::size_t too_many = 0xFFFF'FFFF;
    CHECK(dies([&] { (void)token_job(list_view<device_token>(list.data(), too_many)); }));
}
