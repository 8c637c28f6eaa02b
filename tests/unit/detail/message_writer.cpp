// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/message_writer.hpp>

// Then the rest.
#include "support/requests.hpp"

#include <tpns/encode.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace detail = tpns::detail;

tpns::response reply(int code, const std::string& err_msg, std::vector<tpns::item_code> result) {
    return {static_cast<tpns::server_errc>(code), err_msg, std::move(result)};
}

/// Memory that always has exactly the requested size.
class scarce_memory {
public:
    explicit scarce_memory(std::size_t first) : bytes_(first, '#') {}

    detail::json_writer begin() { return {bytes_.data(), bytes_.data() + bytes_.size()}; }
    detail::json_writer grow(detail::json_writer at, std::size_t size) {
        if (!at) return at;
        const std::size_t used = bytes_.size() - at.room();
        bytes_.resize(used + size);
        return {bytes_.data() + used, bytes_.data() + bytes_.size()};
    }
    std::string text(const detail::json_writer& end) const {
        return {bytes_.data(), bytes_.size() - end.room()};
    }

private:
    std::vector<char> bytes_;
};

} // namespace

TEST_CASE("the text does not depend on where memory ends and continues") {
    const auto check = [](const auto& message) {
        const tpns::limits max;
        const std::string expected = tpns::encode(message).value();
        for (std::size_t first = 1; first <= expected.size(); ++first) {
            scarce_memory memory(first);
            const detail::writing_target<scarce_memory> target(memory, max);
            const detail::json_writer end =
                detail::message_writer<detail::writing_target<scarce_memory>>(target)(
                    memory.begin(), message);
            REQUIRE(end);
            REQUIRE(memory.text(end) == expected);
        }
    };
    for (const tpns::operator_type type : tpns_tests::all_operators)
        check(tpns_tests::request_of(type, 3));
    check(
        reply(-2147483647 - 1, "a \"quoted\" \n text, \xE5\xBC\xA0", {{"0"}, {"1008006"}, {"\t"}}));
    check(reply(0, "", {}));
    // Blocks: all escapes, an escape at the beginning, no escapes.
    check(reply(0, std::string(16, '\n') + '"' + std::string(50, 'x'), {}));
}

TEST_CASE("escapes, and bytes that are not UTF-8, are found wherever they are in a text") {
    for (std::size_t size = 0; size < 40; ++size)
        for (std::size_t at = 0; at <= size; ++at) {
            CAPTURE(size);
            CAPTURE(at);
            const std::string before(at, 'x');
            const std::string after(size - at, 'x');
            CHECK(tpns::encode(reply(0, before + '"' + after, {})).value() ==
                  R"({"ret_code":0,"err_msg":")" + before + "\\\"" + after + "\"}");
            CHECK(tpns::encode(reply(0, before + '\xC3' + after, {})).error() ==
                  tpns::error(tpns::errc::invalid_utf8, {tpns::node::err_msg_member}));
        }
}

TEST_CASE("arrays are joined in order") {
    constexpr std::array<char, 1> a = {'a'};
    constexpr std::array<char, 2> bc = {'b', 'c'};
    constexpr std::array<char, 4> abca = {'a', 'b', 'c', 'a'};
    CHECK(detail::joined(a, bc, a) == abca);
}

TEST_CASE("the size of a message of any shape saturates") {
    const auto check = [](const auto& message) {
        const std::size_t exact = tpns::encoded_size(message);
        const std::size_t counted = detail::size_of<true, std::uint8_t>(message);
        CHECK(counted == (std::min)(exact, std::size_t{255}));
    };
    for (std::size_t count = 0; count < 30; ++count) {
        for (const tpns::operator_type type : tpns_tests::all_operators)
            check(tpns_tests::request_of(type, count));
        check(reply(7, std::string(13 * count, '\n'), {}));
        check(reply(0, "", std::vector<tpns::item_code>(13 * count, {"0"})));
    }
}
