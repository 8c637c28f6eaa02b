// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/check.hpp>

// Then the rest.
#include "support/allocations.hpp"
#include "support/vectors.hpp"
#include "support/written_bodies.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using lines = std::vector<std::string>;

/// The violations as "rule pointer 'text in the body'".
lines check(bool request, std::string_view body, const tpns::decode_options& options) {
    lines found;
    const auto sink = [&](const tpns::error& e) {
        found.push_back(tpns_tests::rule_of(e) + ' ' + to_string(e.where) + " '" +
                        std::string(body.substr(e.offset, 4)) + '\'');
    };
    const std::size_t count = request ? tpns::check_request(body, sink, options)
                                      : tpns::check_response(body, sink, options);
    CHECK(count == found.size());
    return found;
}
lines request(std::string_view body, const tpns::decode_options& options = {}) {
    return check(true, body, options);
}
lines response(std::string_view body, const tpns::decode_options& options = {}) {
    return check(false, body, options);
}

constexpr std::string_view many_faults =
    R"({"x":1,"operator_type":2,"operator_type":3,"token_accounts":[{"token":"","account_list":[]},)"
    R"(7,{"account_list":[{"account":"a","account_type":-1},{"account_type":1.5},"b",)"
    R"({"account":"good","y":{"token":[]},"account_type":3}],"token":null},{"token":"t",)"
    R"("account_list":{"account":[]}},{}],"token_list":[1,"ok",""],"account_list":null} more)";

} // namespace

TEST_CASE("every violation is found, in order, and reading continues after each") {
    tpns::decode_options options;
    options.unknown_members = tpns::policy::reject;
    CHECK(request(many_faults, options) ==
          lines{"body-member  '\"x\":'",
                "operator-once /operator_type '\"ope'",
                "token-min /token_accounts/0/token '\"\",\"'",
                "account_list-min /token_accounts/0/account_list ']},7'",
                "binding-type /token_accounts/1 '7,{\"'",
                "account-min /token_accounts/2/account_list/0/account '\"a\",'",
                "account_type-range /token_accounts/2/account_list/0/account_type '-1},'",
                "account_type-type /token_accounts/2/account_list/1/account_type '1.5}'",
                "account-required /token_accounts/2/account_list/1/account '},\"b'",
                "account-type /token_accounts/2/account_list/2 '\"b\",'",
                "account-member /token_accounts/2/account_list/3 '\"y\":'",
                "token-type /token_accounts/2/token 'null'",
                "account_list-type /token_accounts/3/account_list '{\"ac'",
                "token-required /token_accounts/4/token '}],\"'",
                "account_list-required /token_accounts/4/account_list '}],\"'",
                "token_list-element-type /token_list/0 '1,\"o'",
                "token_list-element-min /token_list/2 '\"\"],'",
                "account_list-type /account_list 'null'",
                "token_list-foreign /token_list '\"tok'",
                "account_list-foreign /account_list '\"acc'",
                "json-trailing  'more'"});
}

TEST_CASE("the violations of a response are found, in order") {
    CHECK(response(R"({"err_msg":5,"result":[null,"ok",true,1.5,[["x"]],2],"result":[],"x":0})") ==
          lines{"err_msg-type /err_msg '5,\"r'", "result-element-type /result/0 'null'",
                "result-element-type /result/2 'true'", "result-element-type /result/3 '1.5,'",
                "result-element-type /result/4 '[[\"x'", "result-once /result '\"res'",
                "ret_code-required /ret_code '}'"});
    CHECK(response(R"({"ret_code":2.0,"ret_code":1})") ==
          lines{"ret_code-type /ret_code '2.0,'", "ret_code-once /ret_code '\"ret'"});
}

TEST_CASE("a valid body has no violation") {
    CHECK(request(R"({"operator_type":4,"token_list":["a"]})").empty());
    CHECK(response(R"({"ret_code":0})").empty());
}

TEST_CASE("a body that is not an object has one violation") {
    CHECK(request(R"([{"operator_type":9},[]])") == lines{"body-type  '[{\"o'"});
    CHECK(response("null") == lines{"body-type  'null'"});
}

TEST_CASE("a text that only begins like JSON is invalid JSON, with one violation") {
    CHECK(response("404 page not found") == lines{"json-trailing  'page'"});
    CHECK(response("[error] upstream") == lines{"json-syntax  'erro'"});
    CHECK(request("[[{}], tru]") == lines{"json-syntax  ']'"});
}

