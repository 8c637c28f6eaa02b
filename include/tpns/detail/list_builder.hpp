// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_LIST_BUILDER_HPP
#define TPNS_DETAIL_LIST_BUILDER_HPP

#include <tpns/arena.hpp>
#include <tpns/detail/json_string.hpp>
#include <tpns/storage.hpp>

#include <cstddef>
#include <cstring>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

// How a list and a string come to be in each storage. The two specialisations have one interface;
// where one of its functions returns null or false, an arena is full.

template <class Storage>
class memory;

/// Nothing but the messages themselves.
template <>
class memory<owned> {
public:
    [[nodiscard]] bool assign(std::string& to, const json_string& value) const {
        if (value.escaped) {
            to.resize(measure(value).bytes);
            copy_value(value, to.data());
        } else {
            to.assign(value.raw);
        }
        return true;
    }
};

/// The body, and an arena for what is not in it as it stands.
template <>
class memory<view> {
public:
    explicit memory(arena& a) noexcept : arena_(a) {}

    [[nodiscard]] bool assign(std::string_view& to, const json_string& value) const {
        to = value.raw;
        if (!value.escaped) return true;
        const std::size_t size = measure(value).bytes;
        char* const copy = static_cast<char*>(arena_.allocate(size, 1));
        if (copy == nullptr) return false;
        copy_value(value, copy);
        to = {copy, size};
        return true;
    }

    [[nodiscard]] arena& get() const noexcept { return arena_; }

private:
    arena& arena_;
};

template <class T, class Storage>
class list_builder;

/// Overwrites the elements of a vector in place, so that their capacity is used again.
template <class T>
class list_builder<T, owned> {
public:
    explicit list_builder(const memory<owned>&) noexcept {}

    void begin(std::vector<T>& list) noexcept {
        list_ = &list;
        size_ = 0;
    }
    [[nodiscard]] T* next() {
        if (size_ == list_->size()) list_->emplace_back();
        return &(*list_)[size_++];
    }
    void end() { list_->resize(size_); }

private:
    std::vector<T>* list_ = nullptr;
    std::size_t size_ = 0;
};

/// Grows an array in an arena.
template <class T>
class list_builder<T, view> {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    explicit list_builder(const memory<view>& m) noexcept : arena_(m.get()) {}

    void begin(boost::span<const T>& list) noexcept {
        list_ = &list;
        list = {};
        data_ = nullptr;
        size_ = capacity_ = 0;
    }
    [[nodiscard]] T* next() {
        if (size_ == capacity_ && !grow()) return nullptr;
        return new (data_ + size_++) T();
    }
    void end() noexcept {
        // Gives back what was not needed, unless something else was allocated since.
        (void)arena_.resize(data_, capacity_ * sizeof(T), size_ * sizeof(T));
        *list_ = {data_, size_};
    }

private:
    [[nodiscard]] bool grow() {
        if (capacity_ > (std::numeric_limits<std::size_t>::max)() / sizeof(T) / 2) return false;
        const std::size_t capacity = capacity_ == 0 ? 4 : 2 * capacity_;
        if (!arena_.resize(data_, capacity_ * sizeof(T), capacity * sizeof(T))) {
            T* const fresh = static_cast<T*>(arena_.allocate(capacity * sizeof(T), alignof(T)));
            if (fresh == nullptr) return false;
            if (size_ != 0) std::memcpy(static_cast<void*>(fresh), data_, size_ * sizeof(T));
            data_ = fresh;
        }
        capacity_ = capacity;
        return true;
    }

    arena& arena_;
    boost::span<const T>* list_ = nullptr;
    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
