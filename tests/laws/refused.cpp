// SPDX-License-Identifier: BSL-1.0

// Code that must not compile, each case with a phrase from the message that gives the reason; see
// refused.sh.

#include <tpns/batches.hpp>
#include <tpns/job.hpp>
#include <tpns/outcomes.hpp>
#if CASE == 0 || CASE == 13
#include <tpns/decode.hpp>
#endif

#include <string>
#include <vector>

tpns::device_token_view token("token1");
std::vector<tpns::device_token> tokens();
std::vector<tpns::code_disposition> table();
tpns::overwrite_accounts request();
tpns::response response();

void refused(const tpns::request& r, const tpns::response& a) {
#if CASE == 0
    const std::vector<tpns::device_token> list = tokens();
    (void)tpns::list_view<tpns::device_token>(list), (void)tpns::outcomes(r, a);
#elif CASE == 1  // a temporary would dangle: name it first
    tpns::list_view<tpns::device_token> view = tokens();
#elif CASE == 2  // braces would dangle: name an array
    tpns::unbind_all_accounts_view view{{token, token}};
#elif CASE == 3  // braces would dangle: name an array
    tpns::unbind_all_accounts_view view;
    view.token_list = {token};
#elif CASE == 4  // a temporary would dangle: name it first
    tpns::job<tpns::unbind_all_accounts> job(tokens());
#elif CASE == 5  // a temporary would dangle: name it first
    tpns::basic_operation<tpns::operator_type::unbind_all_accounts, tpns::part> part{tokens()};
#elif CASE == 6  // a temporary would dangle: name it first
    (void)tpns::outcomes(r, a, table());
#elif CASE == 7  // braces would dangle: name an array
    (void)tpns::outcomes(r, a, {{tpns::server_errc::accepted, tpns::disposition::accepted}});
#elif CASE == 8  // a temporary would dangle: name it first
    (void)tpns::outcomes(request(), a);
#elif CASE == 9  // a temporary would dangle: name it first
    (void)tpns::outcomes(r, response());
#elif CASE == 10 // a temporary would dangle: name it first
    (void)tpns::batches(request());
#elif CASE == 11 // a temporary would dangle: name it first
    tpns::device_token_view view(std::string("token1"));
#elif CASE == 12 // a temporary would dangle: name it first
    tpns::device_token_view view = tpns::device_token("token1");
#elif CASE == 13 // a temporary would dangle: name it first
    tpns::arena memory;
    (void)tpns::decode_request_view(std::string("{}"), memory);
#endif
}
