#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# matrix.sh [COMPILER:STANDARD]...: compiles every header alone and among other projects' macros, and
# runs the unit and linking tests, with AddressSanitizer and UBSan where they can say something, for
# the given compilers and standards, or for all that the table of tests names. Debian 12. Takes a
# while; not part of tests/run.sh.
set -eu
cd "$(dirname "$0")/../.."
sh tests/tools/packages.sh g++ meson boost-json doctest-dev clang-14 libclang-rt-14-dev clang-19 libclang-rt-19-dev
if [ $# -eq 0 ]; then
    for compiler in g++ clang++-14 clang++-19; do
        set -- "$@" $compiler:c++17 $compiler:c++20 $compiler:c++2b
    done
fi

# configure FOLDER OPTION...: for the current configuration. The standard is an argument, since meson
# 1.0 does not know c++2b.
configure() {
    if [ -e "$1/build.ninja" ]; then set -- "$@" --reconfigure; fi
    CXX=${configuration%:*} meson setup "$@" --werror --buildtype=debug -Dcpp_std=none \
        -Dcpp_args="-std=${configuration#*:}" -Dhttp_examples=disabled \
        -Dcombined_tests=true >"$folder.log"
}

failed=0
mkdir -p build/matrix
for configuration; do
    folder=build/matrix/$configuration
    if configure "$folder" -Db_sanitize=address,undefined -Db_lundef=false &&
        ninja -C "$folder" --quiet tests/laws/libself_contained.a &&
        meson test -C "$folder" --quiet unit 'allocation failure' odr &&
        configure "$folder/plain" &&
        ninja -C "$folder/plain" --quiet tests/portability/libhostile.a &&
        meson test -C "$folder/plain" --quiet mixed; then
        result=$(python3 tests/tools/tally.py "$folder" "$folder/plain")
    else
        result=failed
        failed=1
    fi
    echo "$configuration: $result"
    python3 tests/tools/tested.py note "$configuration" "$result"
done
exit $failed
