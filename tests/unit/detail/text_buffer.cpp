// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/text_buffer.hpp>

// Then the rest.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

TEST_CASE("a text is written as far as it fits, and counted to its end") {
    const std::string whole = "/a/0//" + std::to_string(SIZE_MAX) + " b";
    for (std::size_t room = 0; room <= whole.size() + 2; ++room) {
        CAPTURE(room);
        std::string memory(room + 1, '?');
        tpns::detail::text_buffer out(memory.data(), room);
        out.text("/a/");
        out.number(0);
        out.text("");
        out.text("//");
        out.number(SIZE_MAX);
        out.text(" b");
        const std::size_t written = room < whole.size() ? room : whole.size();
        CHECK(out.size() == whole.size());
        CHECK(out.str() == whole.substr(0, written));
        CHECK(memory == whole.substr(0, written) + std::string(room + 1 - written, '?'));
    }
    tpns::detail::text_buffer nowhere(nullptr, 0);
    nowhere.text("abc");
    nowhere.text({});
    CHECK(nowhere.size() == 3);
    CHECK(nowhere.str().empty());
}
