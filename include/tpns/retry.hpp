// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_RETRY_HPP
#define TPNS_RETRY_HPP

#include <tpns/disposition.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/request.hpp>
#include <tpns/storage.hpp>

#include <boost/core/span.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace tpns { inline namespace v0 {

/// Some elements of a list that stays where it is, in order.
template <class T>
class picked_list {
public:
    using value_type = T; ///< as of the whole list

    class iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        iterator() = default;
        [[nodiscard]] const T& operator*() const noexcept { return all_[*index_]; }
        [[nodiscard]] const T* operator->() const noexcept { return &**this; }
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        iterator operator++(int) noexcept {
            const iterator before = *this;
            ++index_;
            return before;
        }
        [[nodiscard]] friend bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.index_ == b.index_;
        }
        [[nodiscard]] friend bool operator!=(const iterator& a, const iterator& b) noexcept {
            return a.index_ != b.index_;
        }

    private:
        friend class picked_list;
        iterator(const T* all, const std::size_t* index) noexcept : all_(all), index_(index) {}

        const T* all_ = nullptr;
        const std::size_t* index_ = nullptr;
    };

    /// No elements.
    picked_list() = default;

    /// The elements `all[indices[0]]`, `all[indices[1]]`, ... Both must outlive the list.
    picked_list(const T* all, boost::span<const std::size_t> indices) noexcept
        : all_(all), indices_(indices) {}

    /// How many are picked.
    /// @{
    [[nodiscard]] std::size_t size() const noexcept { return indices_.size(); }
    [[nodiscard]] bool empty() const noexcept { return indices_.empty(); }
    /// @}

    /// The picked element `i`, which is less than `size()`.
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return all_[indices_[i]]; }

    /// Iterators refer to what the list refers to, not to the list.
    /// @{
    [[nodiscard]] iterator begin() const noexcept { return {all_, indices_.data()}; }
    [[nodiscard]] iterator end() const noexcept {
        return {all_, indices_.data() + indices_.size()};
    }
    /// @}

    /// `count` of the elements, from element `first` on.
    [[nodiscard]] picked_list subspan(std::size_t first, std::size_t count) const noexcept {
        return {all_, indices_.subspan(first, count)};
    }

    /// The first element of the whole list.
    [[nodiscard]] const T* all() const noexcept { return all_; }

    /// Which element of the whole list is this one's element `i`.
    [[nodiscard]] std::size_t index(std::size_t i) const noexcept { return indices_[i]; }

private:
    const T* all_ = nullptr;
    boost::span<const std::size_t> indices_;
};

/// Requests of some of the items of another one; `Element` is that one's `owned` or `view`.
template <class Element>
struct picked {
    using element = Element; ///< the storage of what stands in a list
    /// Of bindings, tokens or accounts that stay where they are.
    template <class T>
    using list = picked_list<T>;
};

/// What `retry_request` makes of a `basic_request<Storage>`. Of a retry, it makes the same type.
template <class Storage>
using basic_retry = basic_request<picked<typename Storage::element>>;

/// Whether sending the same again may help.
[[nodiscard]] constexpr bool is_retryable(disposition d) noexcept {
    return d == disposition::retry || d == disposition::retry_later;
}

namespace detail {

/// Which items to send again. An accepted item that binds goes again when an earlier one of its
/// token does, which would otherwise override it. One that unbinds does not: who was bound since
/// then would be unbound.
class items_again {
public:
    explicit items_again(operator_type type) noexcept : ordered_(binds(type)) {}

    /// Looks at the items in order; all that allocates is done here.
    template <class Storage>
    void look_at(const basic_binding<Storage>& b, const item_outcome& o) {
        if (ordered_ && is_retryable(o.disposition)) first_of_.emplace(b.token.str(), o.index);
    }
    template <class Item>
    void look_at(const Item&, const item_outcome&) const noexcept {
        // The order of tokens or accounts does not matter.
    }

    template <class Storage>
    [[nodiscard]] bool again(const basic_binding<Storage>& b, const item_outcome& o) const {
        if (is_retryable(o.disposition)) return true;
        if (o.disposition != disposition::accepted || first_of_.empty()) return false;
        const auto first = first_of_.find(b.token.str());
        return first != first_of_.end() && first->second < o.index;
    }
    template <class Item>
    [[nodiscard]] bool again(const Item&, const item_outcome& o) const noexcept {
        return is_retryable(o.disposition);
    }

private:
    bool ordered_;
    std::unordered_map<std::string_view, std::size_t> first_of_; // of each token to send again
};

template <class List>
[[nodiscard]] const auto* all_of_list(const List& list) noexcept {
    return list.data();
}
template <class T>
[[nodiscard]] const T* all_of_list(const picked_list<T>& list) noexcept {
    return list.all();
}

template <class List>
[[nodiscard]] std::size_t index_in_all(const List&, std::size_t i) noexcept {
    return i;
}
template <class T>
[[nodiscard]] std::size_t index_in_all(const picked_list<T>& list, std::size_t i) noexcept {
    return list.index(i);
}

template <template <class> class Operation, class Storage>
[[nodiscard]] auto pick(const Operation<Storage>& op,
                        const std::vector<std::size_t>& indices) noexcept {
    return Operation<picked<typename Storage::element>>{{all_of_list(items(op)), indices}};
}

} // namespace detail

/// The request that has only those items of `asked` whose outcome is `retry` or `retry_later`, or
/// nothing when there are none; and accepted bindings of the same token behind such a one, since
/// the later binding must win again (operators 1 and 2). When to send it, and how often, is the
/// caller's decision.
///
/// Nothing is copied: the new request refers to the items of the old one, and to `indices`, which
/// is overwritten with their indices: of a retry of a retry too, the indices in the first request.
/// So keep the first request and `indices`; the same `indices` can serve all rounds. `all` must be
/// the outcomes of `asked`. Not where `asked` is a part of a retry, such as one of its `batches`:
/// give those other `indices`. Linear; it allocates the indices, and for bindings a map of tokens.
/// When `std::bad_alloc` is thrown, a retry that refers to `indices` is as it was.
template <class S, class R>
[[nodiscard]] std::optional<basic_retry<S>> retry_request(const basic_request<S>& asked,
                                                          const outcome_list<R>& all,
                                                          std::vector<std::size_t>& indices) {
    std::optional<basic_retry<S>> retry;
    detail::with_operation(asked, [&](const auto& op) {
        detail::items_again which(operator_type_of(op));
        for (const item_outcome& o : all) which.look_at(items(op)[o.index], o);
        // From here on nothing throws where `asked` is a retry by the same indices. They are never
        // written ahead of where they are read.
        indices.resize(all.size());
        std::size_t count = 0;
        for (const item_outcome& o : all)
            if (which.again(items(op)[o.index], o))
                indices[count++] = detail::index_in_all(items(op), o.index);
        indices.resize(count);
        if (count != 0) retry = detail::pick(op, indices);
    });
    return retry;
}

/// The items of a request that is about to be destroyed cannot be referred to.
template <class R>
void retry_request(const request&&, const outcome_list<R>&, std::vector<std::size_t>&) = delete;

}} // namespace tpns::v0

#endif
