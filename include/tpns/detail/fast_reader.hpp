// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_FAST_READER_HPP
#define TPNS_DETAIL_FAST_READER_HPP

#include <tpns/decode_options.hpp>
#include <tpns/detail/json/scan.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/rules.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tpns { inline namespace v0 { namespace detail {

/// Reads the bodies that occur in practice, and no others.
///
/// Walks the schema, which the compiler unrolls into straight-line code, and passes valid values to
/// the same builder as `message_reader`. Gives up at the first construct that is wrong or merely
/// rare: a name with escapes, an object instead of another value, the list of another operator.
/// `message_reader` then starts over and has the last word. It must therefore accept whatever this
/// reader accepts, with the same value.
template <class Builder>
class fast_reader {
public:
    fast_reader(Builder& builder, const decode_options& options) noexcept
        : builder_(builder),
          limits_(options.limits),
          skip_unknown_(options.unknown_members == policy::skip),
          skip_mark_(options.byte_order_mark == policy::skip) {}

    /// Returns whether the whole body was read. If not, the caller must abandon the builder.
    [[nodiscard]] bool operator()(std::string_view body) {
        if (body.size() > max_body_size(limits_) || schema_depth > limits_.max_depth) return false;
        if (skip_mark_ && has_byte_order_mark(body)) body.remove_prefix(byte_order_mark.size());
        while (!body.empty() && is_space(body.back())) body.remove_suffix(1);
        // The functions below require at least one block of text, which ends in `}`.
        if (body.size() < block_size || body.back() != '}') return false;
        end_ = body.data() + body.size();
        return object<node::body>(spaces(body.data())) == end_;
    }

private:
    // Each function reads the construct that it is named after at `at`, and returns where that
    // ends, or null if it gives up.
    using place = const char*;

    static constexpr message_kind kind = Builder::kind;
    static constexpr std::size_t no_binding = json_pointer::no_index;

    template <node N>
    using member_indices = std::make_index_sequence<members_of(N, kind).size()>;

    template <node N>
    [[nodiscard]] BOOST_FORCEINLINE place object(place at) {
        if (*at != '{' || !builder_.begin(N)) return nullptr;
        unsigned seen = 0; // a bit for each member
        at = compact_members<N>(at, seen, member_indices<N>());
        if (at == nullptr) return nullptr;
        if (BOOST_LIKELY(*at == '}'))
            ++at;
        else if (at = members<N>(at, seen); at == nullptr)
            return nullptr;
        builder_.end(N);
        return complete<N>(seen) && (N == node::body || at != end_) ? at : nullptr;
    }

    // Members in the documented order and without white space, as most encoders write them: a
    // comparison of a few words recognises each one.
    template <node N, std::size_t... Index>
    [[nodiscard]] BOOST_FORCEINLINE place compact_members(place at, unsigned& seen,
                                                          std::index_sequence<Index...>) {
        (void)((at = compact_member<N, Index>(at, seen)) && ...);
        return at;
    }

    template <node N, std::size_t Index>
    [[nodiscard]] BOOST_FORCEINLINE place compact_member(place at, unsigned& seen) {
        constexpr node member = members_of(N, kind)[Index].at;
        constexpr char before = Index == 0 ? '{' : ',';
        place const value = skip_text(at, end_, compact_name<member, before>);
        if (value == nullptr) return at;
        seen |= 1U << Index;
        if constexpr ((types_at(member) & json_text) != 0)
            return text<member>(value);
        else if constexpr ((types_at(member) & json_array) != 0)
            return array<member>(value);
        else
            return integer<member>(value);
    }

    /// The remaining members, in any order, and the end of the object.
    template <node N>
    [[nodiscard]] BOOST_NOINLINE place members(place at, unsigned& seen) {
        constexpr std::size_t end = members_of(N, kind).size();
        // Up to `end`, since no member appears twice.
        for (std::size_t i = seen == 0 ? 0 : 1;; ++i) {
            std::size_t member = end;
            at = lead<N>(at, i, member);
            if (at == nullptr || member == end) return at;
            if ((seen & 1U << member) != 0) return nullptr;
            seen |= 1U << member;
            at = any_value<N>(at, member, member_indices<N>());
            if (at == nullptr) return nullptr;
        }
    }

