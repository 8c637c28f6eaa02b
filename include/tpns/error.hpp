// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ERROR_HPP
#define TPNS_ERROR_HPP

#include <tpns/detail/text_buffer.hpp>
#include <tpns/errc.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/rules.hpp>
#include <tpns/server_errc.hpp>

#include <boost/assert.hpp>

// Boost has functions of this name; Unreal Engine and old versions of macOS have a macro.
#pragma push_macro("check")
#undef check
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>
#pragma pop_macro("check")

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// What is wrong, and exactly where. Trivially copyable; never allocates; contains no part of the
/// input.
struct error {
    /// The offset of an error in a message rather than a text.
    static constexpr std::size_t no_offset = (std::numeric_limits<std::size_t>::max)();
    /// The maximum length of the line from `to_string` and `to_chars`.
    static constexpr std::size_t max_chars = 256;

    /// What is wrong. Code and place together identify the broken rule; see `rules`.
    errc code{};
    /// The member or element that is wrong; for a missing member, where it would be; for an
    /// unknown member, its object; for text that is not JSON, the body.
    json_pointer where;
    /// The offset of the wrong byte in the input, counted from 0; `no_offset` if there is no input.
    /// - A wrong value, or one for which there is no space: its first byte.
    /// - A duplicate, unknown or foreign member: the opening quote of its name.
    /// - A missing member, or an array that is too short: the closing bracket.
    /// - An array that is too long: its first excess element. Nesting too deep: its bracket.
    /// - Text that is not JSON: the first byte that cannot be right. For an escape, this is its
    ///   backslash; for invalid UTF-8, the first byte of the sequence; for a number whose
    ///   exponent is too large, its first byte.
    /// - Incomplete or empty text: its size. Text after the JSON: its first byte.
    /// - A body that is too large: its first excess byte.
    std::size_t offset = no_offset;
    /// The limit that was exceeded, if any; for `outcome_count_mismatch`, the expected number of
    /// codes.
    std::size_t limit = 0;

    constexpr error() noexcept = default;
    /// An error that exceeds no limit.
    constexpr explicit error(errc c, json_pointer w = {}, std::size_t at = no_offset) noexcept
        : code(c), where(w), offset(at) {}
    /// An error from a failed check, with its limit.
    constexpr error(detail::violation v, json_pointer w, std::size_t at = no_offset) noexcept
        : code(v.code), where(w), offset(at), limit(v.limit) {}

    [[nodiscard]] friend constexpr bool operator==(const error& a, const error& b) noexcept {
        return a.code == b.code && a.where == b.where && a.offset == b.offset && a.limit == b.limit;
    }
    [[nodiscard]] friend constexpr bool operator!=(const error& a, const error& b) noexcept {
        return !(a == b);
    }
};

static_assert(std::is_trivially_copyable_v<error>);

/// A value, or the error that prevented it. If there is an error, `.value()` throws a `failure`.
/// From Boost 1.91 on, so do `*r` and `r->`; in earlier versions, a value is their precondition.
template <class T>
using result = boost::system::result<T, error>;

/// The code alone, to compare with an `errc` or a `condition`, or for interfaces that take only
/// codes. Place, offset and limit are lost.
[[nodiscard]] inline boost::system::error_code make_error_code(const error& e) noexcept {
    return make_error_code(e.code);
}

