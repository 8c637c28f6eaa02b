// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_MESSAGE_WRITER_HPP
#define TPNS_DETAIL_MESSAGE_WRITER_HPP

#include <tpns/detail/json/byte_block.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/json/utf8_block.hpp>
#include <tpns/detail/json/writer.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>
#include <tpns/validate.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// Concatenates texts.
template <std::size_t... Sizes>
[[nodiscard]] constexpr auto joined(const std::array<char, Sizes>&... texts) noexcept {
    std::array<char, (Sizes + ...)> all{};
    std::size_t size = 0;
    const auto append = [&](const auto& text) {
        for (const char c : text) all[size++] = c;
    };
    (append(texts), ...);
    return all;
}

/// The text between values. It begins and ends at the bounds of a string or an array. A comma
/// follows each element; the closing bracket of the array overwrites the last one.
/// @{
template <operator_type Type>
inline constexpr auto
    request_head = joined(compact_name<node::operator_type_member, '{'>,
                          std::array<char, 1>{static_cast<char>('0' + static_cast<int>(Type))},
                          compact_name<carrier_of(Type), ','>);
inline constexpr auto& response_head = compact_name<node::ret_code_member, '{'>;
inline constexpr auto& before_err_msg = compact_name<node::err_msg_member, ','>;
inline constexpr auto before_result =
    joined(std::array<char, 1>{'"'}, compact_name<node::result_member, ','>);
inline constexpr auto& before_token = compact_name<node::token_member, '{'>;
inline constexpr auto before_accounts =
    joined(std::array<char, 1>{'"'}, compact_name<node::account_list_member, ','>);
inline constexpr auto& before_account = compact_name<node::account_member, '{'>;
inline constexpr auto before_account_type =
    joined(std::array<char, 1>{'"'}, compact_name<node::account_type_member, ','>);
inline constexpr std::array<char, 1> quote{'"'};
inline constexpr std::array<char, 2> text_element_end{'"', ','};
inline constexpr std::array<char, 4> usual_code{'"', '0', '"', ','};
inline constexpr std::array<char, 1> list_end{']'};
inline constexpr std::array<char, 1> body_end{'}'};
inline constexpr std::array<char, 2> text_body_end{'"', '}'};
inline constexpr std::array<char, 2> element_end{'}', ','};
inline constexpr std::array<char, 3> text_object_end{'"', '}', ','};
/// @}

/// Walks a message in the order of its JSON, and passes its parts to `Target`.
///
/// Each function takes the current position, an `Out`, and returns the new one, so that it stays in
/// registers: as far as the compiler knows, the written characters could alias a member. An `Out`
/// that is false cannot continue.
template <class Target>
class message_writer {
public:
    using out = typename Target::out;

    explicit message_writer(Target target) noexcept : target_(target) {}

    template <class Storage>
    [[nodiscard]] out operator()(out at, const basic_request<Storage>& r) const {
        out end = target_.valueless(at);
        with_operation(r, [&](const auto& op) { end = (*this)(at, op); });
        return end;
    }

    template <operator_type Type, class Storage>
    [[nodiscard]] out operator()(out at, const basic_operation<Type, Storage>& op) const {
        at = target_.text(at, request_head<Type>);
        at = body_list(at, {carrier_of(Type)}, items(op));
        return target_.text(at, body_end);
    }

    template <class Storage>
    [[nodiscard]] out operator()(out at, const basic_response<Storage>& r) const {
        at = target_.text(at, response_head);
        at = target_.template integer<node::ret_code_member>(at, r.ret_code);
        if (r.result.empty())
            return target_.template string<node::err_msg_member>(at, before_err_msg, r.err_msg,
                                                                 text_body_end);
        at = target_.template string<node::err_msg_member>(at, before_err_msg, r.err_msg,
                                                           before_result);
        at = body_list(at, {node::result_member}, r.result);
        return target_.text(at, body_end);
    }

private:
    // Not inlined, since three operations have lists of the same type.
    template <class List>
    [[nodiscard]] BOOST_NOINLINE out body_list(out at, const json_pointer& where,
                                               const List& list) const {
        return elements(at, where, list);
    }

