// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ARENA_HPP
#define TPNS_ARENA_HPP

#include <tpns/detail/size.hpp>

#include <boost/assert.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace tpns { inline namespace v0 {

/// Memory for what decoded views cannot find in the body itself: lists, and strings that had
/// escapes.
///
/// Either it grows on the heap and keeps its memory for the next use, so that decoding allocates
/// nothing once it is warm; or it lives in a buffer of yours, never allocates, and a body
/// that needs more gives `errc::no_space`. Views that were decoded into an arena are valid until it
/// is cleared or destroyed.
class arena {
    struct block {
        block* next;
        std::size_t size; // of the bytes behind it
        [[nodiscard]] char* begin() noexcept { return reinterpret_cast<char*>(this + 1); }
        [[nodiscard]] char* end() noexcept { return begin() + size; }
    };

public:
    /// Grows on the heap. Allocates nothing until it is used.
    arena() noexcept = default;

    /// Lives in `size` bytes at `buffer`, of any alignment; they must outlive the arena.
    arena(void* buffer, std::size_t size) noexcept
        : buffer_(static_cast<char*>(buffer)), at_(buffer_), end_(buffer_ + size), grows_(false) {
        BOOST_ASSERT(buffer != nullptr || size == 0);
    }

    ~arena() {
        while (first_ != nullptr) {
            block* const next = first_->next;
            ::operator delete(first_);
            first_ = next;
        }
    }

    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;

    /// Makes all of its memory available again. Invalidates everything in it.
    void clear() noexcept { rewind({nullptr, buffer_}); }

    /// A state to return to.
    class position {
        friend class arena;
        position(block* b, char* at) noexcept : block_(b), at_(at) {}
        block* block_;
        char* at_;
    };

    /// The current state, for `rewind`. Valid until the arena is cleared, or rewound to an earlier
    /// one.
    [[nodiscard]] position mark() const noexcept { return {current_, at_}; }

    /// Makes available again what was allocated since `mark()`.
    void rewind(position p) noexcept {
        current_ = p.block_;
        at_ = p.at_;
        if (grows_) end_ = current_ != nullptr ? current_->end() : nullptr;
    }

    /// `size` bytes, aligned to a power of two; null when a fixed buffer is used up. Strong
    /// guarantee if `operator new` throws.
    [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment) {
        BOOST_ASSERT(alignment != 0 && (alignment & (alignment - 1)) == 0);
        if (void* const p = bump(size, alignment)) return p;
        if (!grows_) return nullptr;
        next_block(detail::sum_of(size, alignment));
        return bump(size, alignment);
    }

    /// Whether it grows on the heap, or lives in a buffer of yours.
    [[nodiscard]] bool grows() const noexcept { return grows_; }

    /// Makes the latest allocation larger or smaller in place; false where it cannot be.
    [[nodiscard]] bool resize(void* latest, std::size_t old_size, std::size_t new_size) noexcept {
        char* const begin = static_cast<char*>(latest);
        if (at_ == nullptr || begin + old_size != at_) return false;
        if (static_cast<std::size_t>(end_ - begin) < new_size) return false;
        at_ = begin + new_size;
        return true;
    }

private:
    [[nodiscard]] void* bump(std::size_t size, std::size_t alignment) noexcept {
        const std::size_t mask = alignment - 1;
        const std::size_t padding =
            (alignment - (reinterpret_cast<std::uintptr_t>(at_) & mask)) & mask;
        const auto room = static_cast<std::size_t>(end_ - at_);
        if (at_ == nullptr || room < padding || room - padding < size) return nullptr;
        char* const p = at_ + padding;
        at_ = p + size;
        return p;
    }

    /// Goes on in the next block if that is large enough, else in a new one between the two. Each
    /// new block is larger than all before it, so there are few, and a warm arena needs no other.
    void next_block(std::size_t needed) {
        block*& next = current_ != nullptr ? current_->next : first_;
        if (next == nullptr || next->size < needed) {
            const std::size_t size = needed > next_size_ ? needed : next_size_;
            void* const fresh = ::operator new(detail::sum_of(sizeof(block), size));
            next = new (fresh) block{next, size};
            next_size_ = detail::twice(size);
        }
        current_ = next;
        at_ = current_->begin();
        end_ = current_->end();
    }

    char* buffer_ = nullptr; // the caller's, if any
    char* at_ = nullptr;     // what is free in the current block or in the buffer
    char* end_ = nullptr;
    block* first_ = nullptr;
    block* current_ = nullptr;
    std::size_t next_size_ = 1024;
    bool grows_ = true;
};

}} // namespace tpns::v0

#endif
