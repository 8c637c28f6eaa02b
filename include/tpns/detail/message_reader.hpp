// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_MESSAGE_READER_HPP
#define TPNS_DETAIL_MESSAGE_READER_HPP

#include <tpns/decode_options.hpp>
#include <tpns/detail/json/fault.hpp>
#include <tpns/detail/json/reader.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/message_builder.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/detail/skippable_members.hpp>
#include <tpns/error.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>
#include <tpns/server_errc.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace tpns { inline namespace v0 { namespace detail {

/// The value of an integer. Empty for a number with a fraction or an exponent, even if its value is
/// an integer (`2.0`, `1e3`). An integer beyond 64 bits gives the nearest value.
[[nodiscard]] inline std::optional<std::int64_t> to_integer(std::string_view text) noexcept {
    if (text.find_first_of(".eE") != std::string_view::npos) return std::nullopt;
    std::int64_t value{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc()) return value;
    return text[0] == '-' ? (std::numeric_limits<std::int64_t>::min)()
                          : (std::numeric_limits<std::int64_t>::max)();
}

[[nodiscard]] constexpr errc errc_of(json_fault fault) noexcept {
    switch (fault) {
    case json_fault::none: break;
    case json_fault::invalid_json: return errc::invalid_json;
    case json_fault::incomplete: return errc::incomplete;
    case json_fault::empty_text: return errc::empty_body;
    case json_fault::byte_order_mark: return errc::byte_order_mark;
    case json_fault::trailing_text: return errc::trailing_text;
    case json_fault::invalid_utf8: return errc::invalid_utf8;
    case json_fault::invalid_escape: return errc::invalid_escape;
    case json_fault::lone_surrogate: return errc::lone_surrogate;
    case json_fault::control_character: return errc::control_character;
    case json_fault::too_deep: return errc::too_deep;
    case json_fault::number_too_large: return errc::number_too_large;
    }
    return {};
}

/// Whether a text is the code of a failed call.
[[nodiscard]] inline bool is_failure(std::string_view text) noexcept {
    const std::optional<server_errc> code = item_code_view{text}.code();
    return code && fails_whole_call(*code);
}

/// Receives the events of a JSON text, tracks their place in the message, checks the rules as each
/// value completes, and passes valid values to a builder.
///
/// A derived class handles violations. If reading continues after one, the wrong value is skipped.
class message_reader : private json_events {
public:
    message_reader(message_kind kind, const decode_options& options,
                   message_builder& builder) noexcept
        : kind_(kind), options_(options), builder_(builder), skippable_(kind, options) {}

    /// Reads a body, once.
    void read_body(std::string_view body) {
        const json_leniency lenient{options_.byte_order_mark == policy::skip,
                                    skippable_.forgives_replies()};
        if (body.size() > max_body_size(options_.limits)) {
            report(body_too_large(options_.limits));
            return;
        }
        const std::size_t max_depth = (std::min)(options_.limits.max_depth, json_max_depth);
        if (const json_error text = read_json(body, *this, max_depth, lenient))
            report(error({errc_of(text.fault), text.fault == json_fault::too_deep ? max_depth : 0},
                         {}, text.offset));
        else if (no_object_ != error::no_offset)
            report(error(errc::wrong_type, {}, no_object_));
    }

protected:
    ~message_reader() = default;

    /// Called for each violation; returns whether to continue.
    virtual bool report(const error& e) = 0;

private:
    // An open object or array.
    struct frame {
        node at{};
        std::size_t count = 0; // elements of the array so far
        unsigned seen = 0;     // a bit for each member of the object
        node next{};           // the member whose value comes next ...
        bool skip = true;      // ... unless there is none, or its value is skipped
    };

    // The place of a value.
    struct slot {
        node at{};
        bool wanted = false; // its value goes to the builder
        bool go_on = true;
    };

    // Lists occur in the body and in bindings; the number of open frames tells which.
    static constexpr std::size_t binding_list_depth = 4;

    bool object_begin(std::size_t offset) override { return begin(json_object, offset); }
    bool array_begin(std::size_t offset) override { return begin(json_array, offset); }

    bool object_end(std::size_t offset) override {
        if (skipped_ != 0) return end_skipped();
        const frame& object = top();
        unsigned bit = 1;
        for (const member& m : members_of(object.at, kind_)) {
            if (m.required && (object.seen & bit) == 0 &&
                !violated({errc::missing_member}, place(m.at), offset))
                return false;
            bit <<= 1;
        }
        if (object.at == node::body && !settle(offset)) return false;
        return end();
    }

    bool array_end(std::size_t offset) override {
        if (skipped_ != 0) return end_skipped();
        index() = json_pointer::no_index;
        const json_pointer where = place(top().at);
        const violation v = check_enough(top().count, item_range_of(where, options_.limits));
        if (v && !violated(v, where, offset)) return false;
        return end();
    }

    bool name(const json_string& name, std::size_t offset) override {
        if (skipped_ != 0) return true;
        frame& object = top();
        unsigned bit = 1;
        for (const member& m : members_of(object.at, kind_)) {
            if (equals(name, member_name(m.at))) {
                if ((object.seen & bit) != 0)
                    return violated({errc::duplicate_member}, place(m.at), offset);
                object.seen |= bit;
                object.next = m.at;
                object.skip = false;
                if (depth_ == 1) skippable_.begin(m.at, offset);
                return true;
            }
            bit <<= 1;
        }
        if (options_.unknown_members == policy::skip) return true;
        return violated({errc::unknown_member}, place(object.at), offset);
    }

