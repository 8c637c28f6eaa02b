// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENCODE_HPP
#define TPNS_ENCODE_HPP

#include <tpns/detail/json_writer.hpp>
#include <tpns/error.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/validate.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Requests and responses as JSON: compact, UTF-8, members in a fixed order, no member of another
// operation. The same message always gives the same bytes, since the bytes are what is signed.
// `Message` is a request, one of the five operations or a response, owned or a view.

namespace detail {

/// Writes messages to `Out`, which is a `json_writer` or a `json_counter`.
template <class Out>
class message_writer {
public:
    explicit message_writer(Out& out) : out_(out) {}

    template <class Storage>
    void operator()(const basic_request<Storage>& r) {
        with_operation(r, [&](const auto& op) { (*this)(op); });
    }

    template <class Operation, std::enable_if_t<is_operation_v<Operation>, int> = 0>
    void operator()(const Operation& op) {
        open('{', node::operator_type_member);
        integer(static_cast<std::int64_t>(Operation::type));
        open(',', carrier_of(Operation::type));
        array(items(op));
        out_.raw("}");
    }

    template <class Storage>
    void operator()(const basic_response<Storage>& r) {
        open('{', node::ret_code_member);
        integer(static_cast<std::int64_t>(r.ret_code));
        open(',', node::err_msg_member);
        out_.string(r.err_msg);
        if (!r.result.empty()) {
            open(',', node::result_member);
            array(r.result);
        }
        out_.raw("}");
    }

private:
    /// What comes before a member's value: `{"name":` or `,"name":`.
    void open(char before, node member) {
        out_.raw({&before, 1});
        out_.raw("\"");
        out_.raw(member_name(member));
        out_.raw("\":");
    }

    void integer(std::int64_t value) { out_.raw(integer_text(value).str()); }

    template <class List>
    void array(const List& elements) {
        out_.raw("[");
        bool first = true;
        for (const auto& e : elements) {
            if (!first) out_.raw(",");
            first = false;
            element(e);
        }
        out_.raw("]");
    }

    template <class Storage>
    void element(const basic_binding<Storage>& b) {
        open('{', node::token_member);
        out_.string(b.token.str());
        open(',', node::account_list_member);
        array(b.account_list);
        out_.raw("}");
    }

    template <class Storage>
    void element(const basic_device_token<Storage>& token) {
        out_.string(token.str());
    }

    template <class Storage>
    void element(const basic_account<Storage>& a) {
        open('{', node::account_member);
        out_.string(a.id.str());
        if (a.type != account_type::default_type) {
            open(',', node::account_type_member);
            integer(static_cast<std::int64_t>(a.type));
        }
        out_.raw("}");
    }

    template <class Storage>
    void element(const basic_item_code<Storage>& code) {
        out_.string(code.text);
    }

    Out& out_;
};

template <class Message>
void write(char* to, const Message& message) {
    json_writer out(to);
    message_writer<json_writer>{out}(message);
}

} // namespace detail

/// How many bytes `message` takes, exactly, valid or not. Linear; does not allocate or throw.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] std::size_t encoded_size(const Message& message) noexcept {
    detail::json_counter out;
    detail::message_writer<detail::json_counter>{out}(message);
    return out.size();
}

/// Encodes into `size` bytes at `dest`, and returns how many were written; there is no
/// terminating zero. Does not allocate or throw.
///
/// Errors, in all of which nothing is written: what `validate` finds; `errc::no_space` when
/// `encoded_size(message) > size`.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::size_t> encode_to(char* dest, std::size_t size, const Message& message,
                                            const limits& max = {}) noexcept {
    if (const result<void> valid = validate(message, max); !valid) return valid.error();
    const std::size_t needed = encoded_size(message);
    if (needed > size) return error(errc::no_space);
    detail::write(dest, message);
    return needed;
}

/// Encodes into a string that is used again and again: it is overwritten, and allocates only when
/// its capacity does not suffice. On an error it is left as it was. `message` must not refer to it.
///
/// Errors: what `validate` finds.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<void> encode_into(std::string& reused, const Message& message,
                                       const limits& max = {}) {
    if (const result<void> valid = validate(message, max); !valid) return valid;
    reused.resize(encoded_size(message));
    detail::write(reused.data(), message);
    return {};
}

/// Encodes into a new string.
///
/// Errors: what `validate` finds.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::string> encode(const Message& message, const limits& max = {}) {
    std::string body;
    if (const result<void> done = encode_into(body, message, max); !done) return done.error();
    return body;
}

}} // namespace tpns::v0

#endif
