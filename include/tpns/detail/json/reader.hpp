// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_READER_HPP
#define TPNS_DETAIL_JSON_READER_HPP

#include <tpns/detail/json/fault.hpp>
#include <tpns/detail/json/string.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace tpns { inline namespace v0 { namespace detail {

/// Receives the contents of a JSON text in order; `offset` is where each item begins. Each function
/// returns whether to continue. Events that a derived class does not override are ignored.
class json_events {
public:
    virtual bool object_begin(std::size_t /*offset*/) { return true; }
    virtual bool object_end(std::size_t /*offset*/) { return true; }
    virtual bool array_begin(std::size_t /*offset*/) { return true; }
    virtual bool array_end(std::size_t /*offset*/) { return true; }
    virtual bool name(const json_string& /*name*/, std::size_t /*offset*/) { return true; }
    virtual bool string(const json_string& /*value*/, std::size_t /*offset*/) { return true; }
    virtual bool number(std::string_view /*text*/, std::size_t /*offset*/) { return true; }
    virtual bool boolean(std::size_t /*offset*/) { return true; }
    virtual bool null(std::size_t /*offset*/) { return true; }

    /// Whether the next string, a value, can contain bytes that are not UTF-8. Called only if
    /// `json_leniency` allows such strings.
    [[nodiscard]] virtual bool takes_any_bytes() const { return false; }

protected:
    ~json_events() = default;
};

/// What to accept beyond the grammar.
struct json_leniency {
    bool byte_order_mark = false; ///< accept one before the text
    bool any_bytes = false;       ///< accept any bytes in strings for which the events allow them
};

/// Whether a number has an exponent above 999,999,999 or below its negative. Boost.JSON 1.81
/// rejects an exponent that does not fit in an `int`, and later versions accept any, so this
/// library decides.
[[nodiscard]] inline bool has_huge_exponent(std::string_view number) noexcept {
    const std::size_t e = number.find_first_of("eE");
    if (e == std::string_view::npos) return false;
    const std::size_t digits = number.find_first_not_of("+-0", e + 1);
    return digits != std::string_view::npos && number.size() - digits > 9;
}

/// The maximum nesting depth, since Boost.JSON's parser recurses.
inline constexpr std::size_t json_max_depth = 512;

/// The handler for Boost.JSON's parser. Adds the offset of each event, which the parser does not
/// report, and passes strings on in raw form.
///
/// The body must be given to the parser whole, in one call of `write_some`: Boost.JSON 1.81
/// corrupts memory when a piece of text ends inside a `\u` escape (boostorg/json #876).
class json_handler {
    static constexpr std::size_t unlimited = (std::numeric_limits<std::size_t>::max)();

public:
    static constexpr std::size_t max_object_size = unlimited;
    static constexpr std::size_t max_array_size = unlimited;
    static constexpr std::size_t max_key_size = unlimited;
    static constexpr std::size_t max_string_size = unlimited;

    using error_code = boost::system::error_code;

    json_handler(std::string_view body, std::size_t from, bool any_bytes,
                 json_events& events) noexcept
        : body_(body), any_bytes_(any_bytes), events_(events), at_(from) {}

    /// Whether the events stopped the reading.
    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

    /// The error that the handler found, if any; otherwise an error is the parser's own.
    [[nodiscard]] json_error refused() const noexcept { return refused_; }

    /// Whether the next string can contain bytes that are not UTF-8.
    [[nodiscard]] bool takes_any_bytes() const { return any_bytes_ && events_.takes_any_bytes(); }

