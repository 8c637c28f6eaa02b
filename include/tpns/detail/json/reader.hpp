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

/// What is in a JSON text, in order; `offset` is where it begins. Each function returns whether to
/// go on reading; what a derived class does not care for is read past.
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

    /// Whether the string that comes next, a value, may have bytes that are not UTF-8; asked where
    /// `json_leniency` says that there is such a string.
    [[nodiscard]] virtual bool takes_any_bytes() const { return false; }

protected:
    ~json_events() = default;
};

/// What is read beyond the grammar.
struct json_leniency {
    bool byte_order_mark = false; ///< one before the text
    bool any_bytes = false;       ///< in strings of which the events say so
};

/// Whether a number has an exponent beyond 999,999,999 or below its negative. Boost.JSON 1.81
/// cannot hold one that does not fit an `int`, later versions take any; so neither decides.
[[nodiscard]] inline bool has_huge_exponent(std::string_view number) noexcept {
    const std::size_t e = number.find_first_of("eE");
    if (e == std::string_view::npos) return false;
    const std::size_t digits = number.find_first_not_of("+-0", e + 1);
    return digits != std::string_view::npos && number.size() - digits > 9;
}

/// Deeper nesting is not read, since the parser of Boost.JSON recurses.
inline constexpr std::size_t json_max_depth = 512;

/// The handler of Boost.JSON's parser: adds to its events where in the body they stand, which the
/// parser does not tell, and leaves strings as they are written.
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

    /// Whether the events wanted no more.
    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

    /// What the handler refused, if anything; if it did not, an error is the parser's own.
    [[nodiscard]] json_error refused() const noexcept { return refused_; }

    /// Whether the next string may have bytes that are not UTF-8.
    [[nodiscard]] bool takes_any_bytes() const { return any_bytes_ && events_.takes_any_bytes(); }

    /// Where the next token begins, if there is one: between two tokens there is only white space
    /// and punctuation.
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
    /// Steps over the next token, which is `size` bytes long, and returns where it began.
    std::size_t token(std::size_t size) noexcept {
        const std::size_t offset = next_token();
        at_ = offset + size;
        return offset;
    }

    bool number(std::string_view text, error_code& ec) {
        return go_on(events_.number(text, token(text.size())), ec);
    }

    /// Steps over the string that begins at `offset`. `part` is the last part of its value, which
    /// lies in the body when there was no escape, and in a buffer of the parser's otherwise.
    json_string string_at(std::size_t offset, std::string_view part) noexcept {
        const std::size_t first = offset + 1;
        const bool escaped = part.data() != body_.data() + first;
        const std::size_t last =
            escaped ? scan_string(body_, first, any_bytes_).at : first + part.size();
        at_ = last + 1;
        return {body_.substr(first, last - first), escaped};
    }

    /// Whether the string that begins at `offset` is UTF-8, where the parser did not look.
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
    std::size_t at_; // behind the last token
    bool stopped_ = false;
    json_error refused_;
};

/// The parser, behind a byte of ours.
///
/// Boost.JSON 1.81 takes its own address for a mark that stands for "failed" (boostorg/json #814),
/// and so refuses a good text that ends where the parser begins. What stands there is our byte.
struct guarded_parser {
    guarded_parser(const boost::json::parse_options& options, std::string_view body,
                   std::size_t from, json_events& events)
        : parser(options, body, from, options.allow_invalid_utf8, events) {}

    char guard = 0;
    boost::json::basic_parser<json_handler> parser;
};

/// How far the parser came.
struct parse_end {
    boost::system::error_code code; ///< none at the end of the JSON
    bool stopped = false;           ///< the events wanted no more
    json_error refused;             ///< by the handler, if anything was
    std::size_t used = 0;           ///< where the parser stopped
    std::size_t token = 0;  ///< where the last token begins that it did not get to the end of
    bool any_bytes = false; ///< that token may have bytes that are not UTF-8, if it is a string
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

/// What exactly is wrong with a text that the parser refused. The parser tells a syntax error from
/// an incomplete text; not what is wrong inside a string, nor which byte of a literal.
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
        // A literal is refused at its first byte, whether it is misspelt or may not stand there.
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

/// Reads a body and reports what is in it to `events`. Returns what is wrong with it as a JSON text
/// up to where the events stopped the reading. `max_depth` is at most `json_max_depth`.
///
/// Linear, no heap, no exceptions but those of `events`; recursion no deeper than `max_depth`.
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
