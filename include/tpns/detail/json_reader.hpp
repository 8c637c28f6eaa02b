// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JSON_READER_HPP
#define TPNS_DETAIL_JSON_READER_HPP

#include <tpns/detail/json_string.hpp>
#include <tpns/error.hpp>
#include <tpns/limits.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

protected:
    ~json_events() = default;
};

/// The handler of Boost.JSON's parser: adds to its events where in the body they stand, which the
/// parser does not tell, and leaves strings as they are written.
///
/// The body must be given to the parser whole, in one call of `write_some`: Boost.JSON 1.81
/// corrupts memory when a piece of text ends inside a `\u` escape (boostorg/json #876).
class json_handler {
public:
    static constexpr std::size_t max_object_size = limits::unlimited;
    static constexpr std::size_t max_array_size = limits::unlimited;
    static constexpr std::size_t max_key_size = limits::unlimited;
    static constexpr std::size_t max_string_size = limits::unlimited;

    using error_code = boost::system::error_code;

    json_handler(std::string_view body, json_events& events) noexcept
        : body_(body), events_(events) {}

    /// Whether the events wanted no more; if not, an error is the parser's own.
    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

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
        return go_on(events_.name(string_at(offset, part), offset), ec);
    }
    bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
    bool on_string(std::string_view part, std::size_t, error_code& ec) {
        const std::size_t offset = next_token();
        return go_on(events_.string(string_at(offset, part), offset), ec);
    }
    bool on_number_part(std::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view text, error_code& ec) { return number(text, ec); }
    bool on_uint64(std::uint64_t, std::string_view text, error_code& ec) {
        return number(text, ec);
    }
    bool on_double(double, std::string_view text, error_code& ec) { return number(text, ec); }
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
        const std::size_t last = escaped ? scan_string(body_, first).at : first + part.size();
        at_ = last + 1;
        return {body_.substr(first, last - first), escaped};
    }

    bool go_on(bool wanted, error_code& ec) noexcept {
        stopped_ = !wanted;
        if (stopped_)
            ec = boost::system::errc::make_error_code(boost::system::errc::operation_canceled);
        return wanted;
    }

    std::string_view body_;
    json_events& events_;
    std::size_t at_ = 0; // behind the last token
    bool stopped_ = false;
};

/// The parser, behind a byte of ours.
///
/// Boost.JSON 1.81 takes its own address for a mark that stands for "failed" (boostorg/json #814),
/// and so refuses a good text that ends where the parser begins. What stands there is our byte.
struct guarded_parser {
    guarded_parser(const boost::json::parse_options& options, std::string_view body,
                   json_events& events)
        : parser(options, body, events) {}

    char guard = 0;
    boost::json::basic_parser<json_handler> parser;
};

/// How far the parser came.
struct parse_end {
    boost::system::error_code code; ///< none at the end of the JSON
    bool stopped = false;           ///< the events wanted no more
    std::size_t used = 0;           ///< where the parser stopped
    std::size_t token = 0; ///< where the last token begins that it did not get to the end of
};

[[nodiscard]] inline parse_end parse(std::string_view body, json_events& events,
                                     std::size_t max_depth) {
    boost::json::parse_options strict;
    strict.max_depth = max_depth;
    guarded_parser guarded(strict, body, events);
    boost::json::basic_parser<json_handler>& parser = guarded.parser;
    parse_end end;
    end.used = parser.write_some(false, body.data(), body.size(), end.code);
    end.stopped = parser.handler().stopped();
    end.token = parser.handler().next_token();
    return end;
}

/// What exactly is wrong with a text that the parser refused. The parser tells a syntax error from
/// an incomplete text; not what is wrong inside a string, nor which byte of a literal.
[[nodiscard]] inline error diagnose(std::string_view body, const parse_end& end,
                                    std::size_t max_depth) {
    const auto verdict = static_cast<boost::json::error>(end.code.value());
    if (verdict == boost::json::error::too_deep)
        return {violation{errc::too_deep, max_depth}, {}, end.used};
    if (verdict == boost::json::error::exponent_overflow)
        return error(errc::number_too_large, {}, end.token);

    std::size_t refused = end.used;
    if (end.token < refused && body[end.token] == '"') {
        const string_end inside = scan_string(body, end.token + 1);
        if (inside.fault != errc{}) return error(inside.fault, {}, inside.at);
    }
    for (const std::string_view literal : {"true", "false", "null"}) {
        if (end.token > refused || end.token == body.size() || body[end.token] != literal[0])
            continue;
        // A literal is refused at its first byte, whether it is misspelt or may not stand there.
        class nothing final : public json_events {
        } events;
        const parse_end first = parse(body.substr(0, end.token + 1), events, max_depth);
        if (static_cast<boost::json::error>(first.code.value()) != boost::json::error::incomplete)
            continue;
        const std::string_view written = body.substr(end.token, literal.size());
        std::size_t same = 1;
        while (same < written.size() && written[same] == literal[same]) ++same;
        if (same < literal.size()) refused = end.token + same;
    }
    return error(refused < body.size() ? errc::syntax : errc::incomplete, {}, refused);
}

/// That a body is larger than the limit.
[[nodiscard]] inline error too_large(const limits& max) noexcept {
    return {violation{errc::body_too_large, max.max_body_bytes}, {}, max.max_body_bytes};
}

/// Reads a body and reports what is in it to `events`. Returns what is wrong with it as a JSON text
/// (an `errc` of 0 if nothing is), up to where the events stopped the reading.
///
/// Linear, no heap, no exceptions but those of `events`; recursion no deeper than 512.
[[nodiscard]] inline error read_json(std::string_view body, json_events& events,
                                     const limits& max) {
    if (body.size() > max.max_body_bytes) return too_large(max);
    if (body.substr(0, 3) == "\xEF\xBB\xBF") return error(errc::byte_order_mark, {}, 0);
    if (std::all_of(body.begin(), body.end(), is_space))
        return error(errc::empty_body, {}, body.size());

    const std::size_t max_depth = (std::min)(max.max_depth, std::size_t{512});
    const parse_end end = parse(body, events, max_depth);
    if (end.stopped) return {};
    if (end.code) return diagnose(body, end, max_depth);
    if (end.used != body.size()) return error(errc::trailing_text, {}, end.used);
    return {};
}

}}} // namespace tpns::v0::detail

#endif
