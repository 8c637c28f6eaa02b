#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs what is missing (Debian 12 and later), builds everything with warnings as errors, and runs every
# test: optimised as a user would compile, then with AddressSanitizer and UBSan; and where clang 14
# is installed, each fuzzer for some seconds. The last line counts the test cases of all.
set -eu
cd "$(dirname "$0")/.."
sh tests/packages.sh g++ meson pkg-config boost-json doctest-dev \
    libcurl4-openssl-dev libssl-dev

mkdir -p build
configure() {
    folder=$1
    shift
    if [ -e "$folder/build.ninja" ]; then set -- --reconfigure "$@"; fi
    meson setup "$folder" --werror -Dhttp_examples=enabled -Dcombined_tests=true "$@" \
        >build/meson.log || {
        cat build/meson.log
        exit 1
    }
}
configure build/release --buildtype=release --optimization=2 -Db_ndebug=false
# Not optimised: it compiles in half the time.
configure build/sanitize --buildtype=debug -Db_sanitize=address,undefined

failed=0
set -- build/release build/sanitize
for folder; do
    ninja -C "$folder" --quiet
    meson test -C "$folder" --no-rebuild --print-errorlogs || failed=1
done

if command -v clang++-14 >/dev/null; then
    CXX=clang++-14 configure build/fuzz --buildtype=debugoptimized -Dfuzz=true \
        -Db_sanitize=address,undefined -Db_lundef=false
    ninja -C build/fuzz --quiet fuzzers
    meson test -C build/fuzz --no-rebuild --print-errorlogs --suite smoke || failed=1
    set -- "$@" build/fuzz
else
    echo "skipped, as clang 14 is missing: the fuzzers"
fi
python3 tests/tested.py ran "$@" || failed=1
python3 tests/tally.py "$@" || failed=1
exit $failed
