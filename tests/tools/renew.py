# SPDX-License-Identifier: BSL-1.0
"""Runs every slow test whose result in tests/docs/tested.md is missing, a failure or of earlier headers, and no other.

    renew.py [--list] [WHAT]...    only these rows: matrix, machines, campaign, ...

A result is noted when its test has passed, so a run that was stopped continues where it was. `systems`, `mutation` and
`campaign` also continue in the middle. Builds in build/release, which `sh tests/run.sh` configures, and build/fuzz.
Everything takes most of a day of two cores. Exits with 1 if a result is still missing, a failure or old.
"""

import argparse
import os
import subprocess
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
import tested
sys.path.append(str(tested.ROOT / "tests/portability"))
import systems

PAGE = tested.ROOT / "tests/docs/tested.md"

FUZZ = ["meson", "setup", "build/fuzz", "-Dfuzz=true", "-Dhttp_examples=disabled", "-Db_sanitize=address,undefined",
        "-Db_lundef=false"]

# Commands that take what is to be run; every other row is written by its target as a whole.
SUITES = {name: suite for suite, name in systems.SUITES.items()}
COMMANDS = {
    "matrix": lambda keys: ["sh", "tests/tools/matrix.sh", *keys],
    "systems": lambda keys: ["python3", "tests/portability/systems.py", "build/release/tests/portability/systems",
                             *(SUITES[key] for key in keys)],
    "machines": lambda keys: ["sh", "tests/portability/machines.sh", "build/release/tests/portability/machines", *keys],
    "sanitizers": lambda keys: ["sh", "tests/portability/sanitizers.sh", "build/release/tests/portability/sanitizers",
                                *keys],
    "fuzz-campaign": lambda keys: ["sh", "fuzz/campaign.sh", "build/release/fuzz/fuzzers", *keys],
    "campaign": lambda keys: ["python3", "fuzz/campaign.py", "build/fuzz/fuzz", "--seconds", "600", "--jobs", str(os.cpu_count()),
                              *(word for key in keys for word in ("--target", key.split(" ")[0]))],
}


def stale():
    """Each target with a result that is missing, a failure or old, its build folder, and the keys of such results."""
    rows = tested.noted()
    found = {}
    for _, by, keys, success in tested.NOTES:
        old = [key for key in keys if key not in rows or rows[key].headers != tested.headers()
               or any(tested.wrong_with(key, rows[key], success))]
        if old:
            folder, target = by.split(" ")
            found.setdefault(target, (folder, []))[1].extend(old)
    return found


def renew(target, folder, keys):
    if target == "campaign":
        if not (tested.ROOT / "build/fuzz/build.ninja").exists():
            subprocess.run(FUZZ, cwd=tested.ROOT, env={"CXX": "clang++-14", **os.environ}, check=True)
        subprocess.run(["ninja", "-C", f"build/{folder}", "fuzzers"], cwd=tested.ROOT, check=True)
    command = COMMANDS.get(target, lambda _: ["ninja", "-C", f"build/{folder}", target])(keys)
    print(f"{target}: {', '.join(keys)}", flush=True)
    subprocess.run(command, cwd=tested.ROOT, env={**os.environ, "TPNS_NOTE": "1"}, check=False)
    tested.write(PAGE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print what is to be renewed")
    parser.add_argument("what", nargs="*")
    options = parser.parse_args()

    def chosen():
        return {target: row for target, row in stale().items() if not options.what or target in options.what}
    if not options.list:
        for target, (folder, keys) in chosen().items():
            renew(target, folder, keys)
    left = chosen()
    for target, (_, keys) in left.items():
        print(f"to be renewed: {target}: {', '.join(keys)}")
    print(f"{len(left)} rows are left")
    return 1 if left else 0


sys.exit(main())
