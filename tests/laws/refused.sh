#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# refused.sh refused.cpp COMPILER...: code that must not compile does not, and the message gives the
# reason. A case is a line `#elif CASE == N // PHRASE`; the compiler's messages must contain the
# phrase.
set -eu
cases=$1
shift
messages=$(mktemp)
trap 'rm -f "$messages"' EXIT
compile() { "$@" -std=c++17 -fsyntax-only "-DCASE=$n" "$cases" 2>"$messages"; }

n=0
compile "$@" || { cat "$messages"; echo "without a case it should compile"; exit 1; }
failed=0
while phrase=$(sed -n "s|^#elif CASE == $((n + 1)) *// ||p" "$cases"); [ "$phrase" ]; do
    n=$((n + 1))
    if compile "$@"; then
        echo "case $n compiles: $phrase"
        failed=1
    elif ! grep -qF -- "$phrase" "$messages"; then
        cat "$messages"
        echo "case $n does not say: $phrase"
        failed=1
    fi
done
[ "$n" -gt 0 ] || { echo "no cases"; exit 1; }
exit $failed
