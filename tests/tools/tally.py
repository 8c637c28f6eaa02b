# SPDX-License-Identifier: BSL-1.0
"""Adds up the results of `meson test` in the given build folders and prints 'N passed, N failed'.

A doctest program counts by its test cases; any other program, a crash and a time-out count as one.
Lists first what was skipped for a missing tool.
"""

import json
import pathlib
import re
import sys

CASES = re.compile(r"\[doctest\] test cases: +(\d+) \| +(\d+) passed \| +(\d+) failed")


def results(folder, skipped):
    log = pathlib.Path(folder, "meson-logs", "testlog.json")
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        if test["result"] == "SKIP":
            skipped[test["name"].split(" / ")[-1].removeprefix("tpns-codec:")] = None
            continue
        ok = test["result"] == "OK"
        cases = CASES.search(test.get("stdout", ""))
        if cases:
            total, passed, failed = map(int, cases.groups())
            # A program that counts no failure but fails anyway (for a leak, for example) counts as one.
            yield passed, max(failed, 0 if ok else 1)
        else:
            yield (1, 0) if ok else (0, 1)


def main(folders):
    passed = failed = 0
    skipped = {}
    for folder in folders:
        for good, bad in results(folder, skipped):
            passed += good
            failed += bad
    if skipped:
        print(f"skipped, as a tool is missing: {', '.join(skipped)}")
    print(f"{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


sys.exit(main(sys.argv[1:]))
