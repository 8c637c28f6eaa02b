// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_TEXT_HPP
#define INSPECT_TEXT_HPP

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace inspect {

/// Untrusted text, in quotes and safe for a terminal.
inline std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        // U+0080 to U+009F are control characters too: C2 80 to C2 9F.
        const bool c1 =
            c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c >= 0x20 && c != 0x7f && !c1) {
            out += text[i];
            continue;
        }
        if (c1) c = static_cast<unsigned char>(text[++i]);
        char escape[7];
        std::snprintf(escape, sizeof escape, "\\u%04x", unsigned{c});
        out += escape;
    }
    return out + '"';
}

inline std::string plural(std::size_t n, const char* noun) {
    return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s");
}

} // namespace inspect

#endif
