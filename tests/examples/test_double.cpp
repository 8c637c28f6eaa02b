// SPDX-License-Identifier: BSL-1.0

// A test double of the endpoint, built with Boost.Beast: it checks signatures, carries out
// requests, and fails as often as requested, so that a client can be tested without a network or
// real people's accounts. `--help` lists its options. It carries calls out in the order in which
// they arrive; its log contains no tokens, accounts or secrets.
//
//     g++ -std=c++17 -Iinclude tests/examples/test_double.cpp -lboost_json -lcrypto -pthread

#include "hmac.hpp"

#include <tpns/decode.hpp>
#include <tpns/encode.hpp>
#include <tpns/endpoint.hpp>
#include <tpns/reply.hpp>
#include <tpns/sign.hpp>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <exception>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <openssl/crypto.h>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = boost::asio::ip::tcp;
using http_request = http::request<http::string_body>;
using http_response = http::response<http::string_body>;

struct settings {
    std::uint16_t port = 0;
    std::string access_id{example::sample_access_id};
    std::string secret_key{example::sample_secret_key};
    std::set<tpns::device_token> dead_tokens;
    double fail_rate = 0;
    double call_fail_rate = 0;
    std::uint64_t too_fast = (std::numeric_limits<std::uint64_t>::max)();
    std::chrono::milliseconds latency{0};
    std::uint64_t seed = 1;
    std::uint64_t requests = (std::numeric_limits<std::uint64_t>::max)();
};

/// The ways in which a call fails as a whole. With the last three, the call is carried out
/// nevertheless, which a client cannot know.
enum class call_fault : std::size_t {
    internal_failure, ///< 1008004 and no `result`
    http_500,         ///< a page in HTML
    not_json,         ///< a page in HTML, with status 200
    wrong_count,      ///< `result` has an element too few, or, for a single item, too many
    closed,           ///< the connection is closed without a reply
    cut_short,        ///< the connection is closed before the last byte of the reply
};

constexpr std::array<std::string_view, 6> call_fault_names = {
    "internal_failure", "http_500", "not_json", "wrong_count", "closed", "cut_short"};

std::string_view name_of(call_fault f) { return call_fault_names[static_cast<std::size_t>(f)]; }

bool carried_out(std::optional<call_fault> f) {
    return f != call_fault::internal_failure && f != call_fault::http_500 &&
           f != call_fault::not_json;
}

/// The bindings: for each token, one account per type; "an account bound later will override the
/// one bound earlier".
class state {
public:
    void apply(tpns::operator_type type, const tpns::binding& b) {
        std::map<tpns::account_type, tpns::account_id>& accounts = bound_[b.token];
        for (const tpns::account& a : b.account_list) {
            if (type != tpns::operator_type::unbind_accounts)
                accounts[a.type] = a.id;
            else if (const auto at = accounts.find(a.type);
                     at != accounts.end() && at->second == a.id)
                accounts.erase(at);
        }
    }

    void apply(tpns::operator_type, const tpns::device_token& token) { bound_.erase(token); }

    void apply(tpns::operator_type, const tpns::account& a) {
        for (auto& [token, accounts] : bound_)
            if (const auto at = accounts.find(a.type); at != accounts.end() && at->second == a.id)
                accounts.erase(at);
    }

    [[nodiscard]] std::string text() const {
        std::string lines;
        for (const auto& [token, accounts] : bound_)
            for (const auto& [type, id] : accounts) {
                lines += token.str() + '\t' + std::to_string(static_cast<std::int32_t>(type));
                lines += '\t' + id.str() + '\n';
            }
        return lines;
    }

private:
    std::map<tpns::device_token, std::map<tpns::account_type, tpns::account_id>> bound_;
};

/// The endpoint, without the network.
class service {
public:
    explicit service(settings s) : settings_(std::move(s)), random_(settings_.seed) {
        for (const std::string_view name : call_fault_names) counts_[name] = 0;
    }

    struct answer {
        http_response http;
        std::optional<call_fault> fault{};
    };

