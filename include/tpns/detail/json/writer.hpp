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

/// Counts what a writer writes. Without `Escapes`, characters that JSON escapes count as others do,
/// and strings need not be looked at.
template <bool Escapes, class Size = std::size_t>
class json_counter {
public:
    /// `too_great` where no `Size` can say it.
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

    /// What stands between the quotes of a string.
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

/// Writes into memory that its user knows to be large enough: from `at()` on there is `room()`.
class json_writer {
public:
    static constexpr std::size_t max_integer_size = std::numeric_limits<std::int32_t>::digits10 + 2;

    /// None: what a writer becomes that cannot go on.
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

    /// Takes up to `max_integer_size`.
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

    /// Copies a string, and tells whether all of it is plain. If not, it may not stand in JSON like
    /// that: then nothing counts as written.
    [[nodiscard]] BOOST_FORCEINLINE bool plain(std::string_view s) noexcept {
        if (BOOST_UNLIKELY(!copy_plain(at_, s))) return false;
        at_ += s.size();
        return true;
    }

    /// Copies bytes as they are.
    void bytes(std::string_view s) noexcept {
        copy_bytes(at_, s.data(), s.size());
        at_ += s.size();
    }

    /// Copies `size` bytes of a block, and may write the others behind them.
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

    /// Writes one byte over the last one.
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
