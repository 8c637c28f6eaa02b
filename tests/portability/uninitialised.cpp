// SPDX-License-Identifier: BSL-1.0

// For MemorySanitizer: decodes the given files, as views, from memory that is uninitialised around
// the body, into uninitialised memory, and encodes into such memory. No decision may depend on an
// uninitialised byte. Uses only instrumented libraries.

#include "support/message_kinds.hpp"

#include <tpns/arena.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/encode.hpp>
#include <tpns/error.hpp>
#include <tpns/validate.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace {

struct release {
    void operator()(char* p) const noexcept { std::free(p); }
};
using memory = std::unique_ptr<char, release>;

/// Uninitialised memory, from the heap, since memory on the stack may be initialised by chance.
memory fresh(std::size_t size) {
    memory p(static_cast<char*>(std::malloc(size)));
    if (p == nullptr) std::abort();
    return p;
}

void must(bool holds, const char* what) {
    if (holds) return;
    std::puts(what);
    std::exit(1);
}

/// Branches on each byte, so the sanitizer checks it.
bool is_text(std::string_view s) {
    for (const char c : s)
        if (c == '\0') return false;
    return true;
}

void look_at(const tpns::error& e) {
    const memory text = fresh(tpns::error::max_chars);
    const auto size = to_chars(text.get(), tpns::error::max_chars, e);
    must(size.has_value() && is_text({text.get(), *size}), "an error has a text");
}

template <class Kind>
std::size_t decode(std::string_view body, const tpns::decode_options& options) {
    std::size_t decoded = 0;
    constexpr std::size_t room = 65536;
    const memory buffer = fresh(room);
    tpns::arena fixed(buffer.get(), room);
    tpns::arena growing;
    for (tpns::arena* const arena : {&fixed, &growing}) {
        const auto message = Kind::decode_view(body, *arena, options);
        if (!message) {
            look_at(message.error());
            continue;
        }
        ++decoded;
        const std::size_t size = encoded_size(*message);
        const memory again = fresh(size);
        const auto written = encode_to(again.get(), size, *message, options.limits);
        must(written.has_value() && *written == size, "a decoded message can be encoded");
        must(is_text({again.get(), size}), "each byte is written");
        must(!encode_to(again.get(), size - 1, *message, options.limits), "a byte is missing");
    }
    (void)Kind::check(body, look_at, options);
    return decoded;
}

std::size_t decode_file(const char* name) {
    constexpr std::size_t around = 64; // more than the decoder reads at once
    constexpr std::size_t most = 65536;
    const memory text = fresh(most + 2 * around);
    std::FILE* const file = std::fopen(name, "rb");
    must(file != nullptr, name);
    char* const begin = text.get() + around;
    const std::size_t size = std::fread(begin, 1, most, file);
    std::fclose(file);

    tpns::decode_options lenient;
    lenient.undocumented_replies = tpns::policy::skip;
    lenient.foreign_carriers = tpns::policy::skip;
    lenient.byte_order_mark = tpns::policy::skip;
    std::size_t decoded = 0;
    for (const tpns::decode_options& options : {tpns::decode_options(), lenient})
        decoded += decode<tpns_tests::requests>({begin, size}, options) +
                   decode<tpns_tests::responses>({begin, size}, options);
    return decoded;
}

} // namespace

int main(int argc, char** argv) {
    std::size_t decoded = 0;
    for (int i = 1; i < argc; ++i) decoded += decode_file(argv[i]);
    must(decoded != 0, "nothing was decoded");
    std::printf("%d bodies, decoded %zu times\n", argc - 1, decoded);
}
