// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ENCODE_HPP
#define TPNS_ENCODE_HPP

#include <tpns/detail/json_writer.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/error.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/validate.hpp>

#include <boost/assert.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Requests and responses as JSON: compact, UTF-8, members in a fixed order, no member of another
// operation. The same message always gives the same bytes, since the bytes are what is signed.
// So a body that is decoded and encoded again is normalised: members that are not documented are
// dropped, a code 0 becomes "0", a `result` that is null or empty is left out, an `err_msg` that is
// missing or null becomes "", and an `account_type` of 0 is left out.
// `Message` is a request, one of the five operations or a response, owned or a view.

namespace detail {

/// Writes messages to `Out`, which is a `json_writer` or a `json_counter`.
///
/// Each function takes where to write and returns where that got to, so that it stays in registers:
/// the characters that are written might be a member's, for all that the compiler knows. Otherwise
/// it took 1.2 times as many instructions.
template <class Out>
class message_writer {
public:
    template <class Storage>
    [[nodiscard]] static Out write(Out out, const basic_request<Storage>& r) noexcept {
        with_operation(r, [&](const auto& op) { out = write(out, op); });
        return out;
    }

    template <class Operation, std::enable_if_t<is_operation_v<Operation>, int> = 0>
    [[nodiscard]] static Out write(Out out, const Operation& op) noexcept {
        out.text(compact_name<node::operator_type_member, '{'>);
        out.integer(static_cast<std::int32_t>(Operation::type));
        out.text(compact_name<carrier_of(Operation::type), ','>);
        out = elements(out, items(op));
        out.character('}');
        return out;
    }

    template <class Storage>
    [[nodiscard]] static Out write(Out out, const basic_response<Storage>& r) noexcept {
        out.text(compact_name<node::ret_code_member, '{'>);
        out.integer(static_cast<std::int32_t>(r.ret_code));
        out.text(compact_name<node::err_msg_member, ','>);
        out.string(r.err_msg);
        out.character('"');
        if (!r.result.empty()) {
            out.text(compact_name<node::result_member, ','>);
            out = elements(out, r.result);
        }
        out.character('}');
        return out;
    }

private:
    // What begins a string or an array is part of the name before it.

    template <class List>
    [[nodiscard]] static Out elements(Out out, const List& list) noexcept {
        bool first = true;
        for (const auto& e : list) {
            if (!first) out.character(',');
            first = false;
            out = element(out, e);
        }
        out.character(']');
        return out;
    }

    template <class Storage>
    [[nodiscard]] static Out element(Out out, const basic_binding<Storage>& b) noexcept {
        out.text(compact_name<node::token_member, '{'>);
        out.string(b.token.str());
        out.character('"');
        out.text(compact_name<node::account_list_member, ','>);
        out = elements(out, b.account_list);
        out.character('}');
        return out;
    }

    template <class Storage>
    [[nodiscard]] static Out element(Out out, const basic_account<Storage>& a) noexcept {
        out.text(compact_name<node::account_member, '{'>);
        out.string(a.id.str());
        out.character('"');
        if (a.type != account_type::default_type) {
            out.text(compact_name<node::account_type_member, ','>);
            out.integer(static_cast<std::int32_t>(a.type));
        }
        out.character('}');
        return out;
    }

    template <class Storage>
    [[nodiscard]] static Out element(Out out, const basic_device_token<Storage>& token) noexcept {
        return quoted(out, token.str());
    }

    template <class Storage>
    [[nodiscard]] static Out element(Out out, const basic_item_code<Storage>& code) noexcept {
        if (is_usual_code(code.text)) return out.text(std::array<char, 3>{'"', '0', '"'}), out;
        return quoted(out, code.text);
    }

    [[nodiscard]] static Out quoted(Out out, std::string_view s) noexcept {
        out.character('"');
        out.string(s);
        out.character('"');
        return out;
    }
};

/// How long a message is, and how to write it.
template <bool Escapes>
class encoder {
public:
    template <class Message>
    [[nodiscard]] static std::size_t size(const Message& message) noexcept {
        return message_writer<json_counter<Escapes>>::write({}, message).size();
    }
    template <class Message>
    static void write(char* to, std::size_t size, const Message& message) noexcept {
        (void)message_writer<json_writer<Escapes>>::write({to, size}, message);
    }
};

/// Calls `write` with the encoder for a message, if it is valid.
template <class Message, class Write>
[[nodiscard]] result<void> encode_valid(const Message& message, const limits& max, Write write) {
    bool escapes = false;
    if (const result<void> valid = validate(message, max, escapes); !valid) return valid;
    return escapes ? write(encoder<true>()) : write(encoder<false>());
}

} // namespace detail

/// How many bytes `message` takes, exactly, valid or not; the greatest `std::size_t` where that
/// cannot say it. Linear; does not allocate or throw.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] std::size_t encoded_size(const Message& message) noexcept {
    return detail::encoder<true>::size(message);
}

/// Encodes into `size` bytes at `dest`, and returns how many were written; there is no
/// terminating zero. `message` must not refer to them. Does not allocate or throw.
///
/// Errors, in all of which nothing is written: what `validate` finds; `errc::no_space` when
/// `encoded_size(message) > size`.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::size_t> encode_to(char* dest, std::size_t size, const Message& message,
                                            const limits& max = {}) noexcept {
    BOOST_ASSERT(dest != nullptr || size == 0);
    std::size_t needed = 0;
    const auto write = [&](auto encoder) -> result<void> {
        needed = encoder.size(message);
        if (needed > size || needed == detail::too_great<std::size_t>) return error(errc::no_space);
        encoder.write(dest, needed, message);
        return {};
    };
    if (const result<void> done = detail::encode_valid(message, max, write); !done)
        return done.error();
    return needed;
}

/// Encodes into a string that is used again and again: it is overwritten, and allocates only when
/// its capacity does not suffice. On an error, and when `std::bad_alloc` is thrown, it is left as
/// it was. `message` must not refer to it.
///
/// Errors: what `validate` finds; `errc::no_space` when no string can be as long.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<void> encode_into(std::string& reused, const Message& message,
                                       const limits& max = {}) {
    return detail::encode_valid(message, max, [&](auto encoder) -> result<void> {
        const std::size_t size = encoder.size(message);
        if (size > reused.max_size()) return error(errc::no_space);
        reused.resize(size);
        encoder.write(reused.data(), reused.size(), message);
        return {};
    });
}

/// Encodes into a new string.
///
/// Errors: as of `encode_into`.
template <class Message, std::enable_if_t<detail::is_message_v<Message>, int> = 0>
[[nodiscard]] result<std::string> encode(const Message& message, const limits& max = {}) {
    std::string body;
    if (const result<void> done = encode_into(body, message, max); !done) return done.error();
    return body;
}

}} // namespace tpns::v0

#endif
