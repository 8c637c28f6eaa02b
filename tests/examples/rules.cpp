// SPDX-License-Identifier: BSL-1.0

// Prints the table of rules in Markdown, for tests/docs/rules.md.

#include <tpns/error.hpp>
#include <tpns/rules.hpp>

#include <cstddef>
#include <iostream>
#include <string>

int main() {
    std::cout << "| rule | where | what is wrong when it is broken | `errc` | source |\n"
              << "|---|---|---|---|---|\n";
    for (const tpns::rule& r : tpns::rules) {
        const tpns::limits defaults;
        tpns::error e(r.code, {r.at});
        if (r.limit != nullptr) e.limit = defaults.*r.limit;
        const bool unlimited = r.limit != nullptr && e.limit == tpns::limits::unlimited;
        const std::string sentence =
            unlimited ? "has more elements than the limit; by default there is none" : message(e);
        const std::string where = r.at == tpns::node::body ? "body" : '`' + to_string(r.at) + '`';
        std::cout << "| " << r.id << " | " << where << " | " << sentence << " | `"
                  << to_string(r.code) << "` | " << r.source << " |\n";
    }
}
