// SPDX-License-Identifier: BSL-1.0

// Calls every public function repeatedly, on values that do not fit in a short string, and prints
// the guide's table of what allocates: never; only at first, until everything is large enough; or
// always. `heap.py` compares the guide with it, and finds missing functions.

#include "support/allocations.hpp"

#include <tpns.hpp>
#include <tpns/boost_json.hpp>

#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace tpns;

class table {
public:
    /// `names` as the table has them: "`a`, `b`".
    template <class Function>
    void row(const char* names, Function f) {
        std::size_t at_first = 0;
        std::size_t later = 0;
        for (int i = 0; i < 12; ++i) {
            const std::size_t before = tpns_tests::allocations();
            f();
            (i < 4 ? at_first : later) += tpns_tests::allocations() - before;
        }
        std::string& list = later != 0 ? always_ : at_first != 0 ? warm_ : never_;
        if (!list.empty()) list += ", ";
        list += names;
    }

    void print() const {
        std::printf("| when | what |\n|---|---|\n");
        std::printf("| never | %s |\n", never_.c_str());
        std::printf("| nothing once warm | %s |\n", warm_.c_str());
        std::printf("| always | %s |\n", always_.c_str());
    }

private:
    std::string never_;
    std::string warm_;
    std::string always_;
};

template <class... T>
void use(const T&...) {}

const std::string long_text = "a text that is longer than any short string";

std::vector<binding> bindings() {
    std::vector<binding> all(50);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = {device_token(long_text.substr(3) + std::to_string(i)),
                  {account{account_id(long_text), account_type::email}}};
    return all;
}

