// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_DECODE_LAWS_HPP
#define TPNS_FUZZ_DECODE_LAWS_HPP

#include "options.hpp"
#include "support/message_kinds.hpp"

#include <tpns.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Laws that hold for the body of any request or response.

namespace fuzz {

using tpns_tests::requests;
using tpns_tests::responses;

/// The DOM of a body, created on first use.
template <class Kind>
class lazy_dom {
public:
    explicit lazy_dom(std::string_view body) : body_(body) {}

    /// Whether a pointer resolves. Null if the body is not JSON, or if it has a duplicate member,
    /// since a DOM keeps only one of the duplicates.
    [[nodiscard]] std::optional<bool> has(const std::string& pointer) {
        if (!read_) read();
        if (!dom_) return std::nullopt;
        boost::system::error_code not_there;
        return dom_->find_pointer(pointer, not_there) != nullptr;
    }

private:
    void read() {
        read_ = true;
        bool twice = false;
        (void)Kind::check(
            body_, [&](const auto& e) { twice = twice || e.code == tpns::errc::duplicate_member; },
            {});
        boost::system::error_code not_json;
        boost::json::value v = boost::json::parse({body_.data(), body_.size()}, not_json);
        if (!not_json && !twice) dom_ = std::move(v);
    }

    std::string_view body_;
    bool read_ = false;
    std::optional<boost::json::value> dom_;
};

/// An error names a rule, is within the input, and points to something that exists: for a missing
/// member, to the object that lacks it.
template <class Kind>
void error_laws(const tpns::error& e, std::string_view body, lazy_dom<Kind>& dom) {
    law(tpns::detail::find_rule(e.code, e.where.target) != nullptr, "an error names a rule");
    law(e.offset <= body.size(), "an offset lies in the input");
    if (condition_of(e.code) == tpns::condition::syntax) return;
    std::string pointer = to_string(e.where);
    if (e.code == tpns::errc::missing_member) pointer.erase(pointer.rfind('/'));
    law(dom.has(pointer).value_or(true), "a pointer resolves");
}

template <class Kind>
auto decode_laws(std::string_view body, const tpns::decode_options& options, lazy_dom<Kind>& dom) {
    const auto decoded = Kind::decode(body, options);

    tpns::arena memory;
    const auto view = Kind::decode_view(body, memory, options);
    law(view.has_value() == decoded.has_value(), "views give the same verdict");

    std::vector<tpns::error> all;
    const std::size_t count = Kind::check(
        body, [&](const tpns::error& e) { all.push_back(e); }, options);
    law(count == all.size() && all.empty() == decoded.has_value(),
        "a check gives the same verdict");
    for (const tpns::error& e : all) error_laws(e, body, dom);

    if (!decoded) {
        law(view.error() == decoded.error(), "views give the same error");
        law(all.front() == decoded.error(), "a check reports the same error first");
        return decoded;
    }
    law(bool(validate(*decoded, options.limits)), "a decoded message is valid");
    const auto text = encode(*decoded, options.limits);
    law(bool(text), "a decoded message can be encoded");
    law(text->size() == encoded_size(*decoded), "the size is exact");
    law(text->size() <= Kind::most_growth * body.size(), "an encoded body is not much larger");
    law(*encode(*view, options.limits) == *text, "views encode to the same bytes");
    // Integer codes become strings, which are longer.
    tpns::decode_options again_options = options;
    again_options.limits.max_body_bytes *= Kind::most_growth;
    const auto again = Kind::decode(*text, again_options);
    law(again && *again == *decoded, "an encoded message decodes to the same value");
    law(*encode(*again, options.limits) == *text, "encoding again gives the same bytes");
    return decoded;
}

/// A reply that is accepted despite an undocumented form reports no success, whether or not the
/// number of codes matches.
inline void forgiveness_laws(const tpns::response& forgiven, const tpns::error& otherwise) {
    law(condition_of(otherwise.code) == tpns::condition::schema ||
            otherwise.code == tpns::errc::invalid_utf8,
        "leniency forgives only the form");
    const std::vector<tpns::device_token> tokens(forgiven.result.size() + 1);
    for (const std::size_t count : {tokens.size() - 1, tokens.size()}) {
        const tpns::unbind_all_accounts asked{{tokens.data(), tokens.data() + count}};
        const auto all = outcomes(asked, forgiven);
        law(count == 0 || !all || all->count(tpns::disposition::accepted) == 0,
            "a forgiven reply reports no success");
    }
}

/// A body that strict options accept has the same value with more lenient ones.
template <class Kind>
void leniency_laws(std::string_view body, tpns::decode_options options,
                   const tpns::result<typename Kind::message>& between) {
    const auto decode = [&](tpns::policy undocumented, tpns::policy others) {
        options.undocumented_replies = undocumented;
        options.unknown_members = options.foreign_carriers = options.byte_order_mark = others;
        return Kind::decode(body, options);
    };
    const auto strictly = decode(tpns::policy::reject, tpns::policy::reject);
    const auto documented = decode(tpns::policy::reject, tpns::policy::skip);
    const auto leniently = decode(tpns::policy::skip, tpns::policy::skip);
    law(!strictly || between == strictly, "a less strict decoder gives the same value");
    law(!strictly || documented == strictly, "a less strict decoder gives the same value");
    law(!between || leniently == between, "the most lenient decoder gives the same value");
    law(!documented || leniently == documented, "leniency does not change a documented message");
    if constexpr (std::is_same_v<Kind, responses>) {
        if (leniently && !documented) forgiveness_laws(*leniently, documented.error());
    } else {
        law(leniently == documented, "leniency is only for replies");
    }
}

/// Checks these laws with the default options and with those from the input.
template <class Kind>
void decode_laws(const std::uint8_t* data, std::size_t size) {
    body_input input(data, size);
    const std::string_view body = input.body();
    lazy_dom<Kind> dom(body);
    (void)decode_laws<Kind>(body, {}, dom);
    const tpns::decode_options options = make_options(input.choose());
    leniency_laws<Kind>(body, options, decode_laws<Kind>(body, options, dom));
}

} // namespace fuzz

#endif
