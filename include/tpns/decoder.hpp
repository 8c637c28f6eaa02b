// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DECODER_HPP
#define TPNS_DECODER_HPP

#include <tpns/decode.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/detail/reader_tag.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// Decodes a body that arrives in pieces: `decoder<request>` for servers, proxies and test doubles,
/// `decoder<response>` for clients.
///
/// Collects the pieces and decodes the whole body at the end, so that value, error and offset do
/// not depend on where it was cut. Bodies are small, and a signature covers the whole body anyway.
template <class Message>
class decoder {
    static_assert(std::is_same_v<Message, request> || std::is_same_v<Message, response>);

public:
    /// A decoder with the default options.
    decoder() = default;

    /// A decoder whose options apply to every body; `reset` keeps them.
    explicit decoder(const decode_options& options) : options_(options) {}

    /// Appends a piece of any size.
    ///
    /// Errors: `errc::body_too_large` if the body would exceed `limits::max_body_bytes`. From then
    /// on, pieces are discarded, and `finish` returns the same error. Exception safety: strong
    /// guarantee; after `std::bad_alloc`, the piece can be written again.
    ///
    /// Where `write` is a macro, as in lwIP's `sockets.h`, call `(decoder.write)(piece)`.
    [[nodiscard]] result<void>(write)(std::string_view piece) {
        const std::size_t max = detail::max_body_size(options_.limits);
        if (too_large_ || piece.size() > max - body_.size()) {
            too_large_ = true;
            return detail::body_too_large(options_.limits);
        }
        body_ += piece;
        return {};
    }

    /// Decodes the body written so far. Can be repeated: the body is kept until `reset`.
    ///
    /// Errors: those of `decode_request` or `decode_response`.
    TPNS_DETAIL_READER_TAG [[nodiscard]] result<Message> finish() const {
        Message message;
        if (const result<void> done = finish_into(message); !done) return done.error();
        return message;
    }

    /// Decodes the body into an existing message; see `decode_into`.
    TPNS_DETAIL_READER_TAG [[nodiscard]] result<void> finish_into(Message& reused) const {
        if (too_large_) return detail::body_too_large(options_.limits);
        return decode_into(reused, body_, options_);
    }

    /// The pieces accepted so far, unchanged, to verify a signature or for `decode_request_view`.
    [[nodiscard]] const std::string& body() const noexcept { return body_; }

    /// Discards the body, and keeps its memory for the next one.
    void reset() noexcept {
        body_.clear();
        too_large_ = false;
    }

private:
    decode_options options_;
    std::string body_;
    bool too_large_ = false;
};

}} // namespace tpns::v0

#endif