void rows(table& t) {
    const std::vector<binding> list = bindings();
    const request asked = overwrite_accounts{std::vector<binding>(list.begin(), list.begin() + 20)};
    const auto& op = std::get<overwrite_accounts>(asked);
    response answer{server_errc::batch_partly_failed, long_text, {}};
    for (int i = 0; i < 20; ++i) answer.result.push_back({i == 3 ? long_text : "0"});
    const std::string body = encode(asked).value();
    const std::string reply = encode(answer).value();
    const error wrong({errc::too_long, 64}, {node::account_member, 123456789, 4}, 212);
    const auto drop = [](const auto&...) {};

    t.row(
        "`to_string` of enumerators but `node`, `message` of all but an error and a `server_errc`",
        [] {
            use(to_string(server_errc::access_key_mismatch));
            use(to_string(account_type::email), to_string(advice::unusual_token));
            use(to_string(condition::limit), to_string(disposition::retry),
                to_string(errc::too_long));
            use(to_string(item_state::unknown), to_string(operator_type::unbind_accounts));
            use(message(errc::too_long), message(condition::limit), message(advice::unusual_token));
        });
    t.row("`category`, `server_category`, `condition_of`",
          [] { use(&category(), &server_category(), condition_of({})); });
    t.row("`make_error_code`, `make_error_condition`, `suggested_ret_code`", [&] {
        use(make_error_code(wrong), make_error_code(errc::too_long));
        use(make_error_code(server_errc::invalid_token), make_error_condition(condition::limit));
        use(suggested_ret_code(wrong));
    });
    const failure thrown(wrong);
    t.row("`to_chars`, a failure's `error`", [&] {
        char line[error::max_chars];
        use(to_chars(line, sizeof line, wrong), thrown.error());
    });
    t.row("`str`, `hash_value`, comparisons, `items`, `item_count`, `operator_type_of`", [&] {
        const account_id& id = list[0].account_list[0].id;
        use(id.str(), hash_value(id), hash_value(list[0].account_list[0]), list[0] < list[1]);
        use(asked == asked, asked < asked, answer == answer, items(op).size(), item_count(asked));
        use(operator_type_of(asked), account_id_view(id) == id);
    });
    t.row("`subspan`, `begin`, `end`, `size`, `empty`, `data` of lists", [&] {
        const part_list<binding> all(list);
        use(list_view<binding>(list).data());
        for (const binding& b : all.subspan(1, 2)) use(b);
        use(all.size(), all.empty());
    });
    t.row("`validate`, `check_request`, `check_response`, `encoded_size`", [&] {
        use(validate(asked), validate(asked, drop), encoded_size(asked), encoded_size(answer));
        use(check_request(body, drop), check_response(reply, drop));
    });
    t.row("`encode_to`", [&] {
        static char memory[10000];
        use(encode_to(memory, sizeof memory, asked), encode_to(memory, sizeof memory, answer));
    });
    t.row("`decode_request_view` and `decode_response_view` into a buffer", [&] {
        static char memory[20000];
        arena space(memory, sizeof memory);
        use(decode_request_view(body, space).value(), decode_response_view(reply, space).value());
    });
    t.row("`max_encoded_size`, `request_arena_bytes`, `response_arena_bytes`, an arena's `grows`",
          [] {
              use(max_encoded_size(20, 2), request_arena_bytes(20, 2), response_arena_bytes(20));
              use(arena().grows());
          });
    t.row("`ok` and `code` of an item", [&] {
        for (const item_code& c : answer.result) use(c.ok(), c.code());
    });
    t.row("`outcomes`, its `count` and `all_accepted`, `disposition_of`", [&] {
        const auto all = outcomes(asked, answer);
        for (const auto& o : *all) use(o.token());
        use(all->count(disposition::unknown), all->all_accepted(), all->empty(), all->size());
        use(disposition_of(server_errc::invalid_token));
    });
    t.row("`batches`", [&] {
        const auto all = batches(asked, 3);
        for (const auto& b : all) use(item_count(b.request));
        use(all.size());
    });
    t.row("`sign`, its `timestamp`, `url`, `host`", [&] {
        const auto hmac = [](std::string_view, const auto&) { return hmac_bytes{}; };
        const signature s = sign(hmac, {long_text, long_text}, 1565314789, body);
        use(s.str(), s.timestamp());
        use(endpoint(access_point::singapore).url(), endpoint(access_point::singapore).host());
    });
    job<overwrite_accounts> whole(list);
    t.row("a job's `answered`, `unanswered`, `stopped`, `go_on`, `done`, `out`, `error_of`, "
          "`failures_in_a_row`",
          [&, call = whole.next()]() mutable {
              if (call) use(whole.answered(call->id, answer, drop), whole.unanswered(0, drop));
              call.reset();
              use(whole.error_of(3), whole.stopped(), whole.done(), whole.out(),
                  whole.failures_in_a_row());
              use(whole.size(), whole.count(item_state::accepted), whole[3].token());
              whole.go_on();
              for (const auto& o : whole) use(o.item());
          });

    t.row("`encode_into`", [&, kept = std::string()]() mutable {
        use(encode_into(kept, asked), encode_into(kept, answer));
    });
    t.row("`decode_into`", [&, r = request(), a = response()]() mutable {
        use(decode_into(r, body), decode_into(a, reply));
    });
    arena growing;
    t.row("`decode_request_view` and `decode_response_view` into an arena that grows, its "
          "`allocate`, `resize`, `clear`, `mark`, `rewind`",
          [&] {
              growing.clear();
              use(decode_request_view(body, growing).value());
              use(decode_response_view(reply, growing).value());
              const arena::position before = growing.mark();
              void* const p = growing.allocate(100, 8);
              use(growing.resize(p, 100, 50));
              growing.rewind(before);
          });
    arena viewed;
    t.row("`to_view`", [&] {
        viewed.clear();
        use(to_view(asked, viewed).value(), to_view(answer, viewed).value());
    });
    decoder<request> requests;
    decoder<response> responses;
    t.row("a decoder's `write`, `body`, `reset`, `finish_into`",
          [&, r = request(), a = response()]() mutable {
              requests.reset();
              responses.reset();
              use(requests.write(body), responses.write(reply), requests.body());
              use(requests.finish_into(r), responses.finish_into(a));
          });
    decoded<request_view> whole_request;
    decoded<response_view> whole_response;
    t.row("a `decoded`'s `decode`", [&] {
        use(whole_request.decode(body), whole_response.decode(reply), whole_response->ret_code);
    });
    const std::vector<device_token> tokens(1000, device_token(long_text));
    job<unbind_all_accounts> many(tokens); // that does not end while it is measured
    t.row("a job's `next`", [&] { use(many.answered(many.next()->id, answer)); });

    t.row("`encode`", [&] { use(encode(asked), encode(answer)); });
    t.row("`decode_request`, `decode_response`, a decoder's `finish`", [&] {
        use(decode_request(body), decode_response(reply), requests.finish(), responses.finish());
    });
    const auto view = to_view(asked, viewed).value();
    t.row("`to_owned`", [&] { use(to_owned(view)); });
    t.row("`to_string` of an error, a pointer and a `node`",
          [&] { use(to_string(wrong), to_string(node::account_member)); });
    t.row("`message` of an error and of a `server_errc`",
          [&] { use(message(wrong), message(server_errc::batch_partly_failed)); });
    t.row("`redacted`", [&] { use(redacted(list[0].account_list[0].id)); });
    t.row("`make_response`", [&] { use(make_response(wrong)); });
    t.row("`advise`", [&] { advise(asked, drop); });
    t.row("`basic_authorization`", [&] { use(basic_authorization({long_text, long_text})); });
    t.row("a `job`", [&] { const job<overwrite_accounts> fresh(list); });
    const boost::json::value value = boost::json::value_from(asked);
    const boost::json::value other = boost::json::value_from(answer);
    t.row("`request_from`, `response_from`, `boost::json::value_from`",
          [&] { use(request_from(value), response_from(other), boost::json::value_from(asked)); });
    t.row("`.value()` of an error, which throws", [&] {
        try {
            (void)result<int>(wrong).value();
        } catch (const failure& f) {
            use(f.error());
        }
    });
}

} // namespace

int main() {
    table t;
    rows(t);
    t.print();
    return 0;
}
