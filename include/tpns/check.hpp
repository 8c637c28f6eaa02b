// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_CHECK_HPP
#define TPNS_CHECK_HPP

#include <tpns/decode_options.hpp>
#include <tpns/detail/message_reader.hpp>
#include <tpns/error.hpp>

#include <cstddef>
#include <string_view>

namespace tpns { inline namespace v0 {

namespace detail {

/// Goes on behind each violation.
template <class Sink>
class every_error_reader final : public message_reader {
public:
    every_error_reader(message_kind kind, const decode_options& options, message_builder& builder,
                       Sink& sink)
        : message_reader(kind, options, builder), sink_(sink) {}

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    bool report(const error& e) override {
        ++count_;
        sink_(e);
        return true;
    }

    Sink& sink_;
    std::size_t count_ = 0;
};

template <class Sink>
std::size_t check_body(message_kind kind, std::string_view body, Sink& sink,
                       const decode_options& options) {
    null_builder nothing;
    every_error_reader<Sink> reader(kind, options, nothing, sink);
    reader.read(body);
    return reader.count();
}

} // namespace detail

/// Calls `sink(error)` for every violation in the body of a request, in the order in which they are
/// found, and returns how many there were: the first is what `decode_request` would answer.
///
/// Behind a wrong value reading goes on with the next one; where the text stops being JSON, it
/// ends. For tools and tests; a server wants `decode_request`, which stops at the first. Does not
/// allocate. With `foreign_carriers` skipped, only the first violation is reported of a
/// carrier that stands before `operator_type`, and at the end of the body.
template <class Sink>
std::size_t check_request(std::string_view body, Sink&& sink, const decode_options& options = {}) {
    return detail::check_body(detail::message_kind::request, body, sink, options);
}

/// The same for the body of a response.
template <class Sink>
std::size_t check_response(std::string_view body, Sink&& sink, const decode_options& options = {}) {
    return detail::check_body(detail::message_kind::response, body, sink, options);
}

}} // namespace tpns::v0

#endif
