#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs missing packages (Debian 12 and later), builds everything with warnings as errors, and
# runs every test: optimised, as a user would compile, then with AddressSanitizer and UBSan; and, if
# clang 14 is installed, each fuzzer for a few seconds. The last line counts all test cases.
set -eu
cd "$(dirname "$0")/.."
sh tests/tools/packages.sh g++ meson pkg-config boost-json doctest-dev \
    libcurl4-openssl-dev libssl-dev

. tests/tools/ticker.sh
mkdir -p build
steps=6
if command -v clang++-14 >/dev/null; then steps=9; fi
number=0

# step WHAT COMMAND...: prints WHAT, and every 20 seconds that it is still running.
step() {
    number=$((number + 1))
    what="[$number/$steps] $1"
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

# build FOLDER [TARGET]
build() {
    files=$(ninja -C "$@" -n | sed -n 's|^\[[0-9]*/\([0-9]*\)\].*|\1|p' | tail -n 1)
    step "building ${files:-0} files in $1" ninja -C "$@" --quiet
}

failed=0
test_all() {
    folder=$1
    shift
    step "testing in $folder" meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || failed=1
}

step "configuring build/release" \
    configure build/release --buildtype=release --optimization=2 -Db_ndebug=false
build build/release
test_all build/release
# Not optimised, which halves the compile time.
step "configuring build/sanitize" \
    configure build/sanitize --buildtype=debug -Db_sanitize=address,undefined
build build/sanitize
test_all build/sanitize

set -- build/release build/sanitize
if [ "$steps" -eq 9 ]; then
    export CXX=clang++-14
    step "configuring build/fuzz" configure build/fuzz --buildtype=debugoptimized -Dfuzz=true \
        -Db_sanitize=address,undefined -Db_lundef=false
    build build/fuzz fuzzers
    test_all build/fuzz --suite smoke
    set -- "$@" build/fuzz
else
    echo "skipped, as clang 14 is missing: the fuzzers"
fi
python3 tests/tools/tested.py ran "$@" || failed=1
python3 tests/tools/tally.py "$@" || failed=1
exit $failed
