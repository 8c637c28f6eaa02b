// SPDX-License-Identifier: BSL-1.0

// Prints the cost of a job per item, against a plain loop with `batches` and `encode_into`, as
// Markdown. No service is involved, and everything is accepted at once, so the time is the
// library's alone. Medians of eleven runs.

#include "support/allocations.hpp"

#include <tpns/batches.hpp>
#include <tpns/encode.hpp>
#include <tpns/job.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <type_traits>
#include <vector>

namespace {

constexpr std::size_t calls_out = 8;

std::string token_of(std::uint64_t number) {
    std::uint64_t x = (number + 1) * 0x9e3779b97f4a7c15; // 36 digits, scattered like real tokens
    x ^= x >> 29;
    std::array<char, 37> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx%020llx",
                  static_cast<unsigned long long>(x), static_cast<unsigned long long>(number));
    return digits.data();
}

/// The second half repeats the tokens of the first half, or no token repeats.
std::vector<tpns::binding> bindings(std::size_t size, bool half_repeated) {
    std::vector<tpns::binding> all;
    for (std::size_t i = 0; i < size; ++i) {
        const bool again = half_repeated && i >= size / 2;
        all.push_back({tpns::device_token(token_of(again ? i - size / 2 : i)),
                       {{tpns::account_id("account" + std::to_string(i))}}});
    }
    return all;
}

std::vector<tpns::device_token> tokens(std::size_t size) {
    std::vector<tpns::device_token> all;
    for (std::size_t i = 0; i < size; ++i) all.emplace_back(token_of(i));
    return all;
}

/// Nanoseconds for each of `size` items.
template <class Function>
double measured(std::size_t size, Function f) {
    std::vector<double> runs;
    for (int i = 0; i < 11; ++i) {
        const std::clock_t start = std::clock(); // CPU time, which other processes disturb less
        std::size_t repeated = 0;
        do f();
        while (++repeated * size < 1'000'000);
        const auto took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        runs.push_back(took * 1e9 / static_cast<double>(repeated * size));
    }
    std::nth_element(runs.begin(), runs.begin() + 5, runs.end());
    return runs[5];
}

void must(bool holds) {
    if (!holds) std::abort();
}

template <class Operation, class List>
void run_job(const List& list, bool encoded) {
    static std::string body;
    tpns::job<Operation> job(list);
    std::vector<std::uint64_t> out;
    out.reserve(calls_out);
    const tpns::response_view good;
    std::size_t oldest = 0;
    do {
        while (out.size() - oldest < calls_out) {
            const auto call = job.next();
            if (!call) break;
            if (encoded) must(tpns::encode_into(body, call->request).has_value());
            if (out.size() == out.capacity()) {
                out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(oldest));
                oldest = 0;
            }
            out.push_back(call->id);
        }
        must(job.answered(out[oldest++], good).has_value());
    } while (!job.done());
}

template <class Operation, class List>
void measure(const char* what, const List& list) {
    using part = typename tpns::detail::part_of_t<Operation>;
    const std::size_t size = list.size();
    static std::string body;
    const double plain = measured(size, [&] {
        for (const auto& b : tpns::batches(part{list}))
            must(tpns::encode_into(body, b.request).has_value());
    });
    const double both = measured(size, [&] { run_job<Operation>(list, true); });
    const double alone = measured(size, [&] { run_job<Operation>(list, false); });

    tpns_tests::forget_peak();
    const std::size_t before = tpns_tests::live_bytes();
    const tpns::job<Operation> job(list);
    const std::size_t most = tpns_tests::peak_bytes() - before;
    const std::size_t kept = tpns_tests::live_bytes() - before;
    const auto each = [&](std::size_t bytes) {
        return static_cast<double>(bytes) / static_cast<double>(size);
    };
    std::printf("| %s | %zu | %.0f | %.0f | %.0f | %.1f | %.1f |\n", what, size, plain, both, alone,
                each(kept), each(most));
    std::fflush(stdout);
}

} // namespace

int main() {
    std::puts(
        "| | items | `batches`, `encode_into`: ns an item | job, `encode_into` | the job alone |"
        " bytes an item | while it is made |\n|---|---|---|---|---|---|---|");
    for (const std::size_t size : {1'000U, 100'000U, 1'000'000U}) {
        measure<tpns::overwrite_accounts>("`overwrite_accounts`", bindings(size, false));
        measure<tpns::overwrite_accounts>("the same, each token twice", bindings(size, true));
        measure<tpns::unbind_all_accounts>("`unbind_all_accounts`", tokens(size));
    }
}
