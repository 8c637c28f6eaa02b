// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_EXCERPT_HPP
#define INSPECT_EXCERPT_HPP

#include "place.hpp"
#include "scan.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace inspect {

/// The name of a member: the last part of its pointer.
inline std::string name_of(tpns::node member) {
    const std::string pointer = to_string(member);
    return pointer.substr(pointer.rfind('/') + 1);
}

inline bool is_integer_member(std::string_view name) {
    return name == "operator_type" || name == "account_type" || name == "ret_code";
}

inline bool is_member(std::string_view name) {
    return is_integer_member(name) || name == "token_accounts" || name == "token_list" ||
           name == "account_list" || name == "token" || name == "account" || name == "err_msg" ||
           name == "result";
}

/// A copy of a body without personal data; each byte keeps its offset. Keeps white space, brackets,
/// commas, colons, quotes, `true`, `false`, `null`, the schema's names, and the values of its
/// integer members unless they are as long as a phone number. The text is not JSON from `json_end`
/// on, so only a bracket, comma or colon at `json_end` itself is kept.
class redaction {
public:
    redaction(std::string_view body, std::size_t json_end)
        : json_(body.substr(0, json_end)), text_(body.size(), '*') {
        for (std::size_t at = 0; at < json_.size();) at = copy_token(at);
        if (is_one_of(byte_at(body, json_end), "{}[]:,") && json_end < body.size())
            text_[json_end] = body[json_end];
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    static constexpr std::size_t longest_code = 8; // 10110008

    std::size_t copy_token(std::size_t at) {
        const char c = json_[at];
        if (c == '"') return copy_string(at);
        if (is_digit(c) || c == '-') return copy_number(at);
        if (is_letter(c)) return copy_literal(at);
        if (is_one_of(c, "{[")) name_ = {};
        return copy(at, 1);
    }

    std::size_t copy_string(std::size_t at) {
        const std::size_t end = std::min(string_end(json_, at), json_.size());
        const std::string_view inside = inside_quotes(json_, at);
        const bool is_name = byte_at(json_, skip_space(json_, end)) == ':';
        if (is_name) name_ = inside;
        if (is_name && is_member(inside)) return copy(at, end - at);
        copy(at, 1);
        if (inside.size() + 2 == end - at) copy(end - 1, 1);
        return end;
    }

    // A literal or number that ends where the JSON does may be the beginning of something else.

    std::size_t copy_literal(std::size_t at) {
        for (const std::string_view literal : {"true", "false", "null"})
            if (starts_with(json_.substr(at), literal) && at + literal.size() < json_.size())
                return copy(at, literal.size());
        return json_.size();
    }

    std::size_t copy_number(std::size_t at) {
        const std::size_t end =
            std::min(json_.find_first_not_of("0123456789+-.eE", at), json_.size());
        const bool whole = end < json_.size();
        if (whole && is_integer_member(name_) && end - at <= longest_code) copy(at, end - at);
        return end;
    }

    std::size_t copy(std::size_t at, std::size_t size) {
        std::copy_n(json_.begin() + static_cast<std::ptrdiff_t>(at), size,
                    text_.begin() + static_cast<std::ptrdiff_t>(at));
        return at + size;
    }

    std::string_view json_;
    std::string_view name_; // of the member whose value follows
    std::string text_;
};

/// Quotes the line of a byte, or the part around the byte if the line is long.
class excerpter {
public:
    /// Shows the body itself if `redacted` is empty.
    excerpter(std::string_view body, std::string_view redacted)
        : body_(body), redacted_(redacted) {}

    /// Two lines, of which the second has a caret under the byte; empty for an empty line.
    [[nodiscard]] std::string at(std::size_t offset, const place& where, const char* indent) const {
        const std::size_t line_end = end_of_line(offset);
        if (line_end == where.line_begin) return {};
        const std::size_t begin = back(offset, where.line_begin);
        std::string line = begin == where.line_begin ? "" : "...";
        std::size_t caret = line.size();
        std::size_t i = begin;
        for (; i < offset; ++caret) i = append(line, i);
        for (std::size_t n = 0; n < after && i < line_end; ++n) i = append(line, i);
        if (i < line_end) line += "...";
        return indent + line + '\n' + indent + std::string(caret, ' ') + "^\n";
    }

private:
    static constexpr std::size_t ahead = 45; // characters before the byte
    static constexpr std::size_t after = 25; // and from it on

    /// The end of the line; of a long line, an offset after the excerpt.
    [[nodiscard]] std::size_t end_of_line(std::size_t offset) const {
        constexpr std::size_t bytes_of_a_character = 4;
        const std::string_view rest = body_.substr(offset, (after + 1) * bytes_of_a_character);
        const std::size_t end = offset + std::min(rest.find('\n'), rest.size());
        return end > offset && body_[end - 1] == '\r' ? end - 1 : end;
    }

    /// The offset of the first character to show, not before `begin`.
    [[nodiscard]] std::size_t back(std::size_t offset, std::size_t begin) const {
        for (std::size_t n = 0; n < ahead && offset > begin; ++n) {
            std::size_t size = 1;
            for (std::size_t s = 2; s <= 4 && s <= offset - begin; ++s)
                if (character_size(body_, offset - s) == s) size = s;
            offset -= size;
        }
        return offset;
    }

    /// Appends a character that takes one column, and returns the offset of the next one.
    std::size_t append(std::string& line, std::size_t at) const {
        const std::size_t size = character_size(body_, at);
        const std::string_view shown =
            redacted_.empty() ? body_.substr(at, size) : redacted_.substr(at, 1);
        const auto first = static_cast<unsigned char>(shown[0]);
        const bool control = first < 0x20 || first == 0x7F ||
                             (first == 0xC2 && static_cast<unsigned char>(shown.back()) < 0xA0);
        if (first == '\t')
            line += ' ';
        else if (control || (first >= 0x80 && size == 1))
            line += '?';
        else
            line += shown;
        return at + size;
    }

    std::string_view body_;
    std::string_view redacted_;
};

} // namespace inspect

#endif
