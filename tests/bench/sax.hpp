// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_SAX_HPP
#define TPNS_TESTS_BENCH_SAX_HPP

#include "filling.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tpns_bench {

// The common part of parsers that report events. Each event returns whether to continue; the parser
// ensures that they come in an order that JSON allows.

/// Counts the open arrays and objects inside a skipped member.
class skipping {
protected:
    [[nodiscard]] bool skip() noexcept {
        ++skipped_;
        return true;
    }
    [[nodiscard]] bool unskip() noexcept {
        --skipped_;
        return true;
    }

    std::size_t skipped_ = 0;
};

template <class Message>
class events;

/// Fills a request.
template <class Storage>
class events<tpns::basic_request<Storage>> : skipping {
public:
    events(tpns::basic_request<Storage>& to, backing<Storage>& memory)
        : to_(to), memory_(memory), parts_(to) {}

    [[nodiscard]] bool begin_object() {
        if (skipped_ != 0 || next_ == value::skipped) return skip();
        switch (next_) {
        case value::body: break;
        case value::binding:
            binding_ = &bindings_.next();
            binding_seen_ = 0;
            break;
        case value::account:
            account_ = &accounts_.next();
            account_->type = {};
            account_seen_ = 0;
            break;
        default: return false;
        }
        in_ = next_;
        return true;
    }

    [[nodiscard]] bool end_object() {
        if (skipped_ != 0) return unskip();
        switch (in_) {
        case value::account: next_ = value::account; return (account_seen_ & account_bit) != 0;
        case value::binding: next_ = value::binding; return binding_seen_ == (token_bit | list_bit);
        default: return parts_.finish(to_);
        }
    }

    [[nodiscard]] bool begin_array() {
        if (skipped_ != 0 || next_ == value::skipped) return skip();
        switch (next_) {
        case value::token_accounts:
            bindings_ = refill(parts_.token_accounts, memory_);
            next_ = value::binding;
            return true;
        case value::token_list:
            tokens_ = refill(parts_.token_list, memory_);
            next_ = value::token_element;
            return true;
        case value::account_list:
            in_binding_ = in_ == value::binding;
            accounts_ = refill(in_binding_ ? binding_->account_list : parts_.account_list, memory_);
            next_ = value::account;
            return true;
        default: return false;
        }
    }

    [[nodiscard]] bool end_array() {
        if (skipped_ != 0) return unskip();
        switch (next_) {
        case value::binding:
            in_ = value::body;
            return bindings_.finish(1, default_limits.max_token_accounts);
        case value::token_element: in_ = value::body; return tokens_.finish(1);
        default: in_ = in_binding_ ? value::binding : value::body; return accounts_.finish(1);
        }
    }

    [[nodiscard]] bool name(std::string_view text) {
        if (skipped_ != 0) return true;
        next_ = value::skipped;
        switch (in_) {
        case value::account:
            if (text == "account") return expect(value::id, account_seen_, account_bit);
            if (text == "account_type") return expect(value::type, account_seen_, type_bit);
            return true;
        case value::binding:
            if (text == "token") return expect(value::token, binding_seen_, token_bit);
            if (text == "account_list") return expect(value::account_list, binding_seen_, list_bit);
            return true;
        default:
            if (text == "operator_type")
                return expect(value::operator_type, parts_.seen, parts_.operator_type_bit);
            if (text == "token_accounts")
                return expect(value::token_accounts, parts_.seen, parts_.token_accounts_bit);
            if (text == "token_list")
                return expect(value::token_list, parts_.seen, parts_.token_list_bit);
            if (text == "account_list")
                return expect(value::account_list, parts_.seen, parts_.account_list_bit);
            return true;
        }
    }

    [[nodiscard]] bool string(std::string_view text) {
        if (skipped_ != 0) return true;
        switch (next_) {
        case value::id: return fill(account_->id, text);
        case value::token: return fill(binding_->token, text);
        case value::token_element: return fill(tokens_.next(), text);
        default: return next_ == value::skipped;
        }
    }

    [[nodiscard]] bool integer(std::int64_t number) {
        if (skipped_ != 0) return true;
        switch (next_) {
        case value::type: return fill(account_->type, number);
        case value::operator_type:
            parts_.operator_type = number;
            return !tpns::detail::check_operator_type(number);
        default: return next_ == value::skipped;
        }
    }

