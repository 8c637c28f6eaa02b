// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_SUSPECT_HPP
#define INSPECT_SUSPECT_HPP

#include "scan.hpp"

#include <tpns.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspect {

enum class kind { request, response };

/// Calls `sink` for every violation in a body.
template <class Sink>
void check(kind what, std::string_view body, Sink sink, const tpns::decode_options& options = {}) {
    if (what == kind::request)
        tpns::check_request(body, sink, options);
    else
        tpns::check_response(body, sink, options);
}

/// Whether an error is about the text rather than the message: the check ends there.
inline bool is_of_text(tpns::errc code) {
    return condition_of(code) == tpns::condition::syntax || code == tpns::errc::too_deep ||
           code == tpns::errc::number_too_large || code == tpns::errc::body_too_large;
}

/// A body and one of its errors, which needs a cure.
struct suspect {
    kind what;
    std::string_view body;
    tpns::error wrong;
    /// The errors for members that do not belong where they are. `offset` is that of the name's
    /// opening quote; for an undocumented member, `where` is its object.
    const std::vector<tpns::error>& misplaced;

    [[nodiscard]] bool is(tpns::errc code) const { return wrong.code == code; }
    [[nodiscard]] bool is(tpns::errc code, tpns::node at) const {
        return is(code) && wrong.where.target == at;
    }

    [[nodiscard]] char byte(std::size_t further = 0) const {
        return byte_at(body, wrong.offset + further);
    }
    /// The last non-space before the error, or NUL.
    [[nodiscard]] char byte_before() const { return byte_at(body, before(body, wrong.offset)); }
    [[nodiscard]] std::string_view rest() const { return body.substr(wrong.offset); }
    [[nodiscard]] std::string_view name_at(std::size_t quote) const {
        return inside_quotes(body, quote);
    }

    /// Whether an object has an undocumented member of this name.
    [[nodiscard]] bool has_unknown(tpns::json_pointer object, std::string_view name) const {
        for (const tpns::error& member : misplaced)
            if (member.where == object && name_at(member.offset) == name) return true;
        return false;
    }
};

/// The object that lacks a member.
inline tpns::json_pointer object_of(const tpns::json_pointer& member) {
    switch (member.target) {
    case tpns::node::token_member:
        return {tpns::node::token_accounts_element, member.outer, member.inner};
    case tpns::node::account_member:
        return {tpns::node::account_list_element, member.outer, member.inner};
    case tpns::node::account_list_member:
        if (member.outer != tpns::json_pointer::no_index)
            return {tpns::node::token_accounts_element, member.outer, member.inner};
        break;
    default: break;
    }
    return {};
}

/// A change to a body: replaces `size` bytes at `at`.
struct edit {
    std::size_t at;
    std::size_t size;
    std::string with;
};

/// The change that undoes a certain mistake, or empty if the mistake is a different one. The change
/// may not help, so try it with `removes_error`.
using cure = std::optional<edit>;

struct replacement {
    std::string_view text;
    std::string_view by;
};

/// Whether a change removes the error: the text is JSON at least up to the end of the change, and
/// this error is gone, although there may be others.
inline bool removes_error(const edit& change, const suspect& s) {
    std::string changed(s.body);
    changed.replace(change.at, change.size, change.with);
    const std::size_t end = change.at + change.with.size();
    bool removed = true;
    check(s.what, changed, [&](const tpns::error& e) {
        const bool same = e.code == s.wrong.code && e.where == s.wrong.where;
        if (is_of_text(e.code) ? e.offset <= end : same) removed = false;
        return removed;
    });
    return removed;
}

} // namespace inspect

#endif
