// SPDX-License-Identifier: BSL-1.0

// What a device does: it writes a request into a buffer, and reads the response to it.

#include "client.hpp"

#include "board.hpp"

int run() { return run_client(); }