    /// The text before the value of the `i`th member in this object, and which member it is.
    ///
    /// In a list of objects, this is probably the same text as in the previous object: white space,
    /// punctuation and a name, which one comparison covers.
    template <node N>
    [[nodiscard]] BOOST_FORCEINLINE place lead(place at, std::size_t i, std::size_t& member) {
        if constexpr (N == node::body) {
            return any_lead<N>(at, i == 0, member);
        } else {
            auto& [text, next] = leads_[N == node::account_list_element][i];
            place end = skip_same(at, end_, text);
            if (end == nullptr) {
                end = any_lead<N>(at, i == 0, next);
                if (end == nullptr) return nullptr;
                text = {at, room(at, end)};
            }
            member = next;
            return end;
        }
    }

    template <node N>
    [[nodiscard]] BOOST_NOINLINE place any_lead(place at, bool first, std::size_t& member) {
        for (;; first = false) {
            at = spaces(at);
            if (*at == '}') { // not for the first: an object begins with `{`
                member = members_of(N, kind).size();
                return at + 1;
            }
            if (*at != (first ? '{' : ',')) return nullptr;
            at = spaces(at + 1);
            if (place const end = name<N>(at, member, member_indices<N>()))
                return skip_colon(end, end_);
            if (skip_unknown_) at = skip_member(at, end_, limits_.max_depth - depth_of<N>());
            if (!skip_unknown_ || at == nullptr) return nullptr;
        }
    }

    /// The depth of an object here; 1 for the body.
    template <node N>
    [[nodiscard]] std::size_t depth_of() const noexcept {
        if constexpr (N == node::body) return 1;
        if constexpr (N == node::token_accounts_element) return 3;
        return binding_ == no_binding ? 3 : 5;
    }

    template <node N, std::size_t... Index>
    [[nodiscard]] place name(place at, std::size_t& member, std::index_sequence<Index...>) {
        place end = nullptr;
        (void)((member = Index,
                end = skip_text(at, end_, quoted_name<members_of(N, kind)[Index].at>)) ||
               ...);
        return end;
    }

    template <node N, std::size_t... Index>
    [[nodiscard]] place any_value(place at, std::size_t member, std::index_sequence<Index...>) {
        place end = nullptr;
        (void)((member == Index && (end = value<members_of(N, kind)[Index].at>(at), true)) || ...);
        return end;
    }

    template <node N>
    [[nodiscard]] BOOST_FORCEINLINE place value(place at) {
        constexpr unsigned types = types_at(N);
        if constexpr ((types & json_null) != 0)
            if (*at == 'n') return skip_text(at, end_, null_literal);
        if constexpr ((types & json_object) != 0) return object<N>(at);
        if constexpr ((types & json_array) != 0)
            if (*at == '[') return array<N>(at + 1);
        if constexpr ((types & json_text) != 0)
            if (*at == '"') return text<N>(at + 1);
        if constexpr ((types & json_number) != 0) return integer<N>(at);
        return nullptr;
    }

    /// Whether every required member is present, and no list of another operator.
    template <node N>
    [[nodiscard]] bool complete(unsigned seen) const noexcept {
        unsigned wanted = 0;
        unsigned optional = 0;
        unsigned bit = 1;
        for (const member& m : members_of(N, kind)) {
            if (m.required || (N == node::body && m.at == carrier_of(operator_)))
                wanted |= bit;
            else if (N != node::body || kind == message_kind::response)
                optional |= bit;
            bit <<= 1;
        }
        return (seen & ~optional) == wanted;
    }

