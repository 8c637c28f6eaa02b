// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_SERVER_CATEGORY_HPP
#define TPNS_SERVER_CATEGORY_HPP

#include <tpns/server_errc.hpp>

#include <boost/system/error_code.hpp>

#include <string>

namespace tpns { inline namespace v0 {

namespace detail {

// The destructor of Boost's class is protected, and only Boost's own classes are its friends.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class BOOST_SYMBOL_VISIBLE server_category_type final : public boost::system::error_category {
public:
    constexpr server_category_type() noexcept : error_category(0xb7c6'52a1'9d3e'4f09) {}
    [[nodiscard]] const char* name() const noexcept override { return "tpns.server"; }
    [[nodiscard]] std::string message(int value) const override {
        return tpns::message(static_cast<server_errc>(value));
    }
};

inline constexpr server_category_type server_category_object{};

#pragma GCC diagnostic pop

} // namespace detail

/// The category of the server's codes, named "tpns.server".
[[nodiscard]] constexpr const boost::system::error_category& server_category() noexcept {
    return detail::server_category_object;
}

/// Found by argument-dependent lookup. Makes `server_errc` convertible to
/// `boost::system::error_code` and `std::error_code`. `accepted` (0) is not a failure.
[[nodiscard]] inline boost::system::error_code make_error_code(server_errc code) noexcept {
    return {static_cast<int>(code), server_category()};
}

}} // namespace tpns::v0

#endif