    /// Carries out a request; `connections` is the number to report.
    [[nodiscard]] answer operator()(const http_request& r, std::size_t connections) {
        counts_["connections"] = connections;
        if (r.method() == http::verb::get && r.target() == "/state") return page(state_.text());
        if (r.method() == http::verb::get && r.target() == "/counts") return page(counts_text());
        if (r.target() != tpns::endpoint::path)
            return page("no such page\n", http::status::not_found);
        if (r.method_string() != tpns::endpoint::method)
            return page("POST only\n", http::status::method_not_allowed);

        std::clog << "call " << ++counts_["calls"];
        answer a = call(r);
        if (a.fault) std::clog << ", made to fail: " << name_of(*a.fault);
        std::clog << '\n';
        return a;
    }

private:
    [[nodiscard]] answer call(const http_request& r) {
        if (!is_authentic(r)) {
            ++counts_["not_authentic"];
            return json(tpns::server_errc::authentication_failed);
        }
        if (is_too_fast()) {
            ++counts_["too_fast"];
            return json(tpns::server_errc::too_many_requests);
        }
        const tpns::result<tpns::request> asked = tpns::decode_request(r.body());
        if (!asked) return json(tpns::make_response(asked.error()));
        counts_["items"] += item_count(*asked);
        std::clog << ", " << to_string(operator_type_of(*asked)) << " of " << item_count(*asked);

        const std::optional<call_fault> fault = next_fault();
        answer a = carried_out(fault) ? results(*asked, fault) : failure(*fault);
        a.fault = fault;
        return a;
    }

    [[nodiscard]] static answer failure(call_fault fault) {
        switch (fault) {
        case call_fault::http_500:
            return page("<h1>Sorry</h1>\n", http::status::internal_server_error);
        case call_fault::not_json: return page("<h1>Please log in</h1>\n");
        default: return json(tpns::server_errc::internal_service_failed);
        }
    }

    [[nodiscard]] answer results(const tpns::request& asked, std::optional<call_fault> fault) {
        // With one code per item of the request, making a response cannot fail.
        const std::vector<tpns::server_errc> codes = carry_out(asked);
        tpns::response response = make_response(asked, codes).value();
        if (fault == call_fault::wrong_count)
            response.result.resize(codes.size() == 1 ? 2 : codes.size() - 1, {"0"});
        return json(response);
    }

    /// Whether somebody with the secret recently signed exactly this body.
    [[nodiscard]] bool is_authentic(const http_request& r) {
        constexpr std::time_t tolerance = 600; // seconds; the real tolerance is undocumented
        const std::string_view timestamp = r["TimeStamp"];
        const std::string_view signature = r["Sign"];
        std::time_t seconds = 0;
        const char* const end = timestamp.data() + timestamp.size();
        const auto [stop, fault] = std::from_chars(timestamp.data(), end, seconds);
        if (fault != std::errc() || stop != end) return false;
        const std::time_t now = std::time(nullptr);
        if (seconds < now - tolerance || seconds > now + tolerance) return false;

        const tpns::signature made =
            tpns::sign(hmac_, {settings_.access_id, settings_.secret_key}, seconds, r.body());
        const std::string_view right = made.str();
        // A comparison that stops at the first difference would reveal how much of a guess is
        // right.
        return r["AccessId"] == settings_.access_id && signature.size() == right.size() &&
               CRYPTO_memcmp(signature.data(), right.data(), right.size()) == 0;
    }

    [[nodiscard]] bool is_too_fast() {
        const auto now = std::chrono::steady_clock::now();
        if (now - second_began_ >= std::chrono::seconds(1)) {
            second_began_ = now;
            calls_this_second_ = 0;
        }
        return ++calls_this_second_ > settings_.too_fast;
    }

    [[nodiscard]] std::optional<call_fault> next_fault() {
        if (!std::bernoulli_distribution(settings_.call_fail_rate)(random_)) return std::nullopt;
        const auto fault = static_cast<call_fault>(faults_++ % call_fault_names.size());
        ++counts_[name_of(fault)];
        return fault;
    }

    /// One code per item; `accepted` items are carried out.
    [[nodiscard]] std::vector<tpns::server_errc> carry_out(const tpns::request& asked) {
        std::vector<tpns::server_errc> codes;
        std::visit(
            [&](const auto& op) {
                for (const auto& item : items(op)) {
                    codes.push_back(code_for(item));
                    if (codes.back() == tpns::server_errc::accepted) state_.apply(op.type, item);
                }
            },
            asked);
        return codes;
    }

