// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_CHECK_HPP
#define TPNS_CHECK_HPP

#include <tpns/decode_options.hpp>
#include <tpns/detail/error_sink.hpp>
#include <tpns/detail/message_reader.hpp>
#include <tpns/error.hpp>
#include <tpns/limits.hpp>

#include <cstddef>
#include <string_view>

namespace tpns { inline namespace v0 {

namespace detail {

/// Goes on after each violation, as long as the sink wants more.
template <class Sink>
class every_error_reader final : public message_reader {
public:
    every_error_reader(message_kind kind, const decode_options& options, message_builder& builder,
                       error_sink<Sink>& sink)
        : message_reader(kind, options, builder), sink_(sink) {}

private:
    bool report(const error& e) override { return sink_(e); }

    error_sink<Sink>& sink_;
};

template <class Sink>
std::size_t check_body(message_kind kind, std::string_view body, Sink& sink,
                       const decode_options& options, std::size_t most) {
    null_builder nothing;
    error_sink<Sink> counting(sink, most);
    every_error_reader<Sink> reader(kind, options, nothing, counting);
    reader.read(body);
    return counting.count();
}

} // namespace detail

/// Calls `sink(error)` for every violation in the body of a request, in the order in which they are
/// found, and returns how many it was called for: the first is what `decode_request` would answer.
///
/// A body may have as many violations as bytes. Reading ends when there were `most`, or when `sink`
/// returns a `bool` that is false.
///
/// Behind a wrong value reading goes on with the next one; where the text stops being JSON, it
/// ends. For tools and tests; a server wants `decode_request`, which stops at the first. Does not
/// allocate. With `foreign_carriers` skipped, only the first violation is reported of a
/// carrier that stands before `operator_type`, and at the end of the body.
template <class Sink>
std::size_t check_request(std::string_view body, Sink&& sink, const decode_options& options = {},
                          std::size_t most = limits::unlimited) {
    return detail::check_body(detail::message_kind::request, body, sink, options, most);
}

/// The same for the body of a response. With `undocumented_replies` skipped, only the first
/// violation is reported of an `err_msg` or a `result` that stands before `ret_code`, and at the
/// end of the body.
template <class Sink>
std::size_t check_response(std::string_view body, Sink&& sink, const decode_options& options = {},
                           std::size_t most = limits::unlimited) {
    return detail::check_body(detail::message_kind::response, body, sink, options, most);
}

}} // namespace tpns::v0

#endif
