#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# golden.sh PROGRAM FILE: runs PROGRAM with the arguments in the first line of FILE ("$ inspect
# ARGUMENTS", in the folder of the vectors) and compares its output and exit status with the rest of
# FILE.
set -u
program=$(realpath "$1")
golden=$2
cd "$(dirname "$0")/../vectors" || exit 2
arguments=$(sed -n '1s/^\$ [a-z]* *//p' "$golden")
actual=$(mktemp)
trap 'rm -f "$actual"' EXIT
# Unquoted: a list of arguments.
"$program" $arguments >"$actual" 2>&1
echo "exit $?" >>"$actual"
sed 1d "$golden" | diff -u - "$actual"
