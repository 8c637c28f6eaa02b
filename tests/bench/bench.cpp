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
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Names have the form operation/shape/library. Google Benchmark chooses how often to run each.

namespace tpns_bench { namespace {

/// If not empty, the one operation to run without timing.
std::string counted_name; // NOLINT: set once, by `main`

// Closures share the data that outlives the registration, since Google Benchmark copies them.
using shared_bodies = std::shared_ptr<const std::vector<body>>;
template <class Message>
using shared_messages = std::shared_ptr<const std::vector<Message>>;

std::size_t size_of(const std::vector<body>& bodies) {
    std::size_t size = 0;
    for (const body& b : bodies) size += b.text().size();
    return size;
}

/// Runs an operation once for each body. instructions.py and budgets.py count its instructions.
template <class Operation>
BOOST_NOINLINE void instructions_of(Operation& operation, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) operation(i);
}

/// Times `operation(i)`, which processes body `i` of `count` bodies with `bytes` bytes of JSON in
/// total. The counter `allocs` is the number of calls of `operator new` once all reused memory has
/// grown.
template <class Operation>
void time_it(const std::string& name, std::size_t bytes, std::size_t count, Operation operation) {
    if (!counted_name.empty()) {
        if (name != counted_name) return;
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t i = 0; i < count; ++i) operation(i);
        return instructions_of(operation, count);
    }
    const auto loop = [bytes, count, operation](benchmark::State& state) mutable {
        std::size_t allocs = 0;
        for (int pass = 0; pass < 3; ++pass) {
            const std::size_t before = tpns_tests::allocations();
            for (std::size_t i = 0; i < count; ++i) operation(i);
            allocs = tpns_tests::allocations() - before;
        }
        std::size_t next = 0;
        for ([[maybe_unused]] auto _ : state) {
            operation(next);
            if (++next == count) next = 0;
        }
        state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes / count));
        state.counters["allocs"] = static_cast<double>(allocs) / static_cast<double>(count);
    };
    benchmark::RegisterBenchmark(name.c_str(), loop);
}

// One name for the functions of both kinds of message.
template <class Message>
constexpr bool is_request = std::is_same_v<Message, tpns::request>;
template <class Message>
using view_of = std::conditional_t<is_request<Message>, tpns::request_view, tpns::response_view>;

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

/// The kinds of message that decoding produces.
template <class Message>
void decode_ours(const std::string& where, const shared_bodies& all) {
    const std::size_t size = size_of(*all);
    const auto measure = [&](const char* operation, auto run) {
        time_it(operation + where, size, all->size(),
                [all, run](std::size_t i) mutable { run((*all)[i].text()); });
    };
    measure("decode/", [](std::string_view text) {
        auto message = decode<Message>(text);
        benchmark::DoNotOptimize(message);
    });
    measure("decoded/", [](std::string_view text) {
        tpns::decoded<view_of<Message>> message;
        auto done = message.decode(text);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(message);
    });
    measure("decode_into/", [kept = std::make_shared<Message>()](std::string_view text) {
        auto done = tpns::decode_into(*kept, text);
        benchmark::DoNotOptimize(done);
    });
    measure("decode_view/", [memory = std::make_shared<tpns::arena>()](std::string_view text) {
        memory->clear();
        auto message = decode_view<Message>(text, *memory);
        benchmark::DoNotOptimize(message);
    });
}

/// Other operations on bodies.
template <class Message>
void examine_ours(const std::string& where, const shared_bodies& all) {
    const std::size_t size = size_of(*all);
    using decoder = tpns::decoder<Message>;
    time_it("decoder/" + where, size, all->size(),
            [all, kept = std::make_shared<Message>(),
             pieces = std::make_shared<decoder>()](std::size_t i) {
                pieces->reset();
                auto written = pieces->write((*all)[i].text());
                auto done = pieces->finish_into(*kept);
                benchmark::DoNotOptimize(written);
                benchmark::DoNotOptimize(done);
            });
    time_it("check/" + where, size, all->size(),
            [all](std::size_t i) { benchmark::DoNotOptimize(check<Message>((*all)[i].text())); });
    auto wrong = std::make_shared<std::vector<body>>();
    for (const body& b : *all) { // at the last byte, after most of the work
        std::string text(b.text());
        text[text.rfind('}')] = ']';
        wrong->emplace_back(b.name(), std::move(text));
    }
    time_it("decode_wrong/" + where, size, all->size(),
            [wrong, kept = std::make_shared<Message>()](std::size_t i) {
                auto done = tpns::decode_into(*kept, (*wrong)[i].text());
                benchmark::DoNotOptimize(done);
            });
}

