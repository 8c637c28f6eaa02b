// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_WRITER_HPP
#define TPNS_DETAIL_JSON_WRITER_HPP

#include <tpns/detail/byte_block.hpp>
#include <tpns/detail/json_string.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/detail/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

// A counter tells what a writer will need. `Escapes` is false where it is known that no string
// needs any, as in most messages, and strings are then not looked at again: 1.6 times as many
// instructions otherwise.

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
        size_ += Length;
    }
    void character(char) noexcept { ++size_; }

    void integer(std::int32_t value) noexcept {
        if (value < 0) ++size_;
        do ++size_;
        while ((value /= 10) != 0);
    }

    /// What stands between the quotes of a string.
    void string(std::string_view s) noexcept {
        if (!Escapes || is_plain(s))
            size_ += s.size();
        else
            for (const char c : s) size_ += escaped_size(c);
    }

private:
    // Cannot wrap around in a lifetime, even where a size is as large: what it counts is looked at.
    std::uint64_t size_ = 0;
};

/// Writes into memory that is known to be large enough.
template <bool Escapes>
class json_writer {
public:
    json_writer(char* to, std::size_t size) noexcept : at_(to), end_(to + size) {}

    template <std::size_t Size>
    BOOST_FORCEINLINE void text(const std::array<char, Size>& s) noexcept {
        std::memcpy(at_, s.data(), Size);
        at_ += Size;
    }
    void character(char c) noexcept { *at_++ = c; }

    void integer(std::int32_t value) noexcept {
        if (value >= 0 && value <= 9)
            character(static_cast<char>('0' + value));
        else
            at_ = std::to_chars(at_, end_, value).ptr;
    }

    BOOST_FORCEINLINE void string(std::string_view s) noexcept {
        if (!Escapes || is_plain(s)) {
            copy_bytes(at_, s.data(), s.size());
            at_ += s.size();
        } else {
            for (const char c : s) escaped(c);
        }
    }

private:
    void escaped(char c) noexcept {
        constexpr std::string_view digits = "0123456789abcdef";
        switch (escaped_size(c)) {
        case 1: return character(c);
        case 2: character('\\'); return character(short_escape(c));
        default:
            text(std::array<char, 4>{'\\', 'u', '0', '0'});
            character(digits[to_byte(c) >> 4]);
            character(digits[to_byte(c) & 0xF]);
        }
    }

    char* at_;
    char* end_;
};

}}} // namespace tpns::v0::detail

#endif
