// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TO_VIEW_HPP
#define TPNS_TO_VIEW_HPP

#include <tpns/account.hpp>
#include <tpns/arena.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/error.hpp>
#include <tpns/identifier.hpp>
#include <tpns/list_view.hpp>
#include <tpns/operations.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/storage.hpp>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace tpns { inline namespace v0 {

namespace detail {

/// Makes views whose lists are in an arena.
class view_maker {
public:
    explicit view_maker(arena& memory) noexcept : arena_(memory) {}

    template <class Kind, class Storage>
    [[nodiscard]] identifier<Kind, view> of(const identifier<Kind, Storage>& id) noexcept {
        return id;
    }
    template <class Storage>
    [[nodiscard]] account_view of(const basic_account<Storage>& a) noexcept {
        return {a.id, a.type};
    }
    template <class Storage>
    [[nodiscard]] item_code_view of(const basic_item_code<Storage>& code) noexcept {
        return {code.text};
    }
    template <class Storage>
    [[nodiscard]] binding_view of(const basic_binding<Storage>& b) {
        return {b.token, list(b.account_list)};
    }
    template <operator_type Type, class Storage>
    [[nodiscard]] basic_operation<Type, view> of(const basic_operation<Type, Storage>& op) {
        return {list(items(op))};
    }
    template <class Storage>
    [[nodiscard]] request_view of(const basic_request<Storage>& r) {
        request_view v;
        with_operation(r, [&](const auto& op) { v = of(op); });
        return v;
    }
    template <class Storage>
    [[nodiscard]] response_view of(const basic_response<Storage>& r) {
        return {r.ret_code, r.err_msg, list(r.result)};
    }

    /// Whether the arena had no room for a list.
    [[nodiscard]] bool full() const noexcept { return full_; }

private:
    template <class List>
    [[nodiscard]] auto list(const List& from) {
        using element = decltype(of(from[0]));
        list_view<element> views;
        const std::size_t size = product_of(from.size(), sizeof(element));
        if (full_ || size == 0) return views;
        auto* at = static_cast<element*>(arena_.allocate(size, alignof(element)));
        full_ = at == nullptr;
        if (full_) return views;
        views = {at, from.size()};
        for (const auto& e : from) new (at++) element(of(e));
        return views;
    }

    arena& arena_;
    bool full_ = false;
};

/// The view type of a message or of a part of it.
template <class T>
using view_of_t = decltype(std::declval<view_maker&>().of(std::declval<const T&>()));

template <class T>
inline constexpr bool has_lists_v = is_request_v<T>;
template <class Storage>
inline constexpr bool has_lists_v<basic_binding<Storage>> = true;
template <class Storage>
inline constexpr bool has_lists_v<basic_response<Storage>> = true;

} // namespace detail

/// A view of a request, an operation, a binding or a response in any storage. The view refers to
/// the strings of the message; its lists are in `memory`, contiguous and exactly sized. The view is
/// valid for as long as `memory` and the unchanged message are. Does not clear `memory` first. A
/// valueless request becomes an empty one. (To
/// view a token, convert it, see `identifier`; to view an account, write
/// `account_view{a.id, a.type}`.)
///
/// Errors: `errc::no_space` if `memory` uses a buffer that is too small; `memory` is then
/// unchanged. Exception safety: after `std::bad_alloc`, `clear` or `rewind` frees what this call
/// allocated. Complexity: linear.
template <class Message, std::enable_if_t<detail::has_lists_v<Message>, int> = 0>
[[nodiscard]] result<detail::view_of_t<Message>> to_view(const Message& message, arena& memory) {
    const arena::position before = memory.mark();
    detail::view_maker maker(memory);
    detail::view_of_t<Message> v = maker.of(message);
    if (!maker.full()) return v;
    memory.rewind(before);
    return error(errc::no_space);
}

/// Deleted for temporaries: the view would dangle.
template <class Message, std::enable_if_t<detail::has_lists_v<std::remove_const_t<Message>> &&
                                              detail::is_temporary_owner_v<Message>,
                                          int> = 0>
void to_view(Message&&, arena&) = delete; // a temporary would dangle: name it first

}} // namespace tpns::v0

#endif
