// SPDX-License-Identifier: BSL-1.0

// Prints the results of decoding and checking each vector, one line each: verdict, code, pointer,
// offset and limit. No line may depend on the compiler, the library or the version of Boost.

#include "support/message_kinds.hpp"
#include "support/vectors.hpp"

#include <tpns/encode.hpp>
#include <tpns/error.hpp>

#include <iostream>

namespace {

void print(const tpns::error& e) {
    std::cout << '\t' << static_cast<int>(e.code) << " \"" << to_string(e.where) << "\" ";
    if (e.offset == tpns::error::no_offset)
        std::cout << '-';
    else
        std::cout << e.offset;
    std::cout << ' ' << e.limit;
}

template <class Kind>
void print_all() {
    for (const tpns_tests::vector& v : tpns_tests::load_vectors(Kind::name)) {
        std::cout << Kind::name << '/' << v.file;
        const auto message = Kind::decode(v.body, v.options);
        if (message)
            std::cout << "\tok " << encoded_size(*message);
        else
            print(message.error());
        (void)Kind::check(v.body, print, v.options);
        std::cout << '\n';
    }
}

} // namespace

int main() {
    print_all<tpns_tests::requests>();
    print_all<tpns_tests::responses>();
}
