// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_BUFFER_SIZES_HPP
#define TPNS_BUFFER_SIZES_HPP

#include <tpns/account.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/device_token.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/operations.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <cstddef>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Buffer sizes for programs without a heap, known at compile time. A size too large for
// `std::size_t` is given as the greatest `std::size_t`.

namespace detail {

/// Whether the items of an operation are bindings.
template <class Operation>
inline constexpr bool has_bindings_v = carrier_of(Operation::type) == node::token_accounts_member;

/// The maximum length of values within the limits: every character is an escape (`\u0001`), every
/// account type has ten digits. Lists include their commas, but not their brackets or names.
class longest_json {
public:
    explicit constexpr longest_json(const limits& max) noexcept : limits_(max) {}

    [[nodiscard]] constexpr std::size_t tokens(std::size_t count) const noexcept {
        return list(count, sum_of(quotes, string(limits_.max_token_bytes)));
    }
    [[nodiscard]] constexpr std::size_t accounts(std::size_t count) const noexcept {
        constexpr std::size_t around = compact_name<node::account_member, '{'>.size() + 1 +
                                       compact_name<node::account_type_member, ','>.size() + 10 + 1;
        return list(count, sum_of(around, string(limits_.max_account_chars)));
    }
    [[nodiscard]] constexpr std::size_t bindings(std::size_t count,
                                                 std::size_t accounts_each) const noexcept {
        constexpr std::size_t around = compact_name<node::token_member, '{'>.size() + 1 +
                                       compact_name<node::account_list_member, ','>.size() + 2;
        return list(count, sum_of(around, sum_of(string(limits_.max_token_bytes),
                                                 accounts(accounts_each))));
    }

    /// The maximum length of a request with such a list.
    template <class Operation>
    [[nodiscard]] static constexpr std::size_t request(std::size_t list) noexcept {
        return sum_of(compact_name<node::operator_type_member, '{'>.size() + 1 +
                          compact_name<carrier_of(Operation::type), ','>.size() + 2,
                      list);
    }

private:
    static constexpr std::size_t quotes = 2;

    [[nodiscard]] static constexpr std::size_t string(std::size_t characters) noexcept {
        return product_of(characters, std::size_t{6});
    }
    [[nodiscard]] static constexpr std::size_t list(std::size_t count, std::size_t each) noexcept {
        return count == 0 ? 0 : sum_of(product_of(count, each), count - 1);
    }

    limits limits_;
};

/// The bytes that a contiguous list of views takes, whatever the alignment of the buffer.
template <class View>
[[nodiscard]] constexpr std::size_t list_arena_bytes(std::size_t count) noexcept {
    return count == 0 ? 0 : sum_of(product_of(count, sizeof(View)), alignof(View) - 1);
}

} // namespace detail

/// The exact length of the longest body with this number of bindings and of accounts in each: a
/// buffer of this size is always enough for `encode_to`, and no smaller one is. The same for
/// operations 1 to 3.
template <class Operation = overwrite_accounts,
          std::enable_if_t<detail::has_bindings_v<Operation>, int> = 0>
[[nodiscard]] constexpr std::size_t
max_encoded_size(std::size_t bindings, std::size_t accounts_each, const limits& max = {}) noexcept {
    return detail::longest_json::request<Operation>(
        detail::longest_json(max).bindings(bindings, accounts_each));
}

/// Overload for operations on tokens (`unbind_all_accounts`) or accounts (`unbind_all_tokens`).
template <class Operation, std::enable_if_t<!detail::has_bindings_v<Operation>, int> = 0>
[[nodiscard]] constexpr std::size_t max_encoded_size(std::size_t items,
                                                     const limits& max = {}) noexcept {
    const detail::longest_json longest(max);
    return detail::longest_json::request<Operation>(
        Operation::type == operator_type::unbind_all_accounts ? longest.tokens(items)
                                                              : longest.accounts(items));
}

/// The size of the buffer that `decode_response_view` needs for this number of items, whatever its
/// alignment; exact for the worst one. Strings with escapes, and lists that options skip, need
/// more, see `decode_request_view`.
[[nodiscard]] constexpr std::size_t response_arena_bytes(std::size_t items) noexcept {
    return detail::list_arena_bytes<item_code_view>(items);
}

/// The size of the buffer that `decode_request_view` needs for this number of bindings and of
/// accounts in each. This is more than the views take, since accounts follow the list of bindings,
/// which moves when it doubles.
template <class Operation = overwrite_accounts,
          std::enable_if_t<detail::has_bindings_v<Operation>, int> = 0>
[[nodiscard]] constexpr std::size_t request_arena_bytes(std::size_t bindings,
                                                        std::size_t accounts_each) noexcept {
    if (bindings == 0) return 0;
    std::size_t capacity = 1;
    std::size_t all = capacity; // including the earlier ones
    while (capacity < bindings) {
        capacity = detail::twice(capacity);
        all = detail::sum_of(all, capacity);
    }
    return detail::sum_of(
        detail::list_arena_bytes<binding_view>(all),
        detail::product_of(detail::product_of(bindings, accounts_each), sizeof(account_view)));
}

/// Overload for operations on tokens (`unbind_all_accounts`) or accounts (`unbind_all_tokens`).
template <class Operation, std::enable_if_t<!detail::has_bindings_v<Operation>, int> = 0>
[[nodiscard]] constexpr std::size_t request_arena_bytes(std::size_t items) noexcept {
    return Operation::type == operator_type::unbind_all_accounts
               ? detail::list_arena_bytes<device_token_view>(items)
               : detail::list_arena_bytes<account_view>(items);
}

}} // namespace tpns::v0

#endif
