// SPDX-License-Identifier: BSL-1.0

// Makes each allocation of every allocating function fail in turn: the first, the second, and so
// on; once alone, once with all later ones. Nothing leaks, and the documented guarantees hold.

#include "support/allocations.hpp"
#include "support/message_kinds.hpp"
#include "support/requests.hpp"
#include "support/vectors.hpp"
#include "support/view_lists.hpp"

#include <tpns.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace tpns;
using tpns_tests::all_operators;
using tpns_tests::request_of;
using tpns_tests::requests;
using tpns_tests::responses;

namespace {

struct attempt {
    std::size_t leaked = 0;
    bool any = false;       // allocation failed
    bool thrown = false;    // `std::bad_alloc`
    bool good = false;      // the state is good afterwards
    bool good_again = true; // and after a success with the same state
};

/// Whether an allocation failed, so that there might be another one.
bool judge(const attempt& a) {
    CHECK(a.leaked == 0);
    CHECK((a.any || !a.thrown));
    CHECK(a.good);
    CHECK(a.good_again);
    return a.any;
}

/// Calls `run(state)` on a fresh `make()` with each of its allocations failing, and returns the
/// number of failures. `holds(state, failed)` must be true after `std::bad_alloc` and after a
/// success. After a failure, `run` must still succeed with the same state.
template <class Make, class Run, class Holds>
std::size_t each_failure(Make make, Run run, Holds holds) {
    const auto try_one = [&](std::size_t n, bool all_later) {
        attempt a;
        const std::size_t before = tpns_tests::live_allocations();
        {
            auto state = make();
            tpns_tests::fail_allocation(n, all_later);
            try {
                run(state);
            } catch (const std::bad_alloc&) {
                a.thrown = true;
            }
            a.any = tpns_tests::stop_failing();
            a.good = holds(state, a.thrown);
            if (a.thrown) {
                run(state);
                a.good_again = holds(state, false);
            }
        }
        a.leaked = tpns_tests::live_allocations() - before;
        return a;
    };
    std::size_t failures = 0;
    for (const bool all_later : {false, true})
        for (std::size_t n = 1; judge(try_one(n, all_later)); ++n) ++failures;
    return failures;
}

/// Overload for a function without state: it returns its value or throws.
template <class Function>
std::size_t each_failure_of(Function f) {
    const auto expected = f();
    using value = decltype(f());
    return each_failure([] { return std::optional<value>(); },
                        [&](std::optional<value>& v) {
                            v.reset();
                            v.emplace(f());
                        },
                        [&](const std::optional<value>& v, bool failed) {
                            return failed ? !v : v && *v == expected;
                        });
}

/// Bodies with strings too long for the small-string optimisation, with and without escapes, and
/// with lists that outgrow earlier ones; valid bodies, and invalid ones whose error is near the
/// end.
template <class Kind>
std::vector<std::string> bodies();

std::string list_of(std::size_t count, const std::string& element) {
    std::string list = "[" + element;
    while (--count != 0) list += ',' + element;
    return list + ']';
}

template <>
std::vector<std::string> bodies<requests>() {
    const std::string plain = R"({"account":"a name that is quite long","account_type":5})";
    const std::string escaped = R"({"account":"\u0061 name that is quite long"})";
    const std::string token = R"("a token that is quite long")";
    const std::string binding =
        R"({"token":)" + token + R"(,"account_list":[)" + plain + ',' + escaped + "]}";
    const std::string later =
        R"({"account_list":)" + list_of(9, escaped) + R"(,"token":)" + token + '}';
    return {
        R"({"operator_type":2,"token_accounts":)" + list_of(7, binding) + '}',
        R"({"token_accounts":)" + list_of(3, later) + R"(,"operator_type":3})",
        R"({"operator_type":4,"token_list":)" + list_of(70, token) + '}',
        R"({"operator_type":5,"account_list":)" + list_of(40, plain) + '}',
        R"({"operator_type":4,"token_list":["t"]})",
        R"({"operator_type":1,"x":[7],"token_accounts":)" + list_of(5, binding) + '}',
        R"({"operator_type":4,"token_list":)" + list_of(7, token) + "}x",
        R"({"operator_type":5,"account_list":)" + list_of(7, plain) + R"(,"token_list":[]})",
    };
}

template <>
std::vector<std::string> bodies<responses>() {
    const std::string text = R"("a text that is quite long")";
    return {
        R"({"ret_code":1,"err_msg":)" + text + R"(,"result":)" + list_of(70, text) + '}',
        R"({"result":)" + list_of(9, R"("\u0061 text that is quite long")") +
            R"(,"err_msg":"a long message with \"quotes\"","ret_code":2})",
        R"({"ret_code":0,"err_msg":"ok","result":["0",0]})",
        R"({"ret_code":0})",
        R"({"ret_code":0,"err_msg":)" + text + R"(,"result":)" + list_of(7, text) + "]}",
    };
}

