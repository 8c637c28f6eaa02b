#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# campaign.sh FOLDER [TARGET]...: builds the fuzzers in FOLDER, optimised and without sanitizers, and runs
# each, or those that are named, until it has 1e8 executions or half an hour is over. Debian 12: clang-19
# libclang-rt-19-dev.
set -eu
folder=$1
shift
cd "$(dirname "$0")/.."
sh tests/tools/packages.sh boost-json clang-19 libclang-rt-19-dev
CXX=clang++-19 CXXFLAGS='-O2 -fsanitize=fuzzer-no-link' OUT=$folder sh fuzz/build.sh
for target; do
    set -- "$@" --target "$target"
    shift
done
exec python3 fuzz/campaign.py "$folder" --runs 100000000 --seconds 1800 --edges --jobs "$(nproc)" "$@"
