// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_NAME_CURE_HPP
#define INSPECT_NAME_CURE_HPP

#include "excerpt.hpp"
#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace inspect {

// Cures for names that differ slightly from the schema's.

/// Renames the unknown member that resembles the missing one, if it is the only such member.
template <class Resembles>
cure renamed(const suspect& s, Resembles resembles) {
    if (!s.is(tpns::errc::missing_member)) return {};
    const std::string name = name_of(s.wrong.where.target);
    const tpns::error* found = nullptr;
    for (const tpns::error& member : s.misplaced) {
        if (member.where != object_of(s.wrong.where)) continue;
        if (!resembles(s.name_at(member.offset), name)) continue;
        if (found != nullptr) return {};
        found = &member;
    }
    if (found == nullptr) return {};
    return edit{found->offset + 1, s.name_at(found->offset).size(), name};
}

/// In lower case, without separators between words.
inline std::string plain(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (is_one_of(c, "_- ")) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

inline bool is_otherwise_written(std::string_view name, std::string_view meant) {
    return name != meant && plain(name) == plain(meant);
}

/// The edit distance: letters changed, added or removed; two swapped neighbours count as one.
inline std::size_t distance(std::string_view a, std::string_view b) {
    constexpr std::size_t most = 16;
    if (a.size() > most || b.size() > most) return most;
    std::array<std::array<std::size_t, most + 1>, most + 1> d{};
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

inline bool is_misspelt(std::string_view name, std::string_view meant) {
    return name != meant && distance(plain(name), plain(meant)) <= (meant.size() > 7 ? 2U : 1U);
}

inline cure name_otherwise_written(const suspect& s) { return renamed(s, is_otherwise_written); }
inline cure misspelt_name(const suspect& s) { return renamed(s, is_misspelt); }

} // namespace inspect

#endif