template <class Kind>
std::vector<tpns_tests::vector> all_bodies() {
    std::vector<tpns_tests::vector> all;
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name))
        if (v.body.size() <= 5000) all.push_back(v);
    for (const std::string& body : bodies<Kind>()) {
        tpns_tests::vector& v = all.emplace_back();
        v.file = body;
        v.body = body;
    }
    return all;
}

// Without `noexcept`, which those of the message kinds are.
auto decode(requests, std::string_view body, const decode_options& o) {
    return decode_request(body, o);
}
auto decode(responses, std::string_view body, const decode_options& o) {
    return decode_response(body, o);
}
auto decode_view(requests, std::string_view body, arena& memory, const decode_options& o) {
    return decode_request_view(body, memory, o);
}
auto decode_view(responses, std::string_view body, arena& memory, const decode_options& o) {
    return decode_response_view(body, memory, o);
}

/// Whether all of a message can be read and copied, whatever its value.
template <class Message>
bool is_valid(const Message& m) {
    const Message copy = m;
    return copy == m && encoded_size(copy) == encoded_size(m);
}

request any_request() { return request_of(operator_type::overwrite_accounts, 12); }

response any_response() {
    return {server_errc::batch_partly_failed,
            "a message that is quite long",
            {{"0"}, {"a code that is quite long"}, {"1008006"}}};
}

/// One of each operation, with names too long for the small-string optimisation.
std::vector<request> all_requests() {
    std::vector<request> all;
    for (const operator_type type : all_operators) all.push_back(request_of(type, 15));
    all.push_back(decode_request(bodies<requests>()[0]).value());
    return all;
}

} // namespace

TEST_CASE_TEMPLATE("decoding succeeds or throws", Kind, requests, responses) {
    std::size_t failures = 0;
    for (const tpns_tests::vector& v : all_bodies<Kind>()) {
        CAPTURE(v.file);
        failures += each_failure_of([&] { return decode(Kind(), v.body, v.options); });
    }
    CHECK(failures > 200);
}

TEST_CASE_TEMPLATE("a reused message stays valid, and can be decoded into again", Kind, requests,
                   responses) {
    using message = typename Kind::message;
    struct state {
        message kept;
        result<void> done;
    };
    std::size_t failures = 0;
    std::vector<message> before = {message()};
    for (const std::string& body : bodies<Kind>())
        if (const auto m = decode(Kind(), body, {})) before.push_back(*m);
    for (const std::string& body : bodies<Kind>())
        for (const message& m : before) {
            const auto expected = decode(Kind(), body, {});
            failures += each_failure(
                [&] {
                    return state{m, {}};
                },
                [&](state& s) { s.done = decode_into(s.kept, body); },
                [&](const state& s, bool failed) {
                    if (failed || !expected) return is_valid(s.kept);
                    return s.done && s.kept == *expected;
                });
        }
    CHECK(failures > 500);
}

