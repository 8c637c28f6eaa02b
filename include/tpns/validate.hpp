// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_VALIDATE_HPP
#define TPNS_VALIDATE_HPP

#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

namespace detail {

/// Walks a message in the order in which it is encoded and reports each violation to `Sink`, a
/// callable that takes an `error` and returns whether to go on.
template <class Sink>
class validator {
public:
    validator(const limits& max, Sink& sink) : limits_(max), sink_(sink) {}

    template <class Storage>
    bool operator()(const basic_request<Storage>& r) {
        if (!report(check_operator_type(static_cast<std::int64_t>(operator_type_of(r))),
                    {node::operator_type_member}))
            return false;
        bool go_on = true;
        with_operation(r, [&](const auto& op) { go_on = (*this)(op); });
        return go_on;
    }

    template <class Operation, std::enable_if_t<is_operation_v<Operation>, int> = 0>
    bool operator()(const Operation& op) {
        return list({carrier_of(Operation::type)}, items(op));
    }

    template <class Storage>
    bool operator()(const basic_response<Storage>& r) {
        return report(check_utf8(r.err_msg), {node::err_msg_member}) &&
               list({node::result_member}, r.result);
    }

private:
    template <class List>
    bool list(const json_pointer& where, const List& elements) {
        const item_range range = item_range_of(where, limits_);
        std::size_t i = 0;
        for (const auto& e : elements) {
            if (const violation v = check_room(i, range)) return report(v, where);
            if (!element(e, where, i)) return false;
            ++i;
        }
        return report(check_enough(i, range), where);
    }

    template <class Storage>
    bool element(const basic_binding<Storage>& b, const json_pointer&, std::size_t i) {
        return token(b.token.str(), {node::token_member, i}) &&
               list({node::account_list_member, i}, b.account_list);
    }

    template <class Storage>
    bool element(const basic_device_token<Storage>& t, const json_pointer&, std::size_t i) {
        return token(t.str(), {node::token_list_element, i});
    }

    template <class Storage>
    bool element(const basic_account<Storage>& a, const json_pointer& in, std::size_t i) {
        const bool in_binding = in.outer != json_pointer::no_index;
        const std::size_t outer = in_binding ? in.outer : i;
        const std::size_t inner = in_binding ? i : json_pointer::no_index;
        const std::string_view id = a.id.str();
        violation v = check_utf8(id);
        if (!v) v = check_account_chars(detail::count_code_points(id), limits_);
        return report(v, {node::account_member, outer, inner}) &&
               report(check_account_type(static_cast<std::int64_t>(a.type)),
                      {node::account_type_member, outer, inner});
    }

    template <class Storage>
    bool element(const basic_item_code<Storage>& code, const json_pointer&, std::size_t i) {
        return report(check_utf8(code.text), {node::result_element, i});
    }

    bool token(std::string_view text, const json_pointer& where) {
        violation v = check_utf8(text);
        if (!v) v = check_token_bytes(text.size(), limits_);
        return report(v, where);
    }

    bool report(const violation& v, const json_pointer& where) {
        return !v || sink_(error(v, where));
    }

    const limits& limits_;
    Sink& sink_;
};

template <class T>
inline constexpr bool is_message_v = is_operation_v<T>;
template <class Storage>
inline constexpr bool is_message_v<basic_response<Storage>> = true;
template <class Storage>
inline constexpr bool
    is_message_v<std::variant<basic_append_accounts<Storage>, basic_overwrite_accounts<Storage>,
                              basic_unbind_accounts<Storage>, basic_unbind_all_accounts<Storage>,
                              basic_unbind_all_tokens<Storage>>> = true;

} // namespace detail

/// The first violation in a request, an operation or a response, or success.
///
/// The order is that of the encoded body, so the same message always gives the same error: the one
/// that a decoder would find in it, except that a string that is not UTF-8 makes a body no JSON.
/// Linear; does not allocate or throw.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<void> validate(const Message& message, const limits& max = {}) noexcept {
    result<void> first;
    auto sink = [&](const error& e) {
        first = e;
        return false;
    };
    detail::validator<decltype(sink)> walk(max, sink);
    walk(message);
    return first;
}

/// Calls `sink(error)` for every violation, in order, and returns how many there were. Of a list
/// that is too long, the elements beyond the limit are not looked at.
template <class Message, class Sink, std::enable_if_t<detail::is_message_v<Message>, int> = 0,
          std::enable_if_t<std::is_invocable_v<Sink&, const error&>, int> = 0>
std::size_t validate(const Message& message, Sink&& sink, const limits& max = {}) {
    std::size_t count = 0;
    auto counting = [&](const error& e) {
        ++count;
        sink(e);
        return true;
    };
    detail::validator<decltype(counting)> walk(max, counting);
    walk(message);
    return count;
}

}} // namespace tpns::v0

#endif