    /// A list, after its opening bracket.
    template <node N>
    [[nodiscard]] BOOST_NOINLINE place array(place at) {
        const item_range range = item_range_of({N, binding_}, limits_);
        if (!builder_.begin(N)) return nullptr;
        std::size_t count = 0;
        at = spaces(at);
        place end = *at == ']' ? at + 1 : nullptr;
        while (end == nullptr) {
            if constexpr (N == node::token_accounts_member) binding_ = count;
            if (check_room(count++, range)) return nullptr;
            place const begin = at = spaces(at);
            // Finds the end of the first string before building it, so that the list is allocated
            // once.
            constexpr bool strings = (types_at(element_of(N)) & json_text) != 0;
            if (strings && count == 1)
                builder_.expect(N, likely_count(begin, skip_plain(at + 1, end_) + 1, range.max));
            at = value<element_of(N)>(at);
            if (at == nullptr) return nullptr;
            if (!strings && count == 1 &&
                (N != node::account_list_member || binding_ == no_binding))
                builder_.expect(N, likely_count(begin, at, range.max) - 1);
            at = spaces(at);
            if (*at == ']')
                end = at + 1;
            else if (*at == ',')
                ++at;
            else
                return nullptr;
        }
        if constexpr (N == node::token_accounts_member) binding_ = no_binding;
        builder_.end(N);
        return check_enough(count, range) ? nullptr : end;
    }

    /// The likely number of elements in the last list of the body, if each is as long as the first
    /// one and a comma. Bounded, since an attacker can make the first one short.
    [[nodiscard]] std::size_t likely_count(place begin, place end, std::size_t max) const noexcept {
        return (std::min)({room(begin, end_) / (room(begin, end) + 1), max, std::size_t{1024}});
    }

    /// A string, after its opening quote.
    template <node N>
    [[nodiscard]] BOOST_FORCEINLINE place text(place at) {
        // Two bytes are enough to recognise the usual code.
        if constexpr (N == node::result_element)
            if (place const end = skip_text(at, end_, std::array<char, 2>{'0', '"'}))
                return builder_.text(N, {{at, 1}, false}) ? end : nullptr;
        place const begin = at;
        at = skip_plain(at, end_);
        if (BOOST_UNLIKELY(*at != '"')) {
            json_string value{};
            at = skip_rare_string(begin, at, end_, unescaped_, value);
            if (at == nullptr || check_text(N, value.raw, limits_)) return nullptr;
            return builder_.text(N, value) ? at : nullptr;
        }
        const std::size_t size = room(begin, at);
        if (check_text(N, {size, size}, limits_)) return nullptr;
        return builder_.text(N, {{begin, size}, false}) ? at + 1 : nullptr;
    }

    template <node N>
    [[nodiscard]] BOOST_FORCEINLINE place integer(place at) {
        at = spaces(at);
        std::int64_t value{};
        place const end = skip_integer(at, value);
        if (end == nullptr || check_integer(N, value)) return nullptr;
        if constexpr (N == node::result_element) { // kept as text; -0 is 0
            const std::string_view digits(at, room(at, end));
            return builder_.text(N, {value == 0 ? "0" : digits, false}) ? end : nullptr;
        } else {
            if constexpr (N == node::operator_type_member)
                operator_ = static_cast<operator_type>(value);
            builder_.integer(N, static_cast<std::int32_t>(value));
            return end;
        }
    }

    [[nodiscard]] BOOST_FORCEINLINE place spaces(place at) const noexcept {
        return BOOST_LIKELY(to_byte(*at) > ' ') ? at : skip_spaces(at, end_);
    }

    /// The text before a member's value, and the index of that member.
    struct remembered_lead {
        std::string_view text;
        std::size_t member = 0;
    };

    Builder& builder_;
    const limits& limits_;
    bool skip_unknown_;
    bool skip_mark_;
    remembered_lead leads_[2][3]; // of a binding and of an account: two members and the end
    place end_ = nullptr;
    operator_type operator_{};
    std::size_t binding_ = no_binding; // the current one
    unescaped_text unescaped_;
};

}}} // namespace tpns::v0::detail

#endif
