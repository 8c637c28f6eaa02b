// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_HINT_HPP
#define INSPECT_HINT_HPP

#include "cure.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace inspect {

// Facts: what is recognised without doubt, while the cure is the reader's to choose.

inline bool is_compressed(const suspect& s) {
    using namespace std::string_view_literals;
    return starts_with(s.body, "\x1F\x8B"sv) || starts_with(s.body, "\x78\x01"sv) ||
           starts_with(s.body, "\x78\x9C"sv) || starts_with(s.body, "\x78\xDA"sv) ||
           starts_with(s.body, "\x28\xB5\x2F\xFD"sv) || starts_with(s.body, "PK\x03\x04"sv);
}

/// With a byte order mark, or with a first character that is in the range of ASCII.
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
    return starts_with(s.body, "--") && s.body.find("Content-Disposition: form-data") != npos;
}

/// name=value, with nothing before the sign that is no name, and in one line.
inline bool is_form(const suspect& s) {
    const std::string_view text = trimmed(s.body);
    const std::size_t end = word_end(text, 0);
    return end != 0 && byte_at(text, end) == '=' && text.find('\n') == npos;
}

inline bool is_percent_encoded(const suspect& s) { return starts_with(lower_beginning(s), "%7b"); }

/// `{"` and what follows.
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

/// A head of lines, an empty line, and a body.
inline bool is_http_message(const suspect& s) {
    static constexpr std::string_view beginnings[] = {"HTTP/1.", "HTTP/2", "POST /", "Content-",
                                                      "Host:",   "Date:",  "Server:"};
    for (const std::string_view beginning : beginnings)
        if (starts_with(s.body, beginning))
            return s.body.find("\n\n") != npos || s.body.find("\n\r\n") != npos;
    return false;
}

/// Pieces, each behind a line with its length, up to one of length 0.
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

/// Instead of its own one; a list too many may be there by mistake, or its operator.
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

inline bool is_token_in_object(const suspect& s) {
    return s.is(tpns::errc::wrong_type, tpns::node::token_list_element) && s.byte() == '{';
}

/// A sentence, and when it is said: when there is a change that removes the error, or a fact.
struct hint {
    constexpr hint(cure (*find)(const suspect&), std::string_view said)
        : cure_of(find), sentence(said) {}
    constexpr hint(bool (*is)(const suspect&), std::string_view said)
        : is_fact(is), sentence(said) {}

    cure (*cure_of)(const suspect&) = nullptr;
    bool (*is_fact)(const suspect&) = nullptr;
    std::string_view sentence;
};

