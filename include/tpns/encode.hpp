// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENCODE_HPP
#define TPNS_ENCODE_HPP

#include <tpns/detail/json/writer.hpp>
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

// Encodes requests and responses as JSON: compact, UTF-8, members in a fixed order, no member of
// another operation. The same message always gives the same bytes, since signatures cover the
// bytes. Decoding a body and encoding it again therefore normalises it: undocumented members are
// dropped, an integer code becomes a string, a null or empty `result` is omitted, a missing or null
// `err_msg` becomes "", and an `account_type` of 0 is omitted. `Message` is a request, one of the
// five operations or a response, in any storage.

namespace detail {

/// Memory that cannot grow.
struct fixed_memory {
    [[nodiscard]] static json_writer grow(json_writer, std::size_t) noexcept { return {}; }
};

/// A string that a message overwrites. The destructor clears it unless `keep` was called.
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

    /// Makes room for `size` more bytes. Within the capacity, it makes only a little more room than
    /// needed, since `resize` fills it. Beyond the capacity, it first makes as much room as the
    /// message takes without escapes, which most messages do not have, and then twice as much as
    /// needed.
    [[nodiscard]] BOOST_NOINLINE json_writer grow(json_writer at, std::size_t size) {
        if (!at) return at;
        const auto used = static_cast<std::size_t>(at.at() - s_.data());
        if (size > s_.max_size() - used) return {};
        const std::size_t needed = used + size;
        if (needed <= s_.capacity()) {
            s_.resize((std::min)(needed + needed / 4 + 256, s_.capacity()));
        } else {
            // An invalid message should not take much memory before it is found to be invalid.
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

/// The exact size of the encoded message in bytes, whether or not it is valid; the greatest
/// `std::size_t` if the size is larger than that. Complexity: linear. Does not allocate.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] std::size_t encoded_size(const Message& message) noexcept {
    return detail::size_of<true>(message);
}

/// Encodes into the `size` bytes at `dest`, and returns the number of bytes written. Writes no
/// terminating zero. Does not allocate. Preconditions: `dest` is not null, or `size` is 0;
/// `message` does not refer to these bytes.
///
/// Errors: those of `validate`; `errc::no_space` if `encoded_size(message) > size`. After an error,
/// the bytes are unspecified. Never writes beyond them.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::size_t> encode_to(char* dest, std::size_t size, const Message& message,
                                            const limits& max = {}) noexcept {
    BOOST_ASSERT(dest != nullptr || size == 0);
    detail::fixed_memory memory;
    const detail::json_writer end =
        detail::write_message(memory, {dest, dest + size}, message, max);
    if (end) return static_cast<std::size_t>(end.at() - dest);
    return detail::not_written(message, max);
}

/// Encodes into an existing string and overwrites it; allocates only if its capacity is too small.
/// Precondition: `message` does not refer to the string. Exception safety: after an error or
/// `std::bad_alloc`, the string is empty.
///
/// Errors: those of `validate`; `errc::no_space` if no string can be that long.
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
/// Errors: those of `encode_into`.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::string> encode(const Message& message, const limits& max = {}) {
    std::string body;
    if (const result<void> done = encode_into(body, message, max); !done) return done.error();
    return body;
}

}} // namespace tpns::v0

#endif
