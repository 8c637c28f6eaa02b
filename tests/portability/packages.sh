#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# packages.sh SOURCE: tests tests/tools/packages.sh on other systems, whose tools are simulated by
# scripts. Stops at the first failure.
set -eu
packages=$1/tests/tools/packages.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
for tool in sh mktemp rm cut sed sort grep cat chmod; do
    ln -s "$(command -v $tool)" "$scratch/bin"
done
PATH=$scratch/bin
unset CXX

# plays NAME: simulates a tool with the script on standard input.
plays() {
    { echo "#!$scratch/bin/sh" && cat; } >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}
# says CODE TEXT ARGUMENT...: checks the status and the output of packages.sh ARGUMENT...
says() {
    code=0
    expected=$1 text=$2
    shift 2
    said=$(sh "$packages" "$@" 2>&1) || code=$?
    [ "$code" = "$expected" ] && [ "$said" = "$text" ] || {
        printf 'packages.sh %s\nis not  %s: %s\nbut     %s: %s\n' "$*" "$expected" "$text" "$code" "$said"
        exit 1
    }
}

# Without apt-get: nothing is missing, or the missing packages are listed.
says 0 '' cut sed
says 1 'missing: g++ boost-json meson (boost-json is Boost.JSON 1.81 or later); install them and try again' \
    g++ sed boost-json meson

# With apt-get, but not as root.
plays apt-get <<'END'
echo "$*" >>"${0%/*}/../asked"
END
plays id </dev/null
says 1 "missing: meson; as root: sh $packages meson" sed meson
[ ! -e "$scratch/asked" ]

# As root: it is called once, but does not install the package.
plays id <<'END'
echo 0
END
says 1 'installing: meson
installed, but not usable: meson' sed meson
[ "$(cat "$scratch/asked")" = 'update -qq
install -y -qq --no-install-recommends meson' ]

# The default Boost is too old, as on Debian 12; recent enough, as on Debian 13; or missing.
plays dpkg <<'END'
[ "$(printf '%s\n' "$2" "$4" | sort -V | sed -n 1p)" = "$4" ]
END
plays apt-cache <<'END'
case $* in
show*-json-dev) echo "Version: $(cat "${0%/*}/../usual")" ;;
show*) echo 'Version: 1.81.0-5' ;;
search*) echo 'libboost-json1.80-dev - old' && echo 'libboost-json1.81-dev - JSON' ;;
esac
END
for usual in 1.74.0.3:libboost-json1.81-dev 1.83.0.2:libboost-json-dev :libboost-json1.81-dev; do
    echo "${usual%:*}" >"$scratch/usual"
    says 1 "installing: ${usual#*:}
installed, but not usable: boost-json" boost-json
done

# A failure is reported in one line.
plays apt-get <<'END'
echo 'Err:1 somewhere bookworm InRelease'
for i in 1 2 3 4 5 6 7 8 9; do echo "W: Failed to fetch part $i" && echo "E: part $i"; done
exit 100
END
says 1 'failed: apt-get update -qq: Err:1 somewhere bookworm InRelease' meson
