// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_VALIDATE_HPP
#define TPNS_VALIDATE_HPP

#include <tpns/detail/error_sink.hpp>
#include <tpns/detail/json/plain.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/json/utf8.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

namespace detail {

/// Whether a code is the usual one, whose characters need no check.
[[nodiscard]] constexpr bool is_usual_code(std::string_view code) noexcept {
    return code.size() == 1 && code[0] == '0';
}

/// Walks a message in encoding order and reports each violation to `Sink`, a callable that takes an
/// `error` and returns whether to continue.
template <class Sink>
class validator {
public:
    validator(const limits& max, Sink& sink) : limits_(max), sink_(sink) {}

    template <class Storage>
    void operator()(const basic_request<Storage>& r) {
        if (report(check_operator_type(static_cast<std::int64_t>(operator_type_of(r))),
                   {node::operator_type_member}))
            with_operation(r, [&](const auto& op) { (*this)(op); });
    }

    template <class Operation, std::enable_if_t<is_operation_v<Operation>, int> = 0>
    void operator()(const Operation& op) {
        (void)list({carrier_of(Operation::type)}, items(op));
    }

    template <class Storage>
    void operator()(const basic_response<Storage>& r) {
        if (text(r.err_msg, {node::err_msg_member})) (void)list({node::result_member}, r.result);
    }

private:
    template <class List>
    bool list(const json_pointer& where, const List& elements) {
        const item_range range = item_range_of(where, limits_);
        const std::size_t outer = where.outer;
        std::size_t i = 0;
        for (const auto& e : elements) {
            if (const violation v = check_room(i, range)) return report(v, where);
            if (!element(e, outer, i)) return false;
            ++i;
        }
        return report(check_enough(i, range), where);
    }

    template <class Storage>
    bool element(const basic_binding<Storage>& b, std::size_t, std::size_t i) {
        return text(b.token.str(), {node::token_member, i}) &&
               list({node::account_list_member, i}, b.account_list);
    }

    template <class Storage>
    bool element(const basic_device_token<Storage>& t, std::size_t, std::size_t i) {
        return text(t.str(), {node::token_list_element, i});
    }

    /// `outer` is the index of the account's binding, if any.
    template <class Storage>
    bool element(const basic_account<Storage>& a, std::size_t outer, std::size_t i) {
        const bool in_binding = outer != json_pointer::no_index;
        const auto where = [&](node member) -> json_pointer {
            if (in_binding) return {member, outer, i};
            return {member, i};
        };
        const auto type = static_cast<std::int64_t>(a.type);
        return text(a.id.str(), where(node::account_member)) &&
               report(check_integer(node::account_type_member, type),
                      where(node::account_type_member));
    }

    template <class Storage>
    bool element(const basic_item_code<Storage>& code, std::size_t, std::size_t i) {
        return is_usual_code(code.text) || text(code.text, {node::result_element, i});
    }

    bool text(std::string_view s, const json_pointer& where) {
        // Most strings are plain, and their size is all that matters.
        if (BOOST_LIKELY(is_plain(s)))
            return report(check_text(where.target, {s.size(), s.size()}, limits_), where);
        return rare_text(s, where);
    }

    BOOST_NOINLINE bool rare_text(std::string_view s, const json_pointer& where) {
        violation v = check_utf8(s);
        if (!v) v = check_text(where.target, s, limits_);
        return report(v, where);
    }

    // Places are computed only if there is something to report.
    BOOST_FORCEINLINE bool report(const violation& v, const json_pointer& where) {
        return BOOST_LIKELY(!v) || report_one(v, where);
    }
    BOOST_NOINLINE bool report_one(violation v, json_pointer where) {
        return sink_(error(v, where));
    }

    const limits& limits_;
    Sink& sink_;
};

template <class T>
inline constexpr bool is_message_v = is_request_v<T>;
template <class Storage>
inline constexpr bool is_message_v<basic_response<Storage>> = true;

} // namespace detail

/// The first violation in a request, an operation or a response; success if there is none.
///
/// The order is that of the encoded body, so the same message always gives the same error, the one
/// that a decoder would find (except that a string that is not UTF-8 would make the body invalid
/// JSON, and that `max_body_bytes` and `max_depth` concern only bodies). Complexity: linear. Does
/// not allocate.
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

/// Calls `sink(error)` for each violation, in order, and returns the number of calls. Stops after
/// `most`, or when `sink` returns `false`. Ignores elements of a list beyond its limit.
template <class Message, class Sink, std::enable_if_t<detail::is_message_v<Message>, int> = 0,
          std::enable_if_t<std::is_invocable_v<Sink&, const error&>, int> = 0>
std::size_t validate(const Message& message, Sink&& sink, const limits& max = {},
                     std::size_t most = limits::unlimited) {
    detail::error_sink<std::remove_reference_t<Sink>> counting(sink, most);
    detail::validator<decltype(counting)> walk(max, counting);
    walk(message);
    return counting.count();
}

}} // namespace tpns::v0

#endif
