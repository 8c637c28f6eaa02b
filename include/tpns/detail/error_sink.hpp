// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_ERROR_SINK_HPP
#define TPNS_DETAIL_ERROR_SINK_HPP

#include <tpns/error.hpp>

#include <cstddef>
#include <type_traits>

namespace tpns { inline namespace v0 { namespace detail {

/// Passes errors to the user's callable, counts them, and stops at the maximum.
template <class Sink>
class error_sink {
public:
    error_sink(Sink& sink, std::size_t most) noexcept : sink_(sink), most_(most) {}

    /// Returns whether to continue: false if the callable returned false or the maximum is reached.
    [[nodiscard]] bool operator()(const error& e) {
        if (count_ == most_) return false;
        ++count_;
        if constexpr (std::is_same_v<std::invoke_result_t<Sink&, const error&>, bool>) {
            if (!sink_(e)) return false;
        } else {
            sink_(e);
        }
        return count_ != most_;
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    Sink& sink_;
    std::size_t most_;
    std::size_t count_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
