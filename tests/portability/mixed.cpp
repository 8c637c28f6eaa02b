// SPDX-License-Identifier: BSL-1.0

// One program in three parts: this one in C++17, one without exceptions, and a shared library in
// C++20 with hidden symbols. Each part accepts the others' objects, and their error codes are
// equal. Returns the number of the first line that fails.

#include "mixed.hpp"

#include <string>

tpns_tests::part plain_part();
tpns_tests::part shared_part();

#define MUST(condition)                                                                            \
    if (!(condition)) return __LINE__

int main() {
    const tpns_tests::part parts[] = {tpns_tests::this_part(), plain_part(), shared_part()};
    // The parts differ as intended.
    MUST(parts[0].exceptions && parts[0].standard == 201703);
    MUST(!parts[1].exceptions && parts[1].standard == 201703);
    MUST(parts[2].exceptions && parts[2].standard > 201703);

    const std::string body = R"({"operator_type":5,"account_list":[{"account":"someone"}]})";
    for (const tpns_tests::part& a : parts) {
        for (const tpns_tests::part& b : parts) {
            MUST(a.local(tpns::errc::too_long) == b.local(tpns::errc::too_long));
            MUST(a.local(tpns::errc::too_long) != b.local(tpns::errc::too_short));
            MUST(a.local(tpns::errc::too_long) == b.sort(tpns::condition::limit));
            MUST(a.local(tpns::errc::too_long) != b.sort(tpns::condition::schema));
            MUST(a.remote(tpns::server_errc::invalid_token) ==
                 b.remote(tpns::server_errc::invalid_token));
            MUST(a.local(tpns::errc{1}).category() != b.remote(tpns::server_errc{1}).category());

            const tpns::result<tpns::request> r = a.decode(body);
            MUST(r);
            const tpns::result<std::string> text = b.encode(*r);
            MUST(text && *text == body);
            const tpns::result<tpns::request> none = a.decode(*text + '}');
            MUST(!none && none.error() == b.decode(*text + '}').error());
            MUST(make_error_code(none.error()) == b.local(tpns::errc::trailing_text));
        }
    }
    return 0;
}