/// The first one that fits is said.
inline constexpr hint hints[] = {
    // The body as a whole.
    {is_compressed, "compressed, by gzip or the like: decompress it, or ask for it uncompressed"},
    {is_utf16_or_32, "UTF-16 or UTF-32: JSON is sent as UTF-8, without a byte order mark"},
    {begins_with_mark,
     "remove the byte order mark, EF BB BF (decode_options::byte_order_mark skips "
     "those of others)"},
    {is_html, "an HTML page, perhaps of a proxy or of another URL: look at the HTTP status"},
    {is_xml, "XML: this call takes and gives JSON; look at the URL and the HTTP status"},
    {is_multipart, "a multipart form: send the JSON itself as the body"},
    {is_form, "form encoding (name=value): send JSON"},
    {is_percent_encoded, "percent-encoded: send the JSON as it is"},
    {is_base64, "Base64 of JSON: decode it"},
    {is_python_bytes, "repr() of Python bytes: send the bytes themselves"},
    {is_http_message, "a whole HTTP message: its body begins behind the first empty line"},
    {is_chunked, "chunked transfer coding: let the HTTP library put the chunks together"},
    {is_plain_text, "plain text, perhaps of a proxy: look at the HTTP status"},
    {is_empty_reply, "no body: look at the HTTP status"},
    {json_in_a_string, "JSON inside a JSON string, encoded twice: encode it once"},
    {quoted_body, "the whole body is in quotes: remove them (cmd.exe on Windows passes them on)"},
    {body_in_brackets, "an array around the body: remove its brackets"},
    {escaped_once_too_often, "backslashes before the quotes, escaped once too often: remove them"},

    // The text at one place.
    {trailing_comma, "a comma before a closing bracket: remove it"},
    {doubled_comma, "two commas: remove one"},
    {missing_comma, "a comma is missing before this"},
    {sign_for_colon, "JSON has a colon between name and value"},
    {comment, "a comment: JSON has none, remove it"},
    {python_dict, "str() of a Python dict: write it with json.dumps()"},
    {single_quotes, "single quotes: JSON has double ones"},
    {typographic_quotes, "typographic quotes: JSON has the straight double one"},
    {full_width, "full-width punctuation: JSON has that of ASCII"},
    {odd_space, "a space that is not ASCII, as on web pages: put an ordinary one"},
    {literal_of_another_language, "JSON writes null, true and false so, in small letters"},
    {name_without_quotes, "a name without quotes: put it into double ones"},
    {escaped_apostrophe, "an apostrophe needs no backslash: remove it"},
    {hexadecimal_escape, "JSON has no \\x: write \\u00 and the two digits"},
    {trailing_nul, "the NUL that ends a string in C was sent, too: count the bytes without it"},
    {trailing_sign, "nothing may stand behind the last bracket: remove what does"},
    {is_second_text, "a second JSON text: give one body"},

    // The message.
    {is_response, "this is a response: give it behind its request, or alone with --response"},
    {is_request, "this is a request: give it before its response, or alone without --response"},
    {wrapped_message, "the message is inside another object: give that member's value alone"},
    {name_otherwise_written, "a name is written differently: this call has small letters and "
                             "underscores, such as operator_type"},
    {misspelt_name, "a name is misspelt: see what is ignored"},
    {is_flat_binding, "with this operator, token and account_list stand in the elements of "
                      "token_accounts"},
    {has_list_of_another_operator, "each operator has one list: 1 to 3 token_accounts, 4 "
                                   "token_list, 5 account_list"},
    {has_too_many_tokens, "send 20 per call: tpns::job does so with lists of any length"},
    {is_token_for_account, "an element of account_list has an account; the token stands beside "
                           "account_list"},
    {is_account_without_object, "an element of account_list is an object: {\"account\": \"...\"}"},
    {is_token_in_object, "an element of token_list is the token itself, a string"},
    {one_without_brackets, "a list, even of one: put brackets around it"},
    {integer_in_quotes, "a number in quotes: remove them"},
    {number_without_quotes, "tokens and accounts are strings: put it into quotes"},
    {is_unlisted_operator, "1 and 2 bind accounts to tokens; 3 unbinds accounts from tokens, 4 all "
                           "accounts from tokens, 5 accounts from all tokens"},
};

/// Finds the hints for the errors of one body, each hint once.
class hint_finder {
public:
    /// What cures an error, if that is beyond doubt and was not said before; else "".
    std::string_view hint_for(const suspect& s) {
        for (std::size_t i = 0; i < std::size(hints); ++i) {
            const hint& h = hints[i];
            const cure change = h.cure_of != nullptr ? h.cure_of(s) : cure();
            if (!change && !(h.is_fact != nullptr && h.is_fact(s))) continue;
            // To try a change takes reading the body again, so it is done once for each hint.
            if (verdicts_[i] == verdict::none) {
                verdicts_[i] =
                    !change || removes_error(*change, s) ? verdict::right : verdict::wrong;
                if (verdicts_[i] == verdict::right) return h.sentence;
            }
            if (verdicts_[i] == verdict::right) return {};
        }
        return {};
    }

private:
    enum class verdict : unsigned char { none, right, wrong };

    verdict verdicts_[std::size(hints)] = {};
};

} // namespace inspect

#endif
