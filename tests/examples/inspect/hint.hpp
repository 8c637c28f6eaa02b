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

/// A sentence and its condition: a change that removes the error, or a fact.
struct hint {
    constexpr hint(cure (*find)(const suspect&), std::string_view said)
        : cure_of(find), sentence(said) {}
    constexpr hint(bool (*is)(const suspect&), std::string_view said)
        : is_fact(is), sentence(said) {}

    cure (*cure_of)(const suspect&) = nullptr;
    bool (*is_fact)(const suspect&) = nullptr;
    std::string_view sentence;
};

/// The first one that applies is used.
inline constexpr hint hints[] = {
    // The body as a whole.
    {is_compressed, "the body is compressed, with gzip or the like: decompress it, or request it "
                    "uncompressed"},
    {is_utf16_or_32, "UTF-16 or UTF-32: convert to UTF-8 without a byte order mark"},
    {begins_with_mark, "remove the byte order mark, EF BB BF (to accept one from others, set "
                       "decode_options::byte_order_mark)"},
    {is_html, "an HTML page, perhaps from a proxy or another URL: check the HTTP status"},
    {is_xml, "XML, but this call uses JSON: check the URL and the HTTP status"},
    {is_multipart, "a multipart form: send the JSON itself as the body"},
    {is_form, "form encoding (name=value): send JSON"},
    {is_percent_encoded, "percent-encoded: decode it"},
    {is_base64, "JSON encoded as Base64: decode it"},
    {is_yaml, "YAML: send JSON"},
    {is_dump, "an object as a program prints it: serialise it with a JSON library"},
    {is_file_name, "the name of a file, not its content: with curl, use --data-binary @FILE"},
    {is_python_bytes, "repr() of Python bytes: use the bytes themselves"},
    {is_http_message, "a whole HTTP message: pass only the body, which follows the first empty "
                      "line"},
    {is_chunked, "chunked transfer coding: let the HTTP library decode it"},
    {is_plain_text, "plain text, perhaps from a proxy: check the HTTP status"},
    {is_empty_reply, "no body: check the HTTP status"},
    {json_in_a_string, "JSON inside a JSON string: encode it only once"},
    {quoted_body, "the whole body is in quotes: remove them (cmd.exe on Windows passes them on)"},
    {doubled_braces, "doubled braces, as in a template: use single ones"},
    {missing_braces, "missing braces: add them around the body"},
    {html_entities, "quotes escaped for HTML: unescape them"},
    {body_in_brackets, "the body is inside an array: remove the brackets"},
    {escaped_once_too_often, "quotes escaped once too often: remove the backslashes"},

    // The text at one place.
    {trailing_comma, "a trailing comma: remove it"},
    {doubled_comma, "two commas in a row: remove one"},
    {missing_comma, "a missing comma: add one before this"},
    {sign_for_colon, "put a colon between name and value"},
    {comment, "JSON has no comments: remove this one"},
    {python_dict, "str() of a Python dict: use json.dumps()"},
    {single_quotes, "single quotes: use double quotes"},
    {typographic_quotes, "typographic quotes: use straight double quotes"},
    {full_width, "full-width punctuation: use ASCII"},
    {odd_space, "a non-ASCII space, as on web pages: use an ordinary one"},
    {literal_of_another_language, "JSON's literals are lower case: null, true and false"},
    {name_without_quotes, "a name without quotes: put it in double quotes"},
    {string_without_quotes, "a string without quotes: put it in double quotes"},
    {escaped_apostrophe, "an apostrophe needs no backslash: remove the backslash"},
    {hexadecimal_escape, "JSON has no \\x escape: write \\u00 before the two digits"},
    {trailing_nul, "the terminating NUL of a C string was sent: exclude it from the length"},
    {trailing_sign, "text after the closing bracket: remove it"},
    {is_second_text, "a second JSON text: pass only one body"},

    // The message.
    {is_response, "this is a response: pass it after its request, or alone with --response"},
    {is_request, "this is a request: pass it before its response, or alone without --response"},
    {wrapped_message, "the message is inside another object: use only the inner object"},
    {name_otherwise_written, "write names in lower case with underscores, such as operator_type"},
    {misspelt_name, "a misspelt name: see the ignored members"},
    {is_flat_binding, "for this operator, put token and account_list in an element of "
                      "token_accounts"},
    {has_list_of_another_operator, "each operator has its own list: token_accounts for 1 to 3, "
                                   "token_list for 4, account_list for 5"},
    {has_too_many_tokens, "send at most 20 per call: tpns::job splits a list of any length"},
    {is_token_for_account, "put an account in each element of account_list, and the token next "
                           "to account_list"},
    {is_account_without_object, "write each element of account_list as an object: {\"account\": "
                                "\"...\"}"},
    {is_binding_without_object, "write each element of token_accounts as an object: {\"token\": "
                                "\"...\", \"account_list\": [...]}"},
    {is_account_without_list, "write the accounts of a token as a list, even a single one: "
                              "\"account_list\": [{\"account\": \"...\"}]"},
    {is_token_in_object, "write each element of token_list as a string, the token itself"},
    {one_without_brackets, "a list is required, even for one element: put it in brackets"},
    {integer_in_quotes, "a number in quotes: remove the quotes"},
    {number_without_quotes, "tokens and accounts are strings: add quotes"},
    {is_unlisted_operator, "1 and 2 bind accounts to tokens; 3 unbinds accounts from tokens, 4 "
                           "every account from tokens, 5 accounts from every token"},
};

/// Finds hints for the errors of one body, and gives each hint once.
class hint_finder {
public:
    /// The hint for an error, or "" if there is none or it was given before.
    std::string_view hint_for(const suspect& s) {
        for (std::size_t i = 0; i < std::size(hints); ++i) {
            const hint& h = hints[i];
            const cure change = h.cure_of != nullptr ? h.cure_of(s) : cure();
            if (!change && !(h.is_fact != nullptr && h.is_fact(s))) continue;
            // Trying a change reads the body again, so each hint has only one try.
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
