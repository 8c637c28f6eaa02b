// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_RULES_HPP
#define TPNS_RULES_HPP

#include <tpns/account_type.hpp>
#include <tpns/detail/json/utf8.hpp>
#include <tpns/errc.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/operator_type.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace tpns { inline namespace v0 {

// The single definition of every rule: its check (a function over one value) and its description (a
// row of a table). Decoders call the functions as values complete; `validate` calls them on a
// message.

namespace detail {

/// The result of a check: nothing (false), or a code and the limit that was exceeded, if any.
struct violation {
    errc code{};           ///< the broken rule; not an enumerator if none is broken
    std::size_t limit = 0; ///< the number that was exceeded; 0 if the rule has none

    /// Whether a rule is broken.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return code != errc{}; }
};

/// The list that an operation carries; "valid and required" in doc 1024/33768.
[[nodiscard]] constexpr node carrier_of(operator_type type) noexcept {
    switch (type) {
    case operator_type::unbind_all_accounts: return node::token_list_member;
    case operator_type::unbind_all_tokens: return node::account_list_member;
    default: return node::token_accounts_member;
    }
}

/// `operator_type` is 1 to 5.
[[nodiscard]] constexpr violation check_operator_type(std::int64_t value) noexcept {
    if (value < 1 || value > 5) return {errc::out_of_range};
    return {};
}

/// Every string is UTF-8. Decoders need no such check: the grammar of JSON requires it.
[[nodiscard]] constexpr violation check_utf8(std::string_view text) noexcept {
    if (!is_utf8(text)) return {errc::invalid_utf8};
    return {};
}

/// A token has 1 to 64 bytes.
[[nodiscard]] constexpr violation check_token_bytes(std::size_t bytes, const limits& max) noexcept {
    if (bytes < max.min_token_bytes) return {errc::too_short, max.min_token_bytes};
    if (bytes > max.max_token_bytes) return {errc::too_long, max.max_token_bytes};
    return {};
}

/// An account has 2 to 100 characters (code points).
[[nodiscard]] constexpr violation check_account_chars(std::size_t chars,
                                                      const limits& max) noexcept {
    if (chars < max.min_account_chars) return {errc::too_short, max.min_account_chars};
    if (chars > max.max_account_chars) return {errc::too_long, max.max_account_chars};
    return {};
}

/// `account_type` is 0 to 2^31-1.
[[nodiscard]] constexpr violation check_account_type(std::int64_t value) noexcept {
    if (value < 0 || value > (std::numeric_limits<std::int32_t>::max)())
        return {errc::out_of_range};
    return {};
}

/// `ret_code` fits in 32 bits.
[[nodiscard]] constexpr violation check_ret_code(std::int64_t value) noexcept {
    if (value < (std::numeric_limits<std::int32_t>::min)() ||
        value > (std::numeric_limits<std::int32_t>::max)())
        return {errc::out_of_range};
    return {};
}

/// The number of elements that a list can have.
struct item_range {
    std::size_t min; ///< fewer are `errc::too_few_items`
    std::size_t max; ///< more are `errc::too_many_items`

    /// Whether a list with this number of elements passes both checks below.
    [[nodiscard]] constexpr bool allows(std::size_t count) const noexcept {
        return count >= min && count <= max;
    }
};

/// The range for the list at `list`; `list.outer` tells the two places of `account_list` apart.
[[nodiscard]] constexpr item_range item_range_of(const json_pointer& list,
                                                 const limits& max) noexcept {
    switch (list.target) {
    case node::token_accounts_member: return {1, max.max_token_accounts};
    case node::token_list_member: return {1, max.max_token_list};
    case node::account_list_member:
        if (list.outer == json_pointer::no_index) return {1, max.max_account_list};
        return {max.min_accounts_per_token, max.max_accounts_per_token};
    default: return {0, max.max_result};
    }
}

/// Called when the element at `index` of a list begins.
[[nodiscard]] constexpr violation check_room(std::size_t index, item_range range) noexcept {
    if (index >= range.max) return {errc::too_many_items, range.max};
    return {};
}

/// Called at the end of a list.
[[nodiscard]] constexpr violation check_enough(std::size_t count, item_range range) noexcept {
    if (count < range.min) return {errc::too_few_items, range.min};
    return {};
}

inline constexpr std::string_view json_source = "RFC 8259";
inline constexpr std::string_view page_source = "doc 1024/33768";
inline constexpr std::string_view local_source = "this library";

} // namespace detail

/// The description of a rule: what the checks above, the grammar of JSON and the shape of the
/// messages require.
struct rule {
    std::string_view id;       ///< stable, for tests and documentation
    errc code;                 ///< the code of an error that breaks it
    node at;                   ///< where it applies; `to_string` gives the pattern of its pointers
    std::string_view sentence; ///< what is wrong if it is broken; `{}` stands for the limit
    /// The limit that `{}` stands for, if any. The `account_list` of a token has its own limits,
    /// `min_accounts_per_token` and `max_accounts_per_token`.
    std::size_t limits::*limit = nullptr;
    std::string_view source; ///< the page or standard that requires it, or "this library"
    /// The sentence if the limit is 1; empty if it is the same.
    std::string_view sentence_for_one{};
};