    [[nodiscard]] bool is_dead(const tpns::binding& b) const { return is_dead(b.token); }
    [[nodiscard]] bool is_dead(const tpns::account&) const { return false; }
    [[nodiscard]] bool is_dead(const tpns::device_token& token) const {
        return settings_.dead_tokens.count(token) != 0;
    }

    template <class Item>
    [[nodiscard]] tpns::server_errc code_for(const Item& item) {
        if (is_dead(item)) {
            ++counts_["dead_token"];
            return tpns::server_errc::invalid_token;
        }
        if (std::bernoulli_distribution(settings_.fail_rate)(random_)) {
            ++counts_["item_failure"];
            return tpns::server_errc::internal_service_failed;
        }
        return tpns::server_errc::accepted;
    }

    [[nodiscard]] static answer json(tpns::server_errc code) {
        return json(tpns::make_response(code));
    }

    [[nodiscard]] static answer json(const tpns::response& response) {
        std::clog << ", " << to_string(response.ret_code);
        http_response r(http::status::ok, 11);
        r.set(http::field::content_type, tpns::endpoint::content_type);
        r.body() = encode(response).value();
        return {std::move(r)};
    }

    [[nodiscard]] static answer page(std::string text, http::status status = http::status::ok) {
        http_response r(status, 11);
        r.set(http::field::content_type, "text/plain; charset=utf-8");
        r.body() = std::move(text);
        return {std::move(r)};
    }

    [[nodiscard]] std::string counts_text() const {
        std::string lines;
        for (const auto& [name, value] : counts_)
            lines += std::string(name) + ' ' + std::to_string(value) + '\n';
        return lines;
    }

    settings settings_;
    std::mt19937_64 random_;
    example::hmac_sha256 hmac_;
    state state_;
    std::size_t faults_ = 0;
    std::chrono::steady_clock::time_point second_began_;
    std::uint64_t calls_this_second_ = 0;
    std::map<std::string_view, std::uint64_t> counts_ = {
        {"calls", 0},      {"items", 0},        {"not_authentic", 0}, {"too_fast", 0},
        {"dead_token", 0}, {"item_failure", 0}, {"connections", 0},
    };
};

/// Serves any number of connections, in one thread.
class server {
public:
    explicit server(const settings& s)
        : endpoint_(s),
          latency_(s.latency),
          left_(s.requests),
          acceptor_(context_, {boost::asio::ip::address_v4::loopback(), s.port}) {}

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Serves until the requested number of requests has been answered.
    void run() {
        if (left_ == 0) return;
        accept();
        context_.run();
    }

private:
    /// One connection. It lives for as long as it has pending work.
    class session : public std::enable_shared_from_this<session> {
    public:
        session(server& s, tcp::socket socket)
            : server_(s), socket_(std::move(socket)), timer_(server_.context_) {
            ++server_.connections_;
        }
        ~session() { --server_.connections_; }
        session(const session&) = delete;
        session& operator=(const session&) = delete;

        void read() {
            parser_.emplace();
            parser_->body_limit(tpns::limits().max_body_bytes);
            http::async_read(socket_, buffer_, *parser_,
                             [self = shared_from_this()](beast::error_code failed, std::size_t) {
                                 if (!failed)
                                     self->carry_out(); // otherwise the client has closed it
                             });
        }

    private:
        void carry_out() {
            if (server_.left_ == 0) return;
            --server_.left_;
            ++server_.pending_;
            answer_ = server_.endpoint_(parser_->get(), server_.connections_);
            timer_.expires_after(server_.latency_);
            timer_.async_wait([self = shared_from_this()](beast::error_code) { self->answer(); });
        }

        void answer() {
            if (answer_.fault == call_fault::closed) return answered(true);
            http_response& response = answer_.http;
            response.keep_alive(parser_->get().keep_alive());
            response.prepare_payload();
            std::ostringstream text;
            text << response;
            text_ = text.str();
            const bool cut_short = answer_.fault == call_fault::cut_short;
            if (cut_short) text_.pop_back();
            const bool last = cut_short || !response.keep_alive();
            boost::asio::async_write(
                socket_, boost::asio::buffer(text_),
                [self = shared_from_this(), last](beast::error_code failed, std::size_t) {
                    self->answered(last || failed);
                });
        }

