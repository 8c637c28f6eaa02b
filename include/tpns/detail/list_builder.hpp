// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_LIST_BUILDER_HPP
#define TPNS_DETAIL_LIST_BUILDER_HPP

#include <tpns/arena.hpp>
#include <tpns/detail/json/plain.hpp>
#include <tpns/detail/json/string.hpp>
#include <tpns/detail/size.hpp>
#include <tpns/list_view.hpp>
#include <tpns/storage.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

// Builds lists and strings in each storage. The two specialisations have the same interface; a
// function that returns null or false found an arena full.

/// Whether an element has allocated too much to keep for the next value.
///
/// Elements keep their memory, so that a message of the same shape allocates nothing. But each of
/// them might once have had the longest value of a body, so the size of the current value bounds
/// what it keeps.
[[nodiscard]] constexpr bool is_too_much(std::size_t allocated, std::size_t used) noexcept {
    constexpr std::size_t little = 32;
    return allocated > little && allocated / 4 > used;
}

/// The initial capacity of a list, if it can exceed the number of elements.
inline constexpr std::size_t least_capacity = 4;

template <class Storage>
class memory;

/// No memory but that of the messages themselves.
template <>
class memory<owned> {
public:
    [[nodiscard]] BOOST_FORCEINLINE bool assign(std::string& to, const json_string& value) const {
        if (value.escaped) {
            const std::size_t size = measure(value).bytes;
            make_fit(to, size);
            to.resize(size);
            copy_value(value, to.data());
        } else {
            overwrite(to, value.raw);
        }
        return true;
    }

    void clear(std::string& text) const noexcept { text.clear(); }

    /// Completes the list of an element.
    template <class T>
    void make_fit(std::vector<T>& list) const {
        if (BOOST_UNLIKELY(is_too_much(list.capacity() * sizeof(T), list.size() * sizeof(T))))
            move_out_of(list);
    }

private:
    template <class T>
    BOOST_NOINLINE static void move_out_of(std::vector<T>& list) {
        std::vector<T>(std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()))
            .swap(list);
    }

    static void make_fit(std::string& text, std::size_t size) {
        if (BOOST_UNLIKELY(is_too_much(text.capacity(), size))) std::string().swap(text);
    }

    /// Equivalent to `to.assign(text)`, which handles every case and is not inlined.
    BOOST_FORCEINLINE static void overwrite(std::string& to, std::string_view text) {
        if (to.size() == text.size()) {
            copy_bytes(to.data(), text.data(), text.size());
        } else if (text.size() == 1 && !is_too_much(to.capacity(), 1)) { // as most codes have
            to.clear();
            to.push_back(text[0]);
        } else {
            replace(to, text);
        }
    }

    /// A new string, which allocates exactly what it needs.
    BOOST_NOINLINE static void replace(std::string& to, std::string_view text) {
        make_fit(to, text.size());
        if (text.size() <= to.capacity()) {
            to.clear();
            to.append(text);
        } else {
            to = std::string(text);
        }
    }
};

/// The body, and an arena for what is not in the body in its final form.
template <>
class memory<view> {
public:
    explicit memory(arena& a) noexcept : arena_(a) {}

    // Inline, so that the string just found stays in registers.
    [[nodiscard]] BOOST_FORCEINLINE bool assign(std::string_view& to,
                                                const json_string& value) const {
        if (value.escaped || value.transient) return copy(to, value);
        to = value.raw;
        return true;
    }

    void clear(std::string_view& text) const noexcept { text = {}; }

    /// No effect: a list in an arena has already returned its excess memory.
    template <class T>
    void make_fit(list_view<T>&) const noexcept {}

    [[nodiscard]] arena& get() const noexcept { return arena_; }

private:
    [[nodiscard]] bool copy(std::string_view& to, const json_string& value) const {
        const std::size_t size = measure(value).bytes;
        char* const copy = static_cast<char*>(arena_.allocate(size, 1));
        if (copy == nullptr) return false;
        copy_value(value, copy);
        to = {copy, size};
        return true;
    }

