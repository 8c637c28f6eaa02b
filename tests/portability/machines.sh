#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# machines.sh SCRATCH [MACHINE]...: builds the unit tests for each machine, or for all that are
# named below, and runs them, under QEMU where need be. Boost.JSON is compiled into them, since there
# is no library for the machine; Boost's headers are the same everywhere. Prints "MACHINE: N test
# cases passed". JOBS compilers at a time (as many as there are cores). Debian 12.
set -eu
scratch=$1
shift
source=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -ne 0 ] || set -- aarch64 s390x armhf i686 libc++

# What to install, the compiler, and what runs its programs.
describe() {
    standard=c++17
    case $1 in
    aarch64) # 64 bits, with NEON; char is unsigned
        packages='g++-aarch64-linux-gnu qemu-user'
        compiler='aarch64-linux-gnu-g++ -static'
        runner=qemu-aarch64
        ;;
    s390x) # 64 bits, big-endian
        packages='g++-s390x-linux-gnu qemu-user'
        compiler='s390x-linux-gnu-g++ -static'
        runner=qemu-s390x
        ;;
    armhf) # 32 bits; char is unsigned
        packages='g++-arm-linux-gnueabihf qemu-user'
        compiler='arm-linux-gnueabihf-g++ -static -Wno-psabi'
        runner=qemu-arm
        ;;
    i686) # 32 bits
        packages='g++-i686-linux-gnu qemu-user'
        compiler='i686-linux-gnu-g++ -static'
        runner=qemu-i386
        ;;
    libc++) # this machine, another standard library
        packages='clang-19 libc++-19-dev libc++abi-19-dev'
        compiler='clang++-19 -stdlib=libc++'
        standard=c++20 # which has <format>
        runner=
        ;;
    *)
        echo "no machine $1"
        exit 2
        ;;
    esac
}

build() {
    # Boost alone: the rest of /usr/include is of this machine.
    ln -sfn /usr/include/boost "$1/boost"
    python3 "$source/tests/tools/combined.py" "$1/unit_1.cpp" "$1/unit_2.cpp"
    tests=$source/tests
    for file in "$1/unit_1.cpp" "$1/unit_2.cpp" "$tests/support/main.cpp" "$tests/support/allocations.cpp"; do
        echo "$file $1/$(basename "$file").o"
    done >"$1/list"
    ln -sfn /usr/include/doctest "$1/doctest"
    warnings='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror'
    # Not optimised: the programs are small, and it compiles in half the time.
    flags="-std=$standard -O0 -I$source/include -I$source/tests -isystem $1"
    # Unquoted: lists of arguments.
    xargs -P "${JOBS:-$(nproc)}" -L 1 sh -ec '
        compiler=$1 flags=$2 tests=$3 file=$4 object=$5
        $compiler $flags -DTPNS_TEST_VECTORS=\"$tests/vectors\" -c "$file" -o "$object"
    ' build "$compiler" "$flags $warnings" "$tests" <"$1/list"
    $compiler $flags -c "$source/tests/support/boost_json_src.cpp" -o "$1/boost_json.o"
    $compiler "$1"/*.o -o "$1/unit"
}

for machine; do
    describe "$machine"
    # Unquoted: a list of names.
    sh "$source/tests/tools/packages.sh" libboost1.81-dev doctest-dev $packages
    folder=$scratch/$machine
    mkdir -p "$folder"
    build "$folder"
    $runner "$folder/unit" >"$folder/log" || {
        cat "$folder/log"
        exit 1
    }
    if [ "$machine" = i686 ]; then
        # Unquoted: a list of arguments. Optimised, since it looks at gigabytes.
        $compiler -std=$standard -O2 "-I$source/include" -isystem "$folder" \
            "$source/tests/portability/sizes_32.cpp" -o "$folder/sizes_32"
        $runner "$folder/sizes_32"
    fi
    passed=$(sed -n 's/^\[doctest\] test cases: *\([0-9]*\) | *\1 passed .*/\1/p' "$folder/log")
    echo "$machine: ${passed:?} test cases passed"
    python3 "$source/tests/tools/tested.py" note "$machine" "$passed test cases passed"
done
