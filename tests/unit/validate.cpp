// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/validate.hpp>

// Then the rest.
#include "support/printers.hpp"
#include "support/view_lists.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::string_literals;
using namespace tpns;

namespace {

using strings = std::vector<std::string>;

const std::string bad_utf8[] = {
    "abc\x80",          // a stray continuation byte
    "\xC3",             // truncated
    "\xED\xA0\x80\x41", // an unpaired surrogate
    "\xF4\x90\x80\x80", // beyond U+10FFFF
};

binding bind(std::string token, std::initializer_list<const char*> ids = {"jdoe"}) {
    binding b{device_token(std::move(token)), {}};
    for (const char* const id : ids) b.account_list.push_back(account{account_id(id)});
    return b;
}

limits with(std::size_t limits::*which, std::size_t value) {
    limits l;
    l.*which = value;
    return l;
}

request overwrite(std::vector<binding> bindings) { return overwrite_accounts{std::move(bindings)}; }

request tokens(std::vector<device_token> list) { return unbind_all_accounts{std::move(list)}; }

request one_account(std::string id, int type = 0) {
    return unbind_all_tokens{{account{account_id(std::move(id)), static_cast<account_type>(type)}}};
}

/// A message that breaks one rule, with the error.
template <class Message>
struct broken {
    Message message;
    const char* rule;
    const char* pointer;
    std::size_t limit = 0;
    limits max{};
};

template <class Message>
void check_broken(const broken<Message>& b) {
    CAPTURE(b.rule);
    const auto check = [&](const error& e) {
        const rule* const r = detail::find_rule(e.code, e.where.target);
        REQUIRE(r);
        CHECK(r->id == b.rule);
        CHECK(to_string(e.where) == b.pointer);
        CHECK(e.limit == b.limit);
        CHECK(e.offset == error::no_offset);
    };
    tpns_tests::view_lists lists;
    const auto view = lists(b.message);
    check(validate(b.message, b.max).error());
    check(validate(view, b.max).error());
    CHECK(validate(b.message, check, b.max) == 1);
    CHECK(validate(view, check, b.max) == 1);
}

template <class Message>
void check_valid(const Message& m, const limits& max = {}) {
    tpns_tests::view_lists lists;
    CHECK(validate(m, max));
    CHECK(validate(lists(m), max));
    const auto fail = [](const error& e) { FAIL_CHECK(to_string(e)); };
    CHECK(validate(m, fail, max) == 0);
}

/// The pointers and names of all errors, in the order in which they are reported.
template <class Message>
strings all_errors(const Message& m, const limits& max = {}) {
    strings all;
    const auto note = [&](const error& e) {
        all.push_back(to_string(e.where) + ' ' + std::string(to_string(e.code)));
    };
    const std::size_t count = validate(m, note, max);
    CHECK(count == all.size());
    return all;
}

template <class T, class = void>
constexpr bool can_be_validated = false;
template <class T>
constexpr bool can_be_validated<T, std::void_t<decltype(validate(std::declval<const T&>()))>> =
    true;

} // namespace

static_assert(can_be_validated<request> && can_be_validated<request_view>);
static_assert(can_be_validated<response> && can_be_validated<response_view>);
static_assert(can_be_validated<overwrite_accounts> && can_be_validated<unbind_accounts_view>);
static_assert(!can_be_validated<binding> && !can_be_validated<account> && !can_be_validated<int>);
static_assert(noexcept(validate(std::declval<const request&>())));

TEST_CASE("a valid message of each kind is valid in both storages") {
    const std::vector<binding> bindings = {bind("token1"), bind("token2", {"jdoe", "roe"})};
    check_valid(request(append_accounts{bindings}));
    check_valid(overwrite(bindings));
    check_valid(request(unbind_accounts{bindings}));
    check_valid(tokens({device_token("token1"), device_token("token2")}));
    check_valid(one_account("926@126.com", 1005));
    check_valid(response{});
    check_valid(response{server_errc::batch_partly_failed, "partly", {{"0"}, {"1008006"}}});
}

