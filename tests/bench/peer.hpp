// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_PEER_HPP
#define TPNS_TESTS_BENCH_PEER_HPP

#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tpns_bench {

/// Another JSON library, used as its manual recommends for speed, to do the same work as ours: it
/// fills the same messages, accepts members in any order, skips undocumented members, and refuses
/// bodies that break a rule. It need not report the rule or the place.
///
/// One object is used for many bodies, so memory can be reused.
class peer {
public:
    peer() = default;
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;
    virtual ~peer() = default;

    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// The work that it omits, which flatters its times; empty if it omits none.
    [[nodiscard]] virtual std::string_view omits() const noexcept { return {}; }
};

class decoding_peer : public peer {
public:
    /// Whether it detects duplicate members.
    [[nodiscard]] virtual bool sees_duplicates() const noexcept { return true; }

    /// Whether it recognises a member whose name is written with escapes.
    [[nodiscard]] virtual bool unescapes_names() const noexcept { return true; }

    /// Overwrites `to`, and can reuse its memory. Precondition: `text` is that of a `body`.
    [[nodiscard]] virtual bool decode(std::string_view text, tpns::request& to) = 0;
    [[nodiscard]] virtual bool decode(std::string_view text, tpns::response& to) = 0;

    /// Whether it can also give views, since strings stay in the parser's memory.
    [[nodiscard]] virtual bool has_views() const noexcept { return false; }

    /// Valid until the next call.
    [[nodiscard]] virtual bool decode(std::string_view, tpns::request_view&) { return false; }
    [[nodiscard]] virtual bool decode(std::string_view, tpns::response_view&) { return false; }
};

/// A library that makes a tree of the whole text, and drops duplicate members. `Decoder`
/// has `parse(text, message)`.
template <class Decoder>
class dom_peer : public decoding_peer {
    [[nodiscard]] bool sees_duplicates() const noexcept override { return false; }
    [[nodiscard]] std::string_view omits() const noexcept override { return "duplicate members"; }

    [[nodiscard]] bool decode(std::string_view text, tpns::request& to) override {
        return static_cast<Decoder*>(this)->parse(text, to);
    }
    [[nodiscard]] bool decode(std::string_view text, tpns::response& to) override {
        return static_cast<Decoder*>(this)->parse(text, to);
    }
};

class encoding_peer : public peer {
public:
    /// Compact, with members in our order. Valid until the next call.
    [[nodiscard]] virtual std::string_view encode(const tpns::request&) = 0;
    [[nodiscard]] virtual std::string_view encode(const tpns::response&) = 0;
};

using decoder_ptr = std::unique_ptr<decoding_peer>;
using encoder_ptr = std::unique_ptr<encoding_peer>;

// Each library has one source file, which adds its peers to these lists. Configuration finds the
// installed libraries.

inline std::vector<decoder_ptr>& decoders() {
    static std::vector<decoder_ptr> all;
    return all;
}
inline std::vector<encoder_ptr>& encoders() {
    static std::vector<encoder_ptr> all;
    return all;
}

/// The names of the libraries, with their versions.
inline std::vector<std::string>& libraries() {
    static std::vector<std::string> all;
    return all;
}

struct registered_library {
    explicit registered_library(std::string name_and_version) {
        libraries().push_back(std::move(name_and_version));
    }
};
template <class Peer>
struct registered_decoder {
    registered_decoder() { decoders().push_back(std::make_unique<Peer>()); }
};
template <class Peer>
struct registered_encoder {
    registered_encoder() { encoders().push_back(std::make_unique<Peer>()); }
};

} // namespace tpns_bench

#endif
