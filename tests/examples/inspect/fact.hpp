// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_FACT_HPP
#define INSPECT_FACT_HPP

#include "scan.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace inspect {

// Mistakes that are certain, but whose fix is for the user to decide. Those whose hint says what to
// send are mistakes only in a request: the reader of a reply did not write it.

inline bool is_compressed(const suspect& s) {
    using namespace std::string_view_literals;
    return starts_with(s.body, "\x1F\x8B"sv) || starts_with(s.body, "\x78\x01"sv) ||
           starts_with(s.body, "\x78\x9C"sv) || starts_with(s.body, "\x78\xDA"sv) ||
           starts_with(s.body, "\x28\xB5\x2F\xFD"sv) || starts_with(s.body, "PK\x03\x04"sv);
}

/// Recognised by a byte order mark, or by an ASCII character at the beginning.
inline bool is_utf16_or_32(const suspect& s) {
    using namespace std::string_view_literals;
    if (starts_with(s.body, "\xFF\xFE"sv) || starts_with(s.body, "\xFE\xFF"sv)) return true;
    if (s.body.size() < 4) return false;
    std::string zeros;
    for (const char c : s.body.substr(0, 4)) zeros += c == '\0' ? '0' : 'x';
    return zeros == "0x0x" || zeros == "x0x0" || zeros == "000x" || zeros == "x000";
}

inline bool begins_with_mark(const suspect& s) { return s.is(tpns::errc::byte_order_mark); }

inline std::string lower_beginning(const suspect& s) {
    std::string out(trimmed(s.body).substr(0, 32));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

inline bool is_html(const suspect& s) {
    const std::string text = lower_beginning(s);
    return starts_with(text, "<!doctype html") || starts_with(text, "<html") ||
           starts_with(text, "<head") || starts_with(text, "<body") || starts_with(text, "<h1") ||
           starts_with(text, "<center");
}

inline bool is_xml(const suspect& s) {
    const std::string text = lower_beginning(s);
    return starts_with(text, "<?xml") || (starts_with(text, "<") && is_letter(byte_at(text, 1)));
}

inline bool is_multipart(const suspect& s) {
    return s.what == kind::request && starts_with(s.body, "--") &&
           s.body.find("Content-Disposition: form-data") != npos;
}

/// name=value, on one line; in a reply, this is a message such as "error=timeout".
inline bool is_form(const suspect& s) {
    if (s.what != kind::request) return false;
    const std::string_view text = trimmed(s.body);
    const std::size_t end = word_end(text, 0);
    return end != 0 && byte_at(text, end) == '=' && text.find('\n') == npos;
}

inline bool is_percent_encoded(const suspect& s) { return starts_with(lower_beginning(s), "%7b"); }

/// "eyJ" is Base64 of `{"` and some bits.
inline bool is_base64(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    return starts_with(text, "eyJ") &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "+/-_=\r\n") == npos;
}

inline bool is_python_bytes(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    return (starts_with(text, "b'") || starts_with(text, "b\"")) && begins_json(text.substr(2)) &&
           text.back() == text[1];
}

/// Header lines, an empty line, and a body.
inline bool is_http_message(const suspect& s) {
    static constexpr std::string_view beginnings[] = {"HTTP/1.", "HTTP/2", "POST /", "Content-",
                                                      "Host:",   "Date:",  "Server:"};
    for (const std::string_view beginning : beginnings)
        if (starts_with(s.body, beginning))
            return s.body.find("\n\n") != npos || s.body.find("\n\r\n") != npos;
    return false;
}

/// Chunks, each after a line with its size, up to one of size 0.
inline bool is_chunked(const suspect& s) {
    std::string_view rest = s.body;
    for (;;) {
        const std::size_t line_end = rest.substr(0, 10).find("\r\n");
        std::size_t size = 0;
        const char* const first = rest.data();
        if (line_end == npos || line_end == 0 ||
            std::from_chars(first, first + line_end, size, 16).ptr != first + line_end)
            return false;
        if (size == 0) return true;
        rest.remove_prefix(line_end + 2);
        if (size + 2 > rest.size()) return false;
        rest.remove_prefix(size + 2);
    }
}