TEST_CASE("an operation is validated like the request that contains it") {
    CHECK(validate(overwrite_accounts{{bind("t")}}));
    CHECK(validate(overwrite_accounts{}).error() == validate(overwrite({})).error());
    CHECK(all_errors(unbind_all_accounts{{device_token()}}) == strings{"/token_list/0 too_short"});
    CHECK(all_errors(unbind_all_tokens{{account{}}}) ==
          strings{"/account_list/0/account too_short"});
}

TEST_CASE("odd but legal messages are valid") {
    check_valid(tokens({device_token("\0"s), device_token("t"s + '\0')}));
    check_valid(one_account("\0\0"s));
    check_valid(one_account("\xC3\xA9\xF0\x9F\x98\x80")); // two characters in six bytes
    check_valid(one_account("jdoe", 2147483647));
    check_valid(overwrite({bind("t", {"jdoe", "jdoe"}), bind("t")}));
    check_valid(response{static_cast<server_errc>(-1), "\0"s, {{""}, {"\0"s}}});
}

TEST_CASE("each rule that a request can break is found, at its place and with its limit") {
    const device_token t("t");
    const std::string long_token(65, 't');
    const std::string long_account(101, 'j');
    const broken<request> table[] = {
        {overwrite({}), "token_accounts-min", "/token_accounts", 1},
        {overwrite(std::vector<binding>(21, bind("t"))), "token_accounts-max", "/token_accounts",
         20},
        {overwrite({bind("t"), bind("")}), "token-min", "/token_accounts/1/token", 1},
        {overwrite({bind("t"), bind(long_token)}), "token-max", "/token_accounts/1/token", 64},
        {overwrite({bind("\xFF")}), "token-utf8", "/token_accounts/0/token"},
        {overwrite({bind("t"), bind("t", {})}), "account_list-min",
         "/token_accounts/1/account_list", 1},
        {overwrite({bind("t", {"jdoe", "roe", "poe"})}), "account_list-max",
         "/token_accounts/0/account_list", 2, with(&limits::max_accounts_per_token, 2)},
        {overwrite({bind("t"), bind("t", {"jdoe", "j"})}), "account-min",
         "/token_accounts/1/account_list/1/account", 2},
        {overwrite({bind("t", {"jdoe", long_account.c_str()})}), "account-max",
         "/token_accounts/0/account_list/1/account", 100},
        {overwrite({bind("t", {"\xFF"})}), "account-utf8",
         "/token_accounts/0/account_list/0/account"},
        {overwrite({binding{t, {account{account_id("jdoe"), account_type{-1}}}}}),
         "account_type-range", "/token_accounts/0/account_list/0/account_type"},

        {tokens({}), "token_list-min", "/token_list", 1},
        {tokens({t, t, t}), "token_list-max", "/token_list", 2, with(&limits::max_token_list, 2)},
        {tokens({t, device_token()}), "token_list-element-min", "/token_list/1", 1},
        {tokens({t, device_token(long_token)}), "token_list-element-max", "/token_list/1", 64},
        {tokens({t, device_token("\xFF")}), "token_list-element-utf8", "/token_list/1"},

        {unbind_all_tokens{}, "account_list-min", "/account_list", 1},
        {unbind_all_tokens{std::vector<account>(3, account{account_id("jdoe")})},
         "account_list-max", "/account_list", 2, with(&limits::max_account_list, 2)},
        {one_account("j"), "account-min", "/account_list/0/account", 2},
        {one_account(long_account), "account-max", "/account_list/0/account", 100},
        {one_account("\xFF"), "account-utf8", "/account_list/0/account"},
        {one_account("jdoe", -1), "account_type-range", "/account_list/0/account_type"},
    };
    for (const broken<request>& b : table) check_broken(b);
}

