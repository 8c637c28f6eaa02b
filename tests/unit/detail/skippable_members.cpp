// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/skippable_members.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

namespace {

using tpns::decode_options;
using tpns::errc;
using tpns::error;
using tpns::node;
using tpns::policy;
using tpns::detail::message_kind;
using tpns::detail::skippable_members;

decode_options skipping() {
    decode_options options;
    options.foreign_carriers = options.undocumented_replies = policy::skip;
    return options;
}

std::vector<error> settled(skippable_members& members) {
    std::vector<error> told;
    CHECK(members.settle(99, [&](const error& e) {
        told.push_back(e);
        return true;
    }));
    return told;
}

const error wrong(errc::wrong_type, {node::token_list_element, 0}, 7);

} // namespace

TEST_CASE("without an option, every error is reported") {
    for (const message_kind kind : {message_kind::request, message_kind::response}) {
        skippable_members members(kind, {});
        CHECK_FALSE(members.forgives_replies());
        for (const node n : {node::token_list_member, node::err_msg_member, node::result_member})
            CHECK_FALSE(members.takes(wrong, n));
    }
}

TEST_CASE("each option applies to one kind of message") {
    decode_options requests;
    requests.foreign_carriers = policy::skip;
    decode_options responses;
    responses.undocumented_replies = policy::skip;
    CHECK(skippable_members(message_kind::request, requests).takes(wrong, node::token_list_member));
    CHECK_FALSE(
        skippable_members(message_kind::request, responses).takes(wrong, node::token_list_member));
    CHECK(skippable_members(message_kind::response, responses).takes(wrong, node::result_member));
    CHECK_FALSE(
        skippable_members(message_kind::response, requests).takes(wrong, node::result_member));
    CHECK(skippable_members(message_kind::response, responses).forgives_replies());
    CHECK_FALSE(skippable_members(message_kind::request, responses).forgives_replies());
}

TEST_CASE("the list of another operator can contain anything, the operator's own cannot") {
    for (int operation = 1; operation <= 5; ++operation) {
        const node own = tpns::detail::carrier_of(static_cast<tpns::operator_type>(operation));
        for (const node n :
             {node::token_accounts_member, node::token_list_member, node::account_list_member}) {
            skippable_members at_once(message_kind::request, skipping());
            at_once.decide(operation);
            CHECK(at_once.takes(wrong, n) == (n != own));

            skippable_members waiting(message_kind::request, skipping());
            waiting.begin(own, 3);
            CHECK(waiting.takes(wrong, n));
            CHECK(waiting.takes(error(errc::too_deep), n)); // the first error waits
            waiting.decide(operation);
            CHECK(settled(waiting) ==
                  (n == own ? std::vector<error>{wrong} : std::vector<error>{}));
        }
        CHECK_FALSE(skippable_members(message_kind::request, skipping()).takes(wrong, node::body));
    }
}

TEST_CASE("without an operator, errors are reported, and lists are neither missing nor foreign") {
    skippable_members members(message_kind::request, skipping());
    CHECK(members.takes(wrong, node::account_list_member));
    CHECK(settled(members) == std::vector<error>{wrong});
    CHECK_FALSE(members.settle(99, [](const error&) { return false; }));
}

TEST_CASE("the operator's own list is missing, and others are foreign, in document order") {
    skippable_members members(message_kind::request, {});
    members.begin(node::account_list_member, 10);
    members.begin(node::operator_type_member, 20);
    members.begin(node::token_accounts_member, 30);
    members.decide(4);
    CHECK(settled(members) ==
          std::vector<error>{error(errc::missing_member, {node::token_list_member}, 99),
                             error(errc::foreign_carrier, {node::account_list_member}, 10),
                             error(errc::foreign_carrier, {node::token_accounts_member}, 30)});
    for (std::size_t wanted = 1; wanted <= 3; ++wanted) {
        std::size_t calls = 0;
        CHECK_FALSE(members.settle(99, [&](const error&) { return ++calls < wanted; }));
        CHECK(calls == wanted);
    }
}

TEST_CASE("in a reply, only the format can be ignored, and only if the call failed") {
    struct row {
        int code;
        bool failed;
    };
    for (const row r : {row{0, false}, row{1008026, false}, row{1008027, true}, row{1008003, true},
                        row{-1, true}})
        for (const node n : {node::err_msg_member, node::result_member}) {
            skippable_members at_once(message_kind::response, skipping());
            at_once.decide(r.code);
            CHECK_FALSE(at_once.skipped(n));
            CHECK(at_once.takes(error(errc::wrong_type), n) == r.failed);
            CHECK(at_once.takes(error(errc::invalid_utf8), n) == r.failed);
            CHECK(at_once.skipped(n) == r.failed);
            CHECK_FALSE(at_once.takes(error(errc::too_many_items), n));
            CHECK_FALSE(at_once.takes(error(errc::duplicate_member), n));
            CHECK_FALSE(at_once.takes(error(errc::wrong_type), node::ret_code_member));
            CHECK(settled(at_once).empty());

            skippable_members waiting(message_kind::response, skipping());
            CHECK(waiting.takes(wrong, n));
            CHECK_FALSE(waiting.skipped(n));
            waiting.decide(r.code);
            CHECK(settled(waiting).size() == (r.failed ? 0 : 1));
            CHECK(waiting.skipped(n) == r.failed);
        }
    skippable_members undecided(message_kind::response, skipping());
    CHECK(undecided.takes(wrong, node::result_member));
    CHECK(settled(undecided) == std::vector<error>{wrong});
    CHECK_FALSE(undecided.skipped(node::result_member));
}
