// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_JSON_TEXT_HPP
#define TPNS_TESTS_BENCH_JSON_TEXT_HPP

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tpns_bench {

/// Messages as JSON in the forms of other writers, produced slowly and without the library's
/// encoder, so that the bodies are independent of the measured code. Precondition: strings need no
/// escapes.
class json_text {
public:
    enum form {
        compact,
        reversed,     ///< members in the opposite order
        half_escaped, ///< every other account with all that is not ASCII as `\u`
    };

    explicit json_text(form f = compact) : form_(f) {}

    [[nodiscard]] std::string operator()(const tpns::request& r) {
        std::string carrier = "\"token_accounts\":";
        if (r.index() == 3) carrier = "\"token_list\":";
        if (r.index() == 4) carrier = "\"account_list\":";
        tpns::detail::with_operation(r, [&](const auto& op) { carrier += array(items(op)); });
        return object({"\"operator_type\":" + std::to_string(r.index() + 1), carrier});
    }

    [[nodiscard]] std::string operator()(const tpns::response& r) {
        return object({"\"ret_code\":" + std::to_string(static_cast<std::int32_t>(r.ret_code)),
                       "\"err_msg\":" + string(r.err_msg), "\"result\":" + array(r.result)});
    }

private:
    [[nodiscard]] std::string element(const tpns::binding& b) {
        return object(
            {"\"token\":" + string(b.token.str()), "\"account_list\":" + array(b.account_list)});
    }
    [[nodiscard]] std::string element(const tpns::account& a) {
        const bool escape = form_ == half_escaped && ++accounts_ % 2 == 0;
        std::vector<std::string> members = {"\"account\":" +
                                            (escape ? escaped(a.id.str()) : string(a.id.str()))};
        if (a.type != tpns::account_type::default_type)
            members.push_back("\"account_type\":" +
                              std::to_string(static_cast<std::int32_t>(a.type)));
        return object(std::move(members));
    }
    [[nodiscard]] std::string element(const tpns::device_token& t) { return string(t.str()); }
    [[nodiscard]] std::string element(const tpns::item_code& c) { return string(c.text); }

    template <class List>
    [[nodiscard]] std::string array(const List& list) {
        std::vector<std::string> elements;
        for (const auto& e : list) elements.push_back(element(e));
        return '[' + joined(elements) + ']';
    }

    [[nodiscard]] std::string object(std::vector<std::string> members) const {
        if (form_ == reversed) std::reverse(members.begin(), members.end());
        return '{' + joined(members) + '}';
    }

    [[nodiscard]] static std::string joined(const std::vector<std::string>& parts) {
        std::string s;
        for (const std::string& part : parts) s += (s.empty() ? "" : ",") + part;
        return s;
    }

    [[nodiscard]] static std::string string(std::string_view s) {
        return '"' + std::string(s) + '"';
    }

    /// UTF-8 text in the form of an ASCII-only writer.
    [[nodiscard]] static std::string escaped(std::string_view s) {
        std::string text = "\"";
        for (std::size_t i = 0; i < s.size();) {
            const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[i + k]); };
            if (byte(0) < 0x80) {
                text += s[i++];
                continue;
            }
            const std::size_t more = byte(0) < 0xE0 ? 1 : byte(0) < 0xF0 ? 2 : 3;
            std::uint32_t point = byte(0) & (0x3FU >> more);
            for (std::size_t k = 1; k <= more; ++k) point = point << 6 | (byte(k) & 0x3FU);
            if (point < 0x10000) {
                unit(text, point);
            } else {
                unit(text, 0xD800 + ((point - 0x10000) >> 10));
                unit(text, 0xDC00 + ((point - 0x10000) & 0x3FF));
            }
            i += more + 1;
        }
        return text + '"';
    }

    static void unit(std::string& to, std::uint32_t value) {
        to += "\\u";
        for (unsigned shift = 16; shift != 0; shift -= 4)
            to += "0123456789abcdef"[value >> (shift - 4) & 0xF];
    }

    form form_;
    std::size_t accounts_ = 0;
};

/// Compact JSON, reformatted with one line for each value. Precondition: no string contains a
/// quote.
[[nodiscard]] inline std::string indented(std::string_view compact) {
    std::string text;
    std::size_t depth = 0;
    bool in_string = false;
    const auto line = [&] { text += '\n' + std::string(2 * depth, ' '); };
    for (const char c : compact) {
        if (c == '"') in_string = !in_string;
        if (in_string) {
            text += c;
            continue;
        }
        switch (c) {
        case '{':
        case '[':
            text += c;
            ++depth;
            line();
            break;
        case '}':
        case ']':
            --depth;
            line();
            text += c;
            break;
        case ',':
            text += c;
            line();
            break;
        case ':': text += ": "; break;
        default: text += c;
        }
    }
    return text + '\n';
}

} // namespace tpns_bench

#endif
