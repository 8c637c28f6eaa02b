#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# machines.sh SCRATCH [MACHINE]...: builds and runs the unit tests for each machine (by default those
# in the line below), with QEMU if necessary, or Wine or Node.js. i686.sh, sanitizers.sh,
# webassembly.sh and windows.sh call it for the others.
# For aarch64, which has its own kind of block, also replays the corpora of the fuzzers.
# Compiles Boost.JSON into the tests, since there is no library for the machine; Boost's headers are
# the same everywhere. Prints "MACHINE: N test cases passed", and which ones were skipped.
# Runs JOBS compilers at a time (by default, one per core). Debian 12.
set -eu
scratch=$1
shift
source=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -ne 0 ] || set -- aarch64 s390x armhf libc++

# Sets the packages, the compiler, the linker if it differs, the program's name, and the command to
# run it.
describe() {
    standard=c++17
    linker=
    program=unit
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
    i686) # 32 bits; x86-64 runs it natively
        packages=g++-i686-linux-gnu
        compiler='i686-linux-gnu-g++ -static'
        runner=
        ;;
    libc++) # this machine, with another standard library
        packages='clang-19 libc++-19-dev libc++abi-19-dev'
        compiler='clang++-19 -stdlib=libc++'
        standard=c++20 # which has <format>
        runner=
        ;;
    integer) # this machine; fails if an integer wraps around or loses bits in our headers
        packages='clang-19 libclang-rt-19-dev'
        printf 'src:%s\n' '/usr/*' "$scratch/*" "$source/tests/*" >"$scratch/ignorelist"
        compiler="clang++-19 -fsanitize=integer,implicit-conversion -fno-sanitize-recover=all
            -fsanitize-ignorelist=$scratch/ignorelist"
        runner=
        ;;
    debug-libstdc++) # this machine, with the assertions of the standard library
        packages=g++
        compiler='g++ -D_GLIBCXX_DEBUG'
        runner=
        ;;
    debug-libc++)
        packages='clang-19 libc++-19-dev libc++abi-19-dev'
        compiler='clang++-19 -stdlib=libc++ -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_DEBUG'
        runner=
        ;;
    flags) # this machine; together in one program, since the flags do not interact
        packages=g++
        compiler='g++ -fshort-enums -funsigned-char -fno-char8_t -ftrivial-auto-var-init=pattern'
        standard=c++20 # which has char8_t
        runner=
        ;;
    windows-g++)
        packages='g++-mingw-w64-x86-64-posix wine wine64'
        compiler='x86_64-w64-mingw32-g++-posix -static -Wa,-mbig-obj'
        runner="sh $source/tests/portability/wine.sh $scratch/wine"
        program=unit.exe
        ;;
    windows-clang++) # with its own linker, since g++'s loses jump tables
        packages='clang-19 lld-19 g++-mingw-w64-x86-64-posix wine wine64'
        compiler='clang++-19 --target=x86_64-w64-mingw32'
        linker="$compiler -fuse-ld=lld-19 -static -lpthread"
        runner="sh $source/tests/portability/wine.sh $scratch/wine"
        program=unit.exe
        ;;
    webassembly) # 32 bits, with libc++
        packages='emscripten nodejs'
        compiler='em++ -fexceptions'
        linker="$compiler -O1 -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1"
        runner='timeout 3600 node --no-experimental-fetch' # which Emscripten would use for files
        program=unit.js
        ;;
    *)
        echo "no machine $1"
        exit 2
        ;;
    esac
}

