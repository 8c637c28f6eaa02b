#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs the tests with every compiler and standard that the README names, with AddressSanitizer and
# UBSan. Debian 12: g++ clang-14 clang-19. Takes a while; not part of tests/run.sh.
set -eu
cd "$(dirname "$0")/.."
failed=0
for compiler in g++ clang++-14 clang++-19; do
    for standard in c++17 c++20 c++2b; do
        folder=build/matrix/$compiler-$standard
        if [ -e "$folder/build.ninja" ]; then again=--reconfigure; else again=; fi
        CXX=$compiler meson setup "$folder" $again --werror --buildtype=debug \
            -Dcpp_std=$standard -Db_sanitize=address,undefined -Db_lundef=false >/dev/null
        if ninja -C "$folder" --quiet && meson test -C "$folder" --no-rebuild --quiet; then
            result=$(python3 tests/tally.py "$folder")
        else
            result=failed
            failed=1
        fi
        echo "$compiler $standard: $result"
    done
done
exit $failed
