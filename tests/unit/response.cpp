// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/response.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using tpns::item_code;
using tpns::item_code_view;
using tpns::response;
using tpns::response_view;
using tpns::server_errc;

static_assert(std::is_aggregate_v<item_code> && std::is_aggregate_v<response>);
static_assert(std::is_trivially_copyable_v<item_code_view>);
static_assert(std::is_trivially_copyable_v<response_view>);
static_assert(noexcept(item_code().ok()) && noexcept(item_code().code()));

// Views can be constants.
static constexpr tpns::item_code_view rom_codes[] = {{"0"}, {"1008006"}};
static constexpr tpns::response_view in_rom{tpns::server_errc::batch_partly_failed, "", rom_codes};
static_assert(in_rom.result[0].ok() && !in_rom.result[1].ok() && in_rom == in_rom);
static_assert(in_rom != tpns::response_view{} && rom_codes[0] != rom_codes[1]);

TEST_CASE("0 and ok are success, and every other text is a failure that keeps its number") {
    constexpr int none = -424242;
    struct row {
        std::string_view text;
        bool ok;
        int code;
    };
    const row table[] = {
        {"0", true, 0},
        {"ok", true, 0},
        {"OK", false, none},
        {"Ok", false, none},
        {"ok ", false, none},
        {"", false, none},
        {"token_not_exists", false, none},
        {"1008006", false, 1008006},
        {"10110008", false, 10110008},
        {"1", false, 1},
        {"-1", false, -1},
        {"-", false, none},
        {"+1", false, none},
        {" 1008006", false, none},
        {"1008006 ", false, none},
        {"1008006.0", false, none},
        {"1e3", false, none},
        {"0x10", false, none},
        {std::string_view("1\0", 2), false, none},
        {std::string_view("0\0", 2), false, none},
        {"2147483647", false, 2147483647},
        {"2147483648", false, none},
        {"-2147483648", false, -2147483647 - 1},
        {"-2147483649", false, none},
        {"99999999999999999999", false, none},
        {"00", false, none}, // a zero other than that of success has no number
        {"-0", false, none},
        {"01008006", false, 1008006},
    };
    for (const row& r : table) {
        CAPTURE(r.text);
        const item_code owned{std::string(r.text)};
        const item_code_view view{r.text};
        CHECK(owned.text == r.text);
        CHECK(owned.ok() == r.ok);
        CHECK(view.ok() == r.ok);
        CHECK(owned.code() == view.code());
        CHECK((owned.code() == server_errc::accepted) == owned.ok());
        if (r.code == none)
            CHECK(owned.code() == std::nullopt);
        else
            CHECK(owned.code() == static_cast<server_errc>(r.code));
    }
    CHECK(item_code_view().code() == std::nullopt);
}

TEST_CASE("a number is not read beyond the end of the text") {
    CHECK(item_code_view{std::string_view("1008006", 3)}.code() == static_cast<server_errc>(100));
    CHECK(item_code_view{std::string_view("0k", 1)}.ok());
}

TEST_CASE("a default response is accepted and empty") {
    const response r;
    CHECK(r.ret_code == server_errc::accepted);
    CHECK(r.err_msg.empty());
    CHECK(r.result.empty());
}

TEST_CASE("responses compare all members, whatever the storage") {
    const response r{
        server_errc::batch_partly_failed, "partly", {item_code{"0"}, item_code{"1008006"}}};
    const std::vector<item_code_view> codes = {item_code_view{"0"}, item_code_view{"1008006"}};
    const response_view v{server_errc::batch_partly_failed, "partly", codes};
    CHECK(r == response(r));
    CHECK(r == v);
    CHECK(v == r);
    CHECK_FALSE(r != v);

    std::vector<response> others(5, r);
    others[0].ret_code = server_errc::accepted;
    others[1].err_msg = "Partly";
    others[2].result.pop_back();
    others[3].result[1].text = "1008007";
    others[4].result[0].text = "ok"; // equivalent, but not equal
    for (const response& other : others) {
        CHECK(r != other);
        CHECK(v != other);
        CHECK_FALSE(r == other);
        CHECK_FALSE(other == v);
    }
}

TEST_CASE("codes are equal by their text, whatever the storage") {
    CHECK(item_code{"0"} == item_code_view{"0"});
    CHECK(item_code_view{"0"} == item_code{"0"});
    CHECK(item_code{"0"} != item_code_view{"ok"});
    CHECK_FALSE(item_code{"0"} == item_code{"00"});
    CHECK_FALSE(item_code{"0"} != item_code{"0"});
}
