#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# run.sh SCRATCH: makes SCRATCH/inspect.html, a page that contains `inspect` in WebAssembly, and tries it in
# Chromium, where that and npm are installed. Debian 12.
set -eu
scratch=$1
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../../.." && pwd)
sh "$source/tests/tools/packages.sh" emscripten libboost1.81-dev
export NODE_PATH=/usr/share/nodejs # Emscripten needs these modules, and only Debian's own Node.js finds them

mkdir -p "$scratch"
ln -sfn /usr/include/boost "$scratch/boost" # only Boost: the rest of /usr/include belongs to this machine
build() {
    echo "inspect page: $1"
    shift
    em++ -std=c++17 -Os -fexceptions "-I$source/include" -isystem "$scratch" "$@"
}
build "compiling Boost.JSON" -c "$source/tests/support/boost_json_src.cpp" -o "$scratch/boost_json.o"
build "compiling inspect" -c "$source/tests/examples/inspect.cpp" -o "$scratch/inspect.o"
build "linking" "$scratch/inspect.o" "$scratch/boost_json.o" -o "$scratch/inspect.js" \
    -sSINGLE_FILE=1 -sMODULARIZE=1 -sEXPORT_NAME=inspect -sENVIRONMENT=web -sEXPORTED_RUNTIME_METHODS=FS \
    -sALLOW_MEMORY_GROWTH=1 -sDYNAMIC_EXECUTION=0 -sEXIT_RUNTIME=1
sed -e "\|^// inspect.js|{r $scratch/inspect.js" -e 'd}' "$here/page.html" >"$scratch/inspect.html"
size=$(wc -c <"$scratch/inspect.html")
echo "inspect page: $scratch/inspect.html, $size bytes"
test "$size" -lt 1000000

for program in chromium npm; do
    command -v $program >/dev/null || {
        echo "inspect page: skipped: it was not tried in a browser, since $program is missing"
        exit 0
    }
done
npm install --prefix "$scratch" --silent --ignore-scripts --no-audit --no-fund playwright-core@1.64
NODE_PATH=$scratch/node_modules timeout 300 node "$here/test.js" "$scratch/inspect.html" "$source/tests" "$scratch"
python3 "$source/tests/tools/tested.py" note "inspect page" "$size bytes; $(chromium --version | cut -d ' ' -f 1,2)"
