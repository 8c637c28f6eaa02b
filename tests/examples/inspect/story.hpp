// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_STORY_HPP
#define INSPECT_STORY_HPP

#include "item_place.hpp"
#include "text.hpp"

#include <tpns.hpp>

#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <variant>

namespace inspect {

/// Explains a message, item by item. Continues a line that has been begun.
class story {
public:
    explicit story(bool show) : show_(show) {}

    void tell(const tpns::request& r) const {
        const tpns::operator_type type = operator_type_of(r);
        std::cout << to_string(type) << " (operator_type " << static_cast<int>(type) << "), "
                  << plural(item_count(r), "item") << '\n';
        std::visit([this](const auto& op) { tell_items(op); }, r);
        advise(r, [](tpns::advice a, const tpns::json_pointer& where) {
            std::cout << "  legal, but: " << pointer(where) << ' ' << message(a) << '\n';
        });
    }

    /// `asked` is the request that the response answers, or null if there is no valid one.
    void tell(const tpns::response& r, const tpns::request* asked) const {
        tell_code(r.ret_code);
        std::cout << ", err_msg " << quoted(r.err_msg) << '\n';
        if (asked != nullptr)
            tell_outcomes(r, *asked);
        else
            tell_results(r);
    }

private:
    template <class Operation>
    void tell_items(const Operation& op) const {
        std::size_t i = 0;
        for (const auto& item : items(op)) tell_item(item, i++);
    }

    void tell_item(const tpns::binding& b, std::size_t i) const {
        std::cout << "  " << pointer({tpns::node::token_accounts_element, i}) << "  token "
                  << name(b.token) << ", " << plural(b.account_list.size(), "account") << '\n';
        for (std::size_t j = 0; j < b.account_list.size(); ++j)
            tell_account(b.account_list[j], {tpns::node::account_list_element, i, j});
    }

    void tell_item(const tpns::device_token& token, std::size_t i) const {
        std::cout << "  " << pointer({tpns::node::token_list_element, i}) << "  token "
                  << name(token) << '\n';
    }

    void tell_item(const tpns::account& a, std::size_t i) const {
        tell_account(a, {tpns::node::account_list_element, i});
    }

    void tell_account(const tpns::account& a, const tpns::json_pointer& where) const {
        std::cout << "  " << pointer(where) << "  account " << name(a.id) << ", type "
                  << static_cast<int>(a.type) << " (" << to_string(a.type) << ")\n";
    }

    /// Leaves the decision to the library: if the call failed as a whole, "0" is not a success.
    static void tell_outcomes(const tpns::response& r, const tpns::request& asked) {
        const auto outcomes = tpns::outcomes(asked, r);
        const bool matched = item_count(asked) == r.result.size();
        if (!matched && !r.result.empty()) {
            std::cout << "  " << plural(r.result.size(), "result") << " for "
                      << plural(item_count(asked), "item")
                      << (outcomes ? ": ignored, as the call failed" : ": cannot match them")
                      << '\n';
            tell_results(r);
        }
        if (!outcomes) return;
        for (const auto& o : *outcomes) {
            if (matched) {
                tell_result(r, o.index);
                std::cout << "  for ";
            } else {
                std::cout << "  ";
            }
            std::cout << pointer(item_place(asked, o.index)) << "  " << to_string(o.disposition);
            tell_reason(o.disposition != tpns::disposition::accepted ? o.code : std::nullopt);
        }
    }

    static void tell_results(const tpns::response& r) {
        for (std::size_t i = 0; i < r.result.size(); ++i) {
            tell_result(r, i);
            if (r.result[i].ok()) {
                std::cout << '\n';
            } else {
                std::cout << "  failed";
                tell_reason(r.result[i].code());
            }
        }
    }

    static void tell_result(const tpns::response& r, std::size_t i) {
        std::cout << "  " << pointer({tpns::node::result_element, i}) << "  "
                  << quoted(r.result[i].text);
    }

    /// Ends the line.
    static void tell_reason(const std::optional<tpns::server_errc>& code) {
        if (code) {
            std::cout << ": ";
            tell_code(*code);
        }
        std::cout << '\n';
    }

    static void tell_code(tpns::server_errc code) {
        std::cout << message(code) << " (" << static_cast<int>(code) << ')';
    }

    static std::string pointer(const tpns::json_pointer& p) { return to_string(p); }

    template <class Identifier>
    std::string name(const Identifier& id) const {
        return show_ ? quoted(id.str()) : redacted(id);
    }

    bool show_;
};

} // namespace inspect

#endif
