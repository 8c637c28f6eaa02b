// SPDX-License-Identifier: BSL-1.0

// Batches, outcomes and retries of any request and response: nothing lost, nothing doubled.

#include "messages.hpp"

#include <tpns/batches.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/retry.hpp>

#include <type_traits>
#include <variant>
#include <vector>

namespace {

/// Each item of the batches is the item of the list that its index says.
template <class Operation>
void batch_laws(const Operation& op, std::size_t size) {
    std::size_t next = 0;
    for (const auto& batch : batches(op, size)) {
        fuzz::law(batch.first == next, "a batch begins where the one before ended");
        fuzz::law(item_count(batch.request) <= size, "a batch is not too long");
        std::visit(
            [&](const auto& part) {
                for (const auto& item : items(part)) {
                    if constexpr (std::is_same_v<decltype(item), decltype(items(op)[0])>)
                        fuzz::law(&item == &items(op)[next], "an item is not copied");
                    ++next;
                }
            },
            batch.request);
    }
    fuzz::law(next == items(op).size(), "no item is lost");
}

void call_laws(const tpns::request& asked, const tpns::response& answer) {
    const auto all = outcomes(asked, answer);
    if (!all) {
        fuzz::law(answer.result.size() != item_count(asked), "equal counts are paired");
        return;
    }
    fuzz::law(all->size() == item_count(asked), "each item has an outcome");
    std::vector<bool> wanted;
    for (const tpns::item_outcome& o : *all) {
        fuzz::law(o == (*all)[o.index], "an outcome is the same however it is asked for");
        wanted.push_back(is_retryable(o.disposition));
    }
    std::vector<std::size_t> indices;
    const auto retry = retry_request(asked, *all, indices);
    fuzz::law(retry.has_value() == !indices.empty(), "a retry has items");
    if (retry) fuzz::law(item_count(*retry) == indices.size(), "a retry has these items");
    for (std::size_t k = 0; k < indices.size(); ++k) {
        fuzz::law(k == 0 || indices[k - 1] < indices[k],
                  "a retry keeps the order, and no item twice");
        const tpns::disposition d = (*all)[indices[k]].disposition;
        fuzz::law(is_retryable(d) || d == tpns::disposition::accepted, "only what may go again");
        wanted[indices[k]] = false;
    }
    for (const bool left : wanted) fuzz::law(!left, "no item that may go again is lost");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t batch = 1 + choose.up_to(24);
    const tpns::request asked = fuzz::make_request(choose);
    std::visit([&](const auto& op) { batch_laws(op, batch); }, asked);

    tpns::response answer = fuzz::make_response(choose);
    if (choose.byte() % 4 != 0) answer.result.resize(item_count(asked), {"0"});
    call_laws(asked, answer);
    return 0;
}
