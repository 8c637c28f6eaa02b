// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_BOOST_JSON_HPP
#define TPNS_BOOST_JSON_HPP

// Converts messages to and from `boost::json::value`, for programs that keep JSON in one: in a
// larger document, a queue or a log. Not part of <tpns.hpp>. Unlike <tpns.hpp>, it needs all of
// Boost.JSON, linked or compiled into the program.

#include <tpns/account.hpp>
#include <tpns/account_type.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/decoder.hpp>
#include <tpns/detail/reader_tag.hpp>
#include <tpns/device_token.hpp>
#include <tpns/error.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/operations.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <boost/json/conversion.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <boost/system/result.hpp>

#include <cmath>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 {

namespace detail {

/// Converts messages and their parts to values that share one memory resource.
class value_maker {
public:
    explicit value_maker(boost::json::storage_ptr memory) noexcept : memory_(std::move(memory)) {}

    /// Null for a valueless request, which has no members.
    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_request<Storage>& r) const {
        boost::json::value made(memory_);
        with_operation(r, [&](const auto& op) { made = (*this)(op); });
        return made;
    }

    template <class Operation, std::enable_if_t<is_operation_v<Operation>, int> = 0>
    [[nodiscard]] boost::json::value operator()(const Operation& op) const {
        boost::json::object made(memory_);
        add(made, node::operator_type_member, number(Operation::type));
        add(made, carrier_of(Operation::type), list(items(op)));
        return made;
    }

    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_response<Storage>& r) const {
        boost::json::object made(memory_);
        add(made, node::ret_code_member, number(r.ret_code));
        add(made, node::err_msg_member, text(r.err_msg));
        if (!r.result.empty()) add(made, node::result_member, list(r.result));
        return made;
    }

    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_binding<Storage>& b) const {
        boost::json::object made(memory_);
        add(made, node::token_member, (*this)(b.token));
        add(made, node::account_list_member, list(b.account_list));
        return made;
    }

    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_account<Storage>& a) const {
        boost::json::object made(memory_);
        add(made, node::account_member, text(a.id.str()));
        if (a.type != account_type::default_type)
            add(made, node::account_type_member, number(a.type));
        return made;
    }

    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_device_token<Storage>& token) const {
        return text(token.str());
    }

    template <class Storage>
    [[nodiscard]] boost::json::value operator()(const basic_item_code<Storage>& code) const {
        return text(code.text);
    }

private:
    // Parentheses, since braces would make an array.

    static void add(boost::json::object& to, node at, boost::json::value&& v) {
        const std::string_view name = member_name(at);
        to.emplace(boost::json::string_view(name.data(), name.size()), std::move(v));
    }

    template <class Enumeration>
    [[nodiscard]] boost::json::value number(Enumeration e) const {
        return boost::json::value(static_cast<std::int32_t>(e), memory_);
    }

    [[nodiscard]] boost::json::value text(std::string_view s) const {
        return boost::json::value(boost::json::string_view(s.data(), s.size()), memory_);
    }

    template <class List>
    [[nodiscard]] boost::json::value list(const List& of) const {
        boost::json::array made(memory_);
        made.reserve(of.size());
        for (const auto& e : of) made.push_back((*this)(e));
        return made;
    }

    boost::json::storage_ptr memory_;
};

/// Replaces `to` only at the end, since `message` can be a view of it.
template <class Message>
void assign_value(boost::json::value& to, const Message& message) {
    to = value_maker(to.storage())(message);
}

/// Calls `f` with each double in a value.
template <class Value, class Function>
void for_each_double(Value& v, Function f) {
    std::vector<Value*> open{&v};
    while (!open.empty()) {
        Value& at = *open.back();
        open.pop_back();
        if (auto* const object = at.if_object())
            for (auto& member : *object) open.push_back(&member.value());
        else if (auto* const array = at.if_array())
            for (auto& element : *array) open.push_back(&element);
        else if (auto* const number = at.if_double())
            f(*number);
    }
}

/// A copy of a value with its infinite numbers replaced, which `parse` makes of texts such as
/// 1e400: Boost.JSON 1.81 does not serialize them as JSON. Null if there are none.
[[nodiscard]] inline boost::json::value finite_copy(const boost::json::value& v) {
    bool infinite = false;
    for_each_double(v, [&](double d) { infinite = infinite || !std::isfinite(d); });
    if (!infinite) return nullptr;
    boost::json::value copy = v;
    for_each_double(copy, [](double& d) {
        if (!std::isfinite(d)) d = 0.5;
    });
    return copy;
}

