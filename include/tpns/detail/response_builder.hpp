// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_RESPONSE_BUILDER_HPP
#define TPNS_DETAIL_RESPONSE_BUILDER_HPP

#include <tpns/detail/held_bytes.hpp>
#include <tpns/detail/list_builder.hpp>
#include <tpns/detail/message_builder.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/response.hpp>

#include <cstddef>
#include <cstdint>

namespace tpns { inline namespace v0 { namespace detail {

/// Builds a response, in place.
template <class Storage>
class response_builder final : public message_builder {
public:
    static constexpr message_kind kind = message_kind::response;

    response_builder(basic_response<Storage>& reused, const memory<Storage>& m)
        : memory_(m), response_(reused), result_builder_(m) {}

    /// If memory ran out, discards the list, which then mixes elements of this body and earlier
    /// ones.
    ~response_builder() {
        if (!settled_) response_.result = typename basic_response<Storage>::result_type();
    }
    response_builder(const response_builder&) = delete;
    response_builder& operator=(const response_builder&) = delete;

    /// Completes the response.
    void finish() {
        if (!has_err_msg_) memory_.clear(response_.err_msg);
        if (!has_result_) {
            result_builder_.begin(response_.result);
            result_builder_.end();
        }
        abandon();
    }

    /// Keeps the list for a builder that starts over.
    void abandon() noexcept { settled_ = true; }

    /// Keeps the list after an error, unless it holds too much for a body of that size.
    void abandon(std::size_t body_size) noexcept {
        settled_ =
            (!has_result_ && !has_err_msg_) ||
            !is_more_than_kept(held_bytes::of(response_.result) + held_bytes::of(response_.err_msg),
                               body_size);
    }

    /// Announces that the list probably has `count` more elements.
    void expect(node, std::size_t count) { result_builder_.expect(count); }

    bool begin(node at) override {
        if (at == node::result_member) {
            has_result_ = true;
            result_builder_.begin(response_.result);
        }
        return true;
    }

    void end(node at) override {
        if (at == node::result_member) result_builder_.end();
    }

    BOOST_FORCEINLINE bool text(node at, const json_string& value) override {
        if (at == node::err_msg_member) {
            has_err_msg_ = true;
            return memory_.assign(response_.err_msg, value);
        }
        basic_item_code<Storage>* const code = result_builder_.next();
        return code != nullptr && memory_.assign(code->text, value);
    }

    void integer(node, std::int32_t value) override {
        response_.ret_code = static_cast<server_errc>(value);
    }

private:
    memory<Storage> memory_;
    basic_response<Storage>& response_;
    list_builder<basic_item_code<Storage>, Storage> result_builder_;
    bool has_err_msg_ = false;
    bool has_result_ = false;
    bool settled_ = false;
};

}}} // namespace tpns::v0::detail

#endif
