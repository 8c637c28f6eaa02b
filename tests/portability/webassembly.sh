#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# webassembly.sh SCRATCH: tests the library in WebAssembly, with Emscripten and Node.js: the unit
# tests, and a program without exceptions and RTTI, whose size it prints. Debian 12.
set -eu
scratch=$1
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)

export NODE_PATH=/usr/share/nodejs # Emscripten needs these modules, and only Debian's own Node.js finds them
sh "$here/machines.sh" "$scratch" webassembly

echo "webassembly: without exceptions"
em++ -std=c++17 -Os -fno-exceptions -fno-rtti -Wall -Wextra -Wpedantic -Werror "-I$source/include" \
    -isystem "$scratch/webassembly" "$here/no_exceptions.cpp" "$here/bare_metal/boost_json.cpp" \
    -sEXIT_RUNTIME=1 -o "$scratch/no_exceptions.js"
(cd "$scratch" && timeout 60 node --no-experimental-fetch no_exceptions.js)
size=$(wc -c <"$scratch/no_exceptions.wasm")
echo "webassembly: without exceptions: $size bytes"
python3 "$source/tests/tools/tested.py" note "WebAssembly without exceptions" "$size bytes"
