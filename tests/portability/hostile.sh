#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# hostile.sh INCLUDE HEADER...: prints a source file that includes those headers, of the folder
# INCLUDE, behind hostile_macros.hpp. What they include of others comes before the macros, as from a
# precompiled header, so only our own code is put to the test.
set -eu
cd "$1"
shift
sed -n 's/^#include <\(.*\)>.*/\1/p' "$@" | grep -v '^tpns' | sort -u |
    sed -e 's/.*/#if __has_include(<&>)\n#include <&>\n#endif/' \
        -e 's/__has_include(<arm_neon.h>)/defined(__ARM_NEON)/' # no machine has all intrinsics, but clang all headers
echo '#include "hostile_macros.hpp"'
for header; do echo "#include <$header>"; done
