// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_HINT_HPP
#define INSPECT_HINT_HPP

#include "body_cure.hpp"
#include "fact.hpp"
#include "name_cure.hpp"
#include "suspect.hpp"
#include "text_cure.hpp"
#include "value_cure.hpp"

#include <cstddef>
#include <iterator>
#include <string_view>

namespace inspect {

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
    {is_yaml, "YAML: send JSON"},
    {is_dump, "an object as a program prints it: write it by a JSON library"},
    {is_file_name, "the name of a file, not its content: curl reads @FILE with --data-binary"},
    {is_python_bytes, "repr() of Python bytes: send the bytes themselves"},
    {is_http_message, "a whole HTTP message: its body begins behind the first empty line"},
    {is_chunked, "chunked transfer coding: let the HTTP library put the chunks together"},
    {is_plain_text, "plain text, perhaps of a proxy: look at the HTTP status"},
    {is_empty_reply, "no body: look at the HTTP status"},
    {json_in_a_string, "JSON inside a JSON string, encoded twice: encode it once"},
    {quoted_body, "the whole body is in quotes: remove them (cmd.exe on Windows passes them on)"},
    {doubled_braces, "braces written twice, as in a template: write them once"},
    {missing_braces, "braces are missing around the body"},
    {html_entities, "quotes escaped for HTML: send them as they are"},
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
    {string_without_quotes, "a string without quotes: put it into double ones"},
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
    {is_binding_without_object, "an element of token_accounts is an object: {\"token\": \"...\", "
                                "\"account_list\": [...]}"},
    {is_account_without_list, "the accounts of a token are a list, even one: \"account_list\": "
                              "[{\"account\": \"...\"}]"},
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
