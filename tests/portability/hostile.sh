#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# hostile.sh INCLUDE HEADER...: prints a source file that includes those headers, of the folder
# INCLUDE, behind hostile_macros.hpp. What they include of others comes before the macros, as from a
# precompiled header, so only our own code is put to the test.
set -eu
cd "$1"
shift
sed -n 's/^#include <\(.*\)>.*/\1/p' "$@" | grep -v '^tpns' | sort -u |
    sed 's/.*/#if __has_include(<&>)\n#include <&>\n#endif/' # no machine has all intrinsics
echo '#include "hostile_macros.hpp"'
for header; do echo "#include <$header>"; done