    arena& arena_;
};

template <class T, class Storage>
class list_builder;

/// Overwrites the elements of a vector in place, so that their capacity is reused.
template <class T>
class list_builder<T, owned> {
public:
    explicit list_builder(const memory<owned>&) noexcept {}

    void begin(std::vector<T>& list) noexcept {
        list_ = &list;
        at_ = list.data();
        end_ = at_ + list.size();
    }
    /// The next element, or null if there is no memory for it.
    [[nodiscard]] T* next() {
        if (at_ == end_ && !grow()) return nullptr;
        return at_++;
    }
    void end() {
        likely_ = (std::max)(std::size_t{1}, (std::min)(size(), std::size_t{8}));
        list_->resize(size());
    }

    /// Makes room for elements that are likely to follow.
    void expect(std::size_t count) { make_room(sum_of(size(), count)); }

private:
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(at_ - list_->data());
    }

    [[nodiscard]] bool grow() {
        if (size() == list_->max_size()) return false;
        make_room((std::max)(likely_, twice(size())));
        return true;
    }

    /// Creates many elements at a time.
    void make_room(std::size_t count) {
        const std::size_t used = size();
        list_->resize((std::max)((std::min)(count, list_->max_size()), list_->size()));
        at_ = list_->data() + used;
        end_ = list_->data() + list_->size();
    }

    std::vector<T>* list_ = nullptr;
    T* at_ = nullptr;        // the next element
    T* end_ = nullptr;       // the end of the elements to overwrite
    std::size_t likely_ = 1; // the likely size: that of the previous list
};

/// Grows an array in an arena.
template <class T>
class list_builder<T, view> {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    explicit list_builder(const memory<view>& m) noexcept : arena_(m.get()) {}

    void begin(list_view<T>& list) noexcept {
        list_ = &list;
        list = {};
        data_ = at_ = end_ = nullptr;
    }
    [[nodiscard]] T* next() {
        if (at_ == end_ && !grow()) return nullptr;
        return new (at_++) T();
    }
    /// No effect: an arena grows the list in place as long as nothing else is allocated.
    void expect(std::size_t) noexcept {}
    void end() noexcept {
        // Returns excess memory, unless something else was allocated since.
        (void)arena_.resize(data_, bytes(end_), bytes(at_));
        *list_ = {data_, static_cast<std::size_t>(at_ - data_)};
    }

private:
    [[nodiscard]] std::size_t bytes(const T* end) const noexcept {
        return static_cast<std::size_t>(end - data_) * sizeof(T);
    }

    [[nodiscard]] bool grow() {
        const std::size_t used = bytes(at_);
        // A fixed buffer has no memory to spare, so a list in one takes one element at a time while
        // it can grow in place. It ignores how much is left: otherwise, a list could take the
        // memory that strings need, and a body that fits in a buffer might not fit in a larger one.
        const std::size_t more =
            arena_.grows() ? (std::max)(used, least_capacity * sizeof(T)) : sizeof(T);
        std::size_t wanted = sum_of(used, more);
        if (used == 0 || !arena_.resize(data_, used, wanted)) {
            if (used != 0) wanted = twice(used);
            T* const fresh = static_cast<T*>(arena_.allocate(wanted, alignof(T)));
            if (fresh == nullptr) return false;
            if (used != 0) std::memcpy(static_cast<void*>(fresh), data_, used);
            at_ = fresh + (at_ - data_);
            data_ = fresh;
        }
        end_ = data_ + wanted / sizeof(T);
        return true;
    }

    arena& arena_;
    list_view<T>* list_ = nullptr;
    T* data_ = nullptr;
    T* at_ = nullptr;  // the next element
    T* end_ = nullptr; // of the allocated memory
};

}}} // namespace tpns::v0::detail

#endif
