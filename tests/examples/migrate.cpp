// SPDX-License-Identifier: BSL-1.0

// The long job: binds COUNT accounts to their tokens through a service that fails now and then, and
// then proves, by the `/state` of the test double, that each binding arrived as it was asked for.
//
//     migrate BASE_URL COUNT [--progress] [--dead-token TOKEN]...
//     migrate --token INDEX
//
// A real migration would read its bindings from a database; these are made up, always the same
// ones. Tokens named by --dead-token, and no others, must turn out to be unknown to the service.
// The second form prints the token of a binding, to have one to name. The environment has
// TPNS_ACCESS_ID and TPNS_SECRET_KEY. The exit status is 0 when the state is as asked, 1 when it is
// not or the service refused something for good, 2 when it could not be found out.
//
//     g++ -std=c++17 -Iinclude migrate.cpp -lboost_json -lcurl -lcrypto -o migrate

#include "http_client.hpp"

#include <tpns/batches.hpp>
#include <tpns/decode.hpp>
#include <tpns/encode.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/retry.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

namespace {

using bindings = std::vector<tpns::binding>;

// What to migrate.

/// A well-mixed 64-bit number that no other index gets (SplitMix64's finalizer).
constexpr std::uint64_t mixed(std::uint64_t index) {
    std::uint64_t x = (index + 1) * 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// One binding in fifty is of the token before it, as when a user logs in again with another
/// account. There the later binding has to win.
constexpr std::uint64_t token_index(std::uint64_t index) {
    return index % 50 == 20 ? index - 1 : index;
}

/// 36 lower-case hexadecimal digits, as today's tokens.
tpns::device_token token_of(std::uint64_t index) {
    const std::uint64_t seed = token_index(index);
    char digits[3 * 16 + 1];
    std::snprintf(digits, sizeof digits, "%016jx%016jx%016jx", std::uintmax_t{mixed(seed)},
                  std::uintmax_t{mixed(~seed)}, std::uintmax_t{mixed(mixed(seed))});
    return tpns::device_token(std::string_view(digits, 36));
}

tpns::account_id account_of(std::uint64_t index) {
    const std::string number = std::to_string(index);
    switch (mixed(index) % 5) {
    case 0: return tpns::account_id("user" + number + "@example.com");
    case 1: return tpns::account_id("用户" + number);
    case 2: return tpns::account_id("J\"rgen \\ \t " + number);
    case 3: return tpns::account_id("Ünïcødé-😀-" + number);
    default: return tpns::account_id("id-" + number);
    }
}

tpns::binding binding_of(std::uint64_t index) {
    // By the token, so that two bindings of one token are about the same type.
    const std::uint64_t kind = mixed(token_index(index)) >> 32;
    constexpr tpns::account_type types[] = {
        tpns::account_type::default_type, tpns::account_type::custom_3, tpns::account_type::email};
    tpns::binding b{token_of(index), {{account_of(index), types[kind % 3]}}};
    if (kind % 4 == 0)
        b.account_list.push_back({tpns::account_id("+86137" + std::to_string(10'000'000 + index)),
                                  tpns::account_type::mobile});
    return b;
}

// How to send it.

/// A part of the bindings, not copied.
using slice_request = tpns::basic_request<tpns::slice>;

/// What remains to be sent of one.
using remainder = tpns::basic_retry<tpns::slice>;

/// A line that keeps changing, for a person who waits.
class progress {
public:
    progress(bool wanted, std::size_t total) : wanted_(wanted), total_(total) {}
    ~progress() {
        if (wanted_) std::cerr << '\n';
    }
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void operator()(std::size_t sent, std::size_t calls) {
        const auto now = std::chrono::steady_clock::now();
        if (!wanted_ || (sent < total_ && now < next_)) return;
        next_ = now + std::chrono::milliseconds(200);
        std::cerr << '\r' << sent << " of " << total_ << " bindings, " << calls << " calls"
                  << std::flush;
    }

private:
    bool wanted_;
    std::size_t total_;
    std::chrono::steady_clock::time_point next_;
};

class migration {
public:
    explicit migration(example::http_client& client) : client_(client) {}

    /// False when the service refused something for good; `refusal` says what.
    bool send(const bindings& all, progress show) {
        for (const auto& batch : tpns::batches(tpns::basic_overwrite_accounts<tpns::slice>{all})) {
            if (!send_batch(batch.request)) return false;
            sent_ = batch.first + item_count(batch.request);
            show(sent_, calls_);
        }
        return true;
    }

    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    [[nodiscard]] const std::set<tpns::device_token>& dead_tokens() const { return dead_tokens_; }

    void summarize(std::ostream& out) const {
        out << "bindings sent: " << sent_ << "\ncalls: " << calls_
            << "\nitems sent again: " << items_again_ << '\n';
        for (const auto& [reason, count] : calls_again_)
            out << "calls sent again, " << reason << ": " << count << '\n';
        out << "dead tokens: " << dead_tokens_.size() << '\n';
    }

private:
    static constexpr int max_rounds = 50; // a batch is given up after so many calls
    static constexpr std::chrono::milliseconds pause{100}; // when the service asks for one

    enum class next_step { none, again, give_up };

    template <class Storage>
    static const auto& bindings_of(const tpns::basic_request<Storage>& r) {
        return std::get<tpns::basic_overwrite_accounts<Storage>>(r).token_accounts;
    }

    /// Sends a batch until nothing of it is left that may be sent again.
    bool send_batch(const slice_request& batch) {
        rest_.reset();
        for (int round = 0; round < max_rounds; ++round) {
            const next_step next = rest_ ? attempt(*rest_) : attempt(batch);
            if (next == next_step::none) return true;
            if (next == next_step::give_up) return false;
        }
        refusal_ = "a batch failed " + std::to_string(max_rounds) + " times";
        return false;
    }

    /// One call. When its answer does not say what became of the items, all of them go again: to
    /// bind the same again changes nothing.
    template <class Storage>
    next_step attempt(const tpns::basic_request<Storage>& asked) {
        if (const auto encoded = encode_into(body_, asked); !encoded)
            return give_up(to_string(encoded.error()));
        ++calls_;
        const example::http_reply reply = client_.post(body_);
        if (!reply.transport_error.empty()) return again("transport error");
        if (reply.status >= 500) return again("HTTP 5xx");
        if (reply.status != 200) return give_up("HTTP " + std::to_string(reply.status));
        if (const auto decoded = decode_into(response_, reply.body); !decoded) {
            // A page of some proxy on the way is no word of the service.
            if (condition_of(decoded.error().code) == tpns::condition::syntax)
                return again("not JSON");
            return give_up(to_string(decoded.error()));
        }

        // Where the service says that items failed but not which or why, ask again.
        static constexpr tpns::code_disposition overrides[] = {
            {tpns::server_errc::batch_partly_failed, tpns::disposition::retry},
            {tpns::server_errc::batch_totally_failed, tpns::disposition::retry},
        };
        const auto outcomes = tpns::outcomes(asked, response_, overrides);
        if (!outcomes) return again("count mismatch");
        bool slower = false;
        for (const tpns::item_outcome& o : *outcomes) {
            if (o.disposition == tpns::disposition::retry_later)
                slower = true;
            else if (o.disposition == tpns::disposition::not_found)
                dead_tokens_.insert(bindings_of(asked)[o.index].token);
            else if (o.disposition != tpns::disposition::accepted &&
                     o.disposition != tpns::disposition::retry)
                return give_up(reason(o));
        }
        rest_ = tpns::retry_request(asked, *outcomes, indices_);
        if (!rest_) return next_step::none;
        if (slower) std::this_thread::sleep_for(pause);
        if (response_.result.empty())
            ++calls_again_[slower ? "too fast" : "failed as a whole"];
        else
            items_again_ += indices_.size();
        return next_step::again;
    }

    static std::string reason(const tpns::item_outcome& o) {
        std::string text(to_string(o.disposition));
        if (o.code)
            text += ": " + std::string(to_string(*o.code)) + " (" +
                    std::to_string(static_cast<std::int32_t>(*o.code)) + ')';
        return text;
    }

    next_step again(const char* why) {
        ++calls_again_[why];
        return next_step::again;
    }

    next_step give_up(std::string why) {
        refusal_ = std::move(why);
        return next_step::give_up;
    }

    example::http_client& client_;
    // Used again for each call, so that nothing is allocated once they are large enough.
    std::string body_;
    tpns::response response_;
    std::vector<std::size_t> indices_;
    std::optional<remainder> rest_;

    std::size_t sent_ = 0;
    std::size_t calls_ = 0;
    std::size_t items_again_ = 0;
    std::map<std::string_view, std::size_t> calls_again_;
    std::set<tpns::device_token> dead_tokens_;
    std::string refusal_;
};

// What came of it.

/// One account of one token.
struct row {
    tpns::device_token_view token;
    tpns::account_type type{};
    tpns::account_id_view account;

    friend bool operator<(const row& a, const row& b) {
        return std::tie(a.token, a.type, a.account) < std::tie(b.token, b.type, b.account);
    }
};

/// What should be bound, in order: of each type of a token the last account, and nothing of the
/// dead tokens.
std::vector<row> expected_rows(const bindings& all, const std::set<tpns::device_token>& dead) {
    std::map<std::pair<tpns::device_token_view, tpns::account_type>, tpns::account_id_view> last;
    for (const tpns::binding& b : all)
        for (const tpns::account& a : b.account_list)
            if (dead.count(b.token) == 0) last[{b.token, a.type}] = a.id;
    std::vector<row> rows;
    for (const auto& [key, account] : last) rows.push_back({key.first, key.second, account});
    return rows;
}

/// What is bound, in order. The rows refer to `text`.
std::vector<row> actual_rows(std::string_view text) {
    std::vector<row> rows;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix((std::min)(line.size() + 1, text.size()));
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        if (second == std::string_view::npos)
            throw std::runtime_error("/state is not what a test double says");
        std::int32_t type = 0;
        std::from_chars(line.data() + first + 1, line.data() + second, type);
        rows.push_back({tpns::device_token_view(line.substr(0, first)),
                        static_cast<tpns::account_type>(type),
                        tpns::account_id_view(line.substr(second + 1))});
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// Prints the first of the rows that are in `a` more often than in `b`, and returns how many.
std::size_t print_difference(const char* what, const std::vector<row>& a,
                             const std::vector<row>& b) {
    std::vector<row> rows;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rows));
    for (std::size_t i = 0; i < rows.size() && i < 5; ++i)
        std::cout << what << ": token " << redacted(rows[i].token) << ", account "
                  << redacted(rows[i].account) << " of type " << to_string(rows[i].type) << '\n';
    return rows.size();
}

struct arguments {
    std::string base_url;
    std::uint64_t count = 0;
    bool progress = isatty(STDERR_FILENO) != 0;
    std::set<tpns::device_token> dead_tokens;
};

int migrate(const arguments& given) {
    bindings all;
    for (std::uint64_t i = 0; i < given.count; ++i) all.push_back(binding_of(i));

    const example::curl_library curl;
    example::http_client client(given.base_url, {});
    migration job(client);
    const bool sent = job.send(all, {given.progress, all.size()});
    job.summarize(std::cout);
    if (!sent) {
        std::cout << "given up: " << job.refusal() << '\n';
        return 1;
    }

    const example::http_reply reply = client.get("/state");
    if (!reply.transport_error.empty() || reply.status != 200)
        throw std::runtime_error("no /state: " + reply.transport_error);
    const std::vector<row> expected = expected_rows(all, given.dead_tokens);
    const std::vector<row> actual = actual_rows(reply.body);
    const std::size_t lost = print_difference("lost", expected, actual);
    const std::size_t extra = print_difference("extra", actual, expected);
    const bool dead_as_told = job.dead_tokens() == given.dead_tokens;
    std::cout << "accounts bound: " << actual.size() << ", lost: " << lost << ", extra: " << extra
              << '\n';
    if (!dead_as_told) std::cout << "the dead tokens are not those that should be\n";
    if (lost != 0 || extra != 0 || !dead_as_told) return 1;
    std::cout << "state as asked\n";
    return 0;
}

/// The number that all of `text` is.
std::uint64_t number(const std::string& text) {
    std::uint64_t n = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, n);
    if (fault != std::errc() || stop != end) throw std::invalid_argument("no such number: " + text);
    return n;
}

int run(const std::vector<std::string>& words) {
    if (words.size() == 2 && words[0] == "--token") {
        std::cout << token_of(number(words[1])).str() << '\n';
        return 0;
    }
    if (words.size() < 2) {
        std::cerr << "usage: migrate BASE_URL COUNT [--progress] [--dead-token TOKEN]...\n"
                     "       migrate --token INDEX\n";
        return 2;
    }
    arguments given;
    given.base_url = words[0];
    given.count = number(words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) {
        if (words[i] == "--progress")
            given.progress = true;
        else if (words[i] == "--dead-token" && i + 1 < words.size())
            given.dead_tokens.insert(tpns::device_token(words[++i]));
        else
            throw std::invalid_argument("no such option: " + words[i]);
    }
    return migrate(given);
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& e) {
        std::cerr << "migrate: " << e.what() << '\n';
        return 2;
    }
}
