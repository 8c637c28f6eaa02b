// SPDX-License-Identifier: BSL-1.0

// Every vector with every edit of one byte: each byte replaced with all 256 values, removed,
// swapped with the next, and preceded by all 256 values. The fast reader must reject each such body
// or give the same value as the other reader, and an error must name a rule and be in the body. The
// argument is `request` or `response`. Optimised, since there are millions of bodies.

#include "support/vectors.hpp"

#include <tpns/decode.hpp>
#include <tpns/detail/held_bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace {

namespace detail = tpns::detail;

std::size_t tried = 0;
std::size_t accepted = 0;
std::size_t broken = 0;

void complain(const char* law, const std::string& body) {
    if (++broken < 10) std::printf("%s:\n%s\n", law, body.c_str());
}

template <class Builder, class Message>
class trial {
public:
    explicit trial(const tpns::decode_options& options) : options_(options) {}

    void operator()(const std::string& body) {
        ++tried;
        const detail::memory<tpns::owned> heap;
        const bool fast = detail::decode_fast<Builder>(fast_, heap, body, options_);
        const auto any = detail::decode_any<Builder>(any_, heap, body, options_);
        accepted += any ? 1U : 0U;
        if (fast && !any) complain("taken by the fast reader, but wrong", body);
        if (fast && any && fast_ != any_) complain("read in two ways", body);
        largest_ = (std::max)(largest_, body.size());
        if (held(any_) > 64 * largest_) complain("kept too much", body);
        if (any) return;
        const tpns::error& e = any.error();
        if (tpns::detail::find_rule(e.code, e.where.target) == nullptr) complain("no rule", body);
        if (e.offset > body.size()) complain("an offset beyond the body", body);
    }

private:
    [[nodiscard]] static std::size_t held(const tpns::response& r) {
        return detail::held_bytes::of(r.result) + detail::held_bytes::of(r.err_msg);
    }
    [[nodiscard]] static std::size_t held(const tpns::request& r) {
        return std::visit([](const auto& op) { return detail::held_bytes::of(items(op)); }, r);
    }

    tpns::decode_options options_;
    Message fast_;
    Message any_;
    std::size_t largest_ = 0; // of the bodies so far
};

template <class Builder, class Message>
void try_all(const char* kind) {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(kind)) {
        trial<Builder, Message> attempt(v.options);
        std::string body = v.body;
        for (std::size_t at = 0; at < v.body.size(); ++at) {
            for (int value = 0; value < 256; ++value) {
                body[at] = static_cast<char>(value);
                attempt(body);
            }
            body = v.body;
            attempt(body.erase(at, 1));
            body.insert(at, 1, ' ');
            for (int value = 0; value < 256; ++value) {
                body[at] = static_cast<char>(value);
                attempt(std::string(body).insert(at + 1, 1, v.body[at]));
            }
            body = v.body;
            if (at + 1 == body.size()) break;
            std::swap(body[at], body[at + 1]);
            attempt(body);
            body = v.body;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && argv[1] == std::string_view("request"))
        try_all<detail::request_builder<tpns::owned>, tpns::request>(argv[1]);
    else if (argc == 2 && argv[1] == std::string_view("response"))
        try_all<detail::response_builder<tpns::owned>, tpns::response>(argv[1]);
    std::printf("%zu bodies, %zu accepted, %zu laws broken\n", tried, accepted, broken);
    return tried != 0 && broken == 0 ? 0 : 1;
}
