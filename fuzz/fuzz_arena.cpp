// SPDX-License-Identifier: BSL-1.0

// Decodes a body into fixed memory of any size: gives the right views, the right error or
// `no_space`, and writes nothing outside the memory.

#include "options.hpp"
#include "support/message_kinds.hpp"

#include <tpns/buffer_sizes.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using tpns_tests::requests;
using tpns_tests::responses;

/// Memory of any size and alignment, between two guards.
class guarded_memory {
public:
    guarded_memory(std::size_t size, std::size_t misaligned)
        : begin_(guard + misaligned), end_(begin_ + size), bytes_(end_ + guard, '#') {}

    [[nodiscard]] char* begin() { return bytes_.data() + begin_; }
    [[nodiscard]] bool is_guarded() const {
        const auto is_guard = [](char c) { return c == '#'; };
        return std::all_of(bytes_.begin(), at(begin_), is_guard) &&
               std::all_of(at(end_), bytes_.end(), is_guard);
    }

private:
    [[nodiscard]] std::vector<char>::const_iterator at(std::size_t i) const {
        return bytes_.begin() + static_cast<std::ptrdiff_t>(i);
    }

    static constexpr std::size_t guard = 64;
    std::size_t begin_;
    std::size_t end_;
    std::vector<char> bytes_;
};

/// The documented size that is enough for a body without escapes or skipped lists.
std::size_t documented(const tpns::response& r) {
    return tpns::response_arena_bytes(r.result.size());
}
std::size_t documented(const tpns::unbind_all_accounts& op) {
    return tpns::request_arena_bytes<tpns::unbind_all_accounts>(op.token_list.size());
}
std::size_t documented(const tpns::unbind_all_tokens& op) {
    return tpns::request_arena_bytes<tpns::unbind_all_tokens>(op.account_list.size());
}
template <class Operation>
std::size_t documented(const Operation& op) {
    std::size_t most = 0;
    for (const tpns::binding& b : op.token_accounts) most = (std::max)(most, b.account_list.size());
    return tpns::request_arena_bytes<Operation>(op.token_accounts.size(), most);
}
std::size_t documented(const tpns::request& r) {
    return std::visit([](const auto& op) { return documented(op); }, r);
}

template <class Kind>
class arena_laws {
public:
    arena_laws(std::string_view body, const tpns::decode_options& options)
        : body_(body), options_(options), expected_(Kind::decode(body, options)) {}

    void operator()(fuzz::decisions& choose) const {
        const std::size_t misaligned = choose.byte() % 8;
        // Begins with far more than any body needs, then finds the smallest sufficient size.
        std::size_t least = 0;
        std::size_t enough = 128 * body_.size() + 128;
        fuzz::law(fits(enough, misaligned), "plenty of memory is enough");
        while (least != enough) {
            const std::size_t size = least + (enough - least) / 2;
            if (fits(size, misaligned))
                enough = size;
            else
                least = size + 1;
        }
        for (int sizes = 8; sizes != 0 && choose.more(); --sizes) {
            const std::size_t size = choose.up_to(2 * least);
            fuzz::law(fits(size, misaligned) == (size >= least), "more memory is also enough");
        }
        if (!expected_ || skips_lists() || body_.find('\\') != body_.npos) return;
        fuzz::law(least <= documented(*expected_), "the documented size is enough");
    }

private:
    [[nodiscard]] bool skips_lists() const {
        tpns::decode_options strict = options_;
        strict.foreign_carriers = strict.undocumented_replies = tpns::policy::reject;
        return !Kind::decode(body_, strict);
    }
    [[nodiscard]] bool fits(std::size_t size, std::size_t misaligned) const {
        guarded_memory memory(size, misaligned);
        tpns::arena arena(memory.begin(), size);
        const auto view = Kind::decode_view(body_, arena, options_);
        fuzz::law(memory.is_guarded(), "nothing is written outside the memory");
        if (view) {
            fuzz::law(expected_ && *view == *expected_, "a view has the right value");
            return true;
        }
        fuzz::law(arena.allocate(size, 1) == memory.begin(), "an error uses no memory");
        if (view.error().code == tpns::errc::no_space) return false;
        fuzz::law(!expected_ && view.error() == expected_.error(), "the error is the right one");
        return true;
    }

    std::string_view body_;
    const tpns::decode_options& options_;
    tpns::result<typename Kind::message> expected_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::body_input input(data, size);
    tpns::decode_options options;
    if (input.choose().more()) options = fuzz::make_options(input.choose());
    fuzz::decisions same = input.choose();
    arena_laws<requests>(input.body(), options)(same);
    arena_laws<responses>(input.body(), options)(input.choose());
    return 0;
}
