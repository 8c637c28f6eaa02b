// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/advise.hpp>

// Then the rest.
#include "support/printers.hpp"
#include "support/requests.hpp"
#include "support/view_lists.hpp"

#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace tpns;
using strings = std::vector<std::string>;

namespace {

const std::string good_token = "0123456789abcdef0123456789abcdef0123";

/// Names and pointers of all advice, in order. Checks that all storages agree.
strings advised(const request& r) {
    const auto list = [](const auto& asked) {
        strings all;
        advise(asked, [&](advice kind, const json_pointer& where) {
            all.push_back(std::string(to_string(kind)) + ' ' + to_string(where));
        });
        return all;
    };
    const strings all = list(r);
    tpns_tests::view_lists lists;
    CHECK(list(lists(r)) == all);
    CHECK(list(tpns_tests::part_of(r)) == all);
    CHECK(std::visit(list, r) == all);
    // Advice never makes a request invalid.
    if (item_count(r) != 0) CHECK(encode(r));
    return all;
}

/// Usual tokens that differ in the last character.
device_token token(char last = '3') { return device_token(good_token.substr(0, 35) + last); }

account acc(std::string id, int type = 0) {
    return {account_id(std::move(id)), static_cast<account_type>(type)};
}

request overwrite(std::vector<binding> list) { return overwrite_accounts{std::move(list)}; }
request accounts(std::vector<account> list) { return unbind_all_tokens{std::move(list)}; }
request tokens(std::vector<device_token> list) { return unbind_all_accounts{std::move(list)}; }

bool unusual(int type, const std::string& id) {
    const strings all = advised(accounts({acc(id, type)}));
    for (const std::string& text : all)
        if (text == "unusual_account /account_list/0/account") return true;
    return false;
}

} // namespace

TEST_CASE("a request without surprises gets no advice") {
    const std::vector<binding> bindings = {{token('a'), {acc("jdoe"), acc("a@b.example", 1005)}},
                                           {token('b'), {acc("jdoe"), acc("a@b.example", 1005)}}};
    CHECK(advised(overwrite(bindings)).empty());
    CHECK(advised(unbind_accounts{bindings}).empty());
    CHECK(advised(tokens({token('a'), token('b')})).empty());
    CHECK(advised(accounts({acc("jdoe"), acc("jdoe", 1), acc("roe"), acc("poe", 16)})).empty());
    for (const operator_type type : tpns_tests::all_operators)
        CHECK(advised(tpns_tests::request_of(type, 0)).size() ==
              (type == operator_type::append_accounts ? 1 : 0));
}

TEST_CASE("operator 1 is disused") {
    CHECK(advised(append_accounts{{{token(), {acc("jdoe")}}}}) ==
          strings{"disused_operator /operator_type"});
}

TEST_CASE("a repeated token is reported, near or far") {
    CHECK(advised(tokens({token('a'), token('b'), token('a'), token('a')})) ==
          strings{"repeated_token /token_list/2", "repeated_token /token_list/3"});
    CHECK(advised(tokens({token('b'), token('a'), token('b'), token('a')})) ==
          strings{"repeated_token /token_list/2", "repeated_token /token_list/3"});
    const std::vector<account> jdoe = {acc("jdoe")};
    CHECK(advised(overwrite({{token('b'), jdoe}, {token('a'), jdoe}, {token('b'), jdoe}})) ==
          strings{"repeated_token /token_accounts/2/token"});
    CHECK(advised(overwrite({{token('b'), jdoe}, {token('b'), jdoe}, {token('a'), jdoe}})) ==
          strings{"repeated_token /token_accounts/1/token"});
}

TEST_CASE("a repeated account has the id and type of an earlier one in the same list") {
    CHECK(advised(accounts({acc("jdoe"), acc("roe", 2), acc("jdoe", 2), acc("jdoe")})) ==
          strings{"repeated_account /account_list/3"});
    CHECK(advised(overwrite({{token('a'), {acc("jdoe"), acc("roe", 1)}},
                             {token('b'), {acc("roe", 1), acc("jdoe"), acc("jdoe")}}})) ==
          strings{"repeated_account /token_accounts/1/account_list/2"});
}

TEST_CASE("a second account of one type under the same token is reported") {
    CHECK(advised(overwrite({{token('a'), {acc("jdoe"), acc("roe", 1)}},
                             {token('b'), {acc("jdoe", 2), acc("roe", 1), acc("poe", 2)}}})) ==
          strings{"same_type_twice /token_accounts/1/account_list/2"});
    // A third one is also reported; a repeated account is reported only as such.
    CHECK(advised(overwrite({{token(), {acc("jdoe"), acc("roe"), acc("poe"), acc("roe")}}})) ==
          strings{"same_type_twice /token_accounts/0/account_list/1",
                  "same_type_twice /token_accounts/0/account_list/2",
                  "repeated_account /token_accounts/0/account_list/3"});
    // Accounts to unbind from all tokens can have any types.
    CHECK(advised(accounts({acc("jdoe"), acc("roe")})).empty());
}

