#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# windows.sh SCRATCH TEST_DOUBLE: tests the library on Windows, with g++ and clang for MinGW-w64, under
# Wine: the unit tests; all our headers before and after those of Windows, whose macros stay defined;
# and the WinHTTP client, against the test double, which runs on this machine. MSVC is not available
# here, but clang accepts its extensions and parses templates as late as MSVC does. Debian 12.
set -eu
scratch=$1
test_double=$2
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
examples=$source/tests/examples

sh "$here/machines.sh" "$scratch" windows-g++ windows-clang++

warnings='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Werror'
included="-I$source/include -I$here -I$scratch -isystem $scratch/windows-g++"
gxx="x86_64-w64-mingw32-g++-posix -std=c++17 -Wa,-mbig-obj $warnings $included"
clang="clang++-19 --target=x86_64-w64-mingw32 -std=c++17 $warnings $included"
# MinGW's headers still require GCC, and warn about clang's strictness in this mode.
like_msvc='-fms-extensions -fms-compatibility -fms-compatibility-version=19.29 -fdelayed-template-parsing
    -fgnuc-version=4.2.1 -Wno-#warnings'
run() { sh "$here/wine.sh" "$scratch/wine" "$@"; }

# Without WIN32_LEAN_AND_MEAN, to get all of their macros.
for header in winsock2 windows ole2 commctrl dlgs mmsystem setupapi winhttp bcrypt; do
    echo "#include <$header.h>"
done >"$scratch/windows_headers.hpp"
headers=$(cd "$source/include" && find tpns tpns.hpp -name '*.hpp' | sort)
ours() { for header in $headers; do echo "#include <$header>"; done; }
theirs() { echo '#include "windows_headers.hpp"'; }
program() { echo '#include "no_exceptions.cpp"'; }
{ theirs; ours; program; } >"$scratch/after.cpp"
{ ours; theirs; program; } >"$scratch/before.cpp"
# After the standard library and Boost. Adds `min` and `max`, which only the headers of Microsoft define.
{
    # Unquoted: a list of names.
    sh "$here/hostile.sh" "$source/include" $headers | sed "s/.*hostile_macros.*/$(theirs)/"
    echo '#ifndef ERROR'
    echo '#error "the macros of Windows are not there"'
    echo '#endif'
} | sed '/windows_headers/a #define max(a, b) (((a) > (b)) ? (a) : (b))\n#define min(a, b) (((a) < (b)) ? (a) : (b))' \
    >"$scratch/among_macros.cpp"

for order in after before among_macros; do
    echo "windows: our headers, $order"
    # Unquoted: lists of arguments.
    $gxx -c "$scratch/$order.cpp" -o "$scratch/$order.o"
    $clang -fsyntax-only "$scratch/$order.cpp"
    $clang $like_msvc -fsyntax-only "$scratch/$order.cpp"
done
for order in after before; do
    x86_64-w64-mingw32-g++-posix -static "$scratch/$order.o" "$scratch/windows-g++/boost_json.o" -o "$scratch/$order.exe"
    run "$scratch/$order.exe"
done

echo "windows: the client on WinHTTP"
$clang -fsyntax-only "$examples/winhttp_client.cpp"
$gxx -static "$examples/winhttp_client.cpp" "$scratch/windows-g++/boost_json.o" -lwinhttp -lbcrypt \
    -o "$scratch/winhttp_client.exe"
if [ "$test_double" = missing ]; then
    echo "windows: skipped: the client on WinHTTP was built and not run, since there is no test double (libcurl or OpenSSL is missing)"
    exit 0
fi
. "$examples/test_double.sh"
unset http_proxy HTTP_PROXY # which Wine would use
client() { run "$scratch/winhttp_client.exe" "$@"; }
without() { (unset "$1" && client "$url"); }
with_key() { (TPNS_SECRET_KEY=$1 && client "$url"); }

start
expect 0 'token 0: accepted' client "$url"
grep -q '^token 1: accepted' "$folder/output" || fail "not told of the second token"
expect 2 'TPNS_ACCESS_ID and TPNS_SECRET_KEY' client
expect 2 'TPNS_ACCESS_ID and TPNS_SECRET_KEY' without TPNS_ACCESS_ID
expect 2 'TPNS_ACCESS_ID and TPNS_SECRET_KEY' without TPNS_SECRET_KEY

start --dead-token 0123456789abcdef0123456789abcdef4567
expect 1 'token 0: accepted' client "$url"
grep -q '^token 1: not_found' "$folder/output" || fail "not told which token is dead"
grep -q '^call 1, overwrite_accounts of 2, batch_partly_failed' "$folder/log" || fail "another call than expected"
expect 1 'token 0: bad_credentials' with_key wrong
expect 1 'WinHTTP: error 12029' client http://127.0.0.1:1

start --call-fail-rate 1 # in this order
expect 1 'token 1: retry' client "$url"
expect 1 'HTTP 500: body: not valid JSON' client "$url"
expect 1 'HTTP 200: body: not valid JSON' client "$url"
expect 1 '/result: must have one element for each item of the request' client "$url"
expect 1 'WinHTTP: error' client "$url" # no reply

start
mkfifo "$folder/redirecting"
timeout 600 python3 "$here/redirecting.py" 307 "$url" >"$folder/redirecting" &
redirecting=$!
read -r _ _ other <"$folder/redirecting"
expect 1 'HTTP 307: body: empty' client "$other"
kill "$redirecting"
echo "windows: the client on WinHTTP does as the test double says"
python3 "$source/tests/tools/tested.py" note WinHTTP "one call, with an outcome for each item; the wrong key; no server"
