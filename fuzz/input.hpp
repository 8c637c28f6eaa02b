// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_INPUT_HPP
#define TPNS_FUZZ_INPUT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

// Common to all targets: laws, and the input as text or as a source of decisions.

namespace fuzz {

/// Checks a law. If it is broken, aborts the program, and libFuzzer keeps the input.
inline void law(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken law: %s\n", what);
    std::abort();
}

/// A copy of the input in a heap block of the exact size, so a sanitizer detects reads beyond it.
class exact_input {
public:
    exact_input(const std::uint8_t* data, std::size_t size)
        : bytes_(std::make_unique<char[]>(size)), size_(size) {
        for (std::size_t i = 0; i < size; ++i) bytes_[i] = static_cast<char>(data[i]);
    }
    [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/// The input as a sequence of decisions, which are zero when it is exhausted.
class decisions {
public:
    decisions(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    [[nodiscard]] bool more() const { return size_ != 0; }
    [[nodiscard]] unsigned byte() {
        if (size_ == 0) return 0;
        --size_;
        return *data_++;
    }
    /// 0 to `most`.
    [[nodiscard]] std::size_t up_to(std::size_t most) {
        const std::size_t high = byte(); // operands can be read in any order
        return (high << 8 | byte()) % (most + 1);
    }
    [[nodiscard]] std::int32_t integer() {
        std::uint32_t bits = 0;
        for (int i = 0; i < 4; ++i) bits = bits << 8 | byte();
        return static_cast<std::int32_t>(bits);
    }
    [[nodiscard]] std::string text(std::size_t most) {
        std::string s;
        for (std::size_t n = up_to(most); n != 0 && more(); --n) s += static_cast<char>(byte());
        return s;
    }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

/// Removes the text up to and including the first `end`, or all of it if there is none. Returns the
/// removed text without `end`.
inline std::string_view take_until(char end, std::string_view& text) {
    const std::string_view taken = text.substr(0, text.find(end));
    text.remove_prefix((std::min)(taken.size() + 1, text.size()));
    return taken;
}

/// A body, then a zero byte, which JSON cannot contain, and decisions.
class body_input {
public:
    body_input(const std::uint8_t* data, std::size_t size)
        : body_(data, size_of_body(data, size)),
          choose_(data + body_.text().size(), size - body_.text().size()) {
        (void)choose_.byte(); // the zero
    }
    [[nodiscard]] std::string_view body() const { return body_.text(); }
    [[nodiscard]] decisions& choose() { return choose_; }

private:
    static std::size_t size_of_body(const std::uint8_t* data, std::size_t size) {
        std::size_t n = 0;
        while (n != size && data[n] != 0) ++n;
        return n;
    }

    exact_input body_;
    decisions choose_;
};

} // namespace fuzz

#endif
