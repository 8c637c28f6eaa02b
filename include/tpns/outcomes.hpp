// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_OUTCOMES_HPP
#define TPNS_OUTCOMES_HPP

#include <tpns/disposition.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <boost/core/span.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// What became of one item of a request.
struct item_outcome {
    std::size_t index = 0;           ///< of the binding, token or account in the request
    std::optional<server_errc> code; ///< the item's own, or the call's; none where it is no number
    tpns::disposition disposition{}; ///< what to do about it

    [[nodiscard]] friend bool operator==(const item_outcome& a, const item_outcome& b) noexcept {
        return a.index == b.index && a.code == b.code && a.disposition == b.disposition;
    }
    [[nodiscard]] friend bool operator!=(const item_outcome& a, const item_outcome& b) noexcept {
        return !(a == b);
    }
};

/// One outcome per item of a request, in order, each made when it is looked at. Refers to the
/// response, and to the caller's table of dispositions. See `outcomes`.
template <class Storage>
class outcome_list {
public:
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = item_outcome;
        using difference_type = std::ptrdiff_t;
        using pointer = const item_outcome*;
        using reference = item_outcome;

        iterator() = default;
        [[nodiscard]] item_outcome operator*() const noexcept { return (*list_)[i_]; }
        iterator& operator++() noexcept {
            ++i_;
            return *this;
        }
        iterator operator++(int) noexcept {
            const iterator before = *this;
            ++i_;
            return before;
        }
        [[nodiscard]] friend bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.i_ == b.i_;
        }
        [[nodiscard]] friend bool operator!=(const iterator& a, const iterator& b) noexcept {
            return a.i_ != b.i_;
        }

    private:
        friend class outcome_list;
        iterator(const outcome_list& list, std::size_t i) noexcept : list_(&list), i_(i) {}

        const outcome_list* list_ = nullptr;
        std::size_t i_ = 0;
    };

    /// How many items the request has.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Iterators refer to the list.
    /// @{
    [[nodiscard]] iterator begin() const& noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const& noexcept { return {*this, size_}; }
    /// @}
    [[nodiscard]] iterator begin() const&& = delete;
    [[nodiscard]] iterator end() const&& = delete;

    /// The outcome of item `i`, which is less than `size()`.
    [[nodiscard]] item_outcome operator[](std::size_t i) const noexcept {
        if (codes_.empty()) return {i, ret_code_, disposition_of_call(size_ == 1)};
        const basic_item_code<Storage>& own = codes_[i];
        if (!own.ok()) return {i, own.code(), disposition_of_item(own)};
        if (detail::fails_whole_call(ret_code_)) return {i, ret_code_, disposition_of_call(false)};
        return {i, server_errc::accepted, disposition_of(server_errc::accepted, overrides_)};
    }

private:
    template <class Request, class R, std::enable_if_t<detail::is_request_v<Request>, int>>
    friend result<outcome_list<R>> outcomes(const Request&, const basic_response<R>&,
                                            boost::span<const code_disposition>);

    [[nodiscard]] disposition
    disposition_of_item(const basic_item_code<Storage>& own) const noexcept {
        const std::optional<server_errc> code = own.code();
        // What the older service said, by the page of that time.
        if (!code)
            return own.text == "token_not_exists" ? disposition::not_found : disposition::unknown;
        const disposition d = disposition_of(*code, overrides_);
        return d == disposition::bad_request ? disposition::bad_item : d;
    }

    /// What the call's code means for an item, which may be `at_fault`: the only one, with no code
    /// of its own that says otherwise. Of several, one bad item would condemn all the good ones.
    [[nodiscard]] disposition disposition_of_call(bool at_fault) const noexcept {
        const disposition d = disposition_of(ret_code_, overrides_);
        if (at_fault) return d;
        if (d == disposition::not_found) return disposition::unknown;
        return d == disposition::bad_item ? disposition::bad_request : d;
    }

    server_errc ret_code_{};
    boost::span<const basic_item_code<Storage>> codes_; // one per item, or none
    boost::span<const code_disposition> overrides_;
    std::size_t size_ = 0;
};

/// What became of each item of `asked`, a request or an operation, by the response to it.
///
/// - An item whose own code is a failure has that code, whatever the call's.
/// - Else, when `ret_code` is `accepted` or `batch_partly_failed`, an item whose own code is a
///   success is accepted.
/// - Else, the item has `ret_code`: so a call that failed as a whole (1008003, 1008027, 1008035,
///   ...) reaches every item; `accepted` without a `result` accepts every item, which the page
///   allows; `batch_partly_failed` without one leaves every item `unknown`.
///
/// What `disposition_of` calls a `bad_request` is a `bad_item` when it is an item's own code. A
/// `not_found` that is the call's code is `unknown`, and a `bad_item` a `bad_request`, unless the
/// item was the only one of the call: nobody knows which of several it was.
///
/// Codes belong to items by position, and only when there are as many. When there are some, but
/// not as many, and it matters: `errc::outcome_count_mismatch`, with the number of items as limit.
///
/// The list refers to `answer` and to `overrides`, which must outlive it.
template <class Request, class R, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
[[nodiscard]] result<outcome_list<R>> outcomes(const Request& asked,
                                               const basic_response<R>& answer,
                                               boost::span<const code_disposition> overrides = {}) {
    outcome_list<R> list;
    list.ret_code_ = answer.ret_code;
    list.overrides_ = overrides;
    list.size_ = item_count(asked);
    if (answer.result.size() == list.size_)
        list.codes_ = answer.result;
    else if (!answer.result.empty() && !detail::fails_whole_call(answer.ret_code))
        return error(violation{errc::outcome_count_mismatch, list.size_}, {node::result_member});
    return list;
}

/// What is about to be destroyed cannot be referred to: the codes of a response, a table in braces.
/// @{
template <class Request, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
void outcomes(const Request&, const response&&, boost::span<const code_disposition> = {}) = delete;
template <class Request, class R, std::size_t Size,
          std::enable_if_t<detail::is_request_v<Request>, int> = 0>
void outcomes(const Request&, const basic_response<R>&, const code_disposition (&&)[Size]) = delete;
/// @}

}} // namespace tpns::v0

#endif
