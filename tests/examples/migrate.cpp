// SPDX-License-Identifier: BSL-1.0

// The long job: binds COUNT accounts to their tokens through a service that fails now and then,
// over several connections, and resumes after it is killed. Then it proves, with the `/state` of
// the test double, that each binding arrived as requested.
//
//     migrate BASE_URL COUNT [--connections N] [--record FILE] [--progress] [--dead-token TOKEN]...
//     migrate --token INDEX
//
// A real migration would read its bindings from a database, in a fixed order; these are generated,
// and always the same. Each outcome is written to the record at once; if the record exists, the job
// resumes from it. Run only one at a time with a record. Exactly the tokens named by --dead-token
// must be unknown to the service. The second form prints the token of a binding, for use with
// --dead-token. Set TPNS_ACCESS_ID and TPNS_SECRET_KEY in the environment. The exit status is 0 if
// the state is as requested, 1 if it is not or the service refused something for good, 2 if the
// state is unknown; then run it again.
//
//     g++ -std=c++17 -Iinclude tests/examples/migrate.cpp -lboost_json -lcurl -lcrypto

#include "driving.hpp"
#include "http_client.hpp"
#include "http_pool.hpp"

#include <tpns/batches.hpp>
#include <tpns/encode.hpp>
#include <tpns/job.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using bindings = std::vector<tpns::binding>;

// The data to migrate.

/// A well-mixed 64-bit number, unique for each index (SplitMix64's finalizer).
constexpr std::uint64_t mixed(std::uint64_t index) {
    std::uint64_t x = (index + 1) * 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// One binding in fifty has the token of the previous one, as when a user logs in again with
/// another account. There the later binding must win.
constexpr std::uint64_t token_index(std::uint64_t index) {
    return index % 50 == 20 ? index - 1 : index;
}

/// 36 lower-case hexadecimal digits, as in current tokens.
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
    // Depends on the token, so that two bindings of one token have the same type.
    const std::uint64_t kind = mixed(token_index(index)) >> 32;
    constexpr tpns::account_type types[] = {
        tpns::account_type::default_type, tpns::account_type::custom_3, tpns::account_type::email};
    tpns::binding b{token_of(index), {{account_of(index), types[kind % 3]}}};
    if (kind % 4 == 0)
        b.account_list.push_back({tpns::account_id("+86137" + std::to_string(10'000'000 + index)),
                                  tpns::account_type::mobile});
    return b;
}

// Sending.

using binding_job = tpns::job<tpns::overwrite_accounts>;
using binding_part = tpns::basic_operation<tpns::operator_type::overwrite_accounts, tpns::part>;
using clock = std::chrono::steady_clock;

/// A number for a list and its service. A record identifies items by index, so it must not be used
/// for others.
std::size_t digest_of(const std::string& base_url, const bindings& all) {
    const std::hash<std::string> hash;
    std::size_t digest = hash(base_url);
    std::string body;
    for (const auto& batch : tpns::batches(binding_part{all})) {
        tpns::encode_into(body, batch.request).value();
        digest = 31 * digest + hash(body);
    }
    return digest;
}

/// The outcome of each item, one per line, in an append-only file. Each run begins with the digest
/// of the list.
class record {
public:
    record(const std::string& path, std::size_t digest) {
        if (path.empty()) return;
        std::ifstream before(path);
        exists_ = before.is_open();
        for (std::string line; std::getline(before, line);) read(line, digest);
        file_.open(path, std::ios::app);
        file_ << "\nlist " << digest << '\n'; // the last line can be incomplete
        flush();
    }

    /// Whether an earlier run began it, even if it is empty.
    [[nodiscard]] bool exists() const { return exists_; }
    [[nodiscard]] const std::vector<tpns::job_outcome>& before() const { return before_; }

    void add(const tpns::job_outcome& o) {
        if (!file_.is_open()) return;
        file_ << "o " << o.index << ' ' << static_cast<int>(o.state) << ' '
              << (o.code ? static_cast<std::int32_t>(*o.code) : no_code) << ' ' << o.attempts << ' '
              << o.uncertain << '\n';
    }

    /// Passes the record to the operating system, so that the program can be killed. (To survive a
    /// power failure, use fsync.)
    void flush() {
        if (!file_.flush()) throw std::runtime_error("cannot write the record");
    }

private:
    static constexpr std::int32_t no_code = -1;

