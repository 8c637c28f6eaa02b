# SPDX-License-Identifier: BSL-1.0
# For scripts whose programs talk to the test double, $test_double. Source it with
# `. test_double.sh`: it makes a folder, $folder, and on exit stops the test double and removes the
# folder.

# No proxy between this machine and itself.
no_proxy=127.0.0.1
export no_proxy
# The sample credentials in hmac.hpp, which the test double knows.
export TPNS_ACCESS_ID=1500001048 TPNS_SECRET_KEY=1452fcebae9f3115ba794fb0fff2fd73

folder=$(mktemp -d)
double=
stop() {
    [ -z "$double" ] || kill "$double" 2>/dev/null || true
    [ -z "$double" ] || wait "$double" 2>/dev/null || true
    double=
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "FAILED: $*"
    echo "the last lines of the test double:"
    tail -n 5 "$folder/log"
    exit 1
}

# start ARGUMENT...: starts a test double, for ten minutes at most, and sets `url`.
start() {
    stop
    : >"$folder/started"
    timeout 600 "$test_double" "$@" >"$folder/started" 2>"$folder/log" &
    double=$!
    tries=0
    until grep -q '^listening on ' "$folder/started"; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || fail "the test double does not listen"
        sleep 0.1
    done
    url=$(sed -n 's/^listening on //p' "$folder/started")
}

# expect STATUS TEXT COMMAND...: the command must exit with the status, and print a line that
# contains the text.
expect() {
    status=$1
    text=$2
    shift 2
    actual=0
    "$@" >"$folder/output" 2>&1 || actual=$?
    grep -qF -- "$text" "$folder/output" || { cat "$folder/output"; fail "no '$text' from: $*"; }
    [ "$actual" = "$status" ] || { cat "$folder/output"; fail "exit status $actual from: $*"; }
}
