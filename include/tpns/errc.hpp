// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ERRC_HPP
#define TPNS_ERRC_HPP

#include <boost/system/error_code.hpp>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// An error that this library found. For the server's codes, see `server_errc`.
enum class errc : int {
    // The text is not JSON, or is incomplete.
    invalid_json = 1,  ///< not valid JSON from here on
    incomplete,        ///< the text ends in the middle of the JSON
    empty_body,        ///< empty, or only white space
    byte_order_mark,   ///< starts with a UTF-8 byte order mark, which RFC 8259 forbids
    trailing_text,     ///< text after the JSON
    invalid_utf8,      ///< not UTF-8; in a message to encode, one of its strings
    invalid_escape,    ///< a backslash that does not start a JSON escape
    lone_surrogate,    ///< a `\u` escape of an unpaired surrogate
    control_character, ///< an unescaped control character inside a string

    // The JSON is not such a message.
    wrong_type,       ///< a string where an array belongs, or the like
    missing_member,   ///< a required member is absent
    duplicate_member, ///< a documented member appears twice in one object
    unknown_member,   ///< an undocumented member, if the caller rejects these
    foreign_carrier,  ///< the list of another operator
    out_of_range,     ///< an integer outside the range of its member

    // A limit is exceeded; see `limits`.
    too_short,        ///< a string
    too_long,         ///< a string
    too_few_items,    ///< an array
    too_many_items,   ///< an array
    too_deep,         ///< objects and arrays nested too deeply
    number_too_large, ///< a number whose exponent has more than nine digits, leading zeros aside
    body_too_large,   ///< the body as a whole

    // The caller's memory is too small.
    no_space, ///< in a destination buffer, or in an arena that uses a buffer

    // Request and reply do not match.
    outcome_count_mismatch, ///< the numbers of codes and items differ
    call_not_out,           ///< a reply to a call that is not, or no longer, pending
};

/// A class of errors, for callers that handle all of its codes alike. Compare an error code with
/// it: `ec == tpns::condition::syntax`.
enum class condition : int {
    syntax = 1, ///< not JSON, so perhaps not from the endpoint; encoding: a string is not UTF-8
    schema,     ///< valid JSON, but not a valid message
    limit,      ///< too long, too many, too deep
    capacity,   ///< more memory would help
    mismatch,   ///< request and reply do not match
};

/// The condition of a code; 0 if the code is not an enumerator.
[[nodiscard]] constexpr condition condition_of(errc code) noexcept {
    if (code < errc::invalid_json || code > errc::call_not_out) return {};
    if (code <= errc::control_character) return condition::syntax;
    if (code <= errc::out_of_range) return condition::schema;
    if (code <= errc::body_too_large) return condition::limit;
    if (code == errc::no_space) return condition::capacity;
    return condition::mismatch;
}

/// The enumerator's name, or "unknown".
[[nodiscard]] constexpr std::string_view to_string(errc code) noexcept {
    switch (code) {
    case errc::invalid_json: return "invalid_json";
    case errc::incomplete: return "incomplete";
    case errc::empty_body: return "empty_body";
    case errc::byte_order_mark: return "byte_order_mark";
    case errc::trailing_text: return "trailing_text";
    case errc::invalid_utf8: return "invalid_utf8";
    case errc::invalid_escape: return "invalid_escape";
    case errc::lone_surrogate: return "lone_surrogate";
    case errc::control_character: return "control_character";
    case errc::wrong_type: return "wrong_type";
    case errc::missing_member: return "missing_member";
    case errc::duplicate_member: return "duplicate_member";
    case errc::unknown_member: return "unknown_member";
    case errc::foreign_carrier: return "foreign_carrier";
    case errc::out_of_range: return "out_of_range";
    case errc::too_short: return "too_short";
    case errc::too_long: return "too_long";
    case errc::too_few_items: return "too_few_items";
    case errc::too_many_items: return "too_many_items";
    case errc::too_deep: return "too_deep";
    case errc::number_too_large: return "number_too_large";
    case errc::body_too_large: return "body_too_large";
    case errc::no_space: return "no_space";
    case errc::outcome_count_mismatch: return "outcome_count_mismatch";
    case errc::call_not_out: return "call_not_out";
    }
    return "unknown";
}

/// The enumerator's name, or "unknown".
[[nodiscard]] constexpr std::string_view to_string(condition c) noexcept {
    switch (c) {
    case condition::syntax: return "syntax";
    case condition::schema: return "schema";
    case condition::limit: return "limit";
    case condition::capacity: return "capacity";
    case condition::mismatch: return "mismatch";
    }
    return "unknown";
}

