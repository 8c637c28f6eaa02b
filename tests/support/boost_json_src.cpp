// SPDX-License-Identifier: BSL-1.0

// The three functions of Boost.JSON that are not inline, for programs that do not link the library.
#include <boost/json/src.hpp>
