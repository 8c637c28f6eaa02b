// SPDX-License-Identifier: BSL-1.0

// With 32-bit sizes, a message of views that all refer to one string can exceed the largest size.

#include <tpns/encode.hpp>

#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

static_assert(sizeof(std::size_t) == 4);

namespace {

int failed = 0;

void must(bool holds, const char* what) {
    if (holds) return;
    std::printf("%s\n", what);
    ++failed;
}

} // namespace

int main() {
    // Each code takes six bytes per character, two quotes and a comma.
    const std::string control(std::size_t{1} << 20, '\1');
    constexpr std::size_t count = 682;
    std::vector<tpns::item_code_view> codes(count, tpns::item_code_view{control});
    const tpns::response_view almost{tpns::server_errc::accepted, "", codes};
    constexpr std::size_t each = 6 * (std::size_t{1} << 20) + 3;
    constexpr std::size_t around = sizeof(R"({"ret_code":0,"err_msg":"","result":[]})") - 2;
    must(encoded_size(almost) == around + each * count, "a size that fits is exact");
    std::string text = "cleared";
    must(encode_into(text, almost).error().code == tpns::errc::no_space,
         "a string cannot be that long, and nothing is thrown");
    must(text.empty(), "an error leaves the string empty");

    // One more code, so that the sum would wrap around to 97.
    constexpr unsigned long long more = 0x1'0000'0061ULL - (around + 1ULL * each * count) - 3;
    static_assert(more % 6 == 0 && more / 6 < (std::size_t{1} << 20));
    codes.push_back({std::string_view(control).substr(0, more / 6)});
    const tpns::response_view too_large{tpns::server_errc::accepted, "", codes};
    must(encoded_size(too_large) == (std::numeric_limits<std::size_t>::max)(),
         "a size that is too large is the largest size");
    std::vector<char> memory(4096 + 1, '#');
    must(encode_to(memory.data(), 4096, too_large).error().code == tpns::errc::no_space,
         "no buffer is large enough");
    must(memory.back() == '#', "nothing is written past the end");
    return failed;
}
