// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_INDEX_ITERATOR_HPP
#define TPNS_DETAIL_INDEX_ITERATOR_HPP

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace tpns { inline namespace v0 { namespace detail {

/// The result of `->` for an iterator that creates its elements.
template <class T>
class arrow_proxy {
public:
    explicit arrow_proxy(T value) : value_(std::move(value)) {}
    [[nodiscard]] const T* operator->() const noexcept { return &value_; }

private:
    T value_;
};

template <class Range>
[[nodiscard]] constexpr decltype(auto) element_of(const Range& range, std::size_t i) noexcept {
    return range[i];
}
template <class Range>
[[nodiscard]] constexpr decltype(auto) element_of(const Range* range, std::size_t i) noexcept {
    return (*range)[i];
}

/// Iterates over any type with `operator[]`. Stores either the range itself, which should be cheap
/// to copy and can then be a temporary, or a pointer to it.
///
/// If elements are created on access, this is an input iterator to C++17 algorithms, since a
/// reference to an element would dangle; C++20 algorithms know it as random access.
template <class Range>
class index_iterator {
public:
    using reference = decltype(element_of(std::declval<const Range&>(), 0));
    using value_type = std::remove_cv_t<std::remove_reference_t<reference>>;
    using difference_type = std::ptrdiff_t;
    using pointer = std::conditional_t<std::is_reference_v<reference>, const value_type*,
                                       arrow_proxy<value_type>>;
    using iterator_category =
        std::conditional_t<std::is_reference_v<reference>, std::random_access_iterator_tag,
                           std::input_iterator_tag>;
    using iterator_concept = std::random_access_iterator_tag;

    index_iterator() = default;
    index_iterator(const Range& range, std::size_t i) noexcept : range_(range), i_(i) {}

    [[nodiscard]] reference operator*() const noexcept { return element_of(range_, i_); }
    [[nodiscard]] pointer operator->() const noexcept {
        if constexpr (std::is_reference_v<reference>)
            return &**this;
        else
            return pointer(**this);
    }
    [[nodiscard]] reference operator[](difference_type n) const noexcept { return *(*this + n); }

    index_iterator& operator+=(difference_type n) noexcept {
        i_ = static_cast<std::size_t>(static_cast<difference_type>(i_) + n);
        return *this;
    }
    index_iterator& operator-=(difference_type n) noexcept { return *this += -n; }
    index_iterator& operator++() noexcept { return *this += 1; }
    index_iterator& operator--() noexcept { return *this += -1; }
    index_iterator operator++(int) noexcept {
        const index_iterator before = *this;
        ++*this;
        return before;
    }
    index_iterator operator--(int) noexcept {
        const index_iterator before = *this;
        --*this;
        return before;
    }

    [[nodiscard]] friend index_iterator operator+(index_iterator a, difference_type n) noexcept {
        return a += n;
    }
    [[nodiscard]] friend index_iterator operator+(difference_type n, index_iterator a) noexcept {
        return a += n;
    }
    [[nodiscard]] friend index_iterator operator-(index_iterator a, difference_type n) noexcept {
        return a -= n;
    }
    [[nodiscard]] friend difference_type operator-(const index_iterator& a,
                                                   const index_iterator& b) noexcept {
        return static_cast<difference_type>(a.i_) - static_cast<difference_type>(b.i_);
    }

    [[nodiscard]] friend bool operator==(const index_iterator& a,
                                         const index_iterator& b) noexcept {
        return a.i_ == b.i_;
    }
    [[nodiscard]] friend bool operator!=(const index_iterator& a,
                                         const index_iterator& b) noexcept {
        return a.i_ != b.i_;
    }
    [[nodiscard]] friend bool operator<(const index_iterator& a, const index_iterator& b) noexcept {
        return a.i_ < b.i_;
    }
    [[nodiscard]] friend bool operator>(const index_iterator& a, const index_iterator& b) noexcept {
        return b < a;
    }
    [[nodiscard]] friend bool operator<=(const index_iterator& a,
                                         const index_iterator& b) noexcept {
        return !(b < a);
    }
    [[nodiscard]] friend bool operator>=(const index_iterator& a,
                                         const index_iterator& b) noexcept {
        return !(a < b);
    }

private:
    Range range_{};
    std::size_t i_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
