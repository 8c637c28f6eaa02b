// SPDX-License-Identifier: BSL-1.0

// Boost.JSON, compiled with the same options as the rest.
#include <boost/json/src.hpp>
