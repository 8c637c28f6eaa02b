// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_REQUEST_HPP
#define TPNS_REQUEST_HPP

#include <tpns/operations.hpp>

#include <cstddef>
#include <type_traits>
#include <variant>

namespace tpns { inline namespace v0 {

/// The body of a request: one of the five operations, in the order of their wire numbers.
template <class Storage>
using basic_request = std::variant<basic_operation<operator_type::append_accounts, Storage>,
                                   basic_operation<operator_type::overwrite_accounts, Storage>,
                                   basic_operation<operator_type::unbind_accounts, Storage>,
                                   basic_operation<operator_type::unbind_all_accounts, Storage>,
                                   basic_operation<operator_type::unbind_all_tokens, Storage>>;

using request = basic_request<owned>;     ///< owns its items
using request_view = basic_request<view>; ///< refers to items that must outlive it

/// The request's `operator_type`.
///
/// A variant that an exception left valueless has operator 0, which encoders and `validate` refuse.
template <class Storage>
[[nodiscard]] constexpr operator_type operator_type_of(const basic_request<Storage>& r) noexcept {
    return static_cast<operator_type>(r.valueless_by_exception() ? 0 : r.index() + 1);
}

/// Overload for an operation.
template <class Operation, std::enable_if_t<detail::is_operation_v<Operation>, int> = 0>
[[nodiscard]] constexpr operator_type operator_type_of(const Operation&) noexcept {
    return Operation::type;
}

namespace detail {

/// Whether `T` is a request, or an operation by itself.
template <class T>
inline constexpr bool is_request_v = is_operation_v<T>;
template <class Storage>
inline constexpr bool is_request_v<basic_request<Storage>> = true;

/// Calls `f` with the operation that `r` is or holds, if any. Not `std::visit`, which throws for a
/// valueless variant: decoding must not need exceptions.
template <class Request, class Function>
constexpr void with_operation(Request& r, Function&& f) {
    if constexpr (is_operation_v<std::remove_const_t<Request>>)
        f(r);
    else
        switch (r.index()) {
        case 0: return f(*std::get_if<0>(&r));
        case 1: return f(*std::get_if<1>(&r));
        case 2: return f(*std::get_if<2>(&r));
        case 3: return f(*std::get_if<3>(&r));
        case 4: return f(*std::get_if<4>(&r));
        default: return;
        }
}

} // namespace detail

namespace detail {

/// The type of a request for some items of a `Request`, which is a request or an operation.
/// @{
template <class Request>
struct part_of;
template <operator_type Type, class Storage>
struct part_of<basic_operation<Type, Storage>> {
    using type = basic_operation<Type, basic_part<typename Storage::element>>;
};
template <class Storage>
struct part_of<basic_request<Storage>> {
    using type = basic_request<basic_part<typename Storage::element>>;
};
template <class Request>
using part_of_t = typename part_of<Request>::type;
/// @}

/// A part with all items of a request, which must outlive it.
template <class Request>
[[nodiscard]] part_of_t<Request> all_of(const Request& r) noexcept {
    part_of_t<Request> all;
    with_operation(r,
                   [&](const auto& op) { all = part_of_t<std::decay_t<decltype(op)>>{items(op)}; });
    return all;
}

/// Whether a forwarded `T&&` is a temporary request that owns its items.
template <class T>
inline constexpr bool is_temporary_request_v =
    !std::is_lvalue_reference_v<T> && !std::is_trivially_copyable_v<std::decay_t<T>>;

} // namespace detail

/// The number of bindings, tokens or accounts in a request or an operation. Its response should
/// have as many `result` elements.
template <class Request, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
[[nodiscard]] constexpr std::size_t item_count(const Request& r) noexcept {
    std::size_t count = 0;
    detail::with_operation(r, [&](const auto& op) { count = items(op).size(); });
    return count;
}

namespace detail {

/// Compares the operations of two requests, which are of one type.
template <class A, class B, class Compare>
[[nodiscard]] constexpr bool compare_operations(const A& a, const B& b, Compare compare) noexcept {
    bool answer = compare(0, 0); // if both are valueless
    with_operation(a, [&](const auto& op) {
        with_operation(b, [&](const auto& other) {
            if constexpr (std::decay_t<decltype(op)>::type == std::decay_t<decltype(other)>::type)
                answer = compare(op, other);
        });
    });
    return answer;
}

} // namespace detail

/// Compares requests of different storage as `std::variant` compares those of the same: by
/// operator, then by items. A valueless request is less than any other.
/// @{
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator==(const basic_request<A>& a,
                                        const basic_request<B>& b) noexcept {
    if (operator_type_of(a) != operator_type_of(b)) return false;
    return detail::compare_operations(a, b, [](const auto& x, const auto& y) { return x == y; });
}
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator!=(const basic_request<A>& a,
                                        const basic_request<B>& b) noexcept {
    return !(a == b);
}
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator<(const basic_request<A>& a,
                                       const basic_request<B>& b) noexcept {
    if (operator_type_of(a) != operator_type_of(b))
        return operator_type_of(a) < operator_type_of(b);
    return detail::compare_operations(a, b, [](const auto& x, const auto& y) { return x < y; });
}
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator>(const basic_request<A>& a,
                                       const basic_request<B>& b) noexcept {
    return b < a;
}
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator<=(const basic_request<A>& a,
                                        const basic_request<B>& b) noexcept {
    return !(b < a);
}
template <class A, class B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
[[nodiscard]] constexpr bool operator>=(const basic_request<A>& a,
                                        const basic_request<B>& b) noexcept {
    return !(a < b);
}
/// @}

}} // namespace tpns::v0

#endif