template <class Message>
void decode_theirs(const std::string& where, const shared_bodies& all, decoding_peer& peer) {
    const auto measure = [&](const char* operation, auto run) {
        time_it(operation + where, size_of(*all), all->size(),
                [all, run](std::size_t i) mutable { run((*all)[i].text()); });
    };
    measure("decode/", [&peer](std::string_view text) {
        Message message;
        bool done = peer.decode(text, message);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(message);
    });
    measure("decode_into/", [&peer, kept = std::make_shared<Message>()](std::string_view text) {
        bool done = peer.decode(text, *kept);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(*kept);
    });
    if (!peer.has_views()) return;
    measure("decode_view/", [&peer](std::string_view text) {
        view_of<Message> message;
        bool done = peer.decode(text, message);
        benchmark::DoNotOptimize(done);
        benchmark::DoNotOptimize(message);
    });
}

template <class Message>
void encode_ours(const std::string& where, const shared_messages<Message>& all) {
    std::size_t size = 0;
    std::size_t largest = 0;
    for (const Message& m : *all) {
        const std::size_t bytes = tpns::encoded_size(m);
        size += bytes;
        if (bytes > largest) largest = bytes;
    }
    const auto measure = [&](const char* operation, auto run) {
        time_it(operation + where, size, all->size(),
                [all, run](std::size_t i) mutable { run((*all)[i]); });
    };
    measure("encode/", [](const Message& m) {
        auto text = tpns::encode(m);
        benchmark::DoNotOptimize(text);
    });
    measure("encode_into/", [kept = std::make_shared<std::string>()](const Message& m) {
        auto done = tpns::encode_into(*kept, m);
        benchmark::DoNotOptimize(done);
        benchmark::ClobberMemory();
    });
    measure("encode_to/",
            [buffer = std::make_shared<std::vector<char>>(largest)](const Message& m) {
                auto done = tpns::encode_to(buffer->data(), buffer->size(), m);
                benchmark::DoNotOptimize(done);
                benchmark::ClobberMemory();
            });
    measure("validate/", [](const Message& m) {
        auto done = tpns::validate(m);
        benchmark::DoNotOptimize(done);
    });
}

/// The operations around a call.
void call_ours(const std::string& where, const shared_messages<tpns::request>& all) {
    std::size_t size = 0;
    for (const tpns::request& r : *all) size += tpns::encoded_size(r);
    time_it("advise/" + where, size, all->size(), [all](std::size_t i) {
        std::size_t count = 0;
        tpns::advise((*all)[i], [&](const auto&...) { ++count; });
        benchmark::DoNotOptimize(count);
    });
    time_it("batches/" + where, size, all->size(), [all](std::size_t i) {
        tpns::detail::with_operation((*all)[i], [](const auto& op) {
            for (auto batch : tpns::batches(op, 7)) benchmark::DoNotOptimize(batch);
        });
    });
}

void call_ours(const std::string& where, const shared_messages<tpns::response>& all) {
    std::size_t size = 0;
    for (const tpns::response& r : *all) size += tpns::encoded_size(r);
    const auto asked =
        std::make_shared<const tpns::request>(unbind_all_tokens(0, all->front().result.size()));
    time_it("outcomes/" + where, size, all->size(), [all, asked](std::size_t i) {
        const auto outcomes = tpns::outcomes(*asked, (*all)[i]);
        for (const auto& outcome : *outcomes) {
            tpns::disposition each = outcome.disposition;
            benchmark::DoNotOptimize(each);
        }
    });
}

template <class Message>
void encode_theirs(const std::string& where, const shared_messages<Message>& all,
                   encoding_peer& peer) {
    std::size_t size = 0;
    for (const Message& m : *all) size += tpns::encoded_size(m);
    time_it("encode_into/" + where, size, all->size(), [all, &peer](std::size_t i) {
        benchmark::DoNotOptimize(peer.encode((*all)[i]));
        benchmark::ClobberMemory();
    });
}

