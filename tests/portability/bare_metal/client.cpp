// SPDX-License-Identifier: BSL-1.0

// The device: writes a request into a buffer, and reads the response.

#include "client.hpp"

#include "board.hpp"

int run() { return run_client(); }