    /// Ignores lines that are incomplete, or joined to another one.
    void read(const std::string& line, std::size_t digest) {
        if (line.rfind("list ", 0) == 0 && line != "list " + std::to_string(digest))
            throw std::runtime_error("the record is of another list");
        std::istringstream words(line);
        std::string kind;
        tpns::job_outcome o;
        int state = 0;
        std::int32_t code = 0;
        words >> kind >> o.index >> state >> code >> o.attempts >> o.uncertain;
        if (kind != "o" || !words || !words.eof()) return;
        o.state = static_cast<tpns::item_state>(state);
        if (code != no_code) o.code = static_cast<tpns::server_errc>(code);
        before_.push_back(o);
    }

    bool exists_ = false;
    std::vector<tpns::job_outcome> before_;
    std::ofstream file_;
};

/// A line that is updated in place, for a waiting person.
class progress {
public:
    explicit progress(bool wanted) : wanted_(wanted) {}
    ~progress() {
        if (wanted_) std::cerr << '\n';
    }
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void operator()(const binding_job& job) {
        const auto now = clock::now();
        if (!wanted_ || (!job.done() && now < next_)) return;
        next_ = now + std::chrono::milliseconds(200);
        std::cerr << '\r' << job.size() - job.count(tpns::item_state::waiting) << " of "
                  << job.size() << " bindings, " << job.out() << " calls out, "
                  << job.failures_in_a_row() << " failures in a row   " << std::flush;
    }

private:
    bool wanted_;
    clock::time_point next_;
};

struct tally {
    std::size_t calls = 0;
    std::map<std::string, std::size_t> troubles;
};

/// Nobody answers: the last of these pauses was a minute long.
constexpr unsigned too_many_failures = 15;

/// Sends until every item is settled, or the service refuses the credentials or is gone. Then no
/// call is pending, so none can arrive after the next run has begun.
void send(binding_job& job, example::http_pool& pool, record& log, progress& show, tally& count) {
    const auto settled = [&](const tpns::job_outcome& o) { log.add(o); };
    clock::time_point resume = clock::now();
    bool given_up = false;
    while (!pool.idle() || !(given_up || job.done() || job.stopped())) {
        while (!given_up && !pool.full() && clock::now() >= resume) {
            const auto call = job.next();
            if (!call) break;
            tpns::encode_into(pool.body(), call->request).value(); // next returns only valid items
            pool.post(call->id);
            ++count.calls;
        }
        pool.wait(std::chrono::milliseconds(pool.idle() ? 10 : 1000),
                  [&](std::uint64_t id, const example::http_reply& reply) {
                      const unsigned before = job.failures_in_a_row();
                      const std::string trouble = report(job, id, reply, settled);
                      if (!trouble.empty()) ++count.troubles[trouble];
                      if (job.failures_in_a_row() > before)
                          resume = clock::now() + example::pause_after(job.failures_in_a_row());
                  });
        given_up = given_up || job.failures_in_a_row() >= too_many_failures;
        log.flush();
        show(job);
    }
}

// The result.

/// One account of one token.
struct row {
    tpns::device_token_view token;
    tpns::account_type type{};
    tpns::account_id_view account;

    friend bool operator<(const row& a, const row& b) {
        return std::tie(a.token, a.type, a.account) < std::tie(b.token, b.type, b.account);
    }
};

/// The expected bindings, in order: the last account for each token and type, and none for dead
/// tokens.
std::vector<row> expected_rows(const bindings& all, const std::set<tpns::device_token>& dead) {
    std::map<std::pair<tpns::device_token_view, tpns::account_type>, tpns::account_id_view> last;
    for (const tpns::binding& b : all)
        for (const tpns::account& a : b.account_list)
            if (dead.count(b.token) == 0) last[{b.token, a.type}] = a.id;
    std::vector<row> rows;
    for (const auto& [key, account] : last) rows.push_back({key.first, key.second, account});
    return rows;
}

/// The actual bindings, in order. The rows refer to `text`.
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

/// Prints the first rows that are in `a` more often than in `b`, and returns their number.
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
    std::size_t connections = 8;
    std::string record;
    bool progress = isatty(STDERR_FILENO) != 0;
    std::set<tpns::device_token> dead_tokens;
};

