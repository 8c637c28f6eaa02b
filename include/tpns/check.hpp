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

/// Continues after each violation for as long as the sink wants more.
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
    reader.read_body(body);
    return counting.count();
}

} // namespace detail

/// Calls `sink(error)` for each violation in the body of a request, in the order found, and returns
/// the number of calls. The first one is the error of `decode_request`.
///
/// A body can have almost as many violations as bytes. Stops after `most`, or when `sink` returns a
/// `bool` that is false. Ignores the elements of a list beyond its limit, and the values of
/// duplicate members.
///
/// Continues after a wrong value, but not past the point where the text stops being JSON. Intended
/// for tools and tests; servers should use `decode_request`, which stops at the first violation.
/// Does not allocate. If `foreign_carriers` are skipped, only the first violation in a carrier
/// before `operator_type` is reported, at the end of the body.
template <class Sink>
std::size_t check_request(std::string_view body, Sink&& sink, const decode_options& options = {},
                          std::size_t most = limits::unlimited) {
    return detail::check_body(detail::message_kind::request, body, sink, options, most);
}

/// Calls `sink(error)` for each violation in the body of a response; see `check_request`. If
/// `undocumented_replies` are skipped, only the first violation in an `err_msg` or `result` before
/// `ret_code` is reported, at the end of the body.
template <class Sink>
std::size_t check_response(std::string_view body, Sink&& sink, const decode_options& options = {},
                           std::size_t most = limits::unlimited) {
    return detail::check_body(detail::message_kind::response, body, sink, options, most);
}

}} // namespace tpns::v0

#endif
