#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# http.sh TEST_DOUBLE MIGRATE ACCOUNT_CLIENT NIGHTLY MINIMAL COUNT: runs the programs against each
# other over HTTP, on 127.0.0.1 only: single calls; COUNT bindings through a server that fails in
# every way (5000 are enough for each way to occur); the same, killed ten times (50000 are enough
# not to finish earlier); an empty record; a nightly CSV file; a rate limit; the wrong secret.
set -eu
test_double=$1
migrate=$2
account_client=$3
nightly=$4
minimal=$5
count=$6

. "$(dirname "$0")/test_double.sh"

# state [LINE]...: the server must have exactly these bindings; ":" stands for a tab.
state() {
    : >"$folder/expected"
    for line; do echo "$line" | tr : '\t' >>"$folder/expected"; done
    "$account_client" "$url" get /state >"$folder/state" || fail "no /state"
    diff "$folder/expected" "$folder/state" || fail "another state than expected"
}

# until_idle: waits until the server has only the connection that asks, so that no request from a
# killed client can arrive later.
until_idle() {
    tries=0
    until [ "$(counted connections)" = 1 ]; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || fail "connections that do not end"
        sleep 0.05
    done
}

# counted NAME: the server's counter of that name.
counted() {
    "$account_client" "$url" get /counts | sed -n "s/^$1 //p"
}

echo "== the smallest client"
start
expect 0 accepted "$minimal" "$url"
state '0123456789abcdef0123456789abcdef0123:1005:926@126.com'
expect 1 bad_credentials env TPNS_SECRET_KEY=wrong "$minimal" "$url"
expect 1 connect "$minimal" http://127.0.0.1:1
calls=$(counted calls)
# Without a scheme, no program sends anything unencrypted.
expect 1 SSL "$minimal" "${url#http://}"
expect 2 SSL "$account_client" "${url#http://}" login t1 first
# Nor does any use somebody else's credentials.
for name in TPNS_ACCESS_ID TPNS_SECRET_KEY; do
    expect 2 "$name" env -u "$name" "$minimal" "$url"
    expect 2 "set $name" env -u "$name" "$account_client" "$url" login t1 first
done
[ "$(counted calls)" = "$calls" ] || fail "a call that nobody asked for"
expect 0 '--dead-token TOKEN' "$test_double" --help
start --call-fail-rate 1
expect 1 retry "$minimal" "$url"
expect 1 'HTTP 500: body: not valid JSON' "$minimal" "$url"
expect 1 'HTTP 200: body: not valid JSON' "$minimal" "$url"
expect 1 '/result: must have' "$minimal" "$url" # two codes for one item

echo "== single calls"
start --dead-token dead
expect 0 'overwrite_accounts: token <2 bytes>, account <11 bytes> of type email: accepted' \
    "$account_client" "$url" login t1 926@126.com 1005
expect 0 accepted "$account_client" "$url" login t1 first
expect 0 accepted "$account_client" "$url" login t1 second
expect 0 accepted "$account_client" "$url" login t2 926@126.com 1005
state t1:0:second t1:1005:926@126.com t2:1005:926@126.com
expect 0 'unbind_accounts: token <2 bytes>, account <5 bytes> of type default: accepted' \
    "$account_client" "$url" logout t1 first
state t1:0:second t1:1005:926@126.com t2:1005:926@126.com
expect 0 'unbind_all_tokens: account <11 bytes> of type email: accepted' \
    "$account_client" "$url" logout-everywhere 926@126.com 1005
state t1:0:second
expect 0 accepted "$account_client" "$url" login t2 third
expect 0 'unbind_all_accounts: token <2 bytes>: accepted' \
    "$account_client" "$url" forget-token t1
state t2:0:third
expect 1 'not_found: invalid token (1008006)' "$account_client" "$url" login dead 926@126.com
expect 1 'not sent: /token_accounts/0/account_list/0/account: shorter than 2 characters' \
    "$account_client" "$url" login t1 x
expect 2 'HTTP 404' "$account_client" "$url/elsewhere" login t1 first
expect 1 'account_type: must be from 0' "$account_client" "$url" login t1 first -1
expect 2 'TYPE is no number' "$account_client" "$url" login t1 first email
expect 2 usage "$account_client" "$url" login
grep -qE '926@126|second|third|t2' "$folder/log" && fail "the log names somebody"
stop
expect 2 'no answer: ' "$account_client" "$url" login t1 first

echo "== $count bindings, with failures"
dead_1=$("$migrate" --token 7)
dead_2=$("$migrate" --token 20) # of two bindings
start --dead-token "$dead_1" --dead-token "$dead_2" --fail-rate 0.02 --call-fail-rate 0.05 --seed 42
expect 0 'state as asked' \
    "$migrate" "$url" "$count" --dead-token "$dead_1" --dead-token "$dead_2"
cat "$folder/output"
kinds='item_failure dead_token internal_failure http_500 not_json wrong_count closed cut_short'
for kind in $kinds; do
    times=$(counted "$kind")
    echo "made to fail, $kind: $times"
    [ "$times" -gt 0 ] || fail "never made to fail: $kind"
done
for why in 'no answer: ' 'HTTP 500' 'not an answer of the service: body: not valid JSON' \
    '/result: must have one element' 'failed to call internal service'; do
    grep -q "^calls in trouble, $why" "$folder/output" || fail "the client saw no: $why"
done

