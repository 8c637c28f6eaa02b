# SPDX-License-Identifier: BSL-1.0
# Sourced. start_ticker TEXT prints TEXT every 20 seconds, until $ticker is killed or the script ends, however that ends.
start_ticker() {
    while sleep 20 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do echo "$1 ..."; done &
    ticker=$!
}
