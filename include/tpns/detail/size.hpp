// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_SIZE_HPP
#define TPNS_DETAIL_SIZE_HPP

#include <limits>
#include <type_traits>

namespace tpns { inline namespace v0 { namespace detail {

// Saturating sums and products of sizes. Sizes can overflow for a message of views, whose strings
// can all be the same one, or on a 32-bit machine. The greatest size, which no memory has, stands
// for all that are too great.
//
// `Size` is `std::size_t`; tests use a smaller type.

/// The size that stands for all that are too great.
template <class Size>
inline constexpr Size too_great = (std::numeric_limits<Size>::max)();

template <class Size>
[[nodiscard]] constexpr Size sum_of(Size a, Size b) noexcept {
    static_assert(std::is_unsigned_v<Size>);
    return b > too_great<Size> - a ? too_great<Size> : static_cast<Size>(a + b);
}

template <class Size>
[[nodiscard]] constexpr Size product_of(Size a, Size b) noexcept {
    static_assert(std::is_unsigned_v<Size>);
    return b != 0 && a > too_great<Size> / b ? too_great<Size> : static_cast<Size>(a * b);
}

template <class Size>
[[nodiscard]] constexpr Size twice(Size a) noexcept {
    return sum_of(a, a);
}

}}} // namespace tpns::v0::detail

#endif