/// A description: "a string is too long". The `message` of an `error` also names the rule and the
/// limit.
[[nodiscard]] constexpr std::string_view message(errc code) noexcept {
    switch (code) {
    case errc::invalid_json: return "the text is not valid JSON";
    case errc::incomplete: return "the text ends in the middle of the JSON";
    case errc::empty_body: return "the body is empty";
    case errc::byte_order_mark: return "the body starts with a byte order mark";
    case errc::trailing_text: return "there is text after the JSON";
    case errc::invalid_utf8: return "the text is not valid UTF-8";
    case errc::invalid_escape: return "an invalid JSON escape";
    case errc::lone_surrogate: return "an escape of an unpaired surrogate";
    case errc::control_character: return "a control character inside a string";
    case errc::wrong_type: return "a value has the wrong type";
    case errc::missing_member: return "a required member is missing";
    case errc::duplicate_member: return "a member appears twice";
    case errc::unknown_member: return "an undocumented member";
    case errc::foreign_carrier: return "the list of another operator";
    case errc::out_of_range: return "an integer is out of range";
    case errc::too_short: return "a string is too short";
    case errc::too_long: return "a string is too long";
    case errc::too_few_items: return "an array has too few elements";
    case errc::too_many_items: return "an array has too many elements";
    case errc::too_deep: return "objects and arrays are nested too deeply";
    case errc::number_too_large: return "an exponent has too many digits";
    case errc::body_too_large: return "the body is too large";
    case errc::no_space: return "the memory provided is too small";
    case errc::outcome_count_mismatch: return "the numbers of codes and items differ";
    case errc::call_not_out: return "the reply does not answer a pending call";
    }
    return "unknown error";
}

/// A description of a condition.
[[nodiscard]] constexpr std::string_view message(condition c) noexcept {
    switch (c) {
    case condition::syntax: return "the text is not valid JSON";
    case condition::schema: return "valid JSON, but not a valid message";
    case condition::limit: return "a limit is exceeded";
    case condition::capacity: return "the memory provided is too small";
    case condition::mismatch: return "request and reply do not match";
    }
    return "unknown condition";
}

namespace detail {

// The categories compare by a fixed number, not by address, so Boost's codes from two shared
// libraries compare equal even if each library has its own object.

// The destructor of Boost's class is protected, and only Boost's own classes are its friends.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class BOOST_SYMBOL_VISIBLE condition_category_type final : public boost::system::error_category {
public:
    constexpr condition_category_type() noexcept : error_category(0xb7c6'52a1'9d3e'4f08) {}
    [[nodiscard]] const char* name() const noexcept override { return "tpns.condition"; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(tpns::message(static_cast<condition>(value)));
    }
};

inline constexpr condition_category_type condition_category_object{};

class BOOST_SYMBOL_VISIBLE category_type final : public boost::system::error_category {
public:
    constexpr category_type() noexcept : error_category(0xb7c6'52a1'9d3e'4f07) {}
    [[nodiscard]] const char* name() const noexcept override { return "tpns"; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(tpns::message(static_cast<errc>(value)));
    }
    [[nodiscard]] boost::system::error_condition
    default_error_condition(int value) const noexcept override {
        const condition c = condition_of(static_cast<errc>(value));
        if (c == condition{}) return {value, *this};
        return {static_cast<int>(c), condition_category_object};
    }
};

inline constexpr category_type category_object{};

#pragma GCC diagnostic pop

/// The category of `condition`, named "tpns.condition".
[[nodiscard]] constexpr const boost::system::error_category& condition_category() noexcept {
    return condition_category_object;
}

} // namespace detail

/// The category of `errc`, named "tpns".
[[nodiscard]] constexpr const boost::system::error_category& category() noexcept {
    return detail::category_object;
}

/// Found by argument-dependent lookup. Makes `errc` convertible to `boost::system::error_code` and
/// `std::error_code`, and comparable with both. (A `std::error_code` from a shared library with
/// hidden symbols compares equal only to a `condition`.)
[[nodiscard]] inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), category()};
}
/// Found by argument-dependent lookup. Makes Boost's and the standard library's error codes
/// comparable with a `condition`.
[[nodiscard]] inline boost::system::error_condition make_error_condition(condition c) noexcept {
    return {static_cast<int>(c), detail::condition_category()};
}

}} // namespace tpns::v0

template <>
struct boost::system::is_error_code_enum<tpns::errc> : std::true_type {};
template <>
struct boost::system::is_error_condition_enum<tpns::condition> : std::true_type {};
template <>
struct std::is_error_code_enum<tpns::errc> : std::true_type {};
template <>
struct std::is_error_condition_enum<tpns::condition> : std::true_type {};

#endif