TEST_CASE("in a failed reply, an undocumented format is not a violation") {
    tpns::decode_options options;
    options.undocumented_replies = tpns::policy::skip;
    constexpr std::string_view failed =
        R"({"err_msg":[1],"result":["0",{},null],"ret_code":1008003,"x":{}})";
    CHECK(response(failed, options).empty());
    CHECK(response(R"({"ret_code":1008003,"err_msg":1,"result":[[],{}],"result":0})", options) ==
          lines{"result-once /result '\"res'"});
    // In a reply that succeeded in part, it is: the first one in each member, if the code comes
    // later.
    CHECK(response(R"({"err_msg":[1],"result":["0",{},null],"ret_code":0,"x":{}})", options) ==
          lines{"err_msg-type /err_msg '[1],'", "result-element-type /result/1 '{},n'"});
    CHECK(response(R"({"ret_code":1008026,"result":["0",{},null],"err_msg":[1]})", options) ==
          lines{"result-element-type /result/1 '{},n'", "result-element-type /result/2 'null'",
                "err_msg-type /err_msg '[1]}'"});
    CHECK(response("{\"err_msg\":\"\xB0\",\"ret_code\":0,\"result\":{}}", options) ==
          lines{"result-type /result '{}}'", "json-utf8  '\xB0\",\"'"});
}

TEST_CASE("a check stops at the maximum, or when the sink wants no more") {
    std::string body = R"({"operator_type":4,"token_list":[)";
    for (int i = 0; i < 1000; ++i) body += "0,";
    body += "0]";
    for (const std::size_t most : {0U, 1U, 2U, 1000U}) {
        std::size_t calls = 0;
        CHECK(tpns::check_request(
                  body, [&](const tpns::error&) { ++calls; }, {}, most) == most);
        CHECK(calls == most);
    }
    std::size_t calls = 0;
    CHECK(tpns::check_request(body, [&](const tpns::error&) { return ++calls != 3; }) == 3);
    CHECK(calls == 3);
    CHECK(tpns::check_request(body, [&](const tpns::error&) { return true; }) == 1002);
    CHECK(tpns::check_response(R"({"result":[[],[],[]],"err_msg":0})",
                               [&](const tpns::error&) { return false; }) == 1);
    CHECK(tpns::check_response(R"({"result":[[],[],[]],"err_msg":0})", [&](const tpns::error&) {},
                               {}, 4) == 4);
}

TEST_CASE("a check stops where the text stops being JSON") {
    CHECK(request(R"({"operator_type":9,"token_list":[1,}],"token_accounts":0)") ==
          lines{"operator-range /operator_type '9,\"t'",
                "token_list-element-type /token_list/0 '1,}]'", "json-syntax  '}],\"'"});
    CHECK(request(R"({"operator_type":9,)") ==
          lines{"operator-range /operator_type '9,'", "json-incomplete  ''"});
    CHECK(request("") == lines{"body-empty  ''"});
    tpns::decode_options options;
    options.limits.max_body_bytes = 3;
    CHECK(request(R"({"operator_type":9})", options) == lines{"body-size  'pera'"});
}

TEST_CASE("excess elements are one violation, and are not checked") {
    tpns::decode_options options;
    options.limits.max_token_accounts = 1;
    options.limits.max_accounts_per_token = 2;
    options.limits.max_token_list = 1;
    options.limits.max_result = 0;
    CHECK(request(R"({"operator_type":2,"token_accounts":[{"token":"t","account_list":)"
                  R"([{"account":"ab"},{"account":"cd"},{"account":"e"},7]},{"x":[]},8,[{}]]})",
                  options) == lines{"account_list-max /token_accounts/0/account_list '{\"ac'",
                                    "token_accounts-max /token_accounts '{\"x\"'"});
    CHECK(request(R"({"operator_type":4,"token_list":["","",""]})", options) ==
          lines{"token_list-element-min /token_list/0 '\"\",\"'",
                "token_list-max /token_list '\"\",\"'"});
    CHECK(response(R"({"ret_code":0,"result":[1,2]})", options) ==
          lines{"result-max /result '1,2]'"});
}

