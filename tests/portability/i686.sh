#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# i686.sh SCRATCH: runs the 32-bit unit tests, see machines.sh. Exits with 77, for "skipped", if the
# compiler is missing or the machine cannot run its programs.
set -eu
mkdir -p "$1"
echo 'int main() {}' >"$1/nothing.cpp"
if command -v i686-linux-gnu-g++ >/dev/null && i686-linux-gnu-g++ -static "$1/nothing.cpp" -o "$1/nothing" && "$1/nothing"; then
    exec sh "$(dirname "$0")/machines.sh" "$1" i686
fi
echo "skipped: there is no i686-linux-gnu-g++ (Debian: g++-i686-linux-gnu), or its programs do not run here"
exit 77
