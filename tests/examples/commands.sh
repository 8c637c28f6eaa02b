#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# commands.sh SOURCE COMPILER... -- EXAMPLE...: builds each example with the command in its first
# comment, from the root of the source tree.
set -eu
source=$1
compiler=
while shift && [ "$1" != -- ]; do compiler="$compiler $1"; done
shift
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$source"
for example; do
    command=$(sed -n "s|^//  *g++ \(.* tests/examples/$example.cpp.*\)|\1|p" "tests/examples/$example.cpp")
    [ -n "$command" ] || {
        echo "$example.cpp does not say how it is built"
        exit 1
    }
    echo "g++ $command"
    # Unquoted: lists of arguments.
    $compiler -O0 $command -o "$folder/$example"
done