TEST_CASE_TEMPLATE("an arena keeps its contents, and can be reused", Kind, requests, responses) {
    using view = decltype(Kind::decode_view({}, std::declval<arena&>(), {}));
    struct state {
        explicit state(std::string_view body) : earlier(decode_view(Kind(), body, memory, {})) {}
        arena memory;
        view earlier;
        view latest = error();
    };
    std::size_t failures = 0;
    for (const std::string& first : bodies<Kind>())
        for (const std::string& second : bodies<Kind>()) {
            const auto earlier = decode(Kind(), first, {});
            const auto expected = decode(Kind(), second, {});
            const auto is = [](const view& v, const auto& m) {
                return m ? v && *v == *m : v.has_error() && v.error() == m.error();
            };
            const auto make = [&] { return state(first); };
            failures += each_failure(
                make, [&](state& s) { s.latest = decode_view(Kind(), second, s.memory, {}); },
                [&](const state& s, bool failed) {
                    return is(s.earlier, earlier) && (failed || is(s.latest, expected));
                });
            failures += each_failure(
                make,
                [&](state& s) {
                    s.memory.clear();
                    s.latest = decode_view(Kind(), second, s.memory, {});
                },
                [&](const state& s, bool failed) { return failed || is(s.latest, expected); });
        }
    CHECK(failures > 30);
}

TEST_CASE_TEMPLATE("a message that owns its body is complete or empty", Kind, requests, responses) {
    using view = typename decltype(Kind::decode_view({}, std::declval<arena&>(), {}))::value_type;
    std::size_t failures = 0;
    for (const std::string& first : bodies<Kind>())
        for (const std::string& second : bodies<Kind>()) {
            const auto expected = decode(Kind(), second, {});
            failures += each_failure(
                [&] {
                    decoded<view> kept;
                    (void)kept.decode(first);
                    return kept;
                },
                [&](decoded<view>& kept) { (void)kept.decode(second); },
                [&](const decoded<view>& kept, bool failed) {
                    return failed || !expected ? *kept == view() : *kept == *expected;
                });
        }
    CHECK(failures > 10);
}

TEST_CASE("an arena that cannot grow is unchanged") {
    struct state {
        arena memory;
        void* first = memory.allocate(1000, 1);
        void* large = nullptr;
    };
    CHECK(each_failure([] { return state(); },
                       [](state& s) { s.large = s.memory.allocate(5000, 1); },
                       [](state& s, bool failed) {
                           if (!failed) return s.large != nullptr;
                           const arena::position here = s.memory.mark();
                           void* const next = s.memory.allocate(1, 1);
                           s.memory.rewind(here);
                           return next == static_cast<char*>(s.first) + 1000;
                       }) == 2);
}

TEST_CASE_TEMPLATE("a decoder has the whole piece or none of it, and can be reset", Kind, requests,
                   responses) {
    using message = typename Kind::message;
    struct state {
        tpns::decoder<message> decoder;
        message kept;
        result<message> finished = error();
    };
    std::size_t failures = 0;
    for (const std::string& body : bodies<Kind>()) {
        CAPTURE(body);
        const std::string_view first = std::string_view(body).substr(0, 20);
        const std::string_view rest = std::string_view(body).substr(first.size());
        const auto expected = decode(Kind(), body, {});
        const auto with = [](std::string_view piece) {
            state s;
            (void)s.decoder.write(piece);
            return s;
        };
        const auto is_finished = [&](const state& s, bool failed) {
            return s.decoder.body() == body && (failed || s.finished == expected);
        };
        failures += each_failure([&] { return with(first); },
                                 [&](state& s) { (void)s.decoder.write(rest); },
                                 [&](const state& s, bool failed) {
                                     return s.decoder.body() == (failed ? first : body);
                                 });
        failures += each_failure([&] { return with(body); },
                                 [&](state& s) { s.finished = s.decoder.finish(); }, is_finished);
        const auto finish_into = [](state& s) {
            if (const auto done = s.decoder.finish_into(s.kept); done)
                s.finished = s.kept;
            else
                s.finished = done.error();
        };
        failures += each_failure([&] { return with(body); }, finish_into, is_finished);
        failures += each_failure(
            [&] { return with("what was there before"); },
            [&](state& s) {
                s.decoder.reset();
                (void)s.decoder.write(first);
                (void)s.decoder.write(rest);
                finish_into(s);
            },
            [&](const state& s, bool failed) { return failed || is_finished(s, false); });
    }
    CHECK(failures > 100);
}

