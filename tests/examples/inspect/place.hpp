// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_PLACE_HPP
#define INSPECT_PLACE_HPP

#include <cstddef>
#include <string_view>

namespace inspect {

/// The size in bytes of the character at `at`. A byte that is not UTF-8 counts as a character.
inline std::size_t character_size(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead > 0xF4 || size > text.size() - at) return 1;
    for (const char c : text.substr(at + 1, size - 1))
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) return 1;
    return size;
}

/// The place of a byte as editors show it: line and column count from 1, columns in characters.
struct place {
    std::size_t line = 1;
    std::size_t column = 1;
    std::size_t line_begin = 0; ///< the offset of the line's first byte
};

/// Finds the places of bytes, in a single pass if their offsets increase.
class place_finder {
public:
    explicit place_finder(std::string_view text) : text_(text) {}

    place find(std::size_t offset) {
        if (offset < at_) *this = place_finder(text_);
        while (at_ < offset) step();
        return place_;
    }

private:
    void step() {
        const bool line_ends = text_[at_] == '\n';
        at_ += character_size(text_, at_);
        if (line_ends)
            place_ = {place_.line + 1, 1, at_};
        else
            ++place_.column;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    place place_;
};

} // namespace inspect

#endif
