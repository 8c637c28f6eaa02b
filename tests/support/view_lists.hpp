// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_VIEW_LISTS_HPP
#define TPNS_TESTS_SUPPORT_VIEW_LISTS_HPP

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <deque>
#include <variant>
#include <vector>

namespace tpns_tests {

/// Makes views of messages, and owns the lists that they refer to. A view is valid until the next
/// one is made.
class view_lists {
public:
    tpns::request_view operator()(const tpns::request& r) {
        return std::visit([&](const auto& op) { return view_of(op); }, r);
    }
    tpns::response_view operator()(const tpns::response& r) {
        codes_.clear();
        for (const tpns::item_code& code : r.result) codes_.push_back({code.text});
        return {r.ret_code, r.err_msg, codes_};
    }

private:
    template <tpns::operator_type Type>
    tpns::request_view view_of(const tpns::basic_operation<Type, tpns::owned>& op) {
        return tpns::basic_operation<Type, tpns::view>{list(items(op))};
    }
    tpns::list_view<tpns::account_view> list(const std::vector<tpns::account>& accounts) {
        std::vector<tpns::account_view>& views = accounts_.emplace_back();
        for (const tpns::account& a : accounts) views.push_back({a.id, a.type});
        return views;
    }
    tpns::list_view<tpns::binding_view> list(const std::vector<tpns::binding>& bindings) {
        bindings_.clear();
        for (const tpns::binding& b : bindings)
            bindings_.push_back({b.token, list(b.account_list)});
        return bindings_;
    }
    tpns::list_view<tpns::device_token_view> list(const std::vector<tpns::device_token>& tokens) {
        tokens_.assign(tokens.begin(), tokens.end());
        return tokens_;
    }

    std::deque<std::vector<tpns::account_view>> accounts_;
    std::vector<tpns::binding_view> bindings_;
    std::vector<tpns::device_token_view> tokens_;
    std::vector<tpns::item_code_view> codes_;
};

} // namespace tpns_tests

#endif
