// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_FAULT_HPP
#define TPNS_DETAIL_JSON_FAULT_HPP

#include <cstddef>

namespace tpns { inline namespace v0 { namespace detail {

/// Why a text is not JSON, or not JSON that this reader supports.
enum class json_fault : unsigned char {
    none,
    invalid_json,
    incomplete,
    empty_text,
    byte_order_mark,
    trailing_text,
    invalid_utf8,
    invalid_escape,
    lone_surrogate,
    control_character,
    too_deep,
    number_too_large,
};

/// What is wrong with a text, and at which byte.
struct json_error {
    json_fault fault = json_fault::none;
    std::size_t offset = 0;

    [[nodiscard]] constexpr explicit operator bool() const noexcept {
        return fault != json_fault::none;
    }
    [[nodiscard]] friend constexpr bool operator==(json_error a, json_error b) noexcept {
        return a.fault == b.fault && a.offset == b.offset;
    }
    [[nodiscard]] friend constexpr bool operator!=(json_error a, json_error b) noexcept {
        return !(a == b);
    }
};

}}} // namespace tpns::v0::detail

#endif