/// The output of a program that prints an object instead of serialising it.
inline bool is_dump(const suspect& s) {
    if (s.what != kind::request) return false;
    static constexpr std::string_view beginnings[] = {"[object Object]", "map[",   "&{", "Array\n",
                                                      "Array (",         "array(", "{:"};
    const std::string_view text = trimmed(s.body);
    for (const std::string_view beginning : beginnings)
        if (starts_with(text, beginning)) return true;
    const std::size_t end = word_end(text, 1); // {name=value, ...}: a Java map
    return byte_at(text, 0) == '{' && end > 1 && byte_at(text, end) == '=';
}

inline bool is_yaml(const suspect& s) {
    if (s.what != kind::request) return false;
    const std::string_view text = trimmed(s.body);
    return starts_with(text, "---\n") ||
           (starts_with(text, "operator_type:") && text.find("\n- ") != npos) ||
           (starts_with(text, "operator_type:") && text.find("  - ") != npos);
}

/// As in an argument of curl.
inline bool is_file_name(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    return s.what == kind::request && byte_at(text, 0) == '@' && text.find_first_of(" \n{") == npos;
}

inline bool is_plain_text(const suspect& s) {
    const char first = byte_at(trimmed(s.body), 0);
    return s.what == kind::response && is_of_text(s.wrong.code) &&
           (is_letter(first) || is_digit(first)) && s.body.find_first_of("{[\"") == npos;
}

inline bool is_empty_reply(const suspect& s) {
    return s.what == kind::response && s.is(tpns::errc::empty_body);
}

inline bool is_second_text(const suspect& s) {
    return s.is(tpns::errc::trailing_text) && s.byte() == '{';
}

inline bool is_response(const suspect& s) {
    return s.is(tpns::errc::missing_member, tpns::node::operator_type_member) &&
           s.has_unknown({}, "ret_code");
}

inline bool is_request(const suspect& s) {
    return s.is(tpns::errc::missing_member, tpns::node::ret_code_member) &&
           s.has_unknown({}, "operator_type");
}

inline bool is_unlisted_operator(const suspect& s) {
    if (s.is(tpns::errc::out_of_range, tpns::node::operator_type_member)) return true;
    return s.is(tpns::errc::wrong_type, tpns::node::operator_type_member) && s.byte() == '"';
}

inline bool is_flat_binding(const suspect& s) {
    return s.is(tpns::errc::missing_member, tpns::node::token_accounts_member) &&
           s.has_unknown({}, "token");
}

/// Another operator's list instead of its own. If both are present, either the extra list or the
/// operator may be the mistake.
inline bool has_list_of_another_operator(const suspect& s) {
    const tpns::node at = s.wrong.where.target;
    const bool list = at == tpns::node::token_accounts_member ||
                      at == tpns::node::token_list_member || at == tpns::node::account_list_member;
    return s.is(tpns::errc::missing_member) && list &&
           object_of(s.wrong.where) == tpns::json_pointer() &&
           std::any_of(s.misplaced.begin(), s.misplaced.end(),
                       [](const tpns::error& e) { return e.code == tpns::errc::foreign_carrier; });
}

inline bool has_too_many_tokens(const suspect& s) {
    return s.is(tpns::errc::too_many_items, tpns::node::token_accounts_member);
}

inline bool is_token_for_account(const suspect& s) {
    return s.is(tpns::errc::missing_member, tpns::node::account_member) &&
           s.has_unknown(object_of(s.wrong.where), "token");
}

inline bool is_account_without_object(const suspect& s) {
    return s.is(tpns::errc::wrong_type, tpns::node::account_list_element) && s.byte() == '"';
}

inline bool is_binding_without_object(const suspect& s) {
    return s.is(tpns::errc::wrong_type, tpns::node::token_accounts_element) && s.byte() == '"';
}

inline bool is_account_without_list(const suspect& s) {
    return s.is(tpns::errc::missing_member, tpns::node::account_list_member) &&
           object_of(s.wrong.where) != tpns::json_pointer() &&
           s.has_unknown(object_of(s.wrong.where), "account");
}

inline bool is_token_in_object(const suspect& s) {
    return s.is(tpns::errc::wrong_type, tpns::node::token_list_element) && s.byte() == '{';
}

} // namespace inspect

#endif