void summarize(const binding_job& job, const tally& count, std::size_t recorded) {
    std::cout << "from the record: " << recorded << "\ncalls: " << count.calls << '\n';
    for (const auto& [trouble, times] : count.troubles)
        std::cout << "calls in trouble, " << trouble << ": " << times << '\n';
    for (const auto s :
         {tpns::item_state::accepted, tpns::item_state::not_found, tpns::item_state::refused,
          tpns::item_state::unknown, tpns::item_state::gave_up, tpns::item_state::invalid,
          tpns::item_state::waiting})
        if (job.count(s) != 0) std::cout << to_string(s) << ": " << job.count(s) << '\n';
}

/// Whether everything was sent, and only dead tokens were refused.
bool is_settled(const binding_job& job) {
    if (const auto code = job.stopped())
        std::cout << "stopped: " << message(*code) << " (" << static_cast<std::int32_t>(*code)
                  << ")\n";
    else if (!job.done())
        std::cout << "given up: the service fails all calls\n";
    return job.count(tpns::item_state::accepted) + job.count(tpns::item_state::not_found) ==
           job.size();
}

int migrate(const arguments& given) {
    bindings all;
    for (std::uint64_t i = 0; i < given.count; ++i) all.push_back(binding_of(i));

    record log(given.record, digest_of(given.base_url, all));
    tpns::job_options options;
    options.max_attempts = 100; // failures are not the items' fault
    // Even if it is empty, an earlier run can have sent calls, so each item is uncertain.
    binding_job job =
        log.exists() ? binding_job(all, options, log.before()) : binding_job(all, options);
    const std::size_t recorded = job.size() - job.count(tpns::item_state::waiting);

    const example::curl_library curl;
    tally count;
    {
        example::http_pool pool(given.base_url, {}, given.connections);
        progress show(given.progress);
        send(job, pool, log, show, count);
    }
    summarize(job, count, recorded);
    if (!is_settled(job)) return job.done() || job.stopped() ? 1 : 2;

    example::http_client client(given.base_url, {});
    const example::http_reply reply = client.get("/state");
    if (!reply.transport_error.empty() || reply.status != 200)
        throw std::runtime_error("no /state: " + reply.transport_error);
    std::set<tpns::device_token> dead;
    for (const auto& o : job)
        if (o.state == tpns::item_state::not_found) dead.insert(o.item().token);
    const std::vector<row> expected = expected_rows(all, given.dead_tokens);
    const std::vector<row> actual = actual_rows(reply.body);
    const std::size_t lost = print_difference("lost", expected, actual);
    const std::size_t extra = print_difference("extra", actual, expected);
    std::cout << "accounts bound: " << actual.size() << ", lost: " << lost << ", extra: " << extra
              << '\n';
    if (dead != given.dead_tokens) std::cout << "the dead tokens are not those that should be\n";
    if (lost != 0 || extra != 0 || dead != given.dead_tokens) return 1;
    std::cout << "state as asked\n";
    return 0;
}

/// Parses all of `text` as a number.
std::uint64_t number(const std::string& text) {
    std::uint64_t n = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, n);
    if (fault != std::errc() || stop != end)
        throw std::invalid_argument("COUNT, N or INDEX is no number");
    return n;
}

int run(const std::vector<std::string>& words) {
    if (words.size() == 2 && words[0] == "--token") {
        std::cout << token_of(number(words[1])).str() << '\n';
        return 0;
    }
    if (words.size() < 2) {
        std::cerr
            << "usage: migrate BASE_URL COUNT [--connections N] [--record FILE] [--progress]\n"
               "                              [--dead-token TOKEN]...\n"
               "       migrate --token INDEX\n";
        return 2;
    }
    arguments given;
    given.base_url = words[0];
    given.count = number(words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) {
        if (words[i] == "--progress")
            given.progress = true;
        else if (words[i] == "--connections" && i + 1 < words.size())
            given.connections = (std::max)(std::uint64_t{1}, number(words[++i]));
        else if (words[i] == "--record" && i + 1 < words.size())
            given.record = words[++i];
        else if (words[i] == "--dead-token" && i + 1 < words.size())
            given.dead_tokens.insert(tpns::device_token(words[++i]));
        else
            throw std::invalid_argument("argument " + std::to_string(i + 1) + " is no option");
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