namespace detail {

/// The error for a body that exceeds the limit.
[[nodiscard]] constexpr error body_too_large(const limits& max) noexcept {
    return {violation{errc::body_too_large, max_body_size(max)}, {}, max_body_size(max)};
}

/// Writes `sentence` with its `{}` replaced by the limit.
inline void write_sentence(text_buffer& out, std::string_view sentence,
                           std::size_t limit) noexcept {
    const std::size_t at = sentence.find("{}");
    out.text(sentence.substr(0, at));
    if (at == std::string_view::npos) return;
    out.number(limit);
    out.text(sentence.substr(at + 2));
}

inline void write_message(text_buffer& out, const error& e) noexcept {
    const rule* const broken = find_rule(e.code, e.where.target);
    if (broken == nullptr)
        out.text(message(e.code));
    else if (e.limit == 1 && !broken->sentence_for_one.empty())
        out.text(broken->sentence_for_one);
    else
        write_sentence(out, broken->sentence, e.limit);
}

inline void write_line(text_buffer& out, const error& e) noexcept {
    write_pointer(out, e.where);
    out.text(out.size() == 0 ? "body: " : ": ");
    write_message(out, e);
    if (e.offset == error::no_offset) return;
    out.text(" (offset ");
    out.number(e.offset);
    out.text(")");
}

} // namespace detail

/// Writes the line from `to_string` into the `size` bytes at `first`, and returns its length.
/// `error::max_chars` bytes are always enough. Does not allocate. Precondition: `first` is not
/// null, or `size` is 0.
///
/// Errors: `errc::no_space`; the bytes then hold as much of the line as fits.
[[nodiscard]] inline result<std::size_t> to_chars(char* first, std::size_t size,
                                                  const error& e) noexcept {
    BOOST_ASSERT(first != nullptr || size == 0);
    detail::text_buffer out(first, size);
    detail::write_line(out, e);
    if (out.size() > size) return error(errc::no_space);
    return out.size();
}

/// The sentence of the broken rule, with the limit in force: "longer than 64 bytes". If no rule has
/// this code and place, the description of the code.
[[nodiscard]] inline std::string message(const error& e) {
    char memory[error::max_chars];
    detail::text_buffer out(memory, sizeof memory);
    detail::write_message(out, e);
    return std::string(out.str());
}

/// A human-readable line: "/token_accounts/3/token: longer than 64 bytes (offset 212)". Contains no
/// part of the value, so it is safe to log.
[[nodiscard]] inline std::string to_string(const error& e) {
    char memory[error::max_chars];
    detail::text_buffer out(memory, sizeof memory);
    detail::write_line(out, e);
    return std::string(out.str());
}

/// Prints the line from `to_string`.
template <class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const error& e) {
    return out << to_string(e).c_str();
}

/// The code that TPNS itself would return for a request with this error, for servers and test
/// doubles.
///
/// An interpretation of doc 1024/33763, which describes each code in a few words only.
[[nodiscard]] constexpr server_errc suggested_ret_code(const error& e) noexcept {
    switch (condition_of(e.code)) {
    case condition::syntax: return server_errc::parameter_parsing_error;
    case condition::capacity:
    case condition::mismatch: return server_errc::internal_service_failed;
    case condition::schema:
    case condition::limit: break;
    }
    if (e.code == errc::missing_member) return server_errc::parameter_missing;
    const bool token =
        e.where.target == node::token_member || e.where.target == node::token_list_element;
    if (token && condition_of(e.code) == condition::limit) return server_errc::invalid_token;
    return server_errc::invalid_parameter;
}

/// The exception that `.value()` of a result throws. `what()` begins with the line from
/// `to_string`.
class BOOST_SYMBOL_VISIBLE failure : public boost::system::system_error {
public:
    /// Makes the exception for an error. Allocates the text of `what()`.
    explicit failure(const tpns::error& e)
        : system_error(make_error_code(e), to_string(e)), error_(e) {}

    /// The complete error of the result.
    [[nodiscard]] const tpns::error& error() const noexcept { return error_; }

private:
    tpns::error error_;
};

/// Found by `boost::system::result`; throws a `failure`. Without exceptions, a program that uses
/// `.value()`, or `*r` or `r->` from Boost 1.91 on, must supply `boost::throw_exception`.
[[noreturn]] inline void throw_exception_from_error(const error& e,
                                                    const boost::source_location& where) {
    boost::throw_with_location(failure(e), where);
}

}} // namespace tpns::v0

#endif