TEST_CASE("encoding succeeds, or leaves a reused string empty") {
    std::size_t failures = 0;
    const auto try_all = [&](const auto& message) {
        failures += each_failure_of([&] { return encode(message); });
        const std::string expected = encode(message).value();
        for (const std::string& before : {std::string(), std::string("small"),
                                          std::string(100, 'b'), std::string(10'000, 'b')}) {
            const std::size_t here =
                each_failure([&] { return before; },
                             [&](std::string& body) { (void)encode_into(body, message); },
                             [&](const std::string& body, bool failed) {
                                 return body == (failed ? std::string() : expected);
                             });
            // Once, and failed in two ways; more often only if escapes make it longer than
            // expected.
            const bool enough = expected.size() <= before.capacity();
            if (enough || tpns::detail::size_of<false>(message) == expected.size())
                CHECK(here == (enough ? 0 : 2));
            else
                CHECK(here >= 2);
            failures += here;
        }
    };
    for (const request& r : all_requests()) {
        tpns_tests::view_lists lists;
        try_all(r);
        try_all(lists(r));
        for (const auto& b : batches(r, 7)) try_all(b.request);
    }
    tpns_tests::view_lists lists;
    try_all(any_response());
    const response r = any_response();
    try_all(lists(r));
    CHECK(failures > 100);
}

TEST_CASE("copying succeeds or throws") {
    std::size_t failures = 0;
    const auto try_all = [&](const auto& source, const auto& other) {
        using message = std::decay_t<decltype(source)>;
        failures += each_failure_of([&] { return source; });
        failures += each_failure(
            [&] { return message(other); }, [&](message& m) { m = source; },
            [&](const message& m, bool failed) { return failed ? is_valid(m) : m == source; });
    };
    for (const request& r : all_requests()) {
        for (const request& other : all_requests()) try_all(r, other);
        for (const auto& b : batches(r, 4))
            std::visit(
                [&](const auto& op) {
                    using item = std::decay_t<decltype(items(op)[0])>;
                    failures += each_failure_of(
                        [&] { return std::vector<item>(items(op).begin(), items(op).end()); });
                },
                b.request);
    }
    try_all(any_response(), response());
    try_all(any_response(), response{server_errc::accepted, "short", {{"one more long text"}}});

    const std::string_view name = "a name that is quite long";
    CHECK(each_failure_of([&] { return account_id(name); }) == 2);
    CHECK(each_failure_of([&] { return account_id(account_id_view(name)); }) == 2);
    CHECK(each_failure_of([&] { return device_token(device_token_view(name)); }) == 2);
    CHECK(failures > 500);
}

TEST_CASE("a job starts, resumes from a record, or throws") {
    const request asked = any_request();
    const auto& list = std::get<overwrite_accounts>(asked).token_accounts;
    using binding_job = job<overwrite_accounts>;
    const std::vector<job_outcome> record = {{3, item_state::accepted, {}, 0, false}};
    const std::size_t failures =
        each_failure([] { return std::optional<binding_job>(); },
                     [&](std::optional<binding_job>& j) { j.emplace(list, job_options(), record); },
                     [&](const std::optional<binding_job>& j, bool failed) {
                         return failed ? !j : j->count(item_state::accepted) == 1;
                     });
    CHECK(failures > 3); // entries, places, the order of tokens
}

TEST_CASE("next returns a call or leaves the job unchanged, and replies need no memory") {
    const request asked = any_request();
    const auto& list = std::get<overwrite_accounts>(asked).token_accounts;
    using binding_job = job<overwrite_accounts>;
    struct state {
        binding_job j;
        std::vector<std::uint64_t> out{};
        std::size_t given = 0;
    };
    job_options four;
    four.items_per_call = 4;
    const std::size_t failures = each_failure(
        [&] {
            state s{binding_job(list, four)};
            s.out.reserve(100);
            return s;
        },
        [&](state& s) {
            while (!s.j.done()) {
                while (const auto c = s.j.next()) {
                    s.out.push_back(c->id);
                    s.given += item_count(c->request);
                }
                for (; !s.out.empty(); s.out.pop_back())
                    if (s.out.size() % 2 != 0 && s.given < 20)
                        CHECK(s.j.unanswered(s.out.back()));
                    else
                        CHECK(s.j.answered(s.out.back(), response_view{}));
            }
        },
        [&](const state& s, bool failed) {
            if (failed) return s.j.out() == s.out.size() && !s.j.done();
            return s.j.count(item_state::accepted) == list.size();
        });
    CHECK(failures > 3);
}

TEST_CASE("the remaining functions succeed or throw") {
    std::size_t failures = 0;
    for (const rule& r : rules) {
        const error e({r.code, 123'456'789}, {r.at, 123'456'789, 123'456'789}, 123'456'789);
        failures += each_failure_of([&] { return to_string(e); });
        failures += each_failure_of([&] { return to_string(e.where); });
        failures += each_failure_of([&] { return message(e); });
        failures += each_failure_of([&] { return make_response(e); });
        // Exceptions other than `std::bad_alloc`.
        failures += each_failure_of([&] {
            try {
                (void)result<int>(e).value();
            } catch (const boost::system::system_error& thrown) {
                return std::string(thrown.what());
            }
            return std::string();
        });
        failures += each_failure_of([&] { return make_error_code(e).message(); });
    }
    const boost::system::error_code codes[] = {server_errc::batch_partly_failed,
                                               make_error_code(errc::outcome_count_mismatch)};
    for (const auto& code : codes) failures += each_failure_of([&] { return code.message(); });
    failures += each_failure_of([&] { return redacted(account_id_view(std::string_view("a"))); });

    for (const request& r : all_requests()) {
        std::vector<server_errc> each(item_count(r), server_errc::invalid_token);
        failures += each_failure_of([&] { return make_response(r, each).value(); });
        each[0] = server_errc::accepted;
        failures += each_failure_of([&] { return make_response(r, each).value(); });
        failures += each_failure_of([&] {
            std::vector<std::pair<advice, json_pointer>> all;
            advise(r, [&](advice a, const json_pointer& where) { all.emplace_back(a, where); });
            return all;
        });
    }
    failures += each_failure_of([] { return make_response(server_errc::internal_service_failed); });

    const credentials who{"an access id", "a secret that is quite long"};
    CHECK(each_failure_of([&] { return basic_authorization(who); }) > 2);
    CHECK(failures > 1000);
}

TEST_CASE("functions documented not to allocate do not") {
    const auto allocates = [](const auto& f) {
        return each_failure([] { return 0; }, [&](int&) { f(); },
                            [](int, bool failed) { return !failed; });
    };
    for (const request& r : all_requests()) {
        const response answer = any_response();
        std::string body = encode(r).value();
        CHECK(allocates([&] { (void)encode_to(body.data(), body.size(), r); }) == 0);
        CHECK(allocates([&] { (void)encoded_size(r); }) == 0);
        CHECK(allocates([&] { (void)validate(r); }) == 0);
        CHECK(allocates([&] { (void)outcomes(r, answer); }) == 0);
        CHECK(allocates([&] {
                  for (const auto& b : batches(r, 4)) (void)item_count(b.request);
              }) == 0);
        CHECK(allocates([&] { (void)check_request(body, [](const error&) {}); }) == 0);
    }
    for (const tpns_tests::vector& v : all_bodies<requests>())
        CHECK(allocates([&] {
                  (void)check_request(
                      v.body, [](const error&) {}, v.options);
              }) == 0);
    for (const tpns_tests::vector& v : all_bodies<responses>())
        CHECK(allocates([&] {
                  (void)check_response(
                      v.body, [](const error&) {}, v.options);
              }) == 0);
    CHECK(allocates([] { (void)endpoint(access_point::singapore).url(); }) == 0);
    const auto hmac = [](std::string_view, const auto&) { return hmac_bytes{1, 2, 3}; };
    CHECK(allocates([&] { (void)sign(hmac, {"id", "key"}, 1565314789, "body"); }) == 0);
}