TEST_CASE("each rule that a response can break is found, at its place and with its limit") {
    const limits two = with(&limits::max_result, 2);
    const broken<response> table[] = {
        {{{}, "\xFF", {}}, "err_msg-utf8", "/err_msg"},
        {{{}, "ok", {{"0"}, {"0"}, {"0"}}}, "result-max", "/result", 2, two},
        {{{}, "ok", {{"0"}, {"\xFF"}}}, "result-element-utf8", "/result/1"},
    };
    for (const broken<response>& b : table) check_broken(b);
}

TEST_CASE("no string that is not UTF-8 passes") {
    const auto refused = [](const auto& m) {
        return validate(m).error().code == errc::invalid_utf8;
    };
    for (const std::string& bad : bad_utf8) {
        CHECK(refused(overwrite({bind(bad)})));
        CHECK(refused(overwrite({bind("t", {bad.c_str()})})));
        CHECK(refused(tokens({device_token(bad)})));
        CHECK(refused(one_account(bad)));
        CHECK(refused(response{{}, bad, {}}));
        CHECK(refused(response{{}, {}, {{bad}}}));
    }
    // Its length is not checked.
    const device_token bad(std::string(65, '\xFF'));
    CHECK(all_errors(tokens({bad})) == strings{"/token_list/0 invalid_utf8"});
    CHECK(all_errors(one_account("\xFF")) == strings{"/account_list/0/account invalid_utf8"});
}

TEST_CASE("lengths and counts are legal up to their limits") {
    check_valid(overwrite(std::vector<binding>(20, bind("t"))));
    check_valid(tokens({device_token(std::string(64, 't'))}));
    check_valid(overwrite({bind(std::string(64, 't'))}));
    check_valid(one_account("jd"));
    check_valid(one_account(std::string(100, 'j')));
    std::string accents;
    for (int i = 0; i < 100; ++i) accents += "\xC3\xA9";
    check_valid(one_account(accents));
    CHECK(validate(one_account(accents + "\xC3\xA9")).error().code == errc::too_long);
    check_valid(tokens(std::vector<device_token>(1000, device_token("t"))));
}

TEST_CASE("limits can be relaxed") {
    check_valid(overwrite(std::vector<binding>(21, bind("t"))),
                with(&limits::max_token_accounts, 21));
    check_valid(overwrite({bind("t", {})}), with(&limits::min_accounts_per_token, 0));
    check_valid(tokens({device_token(std::string(65, 't'))}), with(&limits::max_token_bytes, 65));
    check_valid(tokens({device_token()}), with(&limits::min_token_bytes, 0));
    check_valid(one_account("j"), with(&limits::min_account_chars, 1));
    check_valid(one_account(std::string(101, 'j')), with(&limits::max_account_chars, 101));
}

TEST_CASE("limits can be tightened, and the error has the limit in force") {
    const broken<request> table[] = {
        {overwrite({bind("t"), bind("t")}), "token_accounts-max", "/token_accounts", 1,
         with(&limits::max_token_accounts, 1)},
        {overwrite({bind("t")}), "account_list-min", "/token_accounts/0/account_list", 2,
         with(&limits::min_accounts_per_token, 2)},
        {overwrite({bind("token")}), "token-max", "/token_accounts/0/token", 4,
         with(&limits::max_token_bytes, 4)},
        {tokens({device_token("token")}), "token_list-element-min", "/token_list/0", 36,
         with(&limits::min_token_bytes, 36)},
        {one_account("jdoe"), "account-min", "/account_list/0/account", 5,
         with(&limits::min_account_chars, 5)},
        {one_account("jdoe"), "account-max", "/account_list/0/account", 3,
         with(&limits::max_account_chars, 3)},
    };
    for (const broken<request>& b : table) check_broken(b);
    // The limits of one place of account_list do not apply to the other.
    check_valid(one_account("jdoe"), with(&limits::max_accounts_per_token, 0));
    check_valid(one_account("jdoe"), with(&limits::min_accounts_per_token, 5));
    check_valid(overwrite({bind("t")}), with(&limits::max_account_list, 0));
}

