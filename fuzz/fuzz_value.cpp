// SPDX-License-Identifier: BSL-1.0

// Decodes any bytes through `boost::json::value`: the message or error is the same if a value can
// represent the body, and a message's value converts back to it.

#include "options.hpp"
#include "oracle.hpp"
#include "support/message_kinds.hpp"

#include <tpns/boost_json.hpp>
#include <tpns/encode.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>

namespace {

namespace json = boost::json;
using tpns_tests::requests;
using tpns_tests::responses;

auto from_value(requests, const json::value& v, const tpns::decode_options& options) noexcept {
    return tpns::request_from(v, options);
}
auto from_value(responses, const json::value& v, const tpns::decode_options& options) noexcept {
    return tpns::response_from(v, options);
}

/// Whether a value can represent a text: no duplicate members, no integers of more than 18 digits.
bool is_representable(const fuzz::json_tree& tree) {
    std::set<std::string_view> names;
    for (const fuzz::json_tree& child : tree.inside) {
        if (tree.kind == '{' && !names.insert(child.name).second) return false;
        if (!is_representable(child)) return false;
    }
    return tree.kind != 0 || tree.text.size() <= 18;
}

/// Whether a value has a text: some versions of Boost.JSON read 0e144444444 as not a number.
bool has_text(const json::value& v) {
    if (const json::array* const list = v.if_array())
        return std::all_of(list->begin(), list->end(), has_text);
    if (const json::object* const object = v.if_object())
        return std::all_of(object->begin(), object->end(),
                           [](const auto& member) { return has_text(member.value()); });
    return !v.is_double() || std::isfinite(v.get_double());
}

template <class Message>
tpns::result<Message> without_offset(const tpns::result<Message>& r) {
    if (r) return r;
    tpns::error e = r.error();
    e.offset = tpns::error::no_offset;
    return e;
}

template <class Kind>
void value_laws(std::string_view body, const json::value& v, bool representable,
                const tpns::decode_options& options) {
    const auto from = from_value(Kind(), v, options);
    const std::string text = json::serialize(v);
    fuzz::law(!has_text(v) || from == without_offset(Kind::decode(text, options)),
              "a value and its text give the same");
    // The text can be longer than the body, as that of 9.5 is.
    if (representable && (std::max)(body.size(), text.size()) <= options.limits.max_body_bytes)
        fuzz::law(from == without_offset(Kind::decode(body, options)),
                  "a value and the body give the same");
    if (!from) return;
    const json::value made = json::value_from(*from);
    // Members that the body left out can make it too large.
    if (json::serialize(made).size() > options.limits.max_body_bytes) return;
    const auto again = from_value(Kind(), made, options);
    fuzz::law(again && *again == *from, "a message's value converts back to that message");
    fuzz::law(json::parse(*encode(*from, options.limits)) == made,
              "a message's value is that of its encoded bytes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::body_input input(data, size);
    const auto tree = fuzz::parse(input.body());
    if (!tree) return 0;
    json::parse_options deep;
    deep.max_depth = 512;
    const json::value v = json::parse({input.body().data(), input.body().size()}, {}, deep);
    const bool representable = is_representable(*tree);
    for (const tpns::decode_options& options :
         {tpns::decode_options(), fuzz::make_options(input.choose())}) {
        value_laws<requests>(input.body(), v, representable, options);
        value_laws<responses>(input.body(), v, representable, options);
    }
    return 0;
}
