// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_SIMULATED_SERVICE_HPP
#define TPNS_TESTS_SUPPORT_SIMULATED_SERVICE_HPP

#include <tpns/operator_type.hpp>
#include <tpns/response.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace tpns_tests {

constexpr std::size_t max_tokens = 4;
constexpr std::size_t max_types = 3;

/// An item of a job from the service's point of view: numbers, and nothing from the library.
struct simulated_item {
    std::size_t token = 0;                               ///< of operations 1 to 4
    std::vector<std::pair<std::size_t, int>> accounts{}; ///< types and accounts, in order
};

/// The bindings: for each token and type, an account or none.
class simulated_state {
public:
    static constexpr int none = -1;
    std::array<std::array<int, max_types>, max_tokens> bound{};

    void apply(tpns::operator_type type, const simulated_item& item) {
        switch (type) {
        case tpns::operator_type::append_accounts:
        case tpns::operator_type::overwrite_accounts:
            for (const auto& [kind, account] : item.accounts) bound[item.token][kind] = account;
            return;
        case tpns::operator_type::unbind_accounts:
            for (const auto& [kind, account] : item.accounts)
                if (bound[item.token][kind] == account) bound[item.token][kind] = none;
            return;
        case tpns::operator_type::unbind_all_accounts: bound[item.token].fill(none); return;
        case tpns::operator_type::unbind_all_tokens:
            for (auto& of_token : bound)
                for (const auto& [kind, account] : item.accounts)
                    if (of_token[kind] == account) of_token[kind] = none;
            return;
        }
    }
};

/// Answers calls as `choose(n)` decides, which returns one of `n` numbers; 0 always means success.
/// Carries out accepted tasks later, and those of one token in order.
template <class Choose>
class simulated_service {
public:
    using call = std::vector<std::size_t>; ///< the indices of its items

    simulated_service(tpns::operator_type type, const std::vector<simulated_item>& items,
                      const simulated_state& initial, Choose& choose)
        : type_(type), items_(items), state_(initial), choose_(choose) {}

    /// Whether tasks of one token can also be carried out in any order.
    bool in_any_order = false;
    /// From now on, nothing fails.
    bool in_order_again = false;

    [[nodiscard]] tpns::response answer(const call& c) {
        const std::size_t way = in_order_again ? 0 : choose_(12);
        switch (way) {
        case 6: return failed_items(c, 1008026);
        case 7: return failed_items(c, choose_(2) == 0 ? 1008027 : 0);
        case 8: return failed_call(c, 0);
        case 9: return failed_call(c, c.size());
        case 10: return failed_call(c, c.size() + 1 + choose_(2));
        case 11: return miscounted(c);
        default: break;
        }
        for (const std::size_t i : c) accept(i);
        tpns::response r{tpns::server_errc::accepted, "ok", {}};
        if (way % 2 != 0)
            for (std::size_t k = 0; k < c.size(); ++k) r.result.push_back({way == 1 ? "0" : "ok"});
        return r;
    }

    /// Carries out some accepted tasks, or all of them.
    void carry_out(bool all) {
        for (auto& queue : queues_)
            while (!queue.empty() && (all || choose_(2) != 0)) {
                const std::size_t at = in_any_order ? choose_(queue.size()) : 0;
                const auto place = queue.begin() + static_cast<std::ptrdiff_t>(at);
                state_.apply(type_, items_[*place]);
                queue.erase(place);
            }
    }

    [[nodiscard]] const simulated_state& state() const { return state_; }

private:
    void accept(std::size_t i) { queues_[items_[i].token].push_back(i); }
    void perhaps_accept(std::size_t i) {
        if (choose_(2) != 0) accept(i);
    }

    /// Codes of every kind. Some tasks that report a failure to carry them out were carried out.
    [[nodiscard]] tpns::item_code code_for(std::size_t i) {
        switch (choose_(8)) {
        case 1: perhaps_accept(i); return {"1008004"};
        case 2: return {"1008028"};
        case 3: return {"1008006"};
        case 4: return {"1008007"};
        case 5: perhaps_accept(i); return {"777"};
        case 6: return {"1008003"};
        case 7: return {"token_not_exists"};
        default: accept(i); return {"0"};
        }
    }

    [[nodiscard]] tpns::response failed_items(const call& c, std::int32_t ret_code) {
        tpns::response r{static_cast<tpns::server_errc>(ret_code), "", {}};
        // If the call's code says that all failed, an item's "0" is not to be trusted.
        for (const std::size_t i : c) r.result.push_back(code_for(i));
        return r;
    }

    [[nodiscard]] tpns::response failed_call(const call& c, std::size_t codes) {
        constexpr std::int32_t all[] = {1008004, 1008028, 1008003, 1008007,
                                        1008006, 777,     1008027, 1008026};
        // With as many codes as items, 1008026 accepts the items whose codes say so.
        const std::size_t which = choose_(codes == 0 ? 8 : 7);
        tpns::response r{static_cast<tpns::server_errc>(all[which]), "", {}};
        const bool maybe = which == 0 || which >= 5;
        for (const std::size_t i : c)
            if (maybe) perhaps_accept(i);
        for (std::size_t k = 0; k < codes; ++k)
            r.result.push_back({codes == c.size() && choose_(4) == 3 ? "1008007" : "0"});
        // An item whose own code refuses it was not carried out.
        return maybe && codes == c.size() ? all_good(std::move(r)) : r;
    }

    [[nodiscard]] static tpns::response all_good(tpns::response r) {
        for (tpns::item_code& code : r.result) code = {"0"};
        return r;
    }

    [[nodiscard]] tpns::response miscounted(const call& c) {
        for (const std::size_t i : c) perhaps_accept(i);
        tpns::response r{choose_(2) == 0 ? tpns::server_errc::accepted
                                         : tpns::server_errc::batch_partly_failed,
                         "",
                         {}};
        const std::size_t count = c.size() == 1 || choose_(2) == 0 ? c.size() + 1 : c.size() - 1;
        for (std::size_t k = 0; k < count; ++k) r.result.push_back({"0"});
        return r;
    }

    tpns::operator_type type_;
    const std::vector<simulated_item>& items_;
    simulated_state state_;
    Choose& choose_;
    std::array<std::deque<std::size_t>, max_tokens> queues_; // of each token
};

} // namespace tpns_tests

#endif
