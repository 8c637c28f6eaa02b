// SPDX-License-Identifier: BSL-1.0

#include "bodies.hpp"
#include "hostile.hpp"
#include "peer.hpp"
#include "support/allocations.hpp"
#include "verify.hpp"

#include <tpns.hpp>

#include <boost/config.hpp>

#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Names are operation/body/library. Google Benchmark chooses how often to run each.

namespace tpns_bench { namespace {

/// The one operation that is run, and not timed, if this is not empty.
std::string counted_name; // NOLINT: set once, by `main`

/// Runs an operation, for what counts the instructions of this function: instructions.py.
template <class Operation>
BOOST_NOINLINE void instructions_of(Operation& operation) {
    operation();
}

/// Times `operation`, which works on `bytes` bytes of JSON. The counter `allocs` is how often one
/// run calls `operator new` once everything that is kept has grown.
template <class Operation>
void time_it(const std::string& name, std::size_t bytes, Operation operation) {
    if (!counted_name.empty()) {
        if (name != counted_name) return;
        operation();
        operation();
        return instructions_of(operation);
    }
    const auto loop = [bytes, operation](benchmark::State& state) mutable {
        operation();
        operation();
        const std::size_t before = tpns_tests::allocations();
        operation();
        const std::size_t after = tpns_tests::allocations();
        for ([[maybe_unused]] auto _ : state) operation();
        state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
        state.counters["allocs"] = static_cast<double>(after - before);
    };
    benchmark::RegisterBenchmark(name.c_str(), loop);
}

// The functions for both kinds of messages by one name.
template <class Message>
constexpr bool is_request = std::is_same_v<Message, tpns::request>;

template <class Message>
auto decode(std::string_view text) {
    if constexpr (is_request<Message>)
        return tpns::decode_request(text);
    else
        return tpns::decode_response(text);
}

template <class Message>
auto decode_view(std::string_view text, tpns::arena& memory) {
    if constexpr (is_request<Message>)
        return tpns::decode_request_view(text, memory);
    else
        return tpns::decode_response_view(text, memory);
}

template <class Message>
std::size_t check(std::string_view text) {
    const auto ignore = [](const tpns::error&) {};
    if constexpr (is_request<Message>)
        return tpns::check_request(text, ignore);
    else
        return tpns::check_response(text, ignore);
}

// What outlives the registration is shared with the closures, which Google Benchmark copies.
using shared_body = std::shared_ptr<const body>;

template <class Message>
void decode_ours(const std::string& where, const shared_body& b) {
    const std::size_t size = b->text().size();
    time_it("decode/" + where, size, [b] {
        auto message = decode<Message>(b->text());
        benchmark::DoNotOptimize(message);
    });
    time_it("decode_into/" + where, size, [b, kept = std::make_shared<Message>()] {
        auto done = tpns::decode_into(*kept, b->text());
        benchmark::DoNotOptimize(done);
    });
    time_it("decode_view/" + where, size, [b, memory = std::make_shared<tpns::arena>()] {
        memory->clear();
        auto message = decode_view<Message>(b->text(), *memory);
        benchmark::DoNotOptimize(message);
    });
}

template <class Message>
void decoder_ours(const std::string& where, const shared_body& b) {
    const std::size_t size = b->text().size();
    using decoder = tpns::decoder<Message>;
    time_it("decoder/" + where, size,
            [b, kept = std::make_shared<Message>(), pieces = std::make_shared<decoder>()] {
                pieces->reset();
                auto written = pieces->write(b->text());
                auto done = pieces->finish_into(*kept);
                benchmark::DoNotOptimize(written);
                benchmark::DoNotOptimize(done);
            });
    time_it("check/" + where, size, [b] { benchmark::DoNotOptimize(check<Message>(b->text())); });
}

template <class Message>
void decode_theirs(const std::string& where, const shared_body& b, decoding_peer& peer) {
    const std::size_t size = b->text().size();
    time_it("decode/" + where, size, [b, &peer] {
        Message message;
        bool done = peer.decode(b->text(), message);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(message);
    });
    time_it("decode_into/" + where, size, [b, &peer, kept = std::make_shared<Message>()] {
        bool done = peer.decode(b->text(), *kept);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(*kept);
    });
    if (!peer.has_views()) return;
    time_it("decode_view/" + where, size, [b, &peer] {
        std::conditional_t<is_request<Message>, tpns::request_view, tpns::response_view> message;
        bool done = peer.decode(b->text(), message);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(message);
    });
}

template <class Message>
void encode_ours(const std::string& where, const std::shared_ptr<const Message>& message) {
    const std::size_t size = tpns::encoded_size(*message);
    time_it("encode_into/" + where, size, [message, kept = std::make_shared<std::string>()] {
        auto done = tpns::encode_into(*kept, *message);
        benchmark::DoNotOptimize(done);
        benchmark::ClobberMemory();
    });
    time_it("encode_to/" + where, size,
            [message, buffer = std::make_shared<std::vector<char>>(size)] {
                auto done = tpns::encode_to(buffer->data(), buffer->size(), *message);
                benchmark::DoNotOptimize(done);
                benchmark::ClobberMemory();
            });
}

template <class Message>
void encode_theirs(const std::string& where, const std::shared_ptr<const Message>& message,
                   encoding_peer& peer) {
    time_it("encode_into/" + where, tpns::encoded_size(*message), [message, &peer] {
        benchmark::DoNotOptimize(peer.encode(*message));
        benchmark::ClobberMemory();
    });
}

/// What no codec can be faster than.
void copy(const std::string& where, const shared_body& b) {
    const std::size_t size = b->text().size();
    time_it("copy/" + where, size, [b, size, to = std::make_shared<std::vector<char>>(size)] {
        std::memcpy(to->data(), b->text().data(), size);
        benchmark::ClobberMemory();
    });
}

template <class Message>
void compare(const std::vector<body>& bodies, const std::vector<decoder_ptr>& decoders,
             const std::vector<encoder_ptr>& encoders) {
    for (const body& each : bodies) {
        const auto b = std::make_shared<const body>(each);
        const auto where = [&](std::string_view library) {
            return b->name() + '/' + std::string(library);
        };
        copy(where("memcpy"), b);
        decode_ours<Message>(where("tpns"), b);
        decoder_ours<Message>(where("tpns"), b);
        for (const decoder_ptr& peer : decoders)
            decode_theirs<Message>(where(peer->name()), b, *peer);
        if (b->name() == "P") continue; // the message of M
        const auto message = std::make_shared<const Message>(decode<Message>(b->text()).value());
        encode_ours(where("tpns"), message);
        for (const encoder_ptr& peer : encoders) encode_theirs(where(peer->name()), message, *peer);
    }
}

/// L and ten and a hundred times as many accounts.
void measure_linearity() {
    for (const std::size_t times : {std::size_t{1}, std::size_t{10}, std::size_t{100}}) {
        const auto message = std::make_shared<const tpns::request>(unbind_all_tokens(1000 * times));
        const auto b = std::make_shared<const body>("L", json_text()(*message));
        const std::string where = "L x" + std::to_string(times) + "/tpns";
        decode_ours<tpns::request>("linear:" + where, b);
        encode_ours<tpns::request>("linear:" + where, message);
    }
}

void measure_hostile() {
    constexpr std::size_t size = std::size_t{100} * 1000;
    for (const std::size_t times : {std::size_t{1}, std::size_t{10}})
        for (const hostile_body& h : hostile_bodies(size * times)) {
            const auto b = std::make_shared<const body>(h.bytes);
            const std::string where = b->name() + " x" + std::to_string(times) + "/tpns";
            decode_ours<tpns::request>("hostile:" + where, b);
        }
}

/// What the report needs to know of the peers and of the bodies.
template <class Peers>
void describe(const Peers& peers) {
    for (const auto& peer : peers)
        if (!peer->omits().empty())
            benchmark::AddCustomContext("omits/" + std::string(peer->name()),
                                        std::string(peer->omits()));
}

void describe(const std::vector<body>& bodies) {
    for (const body& b : bodies)
        benchmark::AddCustomContext("bytes/" + b.name(), std::to_string(b.text().size()));
}

}} // namespace tpns_bench::

int main(int argc, char** argv) {
    using namespace tpns_bench;
    std::vector<decoder_ptr> decoders;
    for (const auto& make :
         {boost_dom_decoder, boost_value_to_decoder, boost_sax_decoder, nlohmann_dom_decoder,
          nlohmann_sax_decoder, rapidjson_decoder, simdjson_decoder})
        decoders.push_back(make());
    std::vector<encoder_ptr> encoders;
    for (const auto& make :
         {boost_encoder, nlohmann_encoder, rapidjson_encoder, rapidjson_utf8_encoder})
        encoders.push_back(make());
    if (argc == 3 && std::string_view(argv[1]) == "--count")
        counted_name = argv[2];
    else if (!verify(decoders, encoders))
        return 1;

    describe(decoders);
    describe(encoders);
    describe(request_bodies());
    describe(response_bodies());
    compare<tpns::request>(request_bodies(), decoders, encoders);
    compare<tpns::response>(response_bodies(), decoders, encoders);
    if (!counted_name.empty()) return 0;
    measure_linearity();
    measure_hostile();

    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
