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

// Laws that hold for every body of a request or a response.

namespace fuzz {

using tpns_tests::requests;
using tpns_tests::responses;

/// The DOM of a body, made when it is asked for.
template <class Kind>
class lazy_dom {
public:
    explicit lazy_dom(std::string_view body) : body_(body) {}

    /// Whether there is something at a pointer; null of a body that is no JSON, and of one that has
    /// a member twice, of which a DOM has one.
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

/// An error names a rule, lies in the input, and points to something that is there: of a missing
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
        law(all.front() == decoded.error(), "a check finds the same error first");
        return decoded;
    }
    law(bool(validate(*decoded, options.limits)), "what is decoded is valid");
    const auto text = encode(*decoded, options.limits);
    law(bool(text), "what is decoded encodes");
    law(text->size() == encoded_size(*decoded), "a size is exact");
    law(text->size() <= Kind::most_growth * body.size(), "what is encoded is not much larger");
    law(*encode(*view, options.limits) == *text, "views encode to the same bytes");
    tpns::decode_options again_options = options; // codes that were integers are longer as strings
    again_options.limits.max_body_bytes *= Kind::most_growth;
    const auto again = Kind::decode(*text, again_options);
    law(again && *again == *decoded, "what is encoded decodes to the same");
    law(*encode(*again, options.limits) == *text, "the bytes are stable");
    return decoded;
}

/// A reply that has another form than is documented, and was forgiven that, is no success, neither
/// of one item nor of several.
inline void forgiveness_laws(const tpns::response& forgiven, const tpns::error& otherwise) {
    law(condition_of(otherwise.code) == tpns::condition::schema ||
            otherwise.code == tpns::errc::invalid_utf8,
        "only another form is forgiven");
    const std::vector<tpns::device_token> tokens(forgiven.result.size() + 1);
    for (const std::size_t count : {tokens.size() - 1, tokens.size()}) {
        const tpns::unbind_all_accounts asked{{tokens.data(), tokens.data() + count}};
        const auto all = outcomes(asked, forgiven);
        law(count == 0 || !all || all->count(tpns::disposition::accepted) == 0,
            "what is forgiven is no success");
    }
}

/// What is accepted strictly is accepted less strictly, and most leniently, as the same.
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
    law(!strictly || between == strictly, "what is accepted strictly is accepted less strictly");
    law(!strictly || documented == strictly, "what is accepted strictly is accepted less strictly");
    law(!between || leniently == between, "what is accepted is accepted leniently");
    law(!documented || leniently == documented, "what is documented is read as it is");
    if constexpr (std::is_same_v<Kind, responses>) {
        if (leniently && !documented) forgiveness_laws(*leniently, documented.error());
    } else {
        law(leniently == documented, "leniency is for replies");
    }
}

/// These laws with the default options, and with those that the input says.
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