echo "== $count bindings, with failures, and killed ten times"
start --dead-token "$dead_1" --fail-rate 0.02 --call-fail-rate 0.05 --latency 5
killed=0
: >"$folder/record"
while [ "$killed" -lt 10 ]; do
    recorded=$(wc -c <"$folder/record")
    "$migrate" "$url" "$count" --connections 4 --record "$folder/record" --dead-token "$dead_1" \
        >"$folder/output" 2>&1 &
    client=$!
    # At a random point, but not before it made progress.
    until [ "$(wc -c <"$folder/record")" -gt $((recorded + 100)) ]; do
        kill -0 "$client" || fail "it ended without writing to its record"
        sleep 0.02
    done
    sleep "0.$(od -An -N2 -tu2 /dev/urandom | awk '{ printf "%03d", $1 % 100 }')"
    kill -9 "$client" || fail "it was done before it was killed $((killed + 1)) times"
    wait "$client" 2>/dev/null || true
    killed=$((killed + 1))
    until_idle
done
expect 0 'state as asked' "$migrate" "$url" "$count" --record "$folder/record" \
    --dead-token "$dead_1"
cat "$folder/output"
recorded=$(sed -n 's/^from the record: //p' "$folder/output")
[ "$recorded" -gt 0 ] && [ "$recorded" -lt "$count" ] || fail "not killed in the middle"
# With nothing left to do, it makes no call.
calls=$(counted calls)
expect 0 'state as asked' "$migrate" "$url" "$count" --record "$folder/record" \
    --dead-token "$dead_1"
[ "$(counted calls)" = "$calls" ] || fail "what was done was done again"

echo "== a record without a line, of a run that was killed at once"
# That run may have bound the token before it died, so its outcome is uncertain.
start --dead-token "$dead_1"
for before in none empty; do
    [ "$before" = none ] || : >"$folder/record_$before"
    expect 0 'state as asked' "$migrate" "$url" 200 --record "$folder/record_$before" \
        --dead-token "$dead_1"
    uncertain=$(grep -c ' 1$' "$folder/record_$before" || true)
    case "$before $uncertain" in
    'none 0' | 'empty 1') ;;
    *) fail "a record before: $before; uncertain: $uncertain" ;;
    esac
done

echo "== a record that does not fit, is damaged, or cannot be written"
start
expect 0 'state as asked' "$migrate" "$url" 200 --record "$folder/record_200"
expect 2 'the record is of another list' "$migrate" "$url" 201 --record "$folder/record_200"
printf 'o 1o 15 1 -1 0 0\no 16 1 -1 0 0 0\n16 1 -1 0 0\n' >"$folder/record_damaged"
expect 0 'from the record: 0' "$migrate" "$url" 200 --record "$folder/record_damaged"
expect 2 'cannot write the record' sh -c 'trap "" XFSZ; ulimit -f 2; exec "$@"' sh \
    "$migrate" "$url" 2000 --record "$folder/record_limited"

echo "== a nightly CSV file"
expect 2 'cannot read' "$nightly" "$url" "$folder/no_such_file"
expect 2 'cannot read' "$nightly" "$url" "$folder"
# Each token four times, with others in between; two tokens are dead. It begins with a byte order
# mark, lines end as on Windows, and one has no comma.
printf '\357\273\277' >"$folder/csv"
awk 'BEGIN { for (i = 0; i < 1000; ++i) printf "device%d,user%d\r\n", i % 250, i }' >>"$folder/csv"
echo device8 >>"$folder/csv"
start --dead-token device7 --dead-token device33 --fail-rate 0.3 --call-fail-rate 0.1
expect 0 'line 8: not_found' "$nightly" "$url" "$folder/csv"
[ "$(grep -c ': not_found$' "$folder/output")" = 8 ] && [ "$(wc -l <"$folder/output")" = 9 ] ||
    fail "not the dead tokens alone"
grep -q '^line 1001: invalid$' "$folder/output" || fail "a line without a comma was sent"
tr -d '\r' <"$folder/csv" |
    awk -F , 'NR > 750 && NR <= 1000 && $1 != "device7" && $1 != "device33" { print $1 "\t1\t" $2 }' |
    LC_ALL=C sort >"$folder/expected"
"$account_client" "$url" get /state | diff "$folder/expected" - || fail "another state than asked"

echo "== a dead token that the client was not told about"
start --dead-token "$dead_1"
expect 1 'lost: token <36 bytes>' "$migrate" "$url" 100

echo "== a rate limit"
start --too-fast 5
expect 0 'state as asked' "$migrate" "$url" 200
cat "$folder/output"
[ "$(counted too_fast)" -gt 0 ] || fail "never too fast"

echo "== the wrong secret"
start --secret-key another --requests 3
expect 1 'bad_credentials: authentication failed (1008003)' \
    "$account_client" "$url" login t1 926@126.com
expect 1 'stopped: authentication failed (1008003)' "$migrate" "$url" 1000 --connections 1
[ "$(counted calls)" = 2 ] || fail "a wrong secret was tried again"
# That was its last request, so it exits by itself, with status 0.
wait "$double" || fail "the test double ended with status $?"
double=

echo "== the last requests are answered, although others were taken before"
start --requests 2 --latency 500
"$account_client" "$url" login t1 first >"$folder/first" &
first=$!
sleep 0.2
expect 0 accepted "$account_client" "$url" login t2 second
wait "$first" || { cat "$folder/first"; fail "a request was taken and not answered"; }
wait "$double" || fail "the test double ended with status $?"
double=

echo "all as expected"
