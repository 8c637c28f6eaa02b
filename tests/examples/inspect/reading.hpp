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

/// A response that only a lenient decoder accepts.
struct lenient_reading {
    tpns::response response;
    std::string_view options; ///< the members of `decode_options` that were needed
};

/// Decodes a response whose first error is `first` with the fewest lenient options that accept it;
/// empty if none do.
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

/// A body and the results of examining it. A valid body has one of the messages.
struct reading {
    kind what;
    std::string text;
    findings found;
    std::optional<tpns::request> request;
    std::optional<tpns::response> response;
    std::optional<lenient_reading> lenient; ///< of an invalid response

    [[nodiscard]] bool right() const { return found.violation_count == 0; }
};

/// Keeps at most `most` violations and `most` ignored members.
inline reading read(kind what, std::string text, std::size_t most) {
    reading r{what, std::move(text), {}, {}, {}, {}};
    r.found = examine(what, r.text, most);
    if (!r.right() && what == kind::response)
        r.lenient = read_leniently(r.text, r.found.violations[0].what.code);
    // If leniency helps, the body is the server's, so there is nothing for the user to fix.
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