        /// Goes on with the next request, or closes the connection.
        void answered(bool last) {
            --server_.pending_;
            if (server_.left_ == 0 && server_.pending_ == 0)
                server_.context_.stop();
            else if (!last)
                read();
        }

        server& server_;
        tcp::socket socket_;
        boost::asio::steady_timer timer_;
        beast::flat_buffer buffer_;
        std::optional<http::request_parser<http::string_body>> parser_;
        service::answer answer_;
        std::string text_;
    };

    void accept() {
        acceptor_.async_accept([this](beast::error_code failed, tcp::socket socket) {
            if (!failed) std::make_shared<session>(*this, std::move(socket))->read();
            accept();
        });
    }

    service endpoint_;
    std::chrono::milliseconds latency_;
    std::uint64_t left_;        // requests to take
    std::uint64_t pending_ = 0; // requests that were taken and not answered yet
    std::size_t connections_ = 0;
    boost::asio::io_context context_;
    tcp::acceptor acceptor_;
};

/// Parses all of `text` as a number.
template <class Number>
Number number(const std::string& text) {
    Number n{};
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, n);
    if (fault != std::errc() || stop != end) throw std::invalid_argument("no such number: " + text);
    return n;
}

double probability(const std::string& text) {
    const auto p = number<double>(text);
    if (!(p >= 0 && p <= 1)) throw std::invalid_argument("no probability: " + text);
    return p;
}

constexpr const char* help =
    R"(usage: test_double [OPTION VALUE]...

  --port N            listen on 127.0.0.1:N; 0, the default, is any free port, which is printed
  --access-id ID      the access id and the key of clients; by default those of the service's
  --secret-key KEY    signature page, which are in hmac.hpp
  --dead-token TOKEN  answer items with this token 1008006; repeatable
  --fail-rate P       the probability that an item is answered 1008004
  --call-fail-rate P  the probability that a call fails as a whole: 1008004, HTTP 500, a page that
                      is not JSON, one code too few (of a single item: too many), a connection
                      closed before or in the reply
  --too-fast N        answer more than N calls in a second 1008028
  --latency MS        wait between carrying a call out and answering it
  --seed N            the same seed and requests give the same failures
  --requests N        stop after N requests
  --help              print this

POST to /v3/device/account/batchoperate, as with the real endpoint. GET /state returns the bindings,
sorted, one per line: token, type and account, separated by tabs. GET /counts returns the numbers of
requests, of injected failures and of connections. The exit status is 0, or 2 if it cannot serve.
)";

settings read_settings(const std::vector<std::string>& arguments) {
    settings s;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string& name = arguments[i];
        if (i + 1 == arguments.size()) throw std::invalid_argument(name + " needs a value");
        const std::string& value = arguments[i + 1];
        if (name == "--port")
            s.port = number<std::uint16_t>(value);
        else if (name == "--access-id")
            s.access_id = value;
        else if (name == "--secret-key")
            s.secret_key = value;
        else if (name == "--dead-token")
            s.dead_tokens.insert(tpns::device_token(value));
        else if (name == "--fail-rate")
            s.fail_rate = probability(value);
        else if (name == "--call-fail-rate")
            s.call_fail_rate = probability(value);
        else if (name == "--too-fast")
            s.too_fast = number<std::uint64_t>(value);
        else if (name == "--latency")
            s.latency = std::chrono::milliseconds(number<std::uint16_t>(value));
        else if (name == "--seed")
            s.seed = number<std::uint64_t>(value);
        else if (name == "--requests")
            s.requests = number<std::uint64_t>(value);
        else
            throw std::invalid_argument("no such option: " + name);
    }
    return s;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--help") return std::cout << help, 0;
    try {
        const settings s = read_settings({argv + 1, argv + argc});
        server all(s);
        std::cout << "listening on http://127.0.0.1:" << all.port()
                  << std::endl; // flushed, since a script waits for it
        all.run();
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "test_double: " << e.what() << '\n';
        return 2;
    }
}