    template <class List>
    [[nodiscard]] BOOST_FORCEINLINE out elements(out at, const json_pointer& where,
                                                 const List& list) const {
        if (!target_.allows(where, list.size())) return {};
        for (const auto& e : list) {
            at = element(at, e);
            if (!at) return at;
        }
        return target_.end_of_list(at, list.empty());
    }

    template <class Storage>
    [[nodiscard]] BOOST_FORCEINLINE out element(out at, const basic_binding<Storage>& b) const {
        at = target_.template string<node::token_member>(at, before_token, b.token.str(),
                                                         before_accounts);
        if (!at) return at;
        at = elements(at, {node::account_list_member, 0}, b.account_list);
        return target_.text(at, element_end);
    }

    template <class Storage>
    [[nodiscard]] BOOST_FORCEINLINE out element(out at, const basic_account<Storage>& a) const {
        const std::string_view id = a.id.str();
        if (a.type == account_type::default_type)
            return target_.template string<node::account_member>(at, before_account, id,
                                                                 text_object_end);
        at = target_.template string<node::account_member>(at, before_account, id,
                                                           before_account_type);
        at = target_.template integer<node::account_type_member>(at, a.type);
        return target_.text(at, element_end);
    }

    template <class Storage>
    [[nodiscard]] BOOST_FORCEINLINE out element(out at,
                                                const basic_device_token<Storage>& token) const {
        return target_.template string<node::token_list_element>(at, quote, token.str(),
                                                                 text_element_end);
    }

    template <class Storage>
    [[nodiscard]] BOOST_FORCEINLINE out element(out at, const basic_item_code<Storage>& c) const {
        if (is_usual_code(c.text)) return target_.text(at, usual_code);
        return target_.template string<node::result_element>(at, quote, c.text, text_element_end);
    }

    Target target_;
};

/// A target that counts the bytes of any message, valid or not.
template <bool Escapes, class Size = std::size_t>
class counting_target {
public:
    /// A counter that can always continue.
    struct out : json_counter<Escapes, Size> {
        [[nodiscard]] explicit operator bool() const noexcept { return true; }
    };

    template <std::size_t Length>
    [[nodiscard]] static out text(out at, const std::array<char, Length>& s) noexcept {
        at.text(s);
        return at;
    }
    template <node, class Number>
    [[nodiscard]] static out integer(out at, Number value) noexcept {
        at.integer(static_cast<std::int32_t>(value));
        return at;
    }
    template <node, std::size_t Before, std::size_t After>
    [[nodiscard]] static out string(out at, const std::array<char, Before>& before,
                                    std::string_view s,
                                    const std::array<char, After>& after) noexcept {
        at.text(before);
        at.string(s);
        at.text(after);
        return at;
    }
    [[nodiscard]] static bool allows(const json_pointer&, std::size_t) noexcept { return true; }
    [[nodiscard]] static out end_of_list(out at, bool empty) noexcept {
        return empty ? text(at, list_end) : at;
    }
    [[nodiscard]] static out valueless(out at) noexcept { return at; }
};

template <bool Escapes, class Size = std::size_t, class Message>
[[nodiscard]] Size size_of(const Message& message) noexcept {
    using target = counting_target<Escapes, Size>;
    return message_writer<target>(target())(typename target::out(), message).size();
}

/// A target that writes into `Memory`, which can grow, and checks each value. It cannot continue if
/// the message is invalid or there is no room; `validate` tells which.
template <class Memory>
class writing_target {
public:
    using out = json_writer;

    writing_target(Memory& memory, const limits& max) noexcept : memory_(memory), limits_(max) {}

    template <std::size_t Size>
    [[nodiscard]] BOOST_FORCEINLINE out text(out at, const std::array<char, Size>& s) const {
        at = with_room(at, Size);
        if (BOOST_LIKELY(static_cast<bool>(at))) at.text(s);
        return at;
    }

