// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JOB_CALLS_HPP
#define TPNS_DETAIL_JOB_CALLS_HPP

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

/// The pending calls of a job, by id.
class job_calls {
public:
    struct call {
        std::uint64_t serial = 0;         ///< the number of the call in the job; 0 for none
        std::vector<std::size_t> indices; ///< of its items
        std::uint32_t next_free = 0;      ///< the next free call, if this one is free
    };

    /// The number of pending calls, and of their items.
    /// @{
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t items() const noexcept { return items_; }
    /// @}
    /// The number of calls so far.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// A free call, empty and with room for `room` indices.
    [[nodiscard]] call& fresh(std::size_t room) {
        if (first_free_ == all_.size()) {
            call c;
            c.indices.reserve(room);
            c.next_free = first_free_ + 1;
            all_.push_back(std::move(c));
        }
        return all_[first_free_];
    }

    /// Makes the call from `fresh` pending, and returns its id.
    [[nodiscard]] std::uint64_t open(call& c) noexcept {
        c.serial = ++count_;
        first_free_ = c.next_free;
        ++size_;
        items_ += c.indices.size();
        return id_of(c);
    }

    /// The pending call with this id, or null.
    [[nodiscard]] call* find(std::uint64_t id) noexcept {
        const auto number = static_cast<std::uint32_t>(id);
        if (number >= all_.size()) return nullptr;
        call& c = all_[number];
        return c.serial != 0 && id_of(c) == id ? &c : nullptr;
    }

    /// Closes a pending call, and keeps its indices for as long as this object exists; they can be
    /// reordered. Other calls can be opened and closed in the meantime.
    class closing {
    public:
        closing(job_calls& all, call& c) noexcept
            : all_(all),
              number_(all.number_of(c)),
              begin_(c.indices.data()),
              end_(begin_ + c.indices.size()) {
            c.serial = 0;
            --all.size_;
            all.items_ -= c.indices.size();
        }
        ~closing() {
            call& c = all_.all_[number_];
            c.indices.clear();
            c.next_free = std::exchange(all_.first_free_, number_);
        }
        closing(const closing&) = delete;
        closing& operator=(const closing&) = delete;

        [[nodiscard]] std::size_t* begin() const noexcept { return begin_; }
        [[nodiscard]] std::size_t* end() const noexcept { return end_; }

    private:
        job_calls& all_;
        std::uint32_t number_;
        std::size_t* begin_; // stays valid when `all_` moves its elements
        std::size_t* end_;
    };

private:
    [[nodiscard]] std::uint32_t number_of(const call& c) const noexcept {
        return static_cast<std::uint32_t>(&c - all_.data());
    }

    /// The index of the call in the low bits, and enough of its serial in the high bits to be
    /// unique.
    [[nodiscard]] std::uint64_t id_of(const call& c) const noexcept {
        return c.serial << 32 | number_of(c);
    }

    std::vector<call> all_;        // pending or free
    std::uint32_t first_free_ = 0; // `all_.size()` if there is none
    std::size_t size_ = 0;
    std::size_t items_ = 0;
    std::uint64_t count_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