TEST_CASE("all violations are reported in the order of the encoded body, the first one first") {
    binding third = bind("\xFF", {"j", "jdoe"});
    third.account_list[0].type = account_type{-1};
    const request r = overwrite({bind("t"), bind("", {}), third, bind("t", {"j"})});
    const strings expected = {
        "/token_accounts/1/token too_short",
        "/token_accounts/1/account_list too_few_items",
        "/token_accounts/2/token invalid_utf8",
        "/token_accounts/2/account_list/0/account too_short",
        "/token_accounts/2/account_list/0/account_type out_of_range",
        "/token_accounts/3/account_list/0/account too_short",
    };
    tpns_tests::view_lists lists;
    CHECK(all_errors(r) == expected);
    CHECK(all_errors(lists(r)) == expected);
    CHECK(to_string(validate(r).error()) == "/token_accounts/1/token: empty");

    CHECK(to_string(validate(overwrite({bind("t", {"j"}), bind("")})).error()) ==
          "/token_accounts/0/account_list/0/account: shorter than 2 characters");

    CHECK(all_errors(response{{}, "\xFF", {{"\xFF"}, {"0"}, {"\xFF"}}}) ==
          strings{"/err_msg invalid_utf8", "/result/0 invalid_utf8", "/result/2 invalid_utf8"});
}

TEST_CASE("each value is checked independently of what precedes and follows it") {
    const std::string long_accents = [] {
        std::string s;
        for (int i = 0; i < 33; ++i) s += "\xC3\xA9";
        return s;
    }();
    struct token_case {
        std::string value;
        const char* fault;
    };
    const token_case token_cases[] = {{"ab", ""},
                                      {"\xC3\xA9\n", ""},
                                      {std::string(64, 't'), ""},
                                      {"", "too_short"},
                                      {std::string(65, 't'), "too_long"},
                                      {long_accents, "too_long"},
                                      {"a\xFF", "invalid_utf8"}};
    struct account_case {
        std::string value;
        int type;
        std::vector<const char*> faults;
    };
    const account_case account_cases[] = {
        {"ab", 0, {}},
        {long_accents, 7, {}},
        {"0", 0, {"/account too_short"}},
        {"\xC3\xA9", 7, {"/account too_short"}},
        {std::string(101, 'j'), 0, {"/account too_long"}},
        {long_accents + long_accents + long_accents + long_accents, 0, {"/account too_long"}},
        {"\xC3", 0, {"/account invalid_utf8"}},
        {"ab", -1, {"/account_type out_of_range"}},
        {"", -7, {"/account too_short", "/account_type out_of_range"}}};
    const auto account_of = [](const account_case& c) {
        return account{account_id(c.value), account_type{c.type}};
    };
    const auto agrees = [](const request& r, const strings& expected) {
        if (all_errors(r) == expected) return;
        CHECK(all_errors(r) == expected);
    };

    for (const token_case& a : token_cases)
        for (const token_case& b : token_cases)
            for (const token_case& c : token_cases) {
                strings expected;
                std::size_t i = 0;
                for (const token_case* const t : {&a, &b, &c}) {
                    if (*t->fault != '\0')
                        expected.push_back("/token_list/" + std::to_string(i) + ' ' + t->fault);
                    ++i;
                }
                agrees(
                    tokens({device_token(a.value), device_token(b.value), device_token(c.value)}),
                    expected);
            }

    std::size_t n = 0;
    for (const account_case& a : account_cases)
        for (const account_case& b : account_cases)
            for (const account_case& c : account_cases) {
                const auto faults_at = [](const std::string& place, const account_case& of) {
                    strings all;
                    for (const char* const fault : of.faults) all.push_back(place + fault);
                    return all;
                };
                strings expected;
                const auto expect = [&](const strings& more) {
                    expected.insert(expected.end(), more.begin(), more.end());
                };
                expect(faults_at("/account_list/0", a));
                expect(faults_at("/account_list/1", b));
                expect(faults_at("/account_list/2", c));
                agrees(unbind_all_tokens{{account_of(a), account_of(b), account_of(c)}}, expected);

                // Also after a token and a list of any kind.
                const token_case& first = token_cases[n % std::size(token_cases)];
                const token_case& second = token_cases[n++ / 7 % std::size(token_cases)];
                expected.clear();
                if (*first.fault != '\0')
                    expect({"/token_accounts/0/token " + std::string(first.fault)});
                expect(faults_at("/token_accounts/0/account_list/0", a));
                expect(faults_at("/token_accounts/0/account_list/1", b));
                if (*second.fault != '\0')
                    expect({"/token_accounts/1/token " + std::string(second.fault)});
                expect(faults_at("/token_accounts/1/account_list/0", c));
                expect(faults_at("/token_accounts/1/account_list/1", a));
                agrees(overwrite({{device_token(first.value), {account_of(a), account_of(b)}},
                                  {device_token(second.value), {account_of(c), account_of(a)}}}),
                       expected);
            }
}

