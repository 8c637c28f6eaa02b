#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs missing packages (Debian 12 and later), builds `inspect`, and shows its output for the
# documented bodies, with their documented responses, and for an example that is not JSON.
set -eu
cd "$(dirname "$0")/../.."
sh tests/tools/packages.sh g++ boost-json

mkdir -p build
if [ ! -e build/inspect ] || [ -n "$(find include tests/examples/inspect* -newer build/inspect)" ]; then
    echo "building build/inspect, which takes half a minute"
    g++ -std=c++17 -O2 -Iinclude tests/examples/inspect.cpp -lboost_json -o build/inspect
fi

cd tests/vectors
inspect() {
    printf '\n$ inspect %s\n' "$*"
    ../../build/inspect "$@"
}
for body in append_disused:op1 override:op2 unbind_accounts:op3; do
    inspect "request/y_doc_${body#*:}_${body%:*}.json" response/y_doc_2020_2022_ok_ok.json
done
inspect request/y_doc_op4_unbind_all_accounts.json response/y_doc_2023_no_error_single.json
inspect request/y_doc_op5_unbind_all_tokens.json response/y_code_table_partial_failure.json
inspect --show request/y_doc_platform_op4.json response/y_code_table_auth_failure_no_result.json
inspect --show request/y_doc_account_list_with_type.json
inspect request/n_doc_token_accounts_inline.json && exit 1 || test $? = 1
