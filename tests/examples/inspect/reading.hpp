// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_READING_HPP
#define INSPECT_READING_HPP

#include "findings.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace inspect {

/// What a reply says that is read only when a decoder is told to be lenient.
struct lenient_reading {
    tpns::response response;
    std::string_view options; ///< the members of `decode_options` that it took
};

/// As little leniency as is enough for a reply with this as its first error; nothing if none is.
inline std::optional<lenient_reading> read_leniently(std::string_view body, tpns::errc first) {
    using tpns::policy;
    const bool marked = first == tpns::errc::byte_order_mark;
    tpns::decode_options options;
    if (marked) {
        options.byte_order_mark = policy::skip;
        if (auto r = tpns::decode_response(body, options))
            return lenient_reading{*std::move(r), "byte_order_mark"};
    }
    options.undocumented_replies = policy::skip;
    if (auto r = tpns::decode_response(body, options))
        return lenient_reading{*std::move(r), marked ? "byte_order_mark, undocumented_replies"
                                                     : "undocumented_replies"};
    return std::nullopt;
}

/// A body, and all that is known of it. One of the messages is there if it is right.
struct reading {
    kind what;
    std::string text;
    findings found;
    std::optional<tpns::request> request;
    std::optional<tpns::response> response;
    std::optional<lenient_reading> lenient; ///< of a response that is not right

    [[nodiscard]] bool right() const { return found.violation_count == 0; }
};

/// Shows at most so many violations, and as many ignored members.
inline reading read(kind what, std::string text, std::size_t most) {
    reading r{what, std::move(text), {}, {}, {}, {}};
    r.found = examine(what, r.text, most);
    if (!r.right() && what == kind::response)
        r.lenient = read_leniently(r.text, r.found.violations[0].what.code);
    // Where leniency helps, the body is the server's, and there is nothing to write otherwise.
    if (r.lenient)
        for (finding& violation : r.found.violations) violation.hint = {};
    if (!r.right()) return r;
    if (what == kind::request)
        r.request = tpns::decode_request(r.text).value();
    else
        r.response = tpns::decode_response(r.text).value();
    return r;
}

} // namespace inspect

#endif
