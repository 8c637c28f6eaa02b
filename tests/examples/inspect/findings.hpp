// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_FINDINGS_HPP
#define INSPECT_FINDINGS_HPP

#include "excerpt.hpp"
#include "hint.hpp"
#include "place.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace inspect {

struct finding {
    tpns::error what;
    place at;
    std::string_view hint;
};

/// The results of a check: the first violations and ignored members, and how many there are.
struct findings {
    std::vector<finding> violations;
    std::vector<finding> ignored; ///< undocumented members
    std::size_t violation_count = 0;
    std::size_t ignored_count = 0;
    std::size_t json_end = 0; ///< where the text stops being JSON
};

/// How many violations are shown by default, and at most how many get a hint.
inline constexpr std::size_t most_shown = 20;

inline findings examine(kind what, std::string_view body, std::size_t most) {
    findings found;
    found.json_end = body.size();
    std::vector<tpns::error> misplaced;
    place_finder places(body);
    tpns::decode_options options;
    options.unknown_members = tpns::policy::reject;
    check(
        what, body,
        [&](const tpns::error& e) {
            const bool ignored = e.code == tpns::errc::unknown_member;
            if (ignored || e.code == tpns::errc::foreign_carrier) misplaced.push_back(e);
            if (is_of_text(e.code)) found.json_end = e.offset;
            ++(ignored ? found.ignored_count : found.violation_count);
            std::vector<finding>& list = ignored ? found.ignored : found.violations;
            if (list.size() < most) list.push_back({e, places.find(e.offset), {}});
        },
        options);
    hint_finder finder;
    for (std::size_t i = 0; i < found.violations.size() && i < most_shown; ++i)
        found.violations[i].hint =
            finder.hint_for({what, body, found.violations[i].what, misplaced});
    return found;
}

/// The schema's name that resembles the name of an ignored member, or "".
inline std::string resembled(kind what, std::string_view body, const tpns::error& ignored) {
    using tpns::node;
    const std::string_view name = inside_quotes(body, ignored.offset);
    const auto nearest = [&](std::initializer_list<node> members) {
        for (const node member : members)
            if (const std::string meant = name_of(member);
                is_otherwise_written(name, meant) || is_misspelt(name, meant))
                return meant;
        return std::string();
    };
    switch (ignored.where.target) {
    case node::token_accounts_element:
        return nearest({node::token_member, node::account_list_member});
    case node::account_list_element:
        return nearest({node::account_member, node::account_type_member});
    default: break;
    }
    if (what == kind::response)
        return nearest({node::ret_code_member, node::err_msg_member, node::result_member});
    return nearest({node::operator_type_member, node::token_accounts_member,
                    node::token_list_member, node::account_list_member});
}

/// Whether a name is in the service's documentation, and so not personal data.
inline bool is_published(std::string_view name) {
    static constexpr std::string_view names[] = {"platform",    "op_type", "op_id",     "seq",
                                                 "environment", "push_id", "err_msg_zh"};
    return is_member(name) ||
           std::find(std::begin(names), std::end(names), name) != std::end(names);
}

} // namespace inspect

#endif
