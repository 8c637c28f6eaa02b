#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# docs.sh SOURCE OUTPUT VERSION: makes the reference. Fails if a public name has no comment, or a
# comment is wrong. Debian 12.
set -eu
source=$1
output=$2
sh "$source/tests/tools/packages.sh" doxygen
mkdir -p "$output"
sed -e "s|@source@|$source|g" -e "s|@output@|$output|g" -e "s|@version@|$3|g" \
    "$source/tests/docs/Doxyfile.in" >"$output/Doxyfile"
doxygen "$output/Doxyfile"
echo "$output/html/index.html"
