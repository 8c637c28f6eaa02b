#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Prints line, branch and MC/DC coverage of the headers by the unit tests, one row per header, and
# the gaps that coverage_gaps.txt does not explain; fails if there are any. With --show, prints the
# headers with all counts instead. MC/DC: each condition of a decision was shown to decide it
# independently. Debian 12.
set -eu
cd "$(dirname "$0")/../.."
sh tests/tools/packages.sh meson boost-json doctest-dev clang-19 llvm-19 libclang-rt-19-dev
folder=build/coverage
# Also for the programs with which meson tries the compiler.
export LLVM_PROFILE_FILE="$PWD/$folder/unit.profraw"
mkdir -p $folder
if [ -e $folder/build.ninja ]; then again=--reconfigure; else again=; fi
CXX=clang++-19 meson setup $folder $again --buildtype=debug -Dhttp_examples=disabled \
    -Dcpp_args='-fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc -DTPNS_TESTS_COVERAGE' \
    -Dcpp_link_args=-fprofile-instr-generate >/dev/null
ninja -C $folder --quiet tests/unit/unit
$folder/tests/unit/unit >/dev/null
llvm-profdata-19 merge -o $folder/unit.profdata $folder/unit.profraw
if [ "${1-}" = --show ]; then
    exec llvm-cov-19 show $folder/tests/unit/unit -instr-profile=$folder/unit.profdata \
        --show-branches=count --show-mcdc --show-expansions=false --show-instantiations=false \
        --sources include
fi
llvm-cov-19 export $folder/tests/unit/unit -instr-profile=$folder/unit.profdata --sources include \
    >$folder/unit.json
python3 tests/tools/coverage.py $folder/unit.json include tests/tools/coverage_gaps.txt