/// Goes through the text, so that there is one set of rules. Stops when the text becomes too large,
/// which bounds the memory.
template <class Message>
TPNS_DETAIL_READER_TAG [[nodiscard]] result<void>
read_value(Message& message, const boost::json::value& v, const decode_options& options) {
    const boost::json::value finite = finite_copy(v);
    boost::json::serializer text;
    text.reset(finite.is_null() ? &v : &finite);
    decoder<Message> decoder(options);
    char memory[1024];
    while (!text.done()) {
        const boost::json::string_view piece = (text.read)(memory);
        if (!(decoder.write)({piece.data(), piece.size()})) break;
    }
    const result<void> done = decoder.finish_into(message);
    if (done) return done;
    error e = done.error();
    e.offset = error::no_offset;
    return e;
}

template <class Message>
TPNS_DETAIL_READER_TAG [[nodiscard]] result<Message> message_from(const boost::json::value& v,
                                                                  const decode_options& options) {
    Message message;
    if (const result<void> done = read_value(message, v, options); !done) return done.error();
    return message;
}

template <class Message>
TPNS_DETAIL_READER_TAG [[nodiscard]] boost::system::result<Message>
message_or_code(const boost::json::value& v) {
    Message message;
    if (const result<void> done = read_value(message, v, {}); !done)
        return make_error_code(done.error());
    return message;
}

} // namespace detail

/// Customizes `boost::json::value_from` for an account: gives the members that `encode` would
/// write.
///
/// These conversions cannot fail, so they validate nothing, and convert even what breaks a rule. A
/// request that an exception left valueless becomes null. (A string of 2 GiB or more, which no
/// default limit allows, is too large for Boost.JSON: it throws `std::length_error`.) All memory
/// comes from the resource of `to`. Exception safety: strong guarantee if it runs out.
/// @{
template <class Storage>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to,
                const basic_account<Storage>& from) {
    detail::assign_value(to, from);
}
/// Overload for a binding.
template <class Storage>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to,
                const basic_binding<Storage>& from) {
    detail::assign_value(to, from);
}
/// Overload for each of the five operations.
template <class Operation, std::enable_if_t<detail::is_operation_v<Operation>, int> = 0>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to, const Operation& from) {
    detail::assign_value(to, from);
}
/// Overload for a request, with or without a context: Boost.JSON 1.83 would otherwise prefer its
/// own functions for a variant in a context, which throw if it is valueless.
template <class Storage, class... Context>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to,
                const basic_request<Storage>& from, const Context&...) {
    detail::assign_value(to, from);
}
/// Overload for a temporary request, for which Boost.JSON 1.81 to 1.83 would otherwise prefer its
/// own.
template <class Storage, class... Context>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to, basic_request<Storage>&& from,
                const Context&...) {
    detail::assign_value(to, from);
}
/// Overload for a response.
template <class Storage>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to,
                const basic_response<Storage>& from) {
    detail::assign_value(to, from);
}
/// @}

/// Converts a value to a request. The result is that of `decode_request` for the text that
/// `boost::json::serialize` gives for the value, with any finite number for an infinite one or NaN.
///
/// Errors: those of `decode_request`, without an offset. Boost.JSON itself keeps one of several
/// members of the same name, and turns integers beyond 64 bits into doubles, finite or infinite,
/// which have the wrong type here. A string that is not UTF-8 is an error of the body,
/// `errc::invalid_utf8`, as it is in a text.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<request>
request_from(const boost::json::value& v, const decode_options& options = {}) {
    return detail::message_from<request>(v, options);
}

/// Converts a value to a response. An integer in `result` gets the text that Boost.JSON gives it:
/// "0" for -0.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<response>
response_from(const boost::json::value& v, const decode_options& options = {}) {
    return detail::message_from<response>(v, options);
}

/// Deleted for everything but a value: a text, for one, would silently become a JSON string.
template <class T, std::enable_if_t<!std::is_same_v<T, boost::json::value>, int> = 0>
result<request> request_from(const T&, const decode_options& = {}) = delete;
template <class T, std::enable_if_t<!std::is_same_v<T, boost::json::value>, int> = 0>
result<response> response_from(const T&, const decode_options& = {}) = delete;

/// Customizes `boost::json::try_value_to<tpns::request>`, and `boost::json::value_to`, which throws
/// the code. Calls `request_from` with the default options, and keeps only the code of an error.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline boost::system::result<request>
tag_invoke(boost::json::try_value_to_tag<request>, const boost::json::value& v) {
    return detail::message_or_code<request>(v);
}

/// Overload with a context, which has no effect. Without it, Boost.JSON 1.83 would treat a request
/// as any other variant.
template <class Context, class FullContext>
TPNS_DETAIL_READER_TAG [[nodiscard]] boost::system::result<request>
tag_invoke(boost::json::try_value_to_tag<request>, const boost::json::value& v, const Context&,
           const FullContext&) {
    return detail::message_or_code<request>(v);
}

/// Overload for a response.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline boost::system::result<response>
tag_invoke(boost::json::try_value_to_tag<response>, const boost::json::value& v) {
    return detail::message_or_code<response>(v);
}

}} // namespace tpns::v0

#endif