    template <node N, class Number>
    [[nodiscard]] BOOST_FORCEINLINE out integer(out at, Number number) const {
        const auto value = static_cast<std::int32_t>(number);
        if (check_integer(N, value)) return {};
        if (BOOST_UNLIKELY(at.room() < out::max_integer_size)) return last_integer(at, value);
        at.integer(value);
        return at;
    }

    template <node N, std::size_t Before, std::size_t After>
    [[nodiscard]] BOOST_FORCEINLINE out string(out at, const std::array<char, Before>& before,
                                               std::string_view s,
                                               const std::array<char, After>& after) const {
        at = with_room(at, Before + s.size() + After);
        if (BOOST_UNLIKELY(!at)) return at;
        at.text(before);
        if (BOOST_UNLIKELY(!at.plain(s))) {
            at = rare_string(at, s, N);
            at = with_room(at, After);
            if (!at) return at;
        } else if (check_text(N, {s.size(), s.size()}, limits_)) {
            return {};
        }
        at.text(after);
        return at;
    }

    [[nodiscard]] BOOST_FORCEINLINE bool allows(const json_pointer& list,
                                                std::size_t size) const noexcept {
        return item_range_of(list, limits_).allows(size);
    }

    [[nodiscard]] BOOST_FORCEINLINE out end_of_list(out at, bool empty) const {
        if (BOOST_UNLIKELY(empty)) return text(at, list_end);
        at.replace_last(list_end[0]);
        return at;
    }

    [[nodiscard]] static out valueless(out) noexcept { return {}; }

private:
    [[nodiscard]] BOOST_FORCEINLINE out with_room(out at, std::size_t size) const {
        return BOOST_LIKELY(at.room() >= size) ? at : memory_.grow(at, size);
    }

    /// Writes an integer into memory that might be too small for the longest one, but not for this
    /// one.
    [[nodiscard]] BOOST_NOINLINE out last_integer(out at, std::int32_t value) const {
        char digits[out::max_integer_size] = {};
        out written(digits, digits + sizeof digits);
        written.integer(value);
        const auto size = static_cast<std::size_t>(written.at() - digits);
        at = with_room(at, size);
        if (at)
            for (std::size_t i = 0; i < size; ++i) at.text(std::array<char, 1>{digits[i]});
        return at;
    }

    /// Writes a string that is not plain: UTF-8 unchanged, and escapes.
    [[nodiscard]] BOOST_NOINLINE out rare_string(out at, std::string_view s, node where) const {
        std::string_view rest = s;
        while (rest.size() >= block_size) {
            const byte_block block(rest.data());
            const std::size_t size = whole_characters(block);
            at = with_room(at, rest.size());
            if (size == 0 || !at) return {};
            const std::uint32_t escapes = block.escapes() & first_bits(size);
            at = escapes == 0 ? at.block(rest.data(), size)
                              : escaped_bytes(at, rest.substr(0, size), escapes);
            rest.remove_prefix(size);
        }
        const byte_block block = padded_block(rest);
        if (whole_characters(block) == 0) return {};
        const std::uint32_t escapes = block.escapes() & first_bits(rest.size());
        at = escapes == 0 ? run(at, rest) : escaped_bytes(at, rest, escapes);
        return check_text(where, s, limits_) ? out() : at;
    }

    /// Writes bytes, and escapes those in a mask.
    [[nodiscard]] BOOST_NOINLINE out escaped_bytes(out at, std::string_view s,
                                                   std::uint32_t escapes) const {
        std::size_t written = 0;
        for (; escapes != 0; escapes &= escapes - 1) {
            const std::size_t next = first_of(escapes);
            at = run(at, s.substr(written, next - written));
            at = with_room(at, escaped_size(s[next]));
            if (!at) return at;
            at.escaped(s[next]);
            written = next + 1;
        }
        return run(at, s.substr(written));
    }

    [[nodiscard]] BOOST_FORCEINLINE out run(out at, std::string_view s) const {
        at = with_room(at, s.size());
        if (BOOST_LIKELY(static_cast<bool>(at))) at.bytes(s);
        return at;
    }

    Memory& memory_;
    const limits& limits_;
};

}}} // namespace tpns::v0::detail

#endif
