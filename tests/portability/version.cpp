// SPDX-License-Identifier: BSL-1.0

// The headers and the build files have the same version: it compiles.

#include <tpns/version.hpp>

#include <string_view>

#define TEXT_OF(x) #x
#define DOTTED(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)

constexpr std::string_view headers =
    DOTTED(TPNS_VERSION_MAJOR, TPNS_VERSION_MINOR, TPNS_VERSION_PATCH);
static_assert(headers == PROJECT_VERSION);