TEST_CASE("advice on one binding does not carry over to the next") {
    CHECK(advised(overwrite({{token('a'), {acc("jdoe"), acc("roe")}},
                             {token('b'), {acc("jdoe", 1), acc("roe", 2)}}})) ==
          strings{"same_type_twice /token_accounts/0/account_list/1"});
}

TEST_CASE("a token is unusual unless it has 36 lower-case hexadecimal digits") {
    for (const std::string& text :
         {std::string("token1"), std::string(40, 'a'), good_token + '0', good_token.substr(1),
          good_token.substr(0, 35) + 'A', good_token.substr(0, 35) + 'g',
          '/' + good_token.substr(1), ':' + good_token.substr(1), '`' + good_token.substr(1)}) {
        CHECK(advised(tokens({token(), device_token(text)})) ==
              strings{"unusual_token /token_list/1"});
        CHECK(advised(overwrite({{device_token(text), {acc("jdoe")}}})) ==
              strings{"unusual_token /token_accounts/0/token"});
    }
    CHECK(advised(tokens({device_token(std::string(36, '0')), device_token(std::string(36, '9')),
                          device_token(std::string(36, 'f'))}))
              .empty());
}

TEST_CASE("an account whose type has a format is unusual unless it matches") {
    for (const char* const good : {"12345", "100000000009"}) CHECK_FALSE(unusual(991, good));
    for (const char* const bad : {"1234", "1234567890123", "12345a", "1234/", ":12345"})
        CHECK(unusual(991, bad));

    for (const int md5 : {992, 994, 996, 998, 1001}) {
        CAPTURE(md5);
        for (const char* const good :
             {"0123456789abcdefABCDEF9876543210", "azAZ09azAZ09azAZ09azAZ09azAZ09zz"})
            CHECK_FALSE(unusual(md5, good));
        for (const char* const bad :
             {"0123456789abcdefABCDEF987654321", "0123456789abcdefABCDEF98765432100",
              "0123456789abcdefABCDEF987654321-", "0123456789abcdefABCDEF987654321@",
              "0123456789abcdefABCDEF987654321[", "0123456789abcdefABCDEF987654321`",
              "0123456789abcdefABCDEF987654321{", "0123456789abcdefABCDEF987654321/",
              "0123456789abcdefABCDEF987654321:"})
            CHECK(unusual(md5, bad));
    }

    for (const char* const good : {"a1b2-C3D4", "--", "0f9e8d7c-6b5a-4a3b-9c2d-1e0f9a8b7c6d"})
        CHECK_FALSE(unusual(997, good));
    for (const char* const bad : {"a1b2_c3d4", "a1 b2", "a1b2\xC3\xA9"}) CHECK(unusual(997, bad));

    for (const char* const good : {"+8613711112222", "+12", "+123456789012345"})
        CHECK_FALSE(unusual(1002, good));
    for (const char* const bad : {"8613711112222", "+0613711112222", "+1", "+1234567890123456",
                                  "+86 13711112222", "+861371111222x", "+x12", "++", "-12"})
        CHECK(unusual(1002, bad));

    for (const char* const good : {"a@b", "926@126.com", "jdoe+x@mail.example"})
        CHECK_FALSE(unusual(1005, good));
    for (const char* const bad : {"jdoe", "@mail.example", "jdoe@", "a@b@c", "a@@b", "@@"})
        CHECK(unusual(1005, bad));
}

TEST_CASE("an account whose type has no format can be anything") {
    for (const int type : {0, 1, 16, 17, 989, 990, 993, 995, 999, 1000, 1003, 1004, 1006, 1015})
        CHECK_FALSE(unusual(type, "?! \xC3\xA9"));
}

TEST_CASE("blank and padded accounts, and those with control characters, are reported") {
    const auto said = [](const std::string& id) {
        const strings all = advised(accounts({acc(id)}));
        CHECK(all.size() <= 1);
        return all.empty() ? "" : all[0].substr(0, all[0].find(' '));
    };
    for (const char* const bad :
         {"   ", "13800138000\n", " jdoe", "jdoe ", "\tjdoe", "jdoe\r", "jdoe\v", "jdoe\f",
          "jd\x01oe", "jd\x1Foe", "jd\noe", "jd\x7Foe", "\xC2\xA0jdoe", "jdoe\xC2\xA0",
          "jdoe\xE3\x80\x80", "\xE3\x80\x80\xE3\x80\x80"}) {
        CAPTURE(std::string(bad));
        CHECK(said(bad) == "unclean_account");
    }
    for (const char* const word : {"null", "NULL", "Null", "undefined", "Undefined"})
        CHECK(said(word) == "placeholder_account");
    for (const char* const good :
         {"jd oe", "nulls", "mull", "nul", "undefine", "undefinedd", "n\xC2\xA0u",
          "\xC3\xA9t\xC3\xA9", "\xE5\xBC\xA0\xE3\x80\x80\xE4\xB8\x89", "nul,"})
        CHECK(said(good).empty());
    CHECK(advised(overwrite({{token(), {acc("jdoe"), acc("  ", 1005)}}})) ==
          strings{"unusual_account /token_accounts/0/account_list/1/account",
                  "unclean_account /token_accounts/0/account_list/1/account"});
}

