// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_OUTCOMES_HPP
#define TPNS_OUTCOMES_HPP

#include <tpns/detail/index_iterator.hpp>
#include <tpns/disposition.hpp>
#include <tpns/error.hpp>
#include <tpns/list_view.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <boost/assert.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// The outcome of one item of a request.
struct item_outcome {
    std::size_t index = 0;           ///< of the binding, token or account in the request
    std::optional<server_errc> code; ///< the item's own or the call's; empty if not a number
    tpns::disposition disposition{}; ///< what to do about it

    [[nodiscard]] friend bool operator==(const item_outcome& a, const item_outcome& b) noexcept {
        return a.index == b.index && a.code == b.code && a.disposition == b.disposition;
    }
    [[nodiscard]] friend bool operator!=(const item_outcome& a, const item_outcome& b) noexcept {
        return !(a == b);
    }
};

namespace detail {

template <class Storage>
[[nodiscard]] device_token_view token_of(const basic_binding<Storage>& b) noexcept {
    return b.token;
}
template <class Storage>
[[nodiscard]] device_token_view token_of(const basic_device_token<Storage>& t) noexcept {
    return t;
}
template <class Storage>
[[nodiscard]] device_token_view token_of(const basic_account<Storage>&) noexcept {
    return {};
}

template <class Storage>
[[nodiscard]] account_view account_of(const basic_binding<Storage>& b) noexcept {
    if (b.account_list.empty()) return {};
    const auto& first = *b.account_list.begin();
    return {first.id, first.type};
}
template <class Storage>
[[nodiscard]] account_view account_of(const basic_device_token<Storage>&) noexcept {
    return {};
}
template <class Storage>
[[nodiscard]] account_view account_of(const basic_account<Storage>& a) noexcept {
    return {a.id, a.type};
}

/// Succeeds if there are as many codes as items, or none, or if they do not matter.
template <class R>
[[nodiscard]] violation check_code_count(const basic_response<R>& answer,
                                         std::size_t items) noexcept {
    const std::size_t codes = answer.result.size();
    if (codes == items || codes == 0 || fails_whole_call(answer.ret_code)) return {};
    return {errc::outcome_count_mismatch, items};
}

/// An outcome that refers to its item, a binding, token or account, which must outlive it. `Item`
/// is `void` for a request, whose items have no single type.
template <class Outcome, class Item>
class outcome_of : public Outcome {
public:
    outcome_of(const Outcome& o, const Item& i) noexcept : Outcome(o), item_(&i) {}

    /// The binding, token or account itself.
    [[nodiscard]] const Item& item() const noexcept { return *item_; }
    /// The item's token; empty if the item is an account.
    [[nodiscard]] device_token_view token() const noexcept { return token_of(*item_); }
    /// The item's account, or a binding's first one; empty if the item is a token.
    [[nodiscard]] account_view account() const noexcept { return account_of(*item_); }

private:
    const Item* item_;
};

template <class Outcome>
class outcome_of<Outcome, void> : public Outcome {
public:
    template <class Item>
    outcome_of(const Outcome& o, const Item& i) noexcept
        : Outcome(o), token_(token_of(i)), account_(account_of(i)) {}

    /// The item's token; empty if the item is an account.
    [[nodiscard]] device_token_view token() const noexcept { return token_; }
    /// The item's account, or a binding's first one; empty if the item is a token.
    [[nodiscard]] account_view account() const noexcept { return account_; }

private:
    device_token_view token_;
    account_view account_;
};

/// What an item of an operation is; of a request, nothing that has a name.
template <class Request>
struct item_of {
    using type = void;
};
template <operator_type Type, class Storage>
struct item_of<basic_operation<Type, Storage>> {
    using type = typename basic_operation<Type, Storage>::list_type::value_type;
};

} // namespace detail

/// One outcome per item of a request, in order, each made on access. `Asked` is a part
/// of the request. It refers to the items, to the response and to the caller's table of
/// dispositions. See `outcomes`.
template <class Asked, class Storage>
class outcome_list {
public:
    /// An `item_outcome` that knows its item: `item()`, unless `Asked` is a variant; `token()` and
    /// `account()`, which are empty where the item has none.
    using outcome = detail::outcome_of<item_outcome, typename detail::item_of<Asked>::type>;
    using value_type = outcome;                            ///< made on access
    using iterator = detail::index_iterator<outcome_list>; ///< random access
    using const_iterator = iterator;                       ///< the only iterator

    /// The outcomes of a request without items.
    outcome_list() = default;

    /// The outcomes of `asked`. Use `outcomes`, which checks the counts first.
    outcome_list(const Asked& asked, const basic_response<Storage>& answer,
                 list_view<code_disposition> overrides) noexcept
        : asked_(asked), ret_code_(answer.ret_code), overrides_(overrides) {
        if (answer.result.size() == size()) codes_ = answer.result;
    }

