// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DECODE_HPP
#define TPNS_DECODE_HPP

#include <tpns/arena.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/detail/fast_reader.hpp>
#include <tpns/detail/list_builder.hpp>
#include <tpns/detail/message_reader.hpp>
#include <tpns/detail/reader_tag.hpp>
#include <tpns/detail/request_builder.hpp>
#include <tpns/detail/response_builder.hpp>
#include <tpns/error.hpp>
#include <tpns/identifier.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/storage.hpp>

#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

// Decodes requests and responses from JSON. One grammar (strict RFC 8259), one set of rules and one
// order of checks guarantee that the same body always gives the same value or the same error. The
// order is:
//
// 1. the size of the body, a byte order mark, an empty body;
// 2. syntax, types and values, in document order;
// 3. missing members, at the end of their object; at the end of the body, first `operator_type`,
//    then the carrier, then the carriers of other operators;
// 4. text after the JSON;
// 5. whether the body is an object: so "404 page not found" has text after its JSON, a
//    `condition::syntax`, and only `404` alone is not an object.
//
// There is one exception. If `foreign_carriers` or `undocumented_replies` are skipped, an error in
// a carrier before `operator_type`, or a wrong type or invalid UTF-8 in an `err_msg` or `result`
// before `ret_code`, is reported at the end of the body, since only then is it known to matter.
//
// The table of rules (<tpns/rules.hpp>) lists every error that a body can have. Complexity: time is
// linear in the size of the body, and memory is bounded by it. Throws only `std::bad_alloc`.

namespace detail {

/// Stops at the first violation.
class first_error_reader final : public message_reader {
public:
    using message_reader::message_reader;

    [[nodiscard]] result<void> operator()(std::string_view body) {
        read_body(body);
        if (first_.code != errc{}) return first_;
        return {};
    }

private:
    bool report(const error& e) override {
        first_ = e;
        return false;
    }

    error first_;
};

/// Reads the bodies that occur in practice. A body that it gives up on can be right or wrong.
///
/// Code compiled for size has only one reader: a second one would make it a fifth larger.
template <class Builder, class Message, class Storage>
TPNS_DETAIL_READER_TAG [[nodiscard]] bool
decode_fast(Message& message, const memory<Storage>& memory, std::string_view body,
            const decode_options& options) {
#ifdef __OPTIMIZE_SIZE__
    return (void)message, (void)memory, (void)body, (void)options, false;
#else
    Builder builder(message, memory);
    const bool done = fast_reader<Builder>(builder, options)(body);
    if (done)
        builder.finish();
    else
        builder.abandon();
    return done;
#endif
}

/// Reads any body, and reports what is wrong with it.
template <class Builder, class Message, class Storage>
[[nodiscard]] result<void> decode_any(Message& message, const memory<Storage>& memory,
                                      std::string_view body, const decode_options& options) {
    Builder builder(message, memory);
    first_error_reader reader(Builder::kind, options, builder);
    const result<void> done = reader(body);
    if (done)
        builder.finish();
    else
        builder.abandon(body.size());
    return done;
}

template <class Builder, class Message>
TPNS_DETAIL_READER_TAG [[nodiscard]] result<void>
decode_owned(Message& message, std::string_view body, const decode_options& options) {
    const memory<owned> heap;
    if (decode_fast<Builder>(message, heap, body, options)) return {};
    return decode_any<Builder>(message, heap, body, options);
}

template <class Builder, class Message>
TPNS_DETAIL_READER_TAG [[nodiscard]] result<Message>
decode_view(std::string_view body, arena& space, const decode_options& options) {
    Message message;
    const memory<view> memory(space);
    const arena::position before = space.mark();
    if (decode_fast<Builder>(message, memory, body, options)) return message;
    space.rewind(before);
    const result<void> done = decode_any<Builder>(message, memory, body, options);
    if (done) return message;
    space.rewind(before);
    return done.error();
}

} // namespace detail

/// Decodes a request into an existing one, whose lists and strings are overwritten in place:
/// further bodies of the same shape allocate nothing. A shorter list destroys its excess elements
/// and frees their memory.
///
/// The request never holds more than 64 bytes for each byte of the largest body decoded into it,
/// however many there were, good or bad (not counting what you put into it yourself).
///
/// Precondition: `body` does not refer to memory of the request. Exception safety: basic guarantee;
/// after an error or `std::bad_alloc`, the value of the request is unspecified.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<void>
decode_into(request& reused, std::string_view body, const decode_options& options = {}) {
    return detail::decode_owned<detail::request_builder<owned>>(reused, body, options);
}

/// Overload for a response.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<void>
decode_into(response& reused, std::string_view body, const decode_options& options = {}) {
    return detail::decode_owned<detail::response_builder<owned>>(reused, body, options);
}

/// Decodes a request.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<request>
decode_request(std::string_view body, const decode_options& options = {}) {
    request r;
    if (const result<void> done = decode_into(r, body, options); !done) return done.error();
    return r;
}

/// Decodes a response. A body that is not JSON, such as a proxy's error page, gives an error of
/// `condition::syntax`. To get the code of a failed call even if the rest of the reply is not in
/// the documented format, set `decode_options::undocumented_replies`.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<response>
decode_response(std::string_view body, const decode_options& options = {}) {
    response r;
    if (const result<void> done = decode_into(r, body, options); !done) return done.error();
    return r;
}

/// Decodes a request as a view. Its strings refer to `body`; its lists, and strings that contained
/// escapes, are in `memory`. The request must not outlive either. Does not clear `memory` first.
///
/// Errors: also `errc::no_space`, if `memory` uses a buffer that is too small. If no string has
/// escapes, `request_arena_bytes` and `response_arena_bytes` give the size needed. Strings with
/// escapes are placed between the lists, which then move as they grow: on a 64-bit machine, four
/// times the size of the lists as views, plus the strings, plus 7 bytes for each string and for the
/// buffer, is always enough. Lists that are skipped take memory as well.
///
/// Exception safety: an error leaves `memory` unchanged. After `std::bad_alloc`, earlier views in
/// `memory` remain valid, and `clear` or `rewind` frees what this call allocated.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<request_view>
decode_request_view(std::string_view body, arena& memory, const decode_options& options = {}) {
    return detail::decode_view<detail::request_builder<view>, request_view>(body, memory, options);
}

/// Overload for a response.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<response_view>
decode_response_view(std::string_view body, arena& memory, const decode_options& options = {}) {
    return detail::decode_view<detail::response_builder<view>, response_view>(body, memory,
                                                                              options);
}

/// Deleted for a temporary body: the view would dangle.
template <class String, std::enable_if_t<detail::is_temporary_owner_v<String>, int> = 0>
result<request_view> decode_request_view(String&&, // a temporary would dangle: name it first
                                         arena&, const decode_options& = {}) = delete;
template <class String, std::enable_if_t<detail::is_temporary_owner_v<String>, int> = 0>
result<response_view> decode_response_view(String&&, // a temporary would dangle: name it first
                                           arena&, const decode_options& = {}) = delete;

}} // namespace tpns::v0

#endif
