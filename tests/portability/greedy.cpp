// SPDX-License-Identifier: BSL-1.0

// The library never calls a user's function, whatever its name, by argument-dependent lookup. The
// test is that this compiles: greedy.hpp, which greedy.py generates, has a deleted function of each
// name, which would be the best match.
#include "greedy.hpp"

#include <tpns.hpp>
#include <tpns/boost_json.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace greedy {

struct my_sink {
    template <class... Arguments>
    void operator()(const Arguments&...) const noexcept {}
};

struct my_hmac {
    tpns::hmac_bytes operator()(std::string_view,
                                const std::array<std::string_view, 3>&) const noexcept {
        return {};
    }
};

struct my_text {
    operator std::string_view() const noexcept { return "token"; }
};

template <class T>
class my_list {
public:
    [[nodiscard]] const T* data() const noexcept { return all_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] const T* begin() const noexcept { return data(); }
    [[nodiscard]] const T* end() const noexcept { return data() + size(); }

private:
    std::vector<T> all_;
};

} // namespace greedy

namespace {

template <class Operation>
void drive(const Operation& op, const tpns::response& answer) {
    greedy::my_list<typename Operation::list_type::value_type> all;
    tpns::job<Operation> job(all, {}, greedy::my_list<tpns::job_outcome>());
    while (const auto call = job.next()) {
        (void)job.answered(call->id, answer, greedy::my_sink());
        (void)job.unanswered(call->id, greedy::my_sink());
    }
    const tpns::list_view<typename Operation::list_type::value_type> view(all);
    (void)(view == all && all == view && view != all && view < all);
    (void)tpns::validate(op, greedy::my_sink());
    tpns::advise(op, greedy::my_sink());
}

} // namespace

int main() {
    const tpns::request request;
    const tpns::response response;
    drive(tpns::overwrite_accounts(), response);
    drive(tpns::unbind_all_accounts(), response);
    drive(tpns::unbind_all_tokens(), response);
    (void)tpns::check_request("{}", greedy::my_sink());
    (void)tpns::check_response("{}", greedy::my_sink());
    (void)tpns::validate(request, greedy::my_sink());
    (void)tpns::validate(response, greedy::my_sink());
    tpns::advise(request, greedy::my_sink());
    (void)tpns::sign(greedy::my_hmac(), {"id", "key"}, 1565314789, "body");
    const greedy::my_list<tpns::code_disposition> table;
    (void)tpns::outcomes(request, response, table);
    (void)tpns::disposition_of(tpns::server_errc::accepted, table);
    const greedy::my_list<tpns::server_errc> codes;
    (void)tpns::make_response(request, codes);
    return tpns::device_token(greedy::my_text()).str() == "token" ? 0 : 1;
}
