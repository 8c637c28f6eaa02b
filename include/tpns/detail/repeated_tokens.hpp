// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_REPEATED_TOKENS_HPP
#define TPNS_DETAIL_REPEATED_TOKENS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 { namespace detail {

/// Calls `each(i, before)` for every binding `i` in the `size` bindings from `list` on whose token
/// occurs in an earlier binding, in order; `before` is the nearest one. Ignores bindings for which
/// `skip(i)` is true.
///
/// Precondition: `size` is less than 2^32 - 1. Complexity: linear for tokens whose hashes are
/// spread; n log n if tokens are chosen so that their hashes collide, since clients choose tokens.
/// Allocates 16 to 32 bytes for each binding, and up to about 100 if hashes collide.
template <class Binding, class Skip, class Each>
void for_each_repeated_token(const Binding* list, std::size_t size, Skip skip, Each each) {
    // An open-addressing hash table of the latest binding of each token. Each entry has the index
    // in the low bits and the upper half of the token's hash above it, which avoids most
    // comparisons with other tokens.
    constexpr std::uint64_t none = ~std::uint64_t{0};
    constexpr std::uint64_t index_bits = 0xffffffff;
    std::size_t places = 16;
    while (places < 2 * size) places *= 2;
    std::vector<std::uint64_t> latest(places, none);

    // The latest bindings of tokens that found all of so many places taken.
    constexpr int most_probes = 64;
    std::map<std::string_view, std::size_t> crowded;

    // Hashes in blocks, so that the processor fetches the scattered tokens of a block at the same
    // time.
    std::array<std::size_t, 32> hashes{};
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t in_block = i % hashes.size();
        if (in_block == 0)
            for (std::size_t k = 0; k < hashes.size() && i + k < size; ++k)
                hashes[k] = std::hash<std::string_view>()(list[i + k].token.str());
        if (skip(i)) continue;
        const std::uint64_t hash = hashes[in_block];
        std::size_t at = hashes[in_block] & (places - 1);
        int probes = 0;
        while (latest[at] != none && probes < most_probes) {
            const std::size_t before = static_cast<std::uint32_t>(latest[at]);
            if ((latest[at] ^ hash) <= index_bits && list[before].token == list[i].token) {
                each(i, before);
                break;
            }
            at = (at + 1) & (places - 1);
            ++probes;
        }
        if (probes < most_probes) {
            latest[at] = (hash & ~index_bits) | i;
        } else {
            const auto [entry, is_new] = crowded.try_emplace(list[i].token.str(), i);
            if (!is_new) each(i, std::exchange(entry->second, i));
        }
    }
}

}}} // namespace tpns::v0::detail

#endif
