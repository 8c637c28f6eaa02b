// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_TEXT_BUFFER_HPP
#define TPNS_DETAIL_TEXT_BUFFER_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <limits>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// Writes text into memory that might be too small, and counts the length of the whole text.
class text_buffer {
public:
    text_buffer(char* first, std::size_t size) noexcept : first_(first), room_(size) {}

    void text(std::string_view s) noexcept {
        if (size_ < room_ && !s.empty())
            std::memcpy(first_ + size_, s.data(), (std::min)(s.size(), room_ - size_));
        size_ += s.size();
    }

    void number(std::size_t n) noexcept {
        char digits[std::numeric_limits<std::size_t>::digits10 + 1] = {};
        char* const end = std::to_chars(digits, digits + sizeof digits, n).ptr;
        text({digits, static_cast<std::size_t>(end - digits)});
    }

    /// The length of the whole text, including what did not fit.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The text that fitted.
    [[nodiscard]] std::string_view str() const noexcept {
        return {first_, (std::min)(size_, room_)};
    }

private:
    char* first_;
    std::size_t room_;
    std::size_t size_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
