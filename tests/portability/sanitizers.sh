#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# sanitizers.sh SCRATCH [CONFIGURATION]...: tests with sanitizers other than AddressSanitizer and
# UBSan, and with other debug settings of users. `threads` and `memory` run programs of their own
# with ThreadSanitizer and MemorySanitizer, which cannot use uninstrumented libraries. The others
# run the unit tests, see machines.sh. Debian 12.
set -eu
scratch=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
[ $# -ne 0 ] || set -- threads memory integer debug-libstdc++ debug-libc++ flags

# run SANITIZER PROGRAM [ARGUMENT]...: runs the program, and prints the last line of its output.
run() {
    sanitizer=$1
    name=$2
    shift 2
    mkdir -p "$scratch/$sanitizer"
    # Optimised, like users' code. Frame pointers are for stack traces.
    clang++-19 -std=c++17 -g -O1 -fno-omit-frame-pointer "-fsanitize=$sanitizer" -Wall -Wextra -Werror \
        "-I$source/include" "-I$source/tests" "$here/$name.cpp" "$source/tests/support/boost_json_src.cpp" \
        -o "$scratch/$sanitizer/$name" -pthread
    timeout 300 "$scratch/$sanitizer/$name" "$@" >"$scratch/$sanitizer/log" 2>&1 || {
        cat "$scratch/$sanitizer/log" >&2
        return 1
    }
    tail -n 1 "$scratch/$sanitizer/log"
}

for configuration; do
    case $configuration in
    threads | memory)
        sh "$source/tests/tools/packages.sh" boost-json clang-19 libclang-rt-19-dev
        if [ "$configuration" = threads ]; then
            result=$(run thread concurrent)
        else
            result=$(run memory uninitialised "$source"/tests/vectors/request/*.json "$source"/tests/vectors/response/*.json)
        fi
        echo "$configuration: $result"
        python3 "$source/tests/tools/tested.py" note "$configuration" "$result"
        ;;
    *) sh "$here/machines.sh" "$scratch" "$configuration" ;;
    esac
done
