// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_BINDING_SERVER_HPP
#define TPNS_TESTS_SUPPORT_BINDING_SERVER_HPP

#include <tpns/request.hpp>

#include <map>
#include <string>
#include <variant>

namespace tpns_tests {

/// The state of the service, according to its page: for each token and account type, the account
/// that was bound last.
class binding_server {
public:
    template <class Storage>
    void accept(const tpns::basic_request<Storage>& r) {
        std::visit([&](const auto& op) { accept(op); }, r);
    }

    [[nodiscard]] friend bool operator==(const binding_server& a, const binding_server& b) {
        return a.tokens_ == b.tokens_;
    }

private:
    using accounts = std::map<tpns::account_type, std::string>;

    template <class Storage>
    void accept(const tpns::basic_operation<tpns::operator_type::append_accounts, Storage>& op) {
        accept(tpns::basic_operation<tpns::operator_type::overwrite_accounts, Storage>{
            op.token_accounts});
    }
    template <class Storage>
    void accept(const tpns::basic_operation<tpns::operator_type::overwrite_accounts, Storage>& op) {
        for (const auto& b : op.token_accounts)
            for (const auto& a : b.account_list)
                tokens_[std::string(b.token.str())][a.type] = a.id.str();
    }
    template <class Storage>
    void accept(const tpns::basic_operation<tpns::operator_type::unbind_accounts, Storage>& op) {
        for (const auto& b : op.token_accounts)
            for (const auto& a : b.account_list) {
                accounts& of_token = tokens_[std::string(b.token.str())];
                const auto at = of_token.find(a.type);
                if (at != of_token.end() && at->second == a.id.str()) of_token.erase(at);
            }
    }
    template <class Storage>
    void
    accept(const tpns::basic_operation<tpns::operator_type::unbind_all_accounts, Storage>& op) {
        for (const auto& t : op.token_list) tokens_[std::string(t.str())].clear();
    }
    template <class Storage>
    void accept(const tpns::basic_operation<tpns::operator_type::unbind_all_tokens, Storage>& op) {
        for (const auto& a : op.account_list)
            for (auto& [token, of_token] : tokens_)
                if (of_token.count(a.type) != 0 && of_token[a.type] == a.id.str())
                    of_token.erase(a.type);
    }

    std::map<std::string, accounts> tokens_;
};

} // namespace tpns_tests

#endif