    /// Where the next token begins, if there is one: only white space and punctuation separate
    /// tokens.
    [[nodiscard]] std::size_t next_token() const noexcept {
        return (std::min)(body_.find_first_not_of(" \t\r\n,:", at_), body_.size());
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& ec) { return go_on(events_.object_begin(token(1)), ec); }
    bool on_object_end(std::size_t, error_code& ec) {
        return go_on(events_.object_end(token(1)), ec);
    }
    bool on_array_begin(error_code& ec) { return go_on(events_.array_begin(token(1)), ec); }
    bool on_array_end(std::size_t, error_code& ec) {
        return go_on(events_.array_end(token(1)), ec);
    }
    bool on_key_part(std::string_view, std::size_t, error_code&) { return true; }
    bool on_key(std::string_view part, std::size_t, error_code& ec) {
        const std::size_t offset = next_token();
        const json_string name = string_at(offset, part);
        return is_text(offset, ec) && go_on(events_.name(name, offset), ec);
    }
    bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
    bool on_string(std::string_view part, std::size_t, error_code& ec) {
        const std::size_t offset = next_token();
        const json_string value = string_at(offset, part);
        return (takes_any_bytes() || is_text(offset, ec)) &&
               go_on(events_.string(value, offset), ec);
    }
    bool on_number_part(std::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view text, error_code& ec) { return number(text, ec); }
    bool on_uint64(std::uint64_t, std::string_view text, error_code& ec) {
        return number(text, ec);
    }
    bool on_double(double, std::string_view text, error_code& ec) {
        if (has_huge_exponent(text))
            return refuse({json_fault::number_too_large, next_token()}, ec);
        return number(text, ec);
    }
    bool on_bool(bool value, error_code& ec) {
        return go_on(events_.boolean(token(value ? 4 : 5)), ec);
    }
    bool on_null(error_code& ec) { return go_on(events_.null(token(4)), ec); }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    /// Skips the next token, which is `size` bytes long, and returns where it began.
    std::size_t token(std::size_t size) noexcept {
        const std::size_t offset = next_token();
        at_ = offset + size;
        return offset;
    }

    bool number(std::string_view text, error_code& ec) {
        return go_on(events_.number(text, token(text.size())), ec);
    }

    /// Skips the string that begins at `offset`. `part` is the last part of its value, which is in
    /// the body if there was no escape, and in a buffer of the parser otherwise.
    json_string string_at(std::size_t offset, std::string_view part) noexcept {
        const std::size_t first = offset + 1;
        const bool escaped = part.data() != body_.data() + first;
        const std::size_t last =
            escaped ? scan_string(body_, first, any_bytes_).at : first + part.size();
        at_ = last + 1;
        return {body_.substr(first, last - first), escaped};
    }

    /// Whether the string that begins at `offset` is UTF-8, if the parser did not check that.
    bool is_text(std::size_t offset, error_code& ec) noexcept {
        if (!any_bytes_) return true;
        const string_end end = scan_string(body_, offset + 1);
        return end.fault == json_fault::none || refuse({end.fault, end.at}, ec);
    }

    bool refuse(json_error e, error_code& ec) noexcept {
        refused_ = e;
        return stop(ec);
    }

    bool go_on(bool wanted, error_code& ec) noexcept {
        stopped_ = !wanted;
        return wanted || stop(ec);
    }

    static bool stop(error_code& ec) noexcept {
        ec = boost::system::errc::make_error_code(boost::system::errc::operation_canceled);
        return false;
    }

    std::string_view body_;
    bool any_bytes_;
    json_events& events_;
    std::size_t at_; // the end of the last token
    bool stopped_ = false;
    json_error refused_;
};

/// The parser, preceded by a guard byte.
///
/// Boost.JSON 1.81 uses the parser's own address as a marker for "failed" (boostorg/json #814), and
/// therefore refuses a valid text that ends where the parser begins. The guard byte is directly
/// before the parser, so that no text can end there.
struct guarded_parser {
    guarded_parser(const boost::json::parse_options& options, std::string_view body,
                   std::size_t from, json_events& events)
        : parser(options, body, from, options.allow_invalid_utf8, events) {}

    char guard = 0;
    boost::json::basic_parser<json_handler> parser;
};