TEST_CASE("skipped carriers can be wrong, and an error in the operator's own is reported once") {
    constexpr std::string_view body =
        R"({"token_accounts":[1,2],"account_list":null,"operator_type":4,"token_list":["",3,""]})";
    CHECK(request(body) == lines{"binding-type /token_accounts/0 '1,2]'",
                                 "binding-type /token_accounts/1 '2],\"'",
                                 "account_list-type /account_list 'null'",
                                 "token_list-element-min /token_list/0 '\"\",3'",
                                 "token_list-element-type /token_list/1 '3,\"\"'",
                                 "token_list-element-min /token_list/2 '\"\"]}'",
                                 "token_accounts-foreign /token_accounts '\"tok'",
                                 "account_list-foreign /account_list '\"acc'"});
    CHECK(
        request(R"({"account_list":[{"account":"ab"}],"token_accounts":[3],"operator_type":4})") ==
        lines{"binding-type /token_accounts/0 '3],\"'", "token_list-required /token_list '}'",
              "account_list-foreign /account_list '\"acc'",
              "token_accounts-foreign /token_accounts '\"tok'"});
    tpns::decode_options options;
    options.foreign_carriers = tpns::policy::skip;
    CHECK(request(body, options) == lines{"token_list-element-min /token_list/0 '\"\",3'",
                                          "token_list-element-type /token_list/1 '3,\"\"'",
                                          "token_list-element-min /token_list/2 '\"\"]}'"});
    CHECK(request(R"({"token_accounts":[1,2],"operator_type":5})", options) ==
          lines{"account_list-required /account_list '}'"});
    // Without an operator, each list might be its own.
    CHECK(request(R"({"token_accounts":[1,2],"account_list":0})", options) ==
          lines{"operator-required /operator_type '}'", "binding-type /token_accounts/0 '1,2]'",
                "account_list-type /account_list '0}'"});
    CHECK(request(R"({"operator_type":0,"token_list":[1]})") ==
          lines{"operator-range /operator_type '0,\"t'",
                "token_list-element-type /token_list/0 '1]}'"});
}

TEST_CASE("checking allocates nothing") {
    std::size_t calls = 0;
    auto sink = [&](const tpns::error&) { ++calls; };
    const std::size_t before = tpns_tests::allocations();
    const std::size_t count =
        tpns::check_request(many_faults, sink) + tpns::check_response(many_faults, sink);
    CHECK(tpns_tests::allocations() == before);
    CHECK(count == calls);
    CHECK(count > 20);
}

TEST_CASE(
    "an error in a carrier is reported at once if the operator is known, otherwise at the end") {
    tpns::decode_options lenient;
    lenient.foreign_carriers = tpns::policy::skip;
    const auto told = [&](std::string_view body) {
        std::string all;
        tpns::check_request(
            body, [&](const tpns::error& e) { all += to_string(e) + '\n'; }, lenient);
        return all;
    };
    CHECK(told(R"({"operator_type":4,"token_list":[1,2],"x":tru})") ==
          "/token_list/0: must be a string (offset 33)\n"
          "/token_list/1: must be a string (offset 35)\n"
          "body: not valid JSON from here on (offset 45)\n");
    CHECK(told(R"({"operator_type":5,"token_list":[1],"account_list":[7]})") ==
          "/account_list/0: must be an object (offset 52)\n");
    CHECK(told(R"({"token_list":[1,2],"operator_type":4})") ==
          "/token_list/0: must be a string (offset 15)\n");
    CHECK(told(R"({"token_list":[1,2]})") == "/operator_type: is missing (offset 19)\n"
                                             "/token_list/0: must be a string (offset 15)\n");
}

TEST_CASE_TEMPLATE("every fault is reported at its place, whatever precedes and follows it",
                   Written, tpns_tests::written_request, tpns_tests::written_response) {
    std::size_t faults = 0;
    tpns_tests::for_each_written<Written>(
        1200, [&](const Written& written, const tpns::decode_options& options) {
            std::vector<tpns::error> found;
            const std::size_t count = Written::kind::check(
                written.body(), [&](const tpns::error& e) { found.push_back(e); }, options);
            faults += count;
            if (count == found.size() && found == written.errors()) return;
            CAPTURE(written.body());
            CHECK(count == found.size());
            CHECK(found == written.errors());
        });
    CHECK(faults > 1000);
}
