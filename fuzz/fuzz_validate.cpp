// SPDX-License-Identifier: BSL-1.0

// Validates any message: it has the same violations as its body, and its advice does not depend on
// how it is stored.

#include "messages.hpp"
#include "options.hpp"
#include "support/message_kinds.hpp"

#include <tpns/advise.hpp>
#include <tpns/boost_json.hpp>
#include <tpns/encode.hpp>
#include <tpns/to_view.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace {

using errors = std::vector<tpns::error>;
using advices = std::vector<std::pair<tpns::advice, tpns::json_pointer>>;

template <class Message>
errors violations(const Message& m, const tpns::limits& max) {
    errors all;
    const std::size_t count = validate(
        m, [&](const tpns::error& e) { all.push_back(e); }, max);
    fuzz::law(count == all.size(), "violations are counted");
    return all;
}

/// The violations in the JSON of a message, valid or not.
template <class Kind>
errors violations_of_body(const typename Kind::message& m, const tpns::limits& max) {
    tpns::decode_options options;
    options.limits = max;
    errors all;
    (void)Kind::check(
        boost::json::serialize(boost::json::value_from(m)),
        [&](tpns::error e) {
            e.offset = tpns::error::no_offset;
            all.push_back(e);
        },
        options);
    return all;
}

template <class Kind>
void violation_laws(const typename Kind::message& m, const tpns::limits& max, std::size_t most) {
    const errors all = violations(m, max);
    const auto first = validate(m, max);
    fuzz::law(first.has_value() == all.empty() && (first || first.error() == all.front()),
              "the first violation is the error");
    tpns::arena memory;
    fuzz::law(violations(*to_view(m, memory), max) == all, "a view breaks the same rules");

    std::size_t told = 0;
    const auto tell = [&](const tpns::error& e) {
        fuzz::law(e == all[told++], "violations come in the same order");
    };
    fuzz::law(validate(m, tell, max, most) == (std::min)(most, all.size()) &&
                  told == (std::min)(most, all.size()),
              "as many violations are reported as were requested");
    std::size_t looked = 0;
    const auto until = [&](const tpns::error&) { return ++looked < most; };
    fuzz::law(validate(m, until, max) == looked && looked <= (std::max)(most, std::size_t{1}),
              "nothing is reported after a stop");

    const errors of_body = violations_of_body<Kind>(m, max);
    const auto is_no_json = [](const auto& e) { return e.code == tpns::errc::invalid_utf8; };
    if (std::any_of(of_body.begin(), of_body.end(), is_no_json)) return;
    fuzz::law(of_body == all, "a message breaks the same rules as its body");
}

template <class Request>
advices advice_of(const Request& r) {
    advices all;
    advise(r, [&](tpns::advice a, const tpns::json_pointer& where) { all.emplace_back(a, where); });
    return all;
}

void advice_laws(const tpns::request& r) {
    const advices all = advice_of(r);
    fuzz::law(advice_of(r) == all, "advice is the same every time");
    tpns::arena memory;
    fuzz::law(advice_of(*to_view(r, memory)) == all, "a view gets the same advice");
    fuzz::law(advice_of(tpns::detail::all_of(r)) == all, "a part gets the same advice");
    std::visit(
        [&](const auto& op) {
            fuzz::law(advice_of(op) == all, "an operation gets the same advice");
        },
        r);
    const auto body = encode(r);
    if (!body) return;
    fuzz::law(advice_of(*tpns::decode_request(*body)) == all,
              "the decoded body gets the same advice");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t most = choose.byte() % 4;
    tpns::limits max = choose.byte() % 2 == 0 ? tpns::limits() : fuzz::make_limits(choose);
    // Otherwise a list could be both too short and too long, and a body would report both.
    max.max_accounts_per_token = (std::max)(max.max_accounts_per_token, max.min_accounts_per_token);
    if (choose.byte() % 4 == 0) {
        violation_laws<tpns_tests::responses>(fuzz::make_response(choose), max, most);
        return 0;
    }
    const tpns::request r = fuzz::make_request(choose);
    violation_laws<tpns_tests::requests>(r, max, most);
    advice_laws(r);
    return 0;
}
