#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# wine.sh FOLDER PROGRAM [ARGUMENT]...: runs a Windows program. FOLDER is Wine's prefix. Disables .NET
# and HTML, which Wine would offer to install.
set -eu
export WINEPREFIX="$1" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
shift
exec timeout 600 wine "$@"
