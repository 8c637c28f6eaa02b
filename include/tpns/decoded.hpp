// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DECODED_HPP
#define TPNS_DECODED_HPP

#include <tpns/arena.hpp>
#include <tpns/decode.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/detail/reader_tag.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tpns { inline namespace v0 {

/// A message that owns its body: `decoded<request_view>` for servers that keep what they read,
/// `decoded<response_view>` for clients.
///
/// Copies the body into its own memory and decodes views of the copy. This takes two or three
/// allocations for most bodies and a few more for long lists of short items, while a `request`
/// takes one for nearly every string and list. The message is read-only: to edit one, decode a
/// `request`, or copy it with `to_owned`.
///
/// Movable, not copyable. Views of the message stay valid when it is moved, until the owner is
/// destroyed, assigned to, or decodes another body.
template <class View>
class decoded {
    static_assert(std::is_same_v<View, request_view> || std::is_same_v<View, response_view>);

public:
    /// An empty message.
    decoded() = default;

    /// Leaves `other` empty.
    /// @{
    decoded(decoded&& other) noexcept
        : memory_(std::move(other.memory_)), message_(std::exchange(other.message_, View())) {}
    decoded& operator=(decoded&& other) noexcept {
        memory_ = std::move(other.memory_);
        message_ = std::exchange(other.message_, View());
        return *this;
    }
    /// @}
    decoded(const decoded&) = delete;
    decoded& operator=(const decoded&) = delete;
    ~decoded() = default;

    /// Decodes a body, replaces the message and reuses its memory. Once that is large enough,
    /// nothing is allocated. Precondition: `body` does not refer to that memory.
    ///
    /// Errors: those of `decode_request_view` and `decode_response_view`. Exception safety: after
    /// an error or `std::bad_alloc`, the message is empty.
    TPNS_DETAIL_READER_TAG [[nodiscard]] result<void> decode(std::string_view body,
                                                             const decode_options& options = {}) {
        message_ = View();
        if (body.size() > detail::max_body_size(options.limits))
            return detail::body_too_large(options.limits);
        if (memory_ == nullptr) memory_ = std::make_unique<arena>();
        memory_->clear();
        const result<View> done = decode_copy(copy_of(body), options);
        if (!done) return done.error();
        message_ = *done;
        return {};
    }

    /// The message.
    /// @{
    [[nodiscard]] const View& operator*() const& noexcept { return message_; }
    [[nodiscard]] const View* operator->() const& noexcept { return &message_; }
    /// @}

    /// Deleted for temporaries: the views would dangle.
    /// @{
    const View& operator*() const&& = delete;
    const View* operator->() const&& = delete;
    /// @}

private:
    /// Copies the body into the arena, whose first block then also has room for the lists of most
    /// bodies.
    [[nodiscard]] std::string_view copy_of(std::string_view body) {
        if (body.empty()) return body;
        constexpr std::size_t most = 65536;
        const std::size_t lists = (std::min)(detail::product_of(body.size(), std::size_t{3}), most);
        const std::size_t all = detail::sum_of(body.size(), lists);
        char* const copy = static_cast<char*>(memory_->allocate(all, 1));
        (void)memory_->resize(copy, all, body.size());
        std::memcpy(copy, body.data(), body.size());
        return {copy, body.size()};
    }

    TPNS_DETAIL_READER_TAG [[nodiscard]] result<View> decode_copy(std::string_view copy,
                                                                  const decode_options& options) {
        if constexpr (std::is_same_v<View, request_view>)
            return decode_request_view(copy, *memory_, options);
        else
            return decode_response_view(copy, *memory_, options);
    }

    std::unique_ptr<arena> memory_;
    View message_{};
};

}} // namespace tpns::v0

#endif
