#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds all fuzzers without Meson, with their seeds, dictionary and options, following the
# conventions of OSS-Fuzz and ClusterFuzzLite: $CXX $CXXFLAGS $LIB_FUZZING_ENGINE into $OUT. Can
# be called as $SRC/build.sh from the root of the tree. Boost's headers must be installed;
# Boost.JSON is compiled from them, so it is instrumented as well.
set -eu
[ -d fuzz ] || cd "$(dirname "$0")/.."
: "${CXX:=clang++}" "${LIB_FUZZING_ENGINE:=-fsanitize=fuzzer}" "${OUT:=build/fuzzers}"
: "${CXXFLAGS:=-g -O1 -fsanitize=address,undefined,fuzzer-no-link}"
mkdir -p "$OUT"

# Unquoted: lists of options.
compile() {
    $CXX $CXXFLAGS -std=c++17 -Iinclude -Itests -DBOOST_JSON_STACK_BUFFER_SIZE=16 "$@"
}
compile -c tests/support/boost_json_src.cpp -o "$OUT/boost_json.o"
for source in fuzz/fuzz_*.cpp; do
    target=$(basename "$source" .cpp)
    compile "$source" "$OUT/boost_json.o" $LIB_FUZZING_ENGINE -o "$OUT/$target"
    python3 -m zipfile -c "$OUT/${target}_seed_corpus.zip" "fuzz/corpus/$target" \
        fuzz/regressions tests/vectors/request tests/vectors/response
    cp fuzz/json.dict "$OUT/$target.dict"
    printf '[libfuzzer]\nmax_len = 4096\n' >"$OUT/$target.options"
done
rm "$OUT/boost_json.o"
