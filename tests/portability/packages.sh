#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# packages.sh SOURCE: what tests/tools/packages.sh says and does in systems that this one is not: tools of
# the system are played by scripts of ours. Fails at the first thing that is not as it should be.
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

plays() { # NAME, and its script on standard input
    { echo "#!$scratch/bin/sh" && cat; } >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}
says() { # CODE TEXT, of the arguments of packages.sh that follow
    code=0
    expected=$1 text=$2
    shift 2
    said=$(sh "$packages" "$@" 2>&1) || code=$?
    [ "$code" = "$expected" ] && [ "$said" = "$text" ] || {
        printf 'packages.sh %s\nis not  %s: %s\nbut     %s: %s\n' "$*" "$expected" "$text" "$code" "$said"
        exit 1
    }
}

# Without apt-get: all is there, or what is not is named.
says 0 '' cut sed
says 1 'missing: g++ boost-json meson (boost-json is Boost.JSON 1.81 or later); install them and try again' \
    g++ sed boost-json meson

# With it, but as somebody else.
plays apt-get <<'END'
echo "$*" >>"${0%/*}/../asked"
END
plays id </dev/null
says 1 "missing: meson; as root: sh $packages meson" sed meson
[ ! -e "$scratch/asked" ]

# As root: asked for once, and not installed by it.
plays id <<'END'
echo 0
END
says 1 'installing: meson
installed, but not usable: meson' sed meson
[ "$(cat "$scratch/asked")" = 'update -qq
install -y -qq --no-install-recommends meson' ]

# The usual Boost is too old, as on Debian 12; not too old, as on Debian 13; or not there at all.
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

# What fails says so in one line.
plays apt-get <<'END'
echo 'Err:1 somewhere bookworm InRelease'
for i in 1 2 3 4 5 6 7 8 9; do echo "W: Failed to fetch part $i" && echo "E: part $i"; done
exit 100
END
says 1 'failed: apt-get update -qq: Err:1 somewhere bookworm InRelease' meson
