// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_JOB_CALLS_HPP
#define TPNS_DETAIL_JOB_CALLS_HPP

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

/// The calls of a job that are out, each by its id.
class job_calls {
public:
    struct call {
        std::uint64_t serial = 0;         ///< which of all calls; 0 is none
        std::vector<std::size_t> indices; ///< of its items
        std::uint32_t next_free = 0;      ///< the number of another one, when it is not in use
    };

    /// How many are out, and how many items.
    /// @{
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t items() const noexcept { return items_; }
    /// @}
    /// How many ever were.
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// A call that is not out, with room for so many indices and none in it.
    [[nodiscard]] call& fresh(std::size_t room) {
        if (first_free_ == all_.size()) {
            call c;
            c.indices.reserve(room);
            c.next_free = first_free_ + 1;
            all_.push_back(std::move(c));
        }
        return all_[first_free_];
    }

    /// The one that `fresh` gave is out from here on, with these indices.
    [[nodiscard]] std::uint64_t open(call& c) noexcept {
        c.serial = ++count_;
        first_free_ = c.next_free;
        ++size_;
        items_ += c.indices.size();
        return id_of(c);
    }

    /// Null when it is not out.
    [[nodiscard]] call* find(std::uint64_t id) noexcept {
        const auto number = static_cast<std::uint32_t>(id);
        if (number >= all_.size()) return nullptr;
        call& c = all_[number];
        return c.serial != 0 && id_of(c) == id ? &c : nullptr;
    }

    /// A call that was out, for as long as its indices are still looked at. Others may be made and
    /// closed meanwhile.
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

        [[nodiscard]] const std::size_t* begin() const noexcept { return begin_; }
        [[nodiscard]] const std::size_t* end() const noexcept { return end_; }

    private:
        job_calls& all_;
        std::uint32_t number_;
        const std::size_t* begin_; // where they stay when `all_` moves its elements
        const std::size_t* end_;
    };

private:
    [[nodiscard]] std::uint32_t number_of(const call& c) const noexcept {
        return static_cast<std::uint32_t>(&c - all_.data());
    }

    /// The number and, above it, so much of the serial that no two calls are mistaken.
    [[nodiscard]] std::uint64_t id_of(const call& c) const noexcept {
        return c.serial << 32 | number_of(c);
    }

    std::vector<call> all_;        // out, or free
    std::uint32_t first_free_ = 0; // `all_.size()` when there is none
    std::size_t size_ = 0;
    std::size_t items_ = 0;
    std::uint64_t count_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
