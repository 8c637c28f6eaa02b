#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# hostile.sh INCLUDE HEADER...: prints a source file that includes those headers of the folder
# INCLUDE after hostile_macros.hpp. The external headers that they need come before the macros, as
# in a precompiled header, so only our own code is tested. clang has arm_neon.h on all machines, but
# can compile it only for Arm.
set -eu
cd "$1"
shift
sed -n 's/^#include <\(.*\)>.*/\1/p' "$@" | grep -v '^tpns' | sort -u |
    sed -e 's/.*/#if __has_include(<&>)\n#include <&>\n#endif/' \
        -e 's/__has_include(<arm_neon.h>)/defined(__ARM_NEON)/'
echo '#include "hostile_macros.hpp"'
for header; do echo "#include <$header>"; done
