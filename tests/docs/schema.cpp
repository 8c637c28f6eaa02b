// SPDX-License-Identifier: BSL-1.0

// Prints what the schemas are compared with: the default limits, and of each vector "ok" or the
// rule that it breaks by default, whatever options its manifest has.

#include "support/message_kinds.hpp"
#include "support/vectors.hpp"

#include <tpns/limits.hpp>

#include <cstddef>
#include <iostream>

namespace {

void print(const char* limit, std::size_t value) {
    std::cout << limit << '\t';
    if (value == tpns::limits::unlimited)
        std::cout << "unlimited\n";
    else
        std::cout << value << '\n';
}

template <class Kind>
void print_verdicts() {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        const auto message = Kind::decode(v.body, {});
        std::cout << Kind::name << '/' << v.file << '\t'
                  << (message ? "ok" : tpns_tests::rule_of(message.error())) << '\n';
    }
}

} // namespace

int main() {
    const tpns::limits limits;
    print("max_token_accounts", limits.max_token_accounts);
    print("min_token_bytes", limits.min_token_bytes);
    print("max_token_bytes", limits.max_token_bytes);
    print("min_account_chars", limits.min_account_chars);
    print("max_account_chars", limits.max_account_chars);
    print("min_accounts_per_token", limits.min_accounts_per_token);
    print("max_accounts_per_token", limits.max_accounts_per_token);
    print("max_token_list", limits.max_token_list);
    print("max_account_list", limits.max_account_list);
    print("max_result", limits.max_result);
    print_verdicts<tpns_tests::requests>();
    print_verdicts<tpns_tests::responses>();
}