/// Every rule: first those about the text, then the others in the documented order of the members.
inline constexpr rule rules[] = {
    {"body-size", errc::body_too_large, node::body, "larger than {} bytes", &limits::max_body_bytes,
     detail::local_source},
    {"body-empty", errc::empty_body, node::body, "empty", nullptr, detail::json_source},
    {"body-bom", errc::byte_order_mark, node::body,
     "starts with a byte order mark, which JSON forbids", nullptr, "RFC 8259, 8.1"},
    {"json-syntax", errc::invalid_json, node::body, "not valid JSON from here on", nullptr,
     detail::json_source},
    {"json-incomplete", errc::incomplete, node::body, "ends in the middle of the JSON", nullptr,
     detail::json_source},
    {"json-trailing", errc::trailing_text, node::body, "has text after the JSON", nullptr,
     detail::json_source},
    {"json-utf8", errc::invalid_utf8, node::body, "not valid UTF-8 here", nullptr, "RFC 8259, 8.1"},
    {"json-escape", errc::invalid_escape, node::body, "not a valid JSON escape", nullptr,
     "RFC 8259, 7"},
    {"json-surrogate", errc::lone_surrogate, node::body, "an escape of an unpaired surrogate",
     nullptr, "RFC 8259, 8.2"},
    {"json-control", errc::control_character, node::body,
     "a control character inside a string; write it as an escape", nullptr, "RFC 8259, 7"},
    {"json-depth", errc::too_deep, node::body, "nested deeper than {} levels", &limits::max_depth,
     detail::local_source},
    {"json-number", errc::number_too_large, node::body,
     "a number with an exponent of more than nine digits", nullptr, detail::local_source},
    {"body-type", errc::wrong_type, node::body, "must be an object", nullptr, detail::page_source},
    {"body-member", errc::unknown_member, node::body, "has an undocumented member", nullptr,
     detail::local_source},
    {"buffer-space", errc::no_space, node::body, "does not fit in the memory provided", nullptr,
     detail::local_source},

    {"call-out", errc::call_not_out, node::body, "does not answer a pending call", nullptr,
     detail::local_source},
    {"operator-required", errc::missing_member, node::operator_type_member, "is missing", nullptr,
     detail::page_source},
    {"operator-once", errc::duplicate_member, node::operator_type_member, "appears twice", nullptr,
     detail::local_source},
    {"operator-type", errc::wrong_type, node::operator_type_member,
     "must be an integer, without fraction or exponent", nullptr, detail::page_source},
    {"operator-range", errc::out_of_range, node::operator_type_member, "must be from 1 to 5",
     nullptr, detail::page_source},

    {"token_accounts-required", errc::missing_member, node::token_accounts_member,
     "is missing; operators 1 to 3 require it", nullptr, detail::page_source},
    {"token_accounts-once", errc::duplicate_member, node::token_accounts_member, "appears twice",
     nullptr, detail::local_source},
    {"token_accounts-foreign", errc::foreign_carrier, node::token_accounts_member,
     "is for operators 1 to 3", nullptr, detail::page_source},
    {"token_accounts-type", errc::wrong_type, node::token_accounts_member, "must be an array",
     nullptr, detail::page_source},
    {"token_accounts-min", errc::too_few_items, node::token_accounts_member, "must not be empty",
     nullptr, detail::page_source},
    {"token_accounts-max", errc::too_many_items, node::token_accounts_member,
     "has more than {} elements", &limits::max_token_accounts, detail::page_source},
    {"binding-type", errc::wrong_type, node::token_accounts_element, "must be an object", nullptr,
     detail::page_source},
    {"binding-member", errc::unknown_member, node::token_accounts_element,
     "has an undocumented member", nullptr, detail::local_source},

    {"token-required", errc::missing_member, node::token_member, "is missing", nullptr,
     detail::page_source},
    {"token-once", errc::duplicate_member, node::token_member, "appears twice", nullptr,
     detail::local_source},
    {"token-type", errc::wrong_type, node::token_member, "must be a string", nullptr,
     detail::page_source},
    {"token-min", errc::too_short, node::token_member, "shorter than {} bytes",
     &limits::min_token_bytes, "older account page", "empty"},
    {"token-max", errc::too_long, node::token_member, "longer than {} bytes",
     &limits::max_token_bytes, "older account page"},
    {"token-utf8", errc::invalid_utf8, node::token_member, "must be UTF-8", nullptr,
     "RFC 8259, 8.1"},

    {"token_list-required", errc::missing_member, node::token_list_member,
     "is missing; operator 4 requires it", nullptr, detail::page_source},
    {"token_list-once", errc::duplicate_member, node::token_list_member, "appears twice", nullptr,
     detail::local_source},
    {"token_list-foreign", errc::foreign_carrier, node::token_list_member, "is for operator 4",
     nullptr, detail::page_source},
    {"token_list-type", errc::wrong_type, node::token_list_member, "must be an array", nullptr,
     detail::page_source},
    {"token_list-min", errc::too_few_items, node::token_list_member, "must not be empty", nullptr,
     detail::page_source},
    {"token_list-max", errc::too_many_items, node::token_list_member, "has more than {} elements",
     &limits::max_token_list, "not stated: no limit"},
    {"token_list-element-type", errc::wrong_type, node::token_list_element, "must be a string",
     nullptr, detail::page_source},
    {"token_list-element-min", errc::too_short, node::token_list_element, "shorter than {} bytes",
     &limits::min_token_bytes, "older account page", "empty"},
    {"token_list-element-max", errc::too_long, node::token_list_element, "longer than {} bytes",
     &limits::max_token_bytes, "older account page"},
    {"token_list-element-utf8", errc::invalid_utf8, node::token_list_element, "must be UTF-8",
     nullptr, "RFC 8259, 8.1"},

    {"account_list-required", errc::missing_member, node::account_list_member,
     "is missing; a token and operator 5 require it", nullptr, detail::page_source},
    {"account_list-once", errc::duplicate_member, node::account_list_member, "appears twice",
     nullptr, detail::local_source},
    {"account_list-foreign", errc::foreign_carrier, node::account_list_member,
     "is for operator 5, or belongs inside a token_accounts element", nullptr, detail::page_source},
    {"account_list-type", errc::wrong_type, node::account_list_member, "must be an array", nullptr,
     detail::page_source},
    {"account_list-min", errc::too_few_items, node::account_list_member,
     "has fewer than {} elements", &limits::min_accounts_per_token, detail::local_source,
     "must not be empty"},
    {"account_list-max", errc::too_many_items, node::account_list_member,
     "has more than {} elements", &limits::max_account_list, "not stated: no limit"},
    {"account-type", errc::wrong_type, node::account_list_element, "must be an object", nullptr,
     detail::page_source},
    {"account-member", errc::unknown_member, node::account_list_element,
     "has an undocumented member", nullptr, detail::local_source},

    {"account-required", errc::missing_member, node::account_member, "is missing", nullptr,
     detail::page_source},
    {"account-once", errc::duplicate_member, node::account_member, "appears twice", nullptr,
     detail::local_source},
    {"account-string", errc::wrong_type, node::account_member, "must be a string", nullptr,
     detail::page_source},
    {"account-min", errc::too_short, node::account_member, "shorter than {} characters",
     &limits::min_account_chars, "docs 1024/33765, 1024/38830; FAQ"},
    {"account-max", errc::too_long, node::account_member, "longer than {} characters",
     &limits::max_account_chars, "docs 1024/33765, 1024/38830"},
    {"account-utf8", errc::invalid_utf8, node::account_member, "must be UTF-8", nullptr,
     "RFC 8259, 8.1"},

    {"account_type-once", errc::duplicate_member, node::account_type_member, "appears twice",
     nullptr, detail::local_source},
    {"account_type-type", errc::wrong_type, node::account_type_member,
     "must be an integer, without fraction or exponent", nullptr, detail::page_source},
    {"account_type-range", errc::out_of_range, node::account_type_member,
     "must be from 0 to 2147483647", nullptr, "not stated; every listed type fits"},

    {"ret_code-required", errc::missing_member, node::ret_code_member, "is missing", nullptr,
     detail::page_source},
    {"ret_code-once", errc::duplicate_member, node::ret_code_member, "appears twice", nullptr,
     detail::local_source},
    {"ret_code-type", errc::wrong_type, node::ret_code_member,
     "must be an integer, without fraction or exponent", nullptr, detail::page_source},
    {"ret_code-range", errc::out_of_range, node::ret_code_member, "must fit in 32 bits", nullptr,
     "not stated; every listed code fits"},
    {"err_msg-once", errc::duplicate_member, node::err_msg_member, "appears twice", nullptr,
     detail::local_source},
    {"err_msg-type", errc::wrong_type, node::err_msg_member, "must be a string or null", nullptr,
     detail::page_source},
    {"err_msg-utf8", errc::invalid_utf8, node::err_msg_member, "must be UTF-8", nullptr,
     "RFC 8259, 8.1"},
    {"result-once", errc::duplicate_member, node::result_member, "appears twice", nullptr,
     detail::local_source},
    {"result-type", errc::wrong_type, node::result_member, "must be an array or null", nullptr,
     detail::page_source},
    {"result-max", errc::too_many_items, node::result_member, "has more than {} elements",
     &limits::max_result, "not stated: no limit"},
    {"result-count", errc::outcome_count_mismatch, node::result_member,
     "must have one element for each item of the request", nullptr, detail::page_source},
    {"result-element-type", errc::wrong_type, node::result_element,
     "must be a string or an integer", nullptr, detail::page_source},
    {"result-element-utf8", errc::invalid_utf8, node::result_element, "must be UTF-8", nullptr,
     "RFC 8259, 8.1"},
};

namespace detail {

/// The rule with a code and a place, or null; the library reports no such pair without a rule.
[[nodiscard]] constexpr const rule* find_rule(errc code, node at) noexcept {
    for (const rule& r : rules)
        if (r.code == code && r.at == at) return &r;
    return nullptr;
}

} // namespace detail

}} // namespace tpns::v0

#endif