TEST_CASE("messages and codes, which must only be UTF-8, are also checked independently") {
    const std::string texts[] = {
        "",    "0",    "ok",    "\n",     "\xC3\xA9",
        "0\n", "\xFF", "0\xFF", "\"\xC3", "a code of more than a block \x80"};
    const auto is_bad = [](const std::string& s) {
        return s.find('\xFF') != s.npos || (!s.empty() && s.back() == '\xC3') ||
               s.find('\x80') != s.npos;
    };
    for (const std::string& a : texts)
        for (const std::string& b : texts)
            for (const std::string& c : texts) {
                strings expected;
                if (is_bad(a)) expected.emplace_back("/err_msg invalid_utf8");
                if (is_bad(b)) expected.emplace_back("/result/0 invalid_utf8");
                if (is_bad(c)) expected.emplace_back("/result/1 invalid_utf8");
                CHECK(all_errors(response{{}, a, {{b}, {c}}}) == expected);
            }
}

TEST_CASE("each list of accounts is counted separately") {
    limits max;
    max.min_accounts_per_token = 2;
    max.max_accounts_per_token = 3;
    max.max_account_list = 1;
    for (std::size_t a = 0; a <= 5; ++a)
        for (std::size_t b = 0; b <= 5; ++b)
            for (std::size_t c = 0; c <= 5; ++c) {
                std::vector<binding> bindings;
                strings expected;
                for (const std::size_t size : {a, b, c}) {
                    const std::string place =
                        "/token_accounts/" + std::to_string(bindings.size()) + "/account_list ";
                    if (size < 2) expected.push_back(place + "too_few_items");
                    if (size > 3) expected.push_back(place + "too_many_items");
                    bindings.push_back(
                        {device_token("t"), std::vector<account>(size, {account_id("ab"), {}})});
                }
                CHECK(all_errors(overwrite(bindings), max) == expected);
            }
}

TEST_CASE("elements beyond the limit of a list are not checked, but the next list is") {
    std::vector<binding> bindings(22, bind("t"));
    bindings[20] = bind("", {});
    bindings[2] = bind("t", {"jdoe", "j", "roe", "\xFF"});
    CHECK(all_errors(overwrite(bindings), with(&limits::max_accounts_per_token, 2)) ==
          strings{"/token_accounts/2/account_list/1/account too_short",
                  "/token_accounts/2/account_list too_many_items",
                  "/token_accounts too_many_items"});
}

TEST_CASE("a request that an exception left valueless has no operator") {
    struct failing {
        operator overwrite_accounts() const { throw std::runtime_error("out of memory"); }
    };
    request r = tokens({device_token("t")});
    CHECK_THROWS_AS(r.emplace<overwrite_accounts>(failing{}), std::runtime_error);
    if (!r.valueless_by_exception()) return; // the standard does not require it
    CHECK(all_errors(r) == strings{"/operator_type out_of_range"});
    CHECK(validate(r).error().code == errc::out_of_range);
}