/// How far the parser got.
struct parse_end {
    boost::system::error_code code; ///< no error at the end of the JSON
    bool stopped = false;           ///< the events stopped the reading
    json_error refused;             ///< the handler's error, if any
    std::size_t used = 0;           ///< where the parser stopped
    std::size_t token = 0;          ///< where the last unfinished token begins
    bool any_bytes = false; ///< if that token is a string, it can contain bytes that are not UTF-8
};

/// Parses a body from byte `from` on.
[[nodiscard]] inline parse_end parse(std::string_view body, std::size_t from, json_events& events,
                                     std::size_t max_depth, bool any_bytes) {
    boost::json::parse_options options;
    options.max_depth = max_depth;
    options.allow_invalid_utf8 = any_bytes;
    guarded_parser guarded(options, body, from, events);
    boost::json::basic_parser<json_handler>& parser = guarded.parser;
    parse_end end;
    const std::string_view text = body.substr(from);
    end.used = from + parser.write_some(false, text.data(), text.size(), end.code);
    end.stopped = parser.handler().stopped();
    end.refused = parser.handler().refused();
    end.token = parser.handler().next_token();
    end.any_bytes = parser.handler().takes_any_bytes();
    return end;
}

/// Finds exactly what is wrong with a text that the parser refused. The parser distinguishes a
/// syntax error from an incomplete text, but does not report what is wrong in a string or which
/// byte of a literal is wrong.
[[nodiscard]] inline json_error diagnose(std::string_view body, std::size_t from,
                                         const parse_end& end, std::size_t max_depth) {
    const auto verdict = static_cast<boost::json::error>(end.code.value());
    if (verdict == boost::json::error::too_deep) return {json_fault::too_deep, end.used};
    if (verdict == boost::json::error::exponent_overflow)
        return {json_fault::number_too_large, end.token};

    std::size_t refused = end.used;
    if (end.token < refused && body[end.token] == '"') {
        const string_end inside = scan_string(body, end.token + 1, end.any_bytes);
        if (inside.fault != json_fault::none) return {inside.fault, inside.at};
    }
    for (const std::string_view literal : {"true", "false", "null"}) {
        if (end.token > refused || end.token == body.size() || body[end.token] != literal[0])
            continue;
        // A literal is refused at its first byte, whether it is misspelt or misplaced.
        class nothing final : public json_events {
            [[nodiscard]] bool takes_any_bytes() const override { return true; }
        } events;
        const parse_end first = parse(body.substr(0, end.token + 1), from, events, max_depth, true);
        if (static_cast<boost::json::error>(first.code.value()) != boost::json::error::incomplete)
            continue;
        const std::string_view written = body.substr(end.token, literal.size());
        std::size_t same = 1;
        while (same < written.size() && written[same] == literal[same]) ++same;
        if (same < literal.size()) refused = end.token + same;
    }
    return {refused < body.size() ? json_fault::invalid_json : json_fault::incomplete, refused};
}

/// Reads a body and reports its contents to `events`. Returns the JSON error in the body, if any,
/// up to where the events stopped the reading. Precondition: `max_depth` is at most
/// `json_max_depth`.
///
/// Complexity: linear. Does not allocate. Throws only what `events` throws. Recursion is no deeper
/// than `max_depth`.
[[nodiscard]] inline json_error read_json(std::string_view body, json_events& events,
                                          std::size_t max_depth, json_leniency lenient = {}) {
    std::size_t from = 0;
    if (has_byte_order_mark(body)) {
        if (!lenient.byte_order_mark) return {json_fault::byte_order_mark, 0};
        from = byte_order_mark.size();
    }
    if (body.find_first_not_of(white_space, from) == std::string_view::npos)
        return {json_fault::empty_text, body.size()};

    const parse_end end = parse(body, from, events, max_depth, lenient.any_bytes);
    if (end.stopped) return {};
    if (end.refused) return end.refused;
    if (end.code) return diagnose(body, from, end, max_depth);
    if (end.used != body.size()) return {json_fault::trailing_text, end.used};
    return {};
}

}}} // namespace tpns::v0::detail

#endif
