// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_DECODE_LAWS_HPP
#define TPNS_FUZZ_DECODE_LAWS_HPP

#include "input.hpp"
#include "support/message_kinds.hpp"

#include <tpns.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Laws that hold for every body of a request or a response.

namespace fuzz {

using tpns_tests::requests;
using tpns_tests::responses;

/// An error names a rule, is in the input, and points to an existing place in `whole`, if any; for
/// a missing member, to its object.
inline void error_laws(const tpns::error& e, std::string_view body,
                       const boost::json::value* whole) {
    law(tpns::detail::find_rule(e.code, e.where.target) != nullptr, "an error names a rule");
    law(e.offset <= body.size(), "an offset lies in the input");
    if (whole == nullptr || condition_of(e.code) == tpns::condition::syntax) return;
    std::string pointer = to_string(e.where);
    if (e.code == tpns::errc::missing_member) pointer.erase(pointer.rfind('/'));
    boost::system::error_code not_there;
    law(whole->find_pointer(pointer, not_there) != nullptr, "a pointer resolves");
}

template <class Kind>
void decode_laws(std::string_view body, const tpns::decode_options& options,
                 const boost::json::value* whole) {
    const auto decoded = Kind::decode(body, options);

    tpns::arena memory;
    const auto view = Kind::decode_view(body, memory, options);
    law(view.has_value() == decoded.has_value(), "views give the same verdict");

    static tpns::decoded<std::decay_t<decltype(*view)>> kept; // reused from earlier bodies
    law(kept.decode(body, options).has_value() == decoded.has_value() &&
            (!decoded || *kept == *decoded),
        "a message that owns its body is the same");

    std::vector<tpns::error> all;
    const std::size_t count = Kind::check(
        body, [&](const tpns::error& e) { all.push_back(e); }, options);
    law(count == all.size() && all.empty() == decoded.has_value(),
        "a check gives the same verdict");
    for (const tpns::error& e : all) error_laws(e, body, whole);

    if (!decoded) {
        law(view.error() == decoded.error(), "views give the same error");
        law(all.front() == decoded.error(), "a check finds the same error first");
        return;
    }
    law(bool(validate(*decoded, options.limits)), "what is decoded is valid");
    const auto text = encode(*decoded, options.limits);
    law(bool(text), "what is decoded encodes");
    law(text->size() == encoded_size(*decoded), "a size is exact");
    law(text->size() <= Kind::most_growth * body.size(), "what is encoded is not much larger");
    law(*encode(*view, options.limits) == *text, "views encode to the same bytes");
    const auto again = Kind::decode(*text, options);
    law(again && *again == *decoded, "what is encoded decodes to the same");
    law(*encode(*again, options.limits) == *text, "the bytes are stable");
}

/// A body accepted strictly is accepted leniently with the same value; a body accepted only
/// leniently is not a success.
template <class Kind>
void leniency_laws(std::string_view body) {
    tpns::decode_options lenient;
    lenient.undocumented_replies = tpns::policy::skip;
    const auto strictly = Kind::decode(body, {});
    const auto leniently = Kind::decode(body, lenient);
    if (strictly) law(leniently == strictly, "what is accepted strictly is accepted leniently");
    if constexpr (std::is_same_v<Kind, responses>) {
        if (!leniently || strictly) return;
        law(leniently->ret_code != tpns::server_errc::accepted &&
                leniently->ret_code != tpns::server_errc::batch_partly_failed,
            "what is only accepted leniently is no success");
        const auto condition = condition_of(strictly.error().code);
        law(condition == tpns::condition::schema ||
                strictly.error().code == tpns::errc::invalid_utf8,
            "only another form is forgiven");
    } else {
        law(leniently == strictly, "leniency is for replies");
    }
}

/// The same laws, strictly and leniently.
template <class Kind>
void decode_laws(std::string_view body) {
    boost::system::error_code not_json;
    const boost::json::value dom =
        boost::json::parse(boost::json::string_view(body.data(), body.size()), not_json);
    // A DOM has only one of duplicate members, which the defaults do not accept.
    bool twice = false;
    (void)Kind::check(
        body,
        [&](const tpns::error& e) { twice = twice || e.code == tpns::errc::duplicate_member; }, {});
    const boost::json::value* const whole = not_json || twice ? nullptr : &dom;
    decode_laws<Kind>(body, {}, whole);
    leniency_laws<Kind>(body);
    tpns::decode_options other;
    other.unknown_members = tpns::policy::reject;
    other.foreign_carriers = tpns::policy::skip;
    other.byte_order_mark = tpns::policy::skip;
    other.undocumented_replies = tpns::policy::skip;
    other.limits.max_token_accounts = 2;
    other.limits.min_accounts_per_token = 0;
    other.limits.max_accounts_per_token = 2;
    other.limits.max_account_chars = 5;
    other.limits.max_depth = 6;
    decode_laws<Kind>(body, other, whole);
}

} // namespace fuzz

#endif