    /// The number of items in the request.
    /// @{
    [[nodiscard]] std::size_t size() const noexcept { return item_count(asked_); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// @}

    /// Iterators remain valid after the list is destroyed: they refer to the request and the
    /// response.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }
    /// @}

    /// The outcome of item `i`. Precondition: `i < size()`.
    [[nodiscard]] outcome operator[](std::size_t i) const noexcept {
        BOOST_ASSERT(i < size());
        if constexpr (detail::is_operation_v<Asked>) {
            return {outcome_at(i), items(asked_)[i]};
        } else {
            std::optional<outcome> o; // has no default constructor
            detail::with_operation(asked_,
                                   [&](const auto& op) { o.emplace(outcome_at(i), items(op)[i]); });
            return *o;
        }
    }

    /// The number of items with this disposition. Complexity: linear.
    [[nodiscard]] std::size_t count(disposition d) const noexcept {
        std::size_t n = 0;
        for (std::size_t i = 0; i < size(); ++i)
            if (outcome_at(i).disposition == d) ++n;
        return n;
    }

    /// Whether every item was accepted; true for a request without items. Complexity: linear.
    [[nodiscard]] bool all_accepted() const noexcept {
        return count(disposition::accepted) == size();
    }

private:
    [[nodiscard]] item_outcome outcome_at(std::size_t i) const noexcept {
        if (codes_.empty()) return {i, ret_code_, disposition_of_call(size() == 1)};
        const basic_item_code<Storage>& own = codes_[i];
        if (!own.ok()) return {i, own.code(), disposition_of_item(own)};
        if (detail::fails_whole_call(ret_code_)) return {i, ret_code_, disposition_of_call(false)};
        return {i, server_errc::accepted, disposition_of(server_errc::accepted, overrides_)};
    }

    [[nodiscard]] disposition
    disposition_of_item(const basic_item_code<Storage>& own) const noexcept {
        const std::optional<server_errc> code = own.code();
        // A text that the older service used, according to its page.
        if (!code)
            return own.text == "token_not_exists" ? disposition::not_found : disposition::unknown;
        const disposition d = disposition_of(*code, overrides_);
        return d == disposition::bad_request ? disposition::bad_item : d;
    }

    /// The meaning of the call's code for an item. An item that is alone in the call and has no
    /// code of its own is `at_fault`. In a call of several items, one bad item would condemn all
    /// good ones.
    [[nodiscard]] disposition disposition_of_call(bool at_fault) const noexcept {
        const disposition d = disposition_of(ret_code_, overrides_);
        if (at_fault) return d;
        if (d == disposition::not_found) return disposition::unknown;
        return d == disposition::bad_item ? disposition::bad_request : d;
    }

    Asked asked_{};
    server_errc ret_code_{};
    list_view<basic_item_code<Storage>> codes_; // one per item, or none
    list_view<code_disposition> overrides_;
};

/// The outcome of each item of `asked`, a request or an operation, according to its response.
///
/// - An item whose own code is a failure has that code, whatever the call's code.
/// - Otherwise, if `ret_code` is `accepted` or `batch_partly_failed`, an item whose own code is a
///   success is accepted.
/// - Otherwise, the item has `ret_code`. So a call that failed as a whole, such as with 1008003 or
///   1008035, fails for every item; `accepted` without a `result`, which the documentation allows,
///   accepts every item; `batch_partly_failed` without one leaves every item `unknown`.
///
/// An item's own code that is not a number is `unknown`, but `token_not_exists`, a text of the
/// older service, is `not_found`; `overrides` do not apply to these.
///
/// A code that `disposition_of` calls `bad_request` is a `bad_item` if it is an item's own. If it
/// is the call's code, `not_found` becomes `unknown` and `bad_item` becomes `bad_request`, unless
/// the item was alone in the call and has no code of its own: it is not known which of several
/// items was at fault.
///
/// To retry a binding of operation 1 or 2, send the later ones of its token again, too, or they
/// would no longer be the later ones; a `job` does that.
///
/// If there are as many codes as items, they are matched by position. Errors:
/// `errc::outcome_count_mismatch` if there are some codes, but not as many, and it makes a
/// difference; the error's limit is the number of items.
///
/// The list refers to the items of `asked`, to `answer` and to `overrides`; all must outlive it.
template <class Request, class R>
[[nodiscard]] auto outcomes(const Request& asked, const basic_response<R>& answer,
                            list_view<code_disposition> overrides = {})
    -> std::enable_if_t<detail::is_request_v<Request>,
                        result<outcome_list<detail::part_of_t<Request>, R>>> {
    const std::size_t size = item_count(asked);
    if (const detail::violation v = detail::check_code_count(answer, size))
        return error(v, {node::result_member});
    return outcome_list<detail::part_of_t<Request>, R>(detail::all_of(asked), answer, overrides);
}

/// Deleted for temporaries: the list would dangle.
/// @{
template <class Request, class R,
          std::enable_if_t<detail::is_request_v<Request> && detail::is_temporary_request_v<Request>,
                           int> = 0>
void outcomes(const Request&&, // a temporary would dangle: name it first
              const basic_response<R>&, list_view<code_disposition> = {}) = delete;
template <class Request, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
void outcomes(const Request&, const response&&, // a temporary would dangle: name it first
              list_view<code_disposition> = {}) = delete;
/// @}

}} // namespace tpns::v0

#endif