    /// null, true, false, or a number that is not an integer.
    [[nodiscard]] bool other() const { return skipped_ != 0 || next_ == value::skipped; }
    [[nodiscard]] bool null() const { return other(); }

private:
    enum class value {
        body,
        operator_type,
        token_accounts,
        binding,
        token,
        token_list,
        token_element,
        account_list,
        account,
        id,
        type,
        skipped,
    };
    static constexpr unsigned token_bit = 1;
    static constexpr unsigned list_bit = 2;
    static constexpr unsigned account_bit = 1;
    static constexpr unsigned type_bit = 2;

    [[nodiscard]] bool expect(value v, unsigned& seen, unsigned bit) noexcept {
        next_ = v;
        return first_time(seen, bit);
    }
    tpns::basic_request<Storage>& to_;
    backing<Storage>& memory_;
    request_parts<Storage> parts_;
    refill<decltype(parts_.token_accounts), Storage> bindings_{parts_.token_accounts, memory_};
    refill<decltype(parts_.token_list), Storage> tokens_{parts_.token_list, memory_};
    refill<decltype(parts_.account_list), Storage> accounts_{parts_.account_list, memory_};
    tpns::basic_binding<Storage>* binding_ = nullptr;
    tpns::basic_account<Storage>* account_ = nullptr;
    value next_ = value::body; // what the next value is
    value in_ = value::body;   // the object that is open
    bool in_binding_ = false;  // where the list of accounts is
    unsigned binding_seen_ = 0;
    unsigned account_seen_ = 0;
};

/// Fills a response.
template <class Storage>
class events<tpns::basic_response<Storage>> : skipping {
public:
    events(tpns::basic_response<Storage>& to, backing<Storage>& memory) : to_(to), memory_(memory) {
        to.err_msg = std::string_view();
    }

    [[nodiscard]] bool begin_object() {
        if (skipped_ != 0 || next_ == value::skipped) return skip();
        return next_ == value::body;
    }
    [[nodiscard]] bool end_object() {
        if (skipped_ != 0) return unskip();
        if ((seen_ & ret_code_bit) == 0) return false;
        return codes_.finish(0);
    }
    [[nodiscard]] bool begin_array() {
        if (skipped_ != 0 || next_ == value::skipped) return skip();
        const bool right = next_ == value::result;
        next_ = value::code;
        return right;
    }
    [[nodiscard]] bool end_array() {
        if (skipped_ != 0) return unskip();
        return true;
    }

    [[nodiscard]] bool name(std::string_view text) {
        if (skipped_ != 0) return true;
        if (text == "ret_code") return expect(value::ret_code, ret_code_bit);
        if (text == "err_msg") return expect(value::err_msg, err_msg_bit);
        if (text == "result") return expect(value::result, result_bit);
        next_ = value::skipped;
        return true;
    }
    [[nodiscard]] bool string(std::string_view text) {
        if (skipped_ != 0) return true;
        if (next_ == value::code) return fill(codes_.next(), text);
        if (next_ == value::err_msg) to_.err_msg = text;
        return next_ == value::err_msg || next_ == value::skipped;
    }
    [[nodiscard]] bool integer(std::int64_t number) {
        if (skipped_ != 0) return true;
        if (next_ == value::code) return fill(codes_.next(), number, memory_);
        if (next_ == value::ret_code) return fill(to_.ret_code, number);
        return next_ == value::skipped;
    }
    [[nodiscard]] bool other() const { return skipped_ != 0 || next_ == value::skipped; }
    [[nodiscard]] bool null() const {
        return other() || next_ == value::err_msg || next_ == value::result;
    }

private:
    enum class value { body, ret_code, err_msg, result, code, skipped };
    static constexpr unsigned ret_code_bit = 1;
    static constexpr unsigned err_msg_bit = 2;
    static constexpr unsigned result_bit = 4;

    [[nodiscard]] bool expect(value v, unsigned bit) noexcept {
        next_ = v;
        return first_time(seen_, bit);
    }
    tpns::basic_response<Storage>& to_;
    backing<Storage>& memory_;
    refill<decltype(to_.result), Storage> codes_{to_.result, memory_};
    value next_ = value::body;
    unsigned seen_ = 0;
};

} // namespace tpns_bench

#endif
