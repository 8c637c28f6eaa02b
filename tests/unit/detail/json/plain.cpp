// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/json/plain.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace {

namespace detail = tpns::detail;

bool is_special(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '"' || c == '\\' || byte < 0x20 || byte >= 0x80;
}

} // namespace

TEST_CASE("a string is plain if it has no special character") {
    for (std::size_t size = 0; size <= 70; ++size) {
        // In a block of the exact size, so that a sanitizer detects any read beyond.
        std::vector<char> text(size, 'a');
        const auto plain = [&] {
            const std::string_view s(text.data(), text.size());
            std::vector<char> copy(size);
            const bool is = detail::is_plain(s);
            CHECK(detail::copy_plain(copy.data(), s) == is);
            if (is) CHECK(copy == text);
            return is;
        };
        CHECK(plain());
        for (char& c : text) {
            for (int byte = 0; byte < 256; ++byte) {
                c = static_cast<char>(byte);
                if (plain() == is_special(c)) CHECK(plain() != is_special(c));
            }
            c = 'a';
        }
    }
}

TEST_CASE("exactly the given bytes are copied") {
    for (std::size_t size = 0; size <= 100; ++size) {
        std::vector<char> from;
        for (std::size_t i = 0; i < size; ++i) from.push_back(static_cast<char>(i + 1));
        std::vector<char> to(size + 2, '#');
        detail::copy_bytes(to.data() + 1, from.data(), size);
        CHECK(to.front() == '#');
        CHECK(to.back() == '#');
        CHECK(std::vector<char>(to.begin() + 1, to.end() - 1) == from);
    }
}
