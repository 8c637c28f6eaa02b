// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_HELD_BYTES_HPP
#define TPNS_DETAIL_HELD_BYTES_HPP

#include <tpns/account.hpp>
#include <tpns/identifier.hpp>
#include <tpns/list_view.hpp>
#include <tpns/operations.hpp>
#include <tpns/response.hpp>
#include <tpns/storage.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

/// The number of bytes that a string or list of a message has allocated, including its elements,
/// whether in use or kept for later. A short string counts as well. Linear in the number of
/// elements.
struct held_bytes {
    [[nodiscard]] static std::size_t of(const std::string& s) noexcept { return s.capacity() + 1; }
    template <class T>
    [[nodiscard]] static std::size_t of(const std::vector<T>& list) noexcept {
        std::size_t bytes = list.capacity() * sizeof(T);
        for (const T& e : list) bytes += of(e);
        return bytes;
    }
    /// Views own nothing.
    /// @{
    [[nodiscard]] static std::size_t of(std::string_view) noexcept { return 0; }
    template <class T>
    [[nodiscard]] static std::size_t of(const list_view<T>&) noexcept {
        return 0;
    }
    /// @}

private:
    template <class Kind>
    [[nodiscard]] static std::size_t of(const identifier<Kind, owned>& id) noexcept {
        return of(id.str());
    }
    [[nodiscard]] static std::size_t of(const account& a) noexcept { return of(a.id); }
    [[nodiscard]] static std::size_t of(const binding& b) noexcept {
        return of(b.token) + of(b.account_list);
    }
    [[nodiscard]] static std::size_t of(const item_code& code) noexcept { return of(code.text); }
};

/// Whether so many bytes are more than a message should keep after an error. They come from the
/// invalid body and from earlier ones.
///
/// A valid body bounds what it leaves, see `is_too_much`; after an error, the bytes are counted.
[[nodiscard]] constexpr bool is_more_than_kept(std::size_t held, std::size_t body_size) noexcept {
    constexpr std::size_t for_a_byte = 64; // as documented for `decode_into`
    return held / for_a_byte > body_size;
}

}}} // namespace tpns::v0::detail

#endif
