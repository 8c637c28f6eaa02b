// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENCODE_HPP
#define TPNS_ENCODE_HPP

#include <tpns/detail/json_writer.hpp>
#include <tpns/detail/message_writer.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/error.hpp>
#include <tpns/limits.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/validate.hpp>

#include <boost/assert.hpp>
#include <boost/config.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Requests and responses as JSON: compact, UTF-8, members in a fixed order, no member of another
// operation. The same message always gives the same bytes, since the bytes are what is signed.
// So a body that is decoded and encoded again is normalised: members that are not documented are
// dropped, a code 0 becomes "0", a `result` that is null or empty is left out, an `err_msg` that is
// missing or null becomes "", and an `account_type` of 0 is left out.
// `Message` is a request, one of the five operations or a response, owned or a view.

namespace detail {

/// Memory that is as large as it is.
struct fixed_memory {
    [[nodiscard]] static json_writer grow(json_writer, std::size_t) noexcept { return {}; }
};

/// A string that a message is written into, over what it had. Empty in the end, unless it is kept.
template <class Message>
class growing_string {
public:
    growing_string(std::string& s, const Message& message, const limits& max) noexcept
        : s_(s), message_(message), limits_(max) {}
    growing_string(const growing_string&) = delete;
    growing_string& operator=(const growing_string&) = delete;
    ~growing_string() {
        if (!kept_) s_.clear();
    }

    [[nodiscard]] json_writer begin() noexcept { return {s_.data(), s_.data() + s_.size()}; }

    /// Makes room for `size` bytes more. Within the capacity that is some more than is needed,
    /// since what is made room for is filled; beyond it, as much as most messages take, which have
    /// no escapes, and then twice as much as is needed.
    [[nodiscard]] BOOST_NOINLINE json_writer grow(json_writer at, std::size_t size) {
        if (!at) return at;
        const auto used = static_cast<std::size_t>(at.at() - s_.data());
        if (size > s_.max_size() - used) return {};
        const std::size_t needed = used + size;
        if (needed <= s_.capacity()) {
            s_.resize((std::min)(needed + needed / 4 + 256, s_.capacity()));
        } else {
            // A message that is not valid should not take much memory before that is found.
            constexpr std::size_t much = 65536;
            const std::size_t likely =
                beyond_ ? (std::min)(twice(needed), s_.max_size()) : size_of<false>(message_);
            if (likely > s_.max_size() || (!beyond_ && likely > much && !is_valid())) return {};
            beyond_ = true;
            s_.resize((std::max)(needed, likely));
        }
        return {s_.data() + used, s_.data() + s_.size()};
    }

    void keep(const json_writer& end) {
        s_.resize(static_cast<std::size_t>(end.at() - s_.data()));
        kept_ = true;
    }

private:
    [[nodiscard]] bool is_valid() const noexcept { return validate(message_, limits_).has_value(); }

    std::string& s_;
    const Message& message_;
    const limits& limits_;
    bool beyond_ = false;
    bool kept_ = false;
};

template <class Memory, class Message>
[[nodiscard]] json_writer write_message(Memory& memory, json_writer begin, const Message& message,
                                        const limits& max) {
    return message_writer<writing_target<Memory>>({memory, max})(begin, message);
}

/// Why a message could not be written.
template <class Message>
[[nodiscard]] BOOST_NOINLINE error not_written(const Message& message, const limits& max) noexcept {
    const result<void> valid = validate(message, max);
    return valid ? error(errc::no_space) : valid.error();
}

} // namespace detail

/// How many bytes `message` takes, exactly, valid or not; the greatest `std::size_t` where that
/// cannot say it. Linear; does not allocate or throw.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] std::size_t encoded_size(const Message& message) noexcept {
    return detail::size_of<true>(message);
}

/// Encodes into `size` bytes at `dest`, and returns how many were written; there is no
/// terminating zero. `message` must not refer to them. Does not allocate or throw.
///
/// Errors, after which the bytes are unspecified: what `validate` finds; `errc::no_space` when
/// `encoded_size(message) > size`. Nothing is written beyond them.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::size_t> encode_to(char* dest, std::size_t size, const Message& message,
                                            const limits& max = {}) noexcept {
    BOOST_ASSERT(dest != nullptr || size == 0);
    detail::fixed_memory memory;
    if (size != 0) {
        const detail::json_writer end =
            detail::write_message(memory, {dest, dest + size}, message, max);
        if (end) return static_cast<std::size_t>(end.at() - dest);
    }
    return detail::not_written(message, max);
}

/// Encodes into a string that is used again and again: it is overwritten, and allocates only when
/// its capacity does not suffice. On an error, and when `std::bad_alloc` is thrown, it is empty.
/// `message` must not refer to it.
///
/// Errors: what `validate` finds; `errc::no_space` when no string can be as long.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<void> encode_into(std::string& reused, const Message& message,
                                       const limits& max = {}) {
    detail::growing_string<Message> memory(reused, message, max);
    const detail::json_writer end = detail::write_message(memory, memory.begin(), message, max);
    if (!end) return detail::not_written(message, max);
    memory.keep(end);
    return {};
}

/// Encodes into a new string.
///
/// Errors: as of `encode_into`.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::string> encode(const Message& message, const limits& max = {}) {
    std::string body;
    if (const result<void> done = encode_into(body, message, max); !done) return done.error();
    return body;
}

}} // namespace tpns::v0

#endif
