// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_REQUEST_BUILDER_HPP
#define TPNS_DETAIL_REQUEST_BUILDER_HPP

#include <tpns/account.hpp>
#include <tpns/detail/held_bytes.hpp>
#include <tpns/detail/list_builder.hpp>
#include <tpns/detail/message_builder.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/request.hpp>
#include <tpns/rules.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace tpns { inline namespace v0 { namespace detail {

/// Builds a request. The operator can follow the lists, so each of the three lists is built
/// separately, and `finish` moves the right one into the request.
template <class Storage>
class request_builder final : public message_builder {
public:
    static constexpr message_kind kind = message_kind::request;

    /// Takes over the list in `reused`, with its memory.
    request_builder(basic_request<Storage>& reused, const memory<Storage>& m)
        : memory_(m),
          request_(reused),
          binding_builder_(m),
          token_builder_(m),
          account_builder_(m),
          bound_builder_(m) {
        with_operation(request_, [&](auto& op) { list_for(op) = std::move(items(op)); });
    }

    /// Completes the request.
    void finish() {
        switch (operator_) {
        case operator_type::append_accounts: return put<0>();
        case operator_type::overwrite_accounts: return put<1>();
        case operator_type::unbind_accounts: return put<2>();
        case operator_type::unbind_all_accounts: return put<3>();
        case operator_type::unbind_all_tokens: return put<4>();
        }
    }

    /// Returns the list that was taken over, for a builder that starts over.
    void abandon() {
        with_operation(request_, [&](auto& op) { items(op) = std::move(list_for(op)); });
    }

    /// Returns the list after an error, unless it holds too much for a body of that size.
    void abandon(std::size_t body_size) {
        with_operation(request_, [&](auto& op) {
            if (!begun_ || !is_more_than_kept(held_bytes::of(list_for(op)), body_size))
                items(op) = std::move(list_for(op));
        });
    }

    /// Announces that the list at `at`, one of the body's own, probably has `count` more elements.
    void expect(node at, std::size_t count) {
        switch (at) {
        case node::token_accounts_member: return binding_builder_.expect(count);
        case node::token_list_member: return token_builder_.expect(count);
        default: return account_builder_.expect(count);
        }
    }

    bool begin(node at) override {
        switch (at) {
        case node::token_accounts_member:
            begun_ = true;
            binding_builder_.begin(token_accounts_);
            break;
        case node::token_list_member:
            begun_ = true;
            token_builder_.begin(token_list_);
            break;
        case node::token_accounts_element:
            binding_ = binding_builder_.next();
            return binding_ != nullptr;
        case node::account_list_member:
            begun_ = true;
            if (binding_ != nullptr)
                bound_builder_.begin(binding_->account_list);
            else
                account_builder_.begin(account_list_);
            break;
        case node::account_list_element:
            account_ = accounts().next();
            if (account_ == nullptr) return false;
            account_->type = account_type::default_type;
            break;
        default: break;
        }
        return true;
    }

    void end(node at) override {
        switch (at) {
        case node::token_accounts_member: binding_builder_.end(); break;
        case node::token_accounts_element: binding_ = nullptr; break;
        case node::token_list_member: token_builder_.end(); break;
        case node::account_list_member:
            accounts().end();
            if (binding_ != nullptr) memory_.make_fit(binding_->account_list);
            break;
        default: break;
        }
    }

    BOOST_FORCEINLINE bool text(node at, const json_string& value) override {
        if (at == node::account_member) return assign(account_->id, value);
        if (at == node::token_member) return assign(binding_->token, value);
        basic_device_token<Storage>* const token = token_builder_.next();
        return token != nullptr && assign(*token, value);
    }

    void integer(node at, std::int32_t value) override {
        if (at == node::operator_type_member)
            operator_ = static_cast<operator_type>(value);
        else
            account_->type = static_cast<account_type>(value);
    }

private:
    template <class Kind>
    [[nodiscard]] BOOST_FORCEINLINE bool assign(identifier<Kind, Storage>& to,
                                                const json_string& value) {
        return memory_.assign(identifier_access::str(to), value);
    }

    [[nodiscard]] auto& accounts() noexcept {
        return binding_ != nullptr ? bound_builder_ : account_builder_;
    }

    template <class Operation>
    [[nodiscard]] auto& list_for(const Operation&) noexcept {
        if constexpr (carrier_of(Operation::type) == node::token_list_member)
            return token_list_;
        else if constexpr (carrier_of(Operation::type) == node::account_list_member)
            return account_list_;
        else
            return token_accounts_;
    }

    template <std::size_t Index>
    void put() {
        if (request_.index() != Index) request_.template emplace<Index>();
        if (auto* const op = std::get_if<Index>(&request_)) items(*op) = std::move(list_for(*op));
    }

    template <class T>
    using list = typename Storage::template list<T>;

    memory<Storage> memory_;
    basic_request<Storage>& request_;
    operator_type operator_{};
    bool begun_ = false; // a list has begun, so elements were overwritten

    list<basic_binding<Storage>> token_accounts_;
    list<basic_device_token<Storage>> token_list_;
    list<basic_account<Storage>> account_list_; // of the body

    list_builder<basic_binding<Storage>, Storage> binding_builder_;
    list_builder<basic_device_token<Storage>, Storage> token_builder_;
    list_builder<basic_account<Storage>, Storage> account_builder_;
    list_builder<basic_account<Storage>, Storage> bound_builder_; // of the current binding

    basic_binding<Storage>* binding_ = nullptr; // while one is open
    basic_account<Storage>* account_ = nullptr; // the latest
};

}}} // namespace tpns::v0::detail

#endif
