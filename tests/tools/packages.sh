#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# packages.sh NEED...: ensures that each is installed. On Debian and its derivatives, as root, it
# installs what is missing; elsewhere it lists it. A need is a Debian package, or boost-json, which
# is Boost.JSON 1.81 or later under whatever name the system has.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Whether the program on standard input compiles, with these arguments.
compiles() {
    ${CXX:-c++} -x c++ -std=c++17 - "$@" -o "$scratch/program" 2>"$scratch/errors"
}
header() { echo "#include <$1>" | compiles -fsyntax-only; }

# Whether a need is usable, from whatever source.
there() {
    case $1 in
    boost-json)
        compiles -lboost_json <<'END'
#include <boost/json/basic_parser_impl.hpp>
#include <boost/version.hpp>
static_assert(BOOST_VERSION >= 108100);
int main() {}
END
        ;;
    g++-*-linux-gnu*) command -v "${1#g++-}-g++" ;;
    g++) command -v "${CXX:-c++}" ;;
    doctest-dev) header doctest/doctest.h ;;
    libcurl4-openssl-dev) header curl/curl.h ;;
    libssl-dev) header openssl/hmac.h ;;
    *) command -v "$1" || dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
    esac >/dev/null
}

# The package to install for a need. For Boost, the system's default version unless it is too old.
package() {
    [ "$1" = boost-json ] || {
        echo "$1"
        return
    }
    others=$(apt-cache search --names-only '^libboost-json[0-9.]+-dev$' | cut -d ' ' -f 1 | sort -Vr)
    for name in libboost-json-dev $others; do
        version=$(apt-cache show --no-all-versions "$name" 2>/dev/null | sed -n 's/^Version: //p')
        if dpkg --compare-versions "${version:-0}" ge 1.81; then
            echo "$name"
            return
        fi
    done
    echo libboost-json-dev # apt-get will report that it is missing
}

# Runs a command without its output. If it fails, prints one line of it.
quietly() {
    DEBIAN_FRONTEND=noninteractive "$@" >"$scratch/log" 2>&1 && return
    echo "failed: $*: $(grep -m 1 -E '^(E|Err)' "$scratch/log")" >&2
    exit 1
}

missing=
for need; do
    there "$need" || missing="$missing $need"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "missing:$missing (boost-json is Boost.JSON 1.81 or later); install them and try again" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "missing:$missing; as root: sh $0$missing" >&2
    exit 1
fi
quietly apt-get update -qq
names=
for need in $missing; do
    names="$names $(package "$need")"
done
echo "installing:$names"
# Unquoted: a list of names.
quietly apt-get install -y -qq --no-install-recommends $names
for need in $missing; do
    there "$need" || {
        echo "installed, but not usable: $need" >&2
        exit 1
    }
done