/// The lower bound for any codec.
void copy(const std::string& where, const shared_bodies& all) {
    time_it("copy/" + where, size_of(*all), all->size(),
            [all, to = std::make_shared<std::vector<char>>(size_of(*all))](std::size_t i) {
                const std::string_view text = (*all)[i].text();
                std::memcpy(to->data(), text.data(), text.size());
                benchmark::ClobberMemory();
            });
}

template <class Message>
shared_messages<Message> messages_of(const std::vector<body>& bodies) {
    auto all = std::make_shared<std::vector<Message>>();
    for (const body& b : bodies) all->push_back(decode<Message>(b.text()).value());
    return all;
}

template <class Message>
void compare(const std::vector<shape>& shapes) {
    for (const shape& s : shapes) {
        const auto all = std::make_shared<const std::vector<body>>(s.bodies);
        const auto where = [&](std::string_view library) {
            return s.name + '/' + std::string(library);
        };
        copy(where("memcpy"), all);
        decode_ours<Message>(where("tpns"), all);
        examine_ours<Message>(where("tpns"), all);
        for (const decoder_ptr& peer : decoders())
            decode_theirs<Message>(where(peer->name()), all, *peer);
        if (s.name == "P") continue; // the same messages as M
        const auto messages = messages_of<Message>(s.bodies);
        encode_ours(where("tpns"), messages);
        call_ours(where("tpns"), messages);
        for (const encoder_ptr& peer : encoders())
            encode_theirs(where(peer->name()), messages, *peer);
    }
}

/// One body, in growing shapes.
template <class Message>
void measure_growth(const std::string& where, const std::string& text) {
    const auto all =
        std::make_shared<const std::vector<body>>(std::vector<body>{body(where, text)});
    const auto messages = messages_of<Message>(*all);
    decode_ours<Message>(where, all);
    encode_ours(where, messages);
    call_ours(where, messages);
}

/// 10, 1,000 and 100,000 items.
void measure_linearity() {
    for (const std::size_t items : {std::size_t{10}, std::size_t{1000}, std::size_t{100'000}}) {
        const std::string size = " x" + std::to_string(items) + "/tpns";
        measure_growth<tpns::request>("linear:L" + size, json_text()(unbind_all_tokens(0, items)));
        measure_growth<tpns::response>("linear:RL" + size, json_text()(codes(0, items)));
    }
}

void measure_hostile() {
    constexpr std::size_t size = std::size_t{100} * 1000;
    for (const std::size_t times : {std::size_t{1}, std::size_t{10}})
        for (const hostile_body& h : hostile_bodies(size * times)) {
            const auto all = std::make_shared<const std::vector<body>>(std::vector<body>{h.bytes});
            const std::string where = h.bytes.name() + " x" + std::to_string(times) + "/tpns";
            decode_ours<tpns::request>("hostile:" + where, all);
        }
}

/// The data that the report needs about peers and bodies.
template <class Peers>
void describe(const Peers& peers, const std::string& what) {
    for (const auto& peer : peers)
        if (!peer->omits().empty())
            benchmark::AddCustomContext(what + "/" + std::string(peer->name()),
                                        std::string(peer->omits()));
}

void describe(const std::vector<shape>& shapes) {
    for (const shape& s : shapes)
        benchmark::AddCustomContext("bytes/" + s.name,
                                    std::to_string(size_of(s.bodies) / s.bodies.size()));
}

}} // namespace tpns_bench::

int main(int argc, char** argv) {
    using namespace tpns_bench;
    if (argc == 2 && std::string_view(argv[1]) == "--compiler")
        return std::puts(BOOST_COMPILER) < 0;
    if (argc == 3 && std::string_view(argv[1]) == "--count")
        counted_name = argv[2];
    else if (!verify())
        return 1;

    std::string names;
    for (const std::string& library : libraries()) names += (names.empty() ? "" : ", ") + library;
    benchmark::AddCustomContext("libraries", names);
    benchmark::AddCustomContext("compiler", BOOST_COMPILER);
    describe(decoders(), "reading omits");
    describe(encoders(), "writing omits");
    describe(request_shapes());
    describe(response_shapes());
    compare<tpns::request>(request_shapes());
    compare<tpns::response>(response_shapes());
    if (!counted_name.empty()) return 0;
    measure_linearity();
    measure_hostile();

    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