build() {
    # Only Boost, since the rest of /usr/include belongs to this machine.
    ln -sfn /usr/include/boost "$1/boost"
    python3 "$source/tests/tools/combined.py" "$1/unit_1.cpp" "$1/unit_2.cpp"
    tests=$source/tests
    for file in "$1/unit_1.cpp" "$1/unit_2.cpp" "$tests/support/main.cpp" "$tests/support/allocations.cpp"; do
        echo "$file $1/$(basename "$file").o"
    done >"$1/list"
    ln -sfn /usr/include/doctest "$1/doctest"
    warnings='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror'
    # Not optimised, which halves the compile time; the programs are small.
    flags="-std=$standard -O0 -I$source/include -I$source/tests -isystem $1"
    # Unquoted: lists of arguments.
    xargs -P "${JOBS:-$(nproc)}" -L 1 sh -ec '
        compiler=$1 flags=$2 tests=$3 file=$4 object=$5
        echo "building $(basename "$file")"
        $compiler $flags -DTPNS_TEST_VECTORS=\"$tests/vectors\" -c "$file" -o "$object"
    ' build "$compiler" "$flags $warnings" "$tests" <"$1/list"
    # Optimised, since it recurses for each level of a value, and WebAssembly has little stack.
    $compiler $flags -O1 -c "$source/tests/support/boost_json_src.cpp" -o "$1/boost_json.o"
    ${linker:-$compiler} "$1"/*.o -o "$1/$program"
}

# Replays all corpora, and prints the number of inputs.
replay() {
    tests=$source/tests
    fuzz="$compiler $flags -DBOOST_JSON_STACK_BUFFER_SIZE=16"
    $fuzz -c "$source/fuzz/replay_main.cpp" -o "$1/replay_main.o"
    # Unquoted: lists of arguments.
    (cd "$source/fuzz" && ls fuzz_*.cpp) | sed 's/\.cpp$//' | xargs -P "${JOBS:-$(nproc)}" -I '{}' sh -ec '
        $1 "$2/{}.cpp" "$3/replay_main.o" "$3/boost_json.o" -o "$3/{}"
        $4 "$3/{}" "$2/corpus/{}" "$2/regressions" "$5/request" "$5/response" >"$3/{}.log"
    ' replay "$fuzz" "$source/fuzz" "$1" "$runner" "$tests/vectors"
    cat "$1"/fuzz_*.log | awk '{ sum += $1 } END { print sum }'
}

# The names of the tests that run, or of all tests with --no-skip.
names() {
    $runner "$folder/$program" --no-colors --list-test-cases "$@" >"$folder/names"
    tr -d '\r' <"$folder/names" | grep -v -e '^\[doctest\]' -e '^===' | sort
}

# A compiler can be silent for minutes.
. "$source/tests/tools/ticker.sh"
start_ticker "still at work"
trap 'kill "$ticker"' EXIT
trap 'exit 1' HUP INT TERM

for machine; do
    describe "$machine"
    # Unquoted: a list of names.
    sh "$source/tests/tools/packages.sh" boost-json doctest-dev $packages
    folder=$scratch/$machine
    mkdir -p "$folder"
    echo "$machine"
    build "$folder"
    echo "running the tests"
    # Without colours, since Emscripten mistakes a file for a terminal.
    $runner "$folder/$program" --no-colors >"$folder/log" || {
        cat "$folder/log"
        exit 1
    }
    replayed=
    case $machine in
    aarch64) replayed=", $(replay "$folder") inputs of fuzzers" ;;
    i686)
        # Unquoted: a list of arguments. Optimised, since it processes gigabytes.
        $compiler -std=$standard -O2 "-I$source/include" -isystem "$folder" \
            "$source/tests/portability/sizes_32.cpp" -o "$folder/sizes_32"
        $runner "$folder/sizes_32"
        ;;
    esac
    passed=$(sed -n 's/^\[doctest\] test cases: *\([0-9]*\) | *\1 passed .*/\1/p' "$folder/log")
    names >"$folder/ran"
    skipped=$(names --no-skip | comm -13 "$folder/ran" - | uniq -c |
        while read -r times name; do echo "$times times \`$name\`"; done | paste -s -d ';' -)
    result="${passed:?} test cases passed$replayed"
    echo "$machine: $result${skipped:+, without $skipped}"
    python3 "$source/tests/tools/tested.py" note "$machine" "$result" "$skipped"
done
