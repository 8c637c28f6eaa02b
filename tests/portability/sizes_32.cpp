// SPDX-License-Identifier: BSL-1.0

// Where a size has 32 bits, and a message of views, all of one string, is larger than it can say.

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
    // Each of these takes six times as many bytes, two quotes and a comma.
    const std::string control(std::size_t{1} << 20, '\1');
    constexpr std::size_t count = 682;
    std::vector<tpns::item_code_view> codes(count, tpns::item_code_view{control});
    const tpns::response_view almost{tpns::server_errc::accepted, "", codes};
    constexpr std::size_t each = 6 * (std::size_t{1} << 20) + 3;
    constexpr std::size_t around = sizeof(R"({"ret_code":0,"err_msg":"","result":[]})") - 2;
    must(encoded_size(almost) == around + each * count, "what a size can say is exact");
    std::string text = "cleared";
    must(encode_into(text, almost).error().code == tpns::errc::no_space,
         "no string can be so long, and nothing is thrown");
    must(text.empty(), "an error leaves the string empty");

    // One more, so that the sum would be 97 if it wrapped around.
    constexpr unsigned long long more = 0x1'0000'0061ULL - (around + 1ULL * each * count) - 3;
    static_assert(more % 6 == 0 && more / 6 < (std::size_t{1} << 20));
    codes.push_back({std::string_view(control).substr(0, more / 6)});
    const tpns::response_view too_large{tpns::server_errc::accepted, "", codes};
    must(encoded_size(too_large) == (std::numeric_limits<std::size_t>::max)(),
         "what is too great is the greatest size");
    std::vector<char> memory(4096 + 1, '#');
    must(encode_to(memory.data(), 4096, too_large).error().code == tpns::errc::no_space,
         "it fits no buffer");
    must(memory.back() == '#', "nothing is written beyond it");
    return failed;
}
