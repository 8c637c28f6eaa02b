// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ARENA_HPP
#define TPNS_ARENA_HPP

#include <tpns/detail/size.hpp>

#include <boost/assert.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace tpns { inline namespace v0 {

/// Memory for the parts of a decoded view that are not in the body itself: lists, and strings that
/// contained escapes.
///
/// An arena either grows on the heap and reuses its memory, so that decoding allocates nothing once
/// warm, and holds at most about 1 KiB or four times as much as was in use at once, with padding
/// for alignment; or it uses your buffer and never allocates, and a body that needs more gives
/// `errc::no_space`. Views decoded into an arena are valid until it is cleared, rewound to before
/// them, or destroyed.
class arena {
    struct block {
        block* next;
        std::size_t size; // of the bytes that follow
        [[nodiscard]] char* begin() noexcept { return reinterpret_cast<char*>(this + 1); }
        [[nodiscard]] char* end() noexcept { return begin() + size; }
    };

public:
    /// An arena that grows on the heap. Allocates nothing until first used.
    arena() noexcept = default;

    /// An arena in the `size` bytes at `buffer`, which can have any alignment and must outlive it.
    /// Precondition: `buffer` is not null, or `size` is 0.
    arena(void* buffer, std::size_t size) noexcept
        : buffer_(static_cast<char*>(buffer)), at_(buffer_), end_(buffer_ + size), grows_(false) {
        BOOST_ASSERT(buffer != nullptr || size == 0);
    }

    ~arena() { (void)free_all(first_); }

    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;

    /// Frees everything in the arena for reuse, and keeps the memory. Invalidates all views into
    /// it.
    void clear() noexcept { rewind({nullptr, buffer_}); }

    /// A state to return to with `rewind`.
    class position {
        friend class arena;
        position(block* b, char* at) noexcept : block_(b), at_(at) {}
        block* block_;
        char* at_;
    };

    /// The current state. Valid until the arena is cleared or rewound to an earlier one.
    [[nodiscard]] position mark() const noexcept { return {current_, at_}; }

    /// Frees everything allocated since the matching `mark()`.
    void rewind(position p) noexcept {
        current_ = p.block_;
        at_ = p.at_;
        if (grows_) end_ = current_ != nullptr ? current_->end() : nullptr;
    }

    /// Allocates `size` bytes. Returns null if a fixed buffer has no room. Precondition:
    /// `alignment` is a power of two. Exception safety: strong guarantee if `operator new` throws.
    [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment) {
        BOOST_ASSERT(alignment != 0 && (alignment & (alignment - 1)) == 0);
        if (void* const p = bump(size, alignment)) return p;
        if (!grows_) return nullptr;
        next_block(detail::sum_of(size, alignment));
        return bump(size, alignment);
    }

    /// Whether the arena grows on the heap; false if it uses your buffer.
    [[nodiscard]] bool grows() const noexcept { return grows_; }

    /// Resizes the latest allocation in place. Returns false, with no effect, if that is
    /// impossible.
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

    /// Continues in the next block that is large enough. If there is none, replaces all free blocks
    /// with one of at least their size, so that what fitted into them still fits, and memory grows
    /// only if it is needed. Without free blocks, the new one is twice the latest, so there are
    /// few.
    void next_block(std::size_t needed) {
        block*& free = current_ != nullptr ? current_->next : first_;
        block* next = free;
        while (next != nullptr && next->size < needed) next = next->next;
        if (next == nullptr) {
            if (const std::size_t freed = free_all(free)) next_size_ = freed;
            const std::size_t size = needed > next_size_ ? needed : next_size_;
            next = new (::operator new(detail::sum_of(sizeof(block), size))) block{nullptr, size};
            free = next;
            next_size_ = detail::twice(size);
        }
        current_ = next;
        at_ = current_->begin();
        end_ = current_->end();
    }

    /// Frees a chain of blocks. Returns their size, with the headers, which pay for the alignment
    /// that the starts of blocks gave.
    [[nodiscard]] static std::size_t free_all(block*& chain) noexcept {
        std::size_t freed = 0;
        while (chain != nullptr) {
            block* const next = chain->next;
            freed += sizeof(block) + chain->size;
            ::operator delete(chain);
            chain = next;
        }
        return freed;
    }

    char* buffer_ = nullptr; // the caller's, if any
    char* at_ = nullptr;     // start of the free space in the current block or buffer
    char* end_ = nullptr;
    block* first_ = nullptr;
    block* current_ = nullptr;
    std::size_t next_size_ = 1024;
    bool grows_ = true;
};

}} // namespace tpns::v0

#endif
