// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_BATCHES_HPP
#define TPNS_BATCHES_HPP

#include <tpns/limits.hpp>
#include <tpns/operations.hpp>
#include <tpns/request.hpp>
#include <tpns/rules.hpp>
#include <tpns/storage.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <type_traits>

namespace tpns { inline namespace v0 {

/// One call's worth of a longer list.
template <class Storage>
struct basic_batch {
    std::size_t first = 0;          ///< the index in the whole list of its first item
    basic_request<Storage> request; ///< its items are those of the whole list, not copies
};

/// What `batches` returns: a range of `basic_batch<Storage>`, each made when it is looked at.
template <class Storage>
class batch_range {
public:
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = basic_batch<Storage>;
        using difference_type = std::ptrdiff_t;
        using pointer = const value_type*;
        using reference = value_type;

        iterator() = default;

        [[nodiscard]] value_type operator*() const { return range_->batch(first_, last_); }

        iterator& operator++() {
            *this = iterator(*range_, last_);
            return *this;
        }
        iterator operator++(int) {
            const iterator before = *this;
            ++*this;
            return before;
        }

        [[nodiscard]] friend bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.first_ == b.first_;
        }
        [[nodiscard]] friend bool operator!=(const iterator& a, const iterator& b) noexcept {
            return !(a == b);
        }

    private:
        friend class batch_range;
        iterator(const batch_range& range, std::size_t first) noexcept
            : range_(&range), first_(first), last_(range.end_of(first)) {}

        const batch_range* range_ = nullptr;
        std::size_t first_ = 0;
        std::size_t last_ = 0;
    };

    /// The batches of `whole`, whose items must outlive the range; see `batches`.
    batch_range(const basic_request<Storage>& whole, std::size_t max_items) noexcept
        : whole_(whole),
          size_(item_count(whole)),
          max_items_((std::max)(max_items, std::size_t{1})) {}

    /// Iterators refer to the range.
    /// @{
    [[nodiscard]] iterator begin() const& noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const& noexcept { return {*this, size_}; }
    /// @}
    [[nodiscard]] iterator begin() const&& = delete;
    [[nodiscard]] iterator end() const&& = delete;

private:
    [[nodiscard]] basic_batch<Storage> batch(std::size_t first, std::size_t last) const {
        basic_batch<Storage> b{first, whole_};
        detail::with_operation(
            b.request, [&](auto& op) { items(op) = items(op).subspan(first, last - first); });
        return b;
    }

    /// The end of the batch that begins at `first`, so that bindings of one token that stand side
    /// by side stay together, unless they are more than a batch.
    [[nodiscard]] std::size_t end_of(std::size_t first) const noexcept {
        if (size_ - first <= max_items_) return size_;
        const std::size_t last = first + max_items_;
        std::size_t run = last;
        detail::with_operation(whole_, [&](const auto& op) {
            if constexpr (carrier_of(std::decay_t<decltype(op)>::type) ==
                          node::token_accounts_member)
                while (run > first &&
                       op.token_accounts[run - 1].token == op.token_accounts[last].token)
                    --run;
        });
        return run > first ? run : last;
    }

    basic_request<Storage> whole_;
    std::size_t size_;
    std::size_t max_items_;
};

namespace detail {

template <template <class> class Operation>
[[nodiscard]] Operation<slice> slice_of(const Operation<owned>& op) noexcept {
    return {items(op)};
}

} // namespace detail

/// Cuts a request of any length into requests of at most `max_items`, in order.
///
/// Nothing is copied or allocated; the batches refer to the items of `whole`. The default is what
/// the service allows for bindings, and a size to be safe with for the operators 4 and 5, for which
/// no limit is documented. With `encode_into`, a million items need one allocation.
///
/// Order matters to a token that is bound twice: the later binding wins. Two such bindings that
/// stand side by side always go into one batch, unless one batch cannot hold all that do. So a list
/// that is sorted by token, with no more than `max_items` bindings of each, may be sent in any
/// order. Any other list must be sent in its own order: a batch only after the one before was
/// accepted, and whatever of that one had to be sent again. `max_items` of 0 is taken as 1.
[[nodiscard]] inline batch_range<slice>
batches(const request& whole, std::size_t max_items = limits().max_token_accounts) {
    basic_request<slice> all;
    detail::with_operation(whole, [&](const auto& op) { all = detail::slice_of(op); });
    return {all, max_items};
}

/// The same for views.
template <class Storage, std::enable_if_t<!std::is_same_v<Storage, owned>, int> = 0>
[[nodiscard]] batch_range<Storage>
batches(const basic_request<Storage>& whole,
        std::size_t max_items = limits().max_token_accounts) noexcept {
    return {whole, max_items};
}

/// The same for an operation; with a `std::vector<binding>` of the caller's, without a copy of it:
/// `batches(basic_overwrite_accounts<slice>{bindings})`.
template <template <class> class Operation, class Storage,
          std::enable_if_t<detail::is_operation_v<Operation<Storage>>, int> = 0>
[[nodiscard]] auto batches(const Operation<Storage>& whole,
                           std::size_t max_items = limits().max_token_accounts) noexcept {
    if constexpr (std::is_same_v<Storage, owned>)
        return batch_range<slice>(detail::slice_of(whole), max_items);
    else
        return batch_range<Storage>(whole, max_items);
}

/// The items of what is about to be destroyed cannot be referred to.
void batches(const request&&, std::size_t = 0) = delete;
template <template <class> class Operation,
          std::enable_if_t<detail::is_operation_v<Operation<owned>>, int> = 0>
void batches(const Operation<owned>&&, std::size_t = 0) = delete;

}} // namespace tpns::v0

#endif
