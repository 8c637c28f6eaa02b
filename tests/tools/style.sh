#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# style.sh format CLANG-FORMAT SOURCE, or style.sh tidy CLANG-TIDY SOURCE BUILD: fails if a file is
# not formatted, or if clang-tidy finds anything in the headers. Exits with 77, for "skipped", if
# the tool is "missing".
set -eu
tool=$2
[ "$tool" != missing ] || exit 77
cd "$3"
case $1 in
format)
    find include tests fuzz -name '*.hpp' -o -name '*.cpp' | xargs "$tool" --dry-run --Werror
    ;;
tidy)
    "$tool" --quiet -p "$4" tests/laws/odr_2.cpp
    ;;
esac
