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

// From JSON to requests and responses. There is one grammar (RFC 8259, strictly), one set of rules,
// and one order in which they are checked, so that the same body always gives the same value or the
// same error:
//
// 1. the size of the body, a byte order mark, an empty body;
// 2. syntax, types and values, in the order of the body; whether the body is an object is checked
//    at the end of its JSON, so "404 page not found" is invalid JSON, and `404` is not an object;
// 3. at the end of an object, its missing members; at the end of the body `operator_type`, then the
//    carrier, then the carriers of other operators;
// 4. text after the JSON.
//
// One exception: where `foreign_carriers` or `undocumented_replies` are skipped, an error in a
// carrier before `operator_type`, or in an `err_msg` or `result` before `ret_code`, is reported at
// the end of the body, since until then it may turn out not to matter.
//
// The table of rules (<tpns/rules.hpp>) has every error of a body. Complexity: linear in the size
// of the body; memory is bounded by it, too. Throws nothing but `std::bad_alloc`.

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

/// Reads the bodies that really occur; what it gives up on may be right or wrong.
///
/// Where code is compiled for size, there is one reader only: two would be a fifth larger.
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

/// Reads any body, and says what is wrong with it.
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

/// Decodes a request into an existing one, whose lists and strings are overwritten in place: bodies
/// of the same shape allocate nothing after the first. Elements that a shorter list drops are
/// destroyed, and their memory is freed.
///
/// However many bodies have been decoded into it, good or bad, the request holds at most 64 bytes
/// for each byte of the largest (besides what you put into it yourself).
///
/// Basic guarantee: on an error, and when `std::bad_alloc` is thrown, the value of the request is
/// unspecified. Precondition: `body` does not lie in the request.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<void>
decode_into(request& reused, std::string_view body, const decode_options& options = {}) {
    return detail::decode_owned<detail::request_builder<owned>>(reused, body, options);
}

/// The same for a response.
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

/// Decodes a response. A body that is not JSON at all, such as a proxy's error page, gives an error
/// of `condition::syntax`. Clients that want the code of every reply that has one should set
/// `decode_options::undocumented_replies`.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<response>
decode_response(std::string_view body, const decode_options& options = {}) {
    response r;
    if (const result<void> done = decode_into(r, body, options); !done) return done.error();
    return r;
}

/// Decodes a request into views. Its strings refer to `body`; its lists, and strings that had
/// escapes, are in `memory`. The request must not outlive either. Does not clear `memory` first.
///
/// Errors: also `errc::no_space`, if `memory` is a buffer of yours that is too small. If no string
/// has escapes, `request_arena_bytes` and `response_arena_bytes` tell the size that is needed.
/// Strings with escapes lie between the lists, which then move as they grow: on a 64-bit machine,
/// four times the size of the lists as views, plus the strings, plus 7 bytes for each of them and
/// for the buffer, is always enough.
///
/// On an error, `memory` is unchanged. When `std::bad_alloc` is thrown, what was decoded into
/// `memory` before remains valid, and `clear` or `rewind` frees what this call took.
TPNS_DETAIL_READER_TAG [[nodiscard]] inline result<request_view>
decode_request_view(std::string_view body, arena& memory, const decode_options& options = {}) {
    return detail::decode_view<detail::request_builder<view>, request_view>(body, memory, options);
}

/// The same for a response.
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