TEST_CASE("an empty account, which only other limits allow, is reported") {
    const unbind_all_tokens empty{{acc("")}};
    limits any;
    any.min_account_chars = 0;
    CHECK(encode(empty, any));
    std::vector<advice> all;
    advise(empty, [&](advice kind, const json_pointer&) { all.push_back(kind); });
    CHECK(all == std::vector<advice>{advice::unclean_account});
}

TEST_CASE("an unusual account is reported in both places for accounts") {
    CHECK(advised(accounts({acc("jdoe"), acc("jdoe", 1005)})) ==
          strings{"unusual_account /account_list/1/account"});
    CHECK(advised(overwrite(
              {{token('a'), {acc("jdoe")}}, {token('b'), {acc("jdoe"), acc("jdoe", 1005)}}})) ==
          strings{"unusual_account /token_accounts/1/account_list/1/account"});
}

TEST_CASE("withdrawn and unlisted types are reported") {
    for (const int type : {989, 990, 993, 995, 1000})
        CHECK(advised(accounts({acc("jdoe", type)})) ==
              strings{"withdrawn_type /account_list/0/account_type"});
    const std::string md5(32, 'a');
    for (const int type : {994, 996, 1001})
        CHECK(advised(accounts({acc(md5, type)})) ==
              strings{"withdrawn_type /account_list/0/account_type"});
    for (const int type : {17, 988, 1016, 2147483647})
        CHECK(advised(overwrite({{token(), {acc("jdoe"), acc("jdoe", type)}}})) ==
              strings{"unlisted_type /token_accounts/0/account_list/1/account_type"});
    for (const int type : {0, 1, 9, 16, 999, 1003, 1004, 1006, 1010, 1015})
        CHECK(advised(accounts({acc("jdoe", type)})).empty());
}

TEST_CASE("advice comes in encoding order") {
    const request r = append_accounts{{
        {device_token("token1"), {acc("jdoe", 1005), acc("jdoe", 17)}},
        {device_token("token1"), {acc("x@", 1005), acc("12", 994), acc("12", 994)}},
    }};
    CHECK(advised(r) == strings{
                            "disused_operator /operator_type",
                            "unusual_token /token_accounts/0/token",
                            "unusual_account /token_accounts/0/account_list/0/account",
                            "unlisted_type /token_accounts/0/account_list/1/account_type",
                            "repeated_token /token_accounts/1/token",
                            "unusual_token /token_accounts/1/token",
                            "unusual_account /token_accounts/1/account_list/0/account",
                            "unusual_account /token_accounts/1/account_list/1/account",
                            "withdrawn_type /token_accounts/1/account_list/1/account_type",
                            "repeated_account /token_accounts/1/account_list/2",
                            "unusual_account /token_accounts/1/account_list/2/account",
                            "withdrawn_type /token_accounts/1/account_list/2/account_type",
                        });
}

TEST_CASE("the sink can be mutable, and is not copied") {
    struct {
        std::size_t calls = 0;
        void operator()(advice, json_pointer) { ++calls; }
    } counter;
    advise(tokens({device_token("token1"), device_token("token1")}), counter);
    CHECK(counter.calls == 3);
}

TEST_CASE("each advice has a unique name and sentence, and a source") {
    std::set<std::string_view> names;
    std::set<std::string_view> sentences;
    std::set<advice> kinds;
    for (const detail::advice_text& t : detail::advice_texts) {
        CAPTURE(t.name);
        CHECK(names.insert(t.name).second);
        CHECK(sentences.insert(t.sentence).second);
        CHECK(kinds.insert(t.kind).second);
        CHECK(to_string(t.kind) == t.name);
        CHECK(message(t.kind) == t.sentence);
        CHECK_FALSE(t.name.empty());
        CHECK(t.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        CHECK_FALSE(t.source.empty());
        REQUIRE_FALSE(t.sentence.empty());
        CHECK(t.sentence.back() != '.');
        for (const std::string_view text : {t.sentence, t.source})
            for (const char c : text) CHECK((c >= ' ' && c <= '~'));
    }
    for (int i = 0; i < 10; ++i) CHECK(kinds.count(static_cast<advice>(i)) == 1);
    CHECK(kinds.size() == 10);
    CHECK(to_string(static_cast<advice>(10)) == "unknown");
    CHECK(message(static_cast<advice>(10)).empty());
}

static_assert(to_string(advice::unusual_token) == "unusual_token");
static_assert(message(advice::unusual_token) == "is not 36 lower-case hexadecimal digits");

TEST_CASE("two accounts of one type are reported only if they are bound") {
    const std::vector<binding> list = {{token('a'), {acc("jdoe"), acc("roe")}}};
    CHECK(advised(overwrite(list)) == strings{"same_type_twice /token_accounts/0/account_list/1"});
    CHECK(advised(unbind_accounts{list}).empty());
}
