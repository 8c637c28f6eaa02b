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

namespace detail {

/// The return type of `batches`: a range of batches, each created on access, so keep a copy and not
/// a reference to what `->` gives. `Request` is a part of the whole request or operation, and the
/// type of the request in each batch.
template <class Request>
class batch_range {
public:
    /// The items of a longer list that go into one call.
    struct batch {
        std::size_t first = 0; ///< the index of its first item in the whole list
        Request request{};     ///< refers to items of the whole list; copies none
    };

    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = batch;
        using difference_type = std::ptrdiff_t;
        using pointer = arrow_proxy<batch>;
        using reference = value_type;

        iterator() = default;

        [[nodiscard]] batch operator*() const noexcept { return range_->cut(first_, last_); }
        [[nodiscard]] pointer operator->() const noexcept { return pointer(**this); }

        iterator& operator++() noexcept {
            *this = iterator(*range_, last_);
            return *this;
        }
        iterator operator++(int) noexcept {
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
    batch_range(const Request& whole, std::size_t max_items) noexcept
        : whole_(whole),
          size_(item_count(whole)),
          max_items_((std::max)(max_items, std::size_t{1})) {}

    /// Iterators refer to the range.
    /// @{
    [[nodiscard]] iterator begin() const& noexcept { return {*this, 0}; }
    [[nodiscard]] iterator end() const& noexcept { return {*this, size_}; }
    /// @}
    /// The number of batches. Complexity: linear, since tokens determine where the list is split.
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(std::distance(begin(), end()));
    }
    [[nodiscard]] iterator begin() const&& = delete;
    [[nodiscard]] iterator end() const&& = delete;

private:
    [[nodiscard]] batch cut(std::size_t first, std::size_t last) const noexcept {
        batch b{first, whole_};
        with_operation(b.request,
                       [&](auto& op) { items(op) = items(op).subspan(first, last - first); });
        return b;
    }

    /// The end of the batch that begins at `first`. Keeps adjacent bindings of one token together
    /// unless they exceed a batch.
    [[nodiscard]] std::size_t end_of(std::size_t first) const noexcept {
        if (size_ - first <= max_items_) return size_;
        const std::size_t last = first + max_items_;
        std::size_t run = last;
        with_operation(whole_, [&](const auto& op) {
            if constexpr (carrier_of(std::decay_t<decltype(op)>::type) ==
                          node::token_accounts_member)
                while (run > first &&
                       op.token_accounts[run - 1].token == op.token_accounts[last].token)
                    --run;
        });
        return run > first ? run : last;
    }

    Request whole_;
    std::size_t size_;
    std::size_t max_items_;
};

} // namespace detail

/// Splits a request or an operation of any length into batches of at most `max_items`, in order. A
/// `job` does this by itself, and much more; use `batches` only if you need nothing else.
///
/// Copies and allocates nothing; the batches refer to the items of `whole`. The default size is
/// what the service allows for bindings; for operators 4 and 5, which have no documented limit, it
/// is a safe choice. With `encode_into`, a million items need a few allocations. You can split your
/// own list without making a request:
/// `batches(basic_operation<operator_type::overwrite_accounts, part>{bindings})`.
///
/// If a token is bound twice, the later binding wins, so their order matters. Adjacent bindings of
/// one token go into the same batch, unless there are more of them than a batch can hold. If the
/// list is sorted by token and has at most `max_items` bindings per token, you can therefore send
/// its batches in any order. Send the batches of any other list in list order, each only after the
/// previous one, including all of its retries, was accepted. To retry a binding, send the later
/// ones of its token in the batch again, too, or they would no longer be the later ones. A
/// `max_items` of 0 counts as 1.
template <class Request, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
[[nodiscard]] detail::batch_range<detail::part_of_t<Request>>
batches(const Request& whole, std::size_t max_items = limits().max_token_accounts) noexcept {
    return {detail::all_of(whole), max_items};
}

/// Deleted for temporaries: the batches would dangle.
template <class Request,
          std::enable_if_t<detail::is_request_v<Request> && detail::is_temporary_request_v<Request>,
                           int> = 0>
void batches(const Request&&, // a temporary would dangle: name it first
             std::size_t = 0) = delete;

}} // namespace tpns::v0

#endif
