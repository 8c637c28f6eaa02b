#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# wine.sh FOLDER PROGRAM [ARGUMENT]...: runs a program of Windows. FOLDER is what Wine calls its prefix.
set -eu
export WINEPREFIX="$1" WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= # no .NET and no HTML, which it would offer to install
shift
exec timeout 600 wine "$@"