    bool string(const json_string& value, std::size_t offset) override {
        if (is_next(node::ret_code_member) && skippable_.forgives_replies() &&
            is_failure(value.raw))
            return number(value.raw, offset);
        const slot s = enter(json_text, offset);
        if (!s.wanted) return s.go_on;
        if (s.at == node::err_msg_member && skippable_.forgives_replies()) {
            // Includes the closing quote, which ends a truncated sequence.
            const string_end end = scan_string({value.raw.data(), value.raw.size() + 1}, 0);
            if (end.fault != json_fault::none)
                return found(error(errc_of(end.fault), {}, offset + 1 + end.at), s.at);
        }
        if (const violation v = check_text(s.at, measure(value), options_.limits))
            return violated(v, place(s.at), offset);
        return built(builder_.text(s.at, value), offset);
    }

    bool number(std::string_view text, std::size_t offset) override {
        const slot s = enter(json_number, offset);
        if (!s.wanted) return s.go_on;
        const std::optional<std::int64_t> value = to_integer(text);
        if (!value) return violated({errc::wrong_type}, place(s.at), offset);
        if (s.at == node::result_element) // kept as text; -0 is 0
            return built(builder_.text(s.at, {*value == 0 ? "0" : text, false}), offset);
        if (const violation v = check_integer(s.at, *value))
            return violated(v, place(s.at), offset);
        if (s.at == node::operator_type_member || s.at == node::ret_code_member)
            skippable_.decide(static_cast<std::int32_t>(*value));
        builder_.integer(s.at, static_cast<std::int32_t>(*value));
        return true;
    }

    [[nodiscard]] bool takes_any_bytes() const override { return is_next(node::err_msg_member); }

    bool boolean(std::size_t offset) override { return enter(json_boolean, offset).go_on; }
    bool null(std::size_t offset) override { return enter(json_null, offset).go_on; }

    /// Finds the place of the value at `offset`, and checks that a value of its type is allowed
    /// there.
    BOOST_NOINLINE slot enter(json_type type, std::size_t offset) {
        slot s;
        if (skipped_ != 0) return s;
        if (depth_ == 0) {
            s.at = node::body;
            // Text that is not JSON can begin like JSON: "404 page not found".
            if (type != json_object) {
                no_object_ = offset;
                return s;
            }
        } else if (frame& parent = top(); (types_at(parent.at) & json_array) != 0) {
            const item_range range = item_range_of(list_place(), options_.limits);
            const std::size_t i = parent.count++;
            // Reports the first excess element, and skips those after it.
            if (const violation v = check_room(i, range)) {
                s.go_on = i > range.max || violated(v, list_place(), offset);
                return s;
            }
            s.at = element_of(parent.at);
            index() = i;
        } else {
            if (parent.skip) return s;
            s.at = parent.next;
            parent.skip = true; // until the next name
        }
        if ((types_at(s.at) & type) == 0)
            s.go_on = violated({errc::wrong_type}, place(s.at), offset);
        else
            s.wanted = type != json_null; // where null is allowed, it means absent
        return s;
    }

    bool begin(json_type type, std::size_t offset) {
        const slot s = enter(type, offset);
        if (!s.wanted) {
            ++skipped_;
            return s.go_on;
        }
        frames_[depth_++] = frame{s.at};
        return built(builder_.begin(s.at), offset);
    }

    bool end() {
        builder_.end(top().at);
        --depth_;
        return true;
    }

    bool end_skipped() noexcept {
        --skipped_;
        return true;
    }

    BOOST_NOINLINE bool violated(const violation& v, const json_pointer& where,
                                 std::size_t offset) {
        return found(error(v, where, offset), where.target);
    }

    /// Handles an error at or in a member or an element.
    bool found(const error& e, node at) {
        return skippable_.takes(e, depth_ >= 2 ? frames_[1].at : at) || report(e);
    }

    /// Checks the members of the body as a whole, at its end.
    bool settle(std::size_t end_offset) {
        if (!skippable_.settle(end_offset, [&](const error& e) { return report(e); })) return false;
        if (kind_ == message_kind::response && skippable_.skipped(node::result_member)) {
            (void)builder_.begin(node::result_member); // replaces the earlier list
            builder_.end(node::result_member);
        }
        return true;
    }

    /// Checks that the builder had enough memory. If not, reading stops.
    [[nodiscard]] bool built(bool done, std::size_t offset) {
        if (!done) (void)report(error(errc::no_space, {}, offset));
        return done;
    }

    /// Whether the next value is that of the given member of the body.
    [[nodiscard]] bool is_next(node member) const noexcept {
        return depth_ == 1 && skipped_ == 0 && !frames_[0].skip && frames_[0].next == member;
    }

    [[nodiscard]] frame& top() noexcept { return frames_[depth_ - 1]; }

    /// The index of the current element of the innermost list.
    [[nodiscard]] std::size_t& index() noexcept {
        return depth_ == binding_list_depth ? inner_ : outer_;
    }

    [[nodiscard]] json_pointer place(node n) const noexcept { return {n, outer_, inner_}; }

    /// The innermost list itself.
    [[nodiscard]] json_pointer list_place() noexcept {
        return {top().at, depth_ == binding_list_depth ? outer_ : json_pointer::no_index};
    }

    message_kind kind_;
    const decode_options& options_;
    message_builder& builder_;

    frame frames_[schema_depth];
    std::size_t depth_ = 0;
    std::size_t skipped_ = 0; // open objects and arrays inside a skipped value
    std::size_t outer_ = json_pointer::no_index;
    std::size_t inner_ = json_pointer::no_index;
    std::size_t no_object_ = error::no_offset; // where the body begins, if it is not an object
    skippable_members skippable_;
};

}}} // namespace tpns::v0::detail

#endif
