#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs missing packages (Debian 12 and later), builds everything with warnings as errors, and
# runs every test: optimised, as a user would compile, then with AddressSanitizer and UBSan. If
# clang 14 with libFuzzer is installed, it compiles the latter, and each fuzzer runs for a few
# seconds. The last line counts all test cases.
set -eu
cd "$(dirname "$0")/.."
sh tests/tools/packages.sh g++ meson pkg-config boost-json doctest-dev \
    libcurl4-openssl-dev libssl-dev

. tests/tools/ticker.sh
mkdir -p build
number=0

# step WHAT COMMAND...: prints WHAT, and every 20 seconds that it is still running.
step() {
    number=$((number + 1))
    what="[$number/6] $1"
    shift
    echo "$what"
    start_ticker "$what"
    result=0
    "$@" || result=$?
    kill "$ticker"
    return "$result"
}

configure() {
    folder=$1
    shift
    if [ -e "$folder/build.ninja" ]; then set -- --reconfigure "$@"; fi
    meson setup "$folder" --werror -Dhttp_examples=enabled -Dcombined_tests=true "$@" \
        >build/meson.log || {
        cat build/meson.log
        return 1
    }
}

build() {
    files=$(ninja -C "$1" -n | sed -n 's|^\[[0-9]*/\([0-9]*\)\].*|\1|p' | tail -n 1)
    step "building ${files:-0} files in $1" ninja -C "$1" --quiet
}

failed=0
test_all() {
    step "testing in $1" meson test -C "$1" --no-rebuild --print-errorlogs || failed=1
}

step "configuring build/release" \
    configure build/release --buildtype=release --optimization=2 -Db_ndebug=false
build build/release
test_all build/release

# Not optimised, which halves the compile time; clang halves it again.
if echo 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }' |
    clang++-14 -fsanitize=fuzzer -x c++ - -o build/probe 2>build/probe.log; then
    export CXX=clang++-14
    set -- build/sanitize-clang -Dfuzz=true -Db_lundef=false
else
    set -- build/sanitize
    echo "skipped, as clang 14 with libFuzzer is missing: the fuzzers"
fi
step "configuring $1" configure "$@" --buildtype=debug -Db_sanitize=address,undefined
build "$1"
test_all "$1"

set -- build/release "$1"
python3 tests/tools/tested.py ran "$@" || failed=1
python3 tests/tools/tally.py "$@" || failed=1
exit $failed
