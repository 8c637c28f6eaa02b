// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_WRITER_HPP
#define TPNS_DETAIL_JSON_WRITER_HPP

#include <tpns/detail/json/byte_block.hpp>
#include <tpns/detail/json/plain.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/json/utf8.hpp>
#include <tpns/detail/size.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// Counts the bytes that a writer writes. Without `Escapes`, characters that JSON escapes count as
/// one byte, so strings need not be read.
template <bool Escapes, class Size = std::size_t>
class json_counter {
public:
    /// The count, or `too_great` if it does not fit in `Size`.
    [[nodiscard]] Size size() const noexcept {
        return static_cast<Size>((std::min)(size_, std::uint64_t{too_great<Size>}));
    }

    /// Punctuation and names.
    template <std::size_t Length>
    void text(const std::array<char, Length>&) noexcept {
        add(Length);
    }

    void integer(std::int32_t value) noexcept {
        if (value < 0) add(1);
        do add(1);
        while ((value /= 10) != 0);
    }

    /// The text between the quotes of a string.
    void string(std::string_view s) noexcept {
        if (!Escapes || is_plain(s))
            add(s.size());
        else
            for (const char c : s) add(escaped_size(c));
    }

private:
    void add(std::uint64_t size) noexcept { size_ = sum_of(size_, size); }

    std::uint64_t size_ = 0;
};

/// Writes into memory without bounds checks: the user ensures that `room()` at `at()` is enough.
class json_writer {
public:
    static constexpr std::size_t max_integer_size = std::numeric_limits<std::int32_t>::digits10 + 2;

    /// The state of a writer that cannot continue.
    json_writer() = default;
    json_writer(char* at, char* end) noexcept : at_(at), end_(end) {}

    [[nodiscard]] explicit operator bool() const noexcept { return at_ != nullptr; }
    [[nodiscard]] char* at() const noexcept { return at_; }
    [[nodiscard]] std::size_t room() const noexcept { return static_cast<std::size_t>(end_ - at_); }

    template <std::size_t Size>
    BOOST_FORCEINLINE void text(const std::array<char, Size>& s) noexcept {
        std::memcpy(at_, s.data(), Size);
        at_ += Size;
    }

    /// Writes up to `max_integer_size` bytes.
    BOOST_FORCEINLINE void integer(std::int32_t value) noexcept {
        if (value < 0 || value > 9999) {
            at_ = std::to_chars(at_, end_, value).ptr;
            return;
        }
        const auto n = static_cast<unsigned>(value);
        if (n >= 1000) {
            pair(n / 100);
            pair(n % 100);
        } else {
            if (n >= 100) digit(n / 100);
            if (n >= 10)
                pair(n % 100);
            else
                digit(n);
        }
    }

    /// Copies a string, and returns whether all of it is plain. If not, the copy is not valid JSON,
    /// and does not count as written.
    [[nodiscard]] BOOST_FORCEINLINE bool plain(std::string_view s) noexcept {
        if (BOOST_UNLIKELY(!copy_plain(at_, s))) return false;
        at_ += s.size();
        return true;
    }

    /// Copies bytes unchanged.
    void bytes(std::string_view s) noexcept {
        copy_bytes(at_, s.data(), s.size());
        at_ += s.size();
    }

    /// Copies `size` bytes of a block, and can write the remaining ones after them.
    [[nodiscard]] BOOST_FORCEINLINE json_writer block(const char* s,
                                                      std::size_t size) const noexcept {
        std::memcpy(at_, s, block_size);
        return {at_ + size, end_};
    }

    /// Writes `escaped_size(c)` bytes.
    void escaped(char c) noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        *at_++ = '\\';
        if (const char letter = short_escape(c)) {
            *at_++ = letter;
        } else {
            text(std::array<char, 3>{'u', '0', '0'});
            *at_++ = digits[to_byte(c) >> 4];
            *at_++ = digits[to_byte(c) & 0xF];
        }
    }

    /// Overwrites the last byte.
    void replace_last(char c) noexcept { at_[-1] = c; }

private:
    void digit(unsigned n) noexcept { *at_++ = static_cast<char>('0' + n); }
    void pair(unsigned n) noexcept {
        digit(n / 10);
        digit(n % 10);
    }

    char* at_ = nullptr;
    char* end_ = nullptr;
};

}}} // namespace tpns::v0::detail

#endif
