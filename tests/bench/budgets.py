# SPDX-License-Identifier: BSL-1.0
"""Fails if an operation takes 1 % more or fewer instructions than budgets.tsv says.

    budgets.py PROGRAM                check
    budgets.py PROGRAM --write WHY    note the counts that have changed, with the reason

The counts are Valgrind's, for each operation and shape of body, per body, inside this library's own
functions: allocation, copying and the rest of the standard library are not counted, since they
depend on the machine. The counts still depend on the compiler, which budgets.tsv names (with another one, nothing
is compared), and on the versions of Boost and of the standard library's headers.
"""

import argparse
import concurrent.futures
import csv
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
import instructions
from instructions import BODIES, REQUESTS

BUDGETS = pathlib.Path(__file__).with_name("budgets.tsv")
DECODING = ["decode", "decoded", "decode_into", "decode_view", "decoder", "check", "decode_wrong"]
ENCODING = ["encode", "encode_into", "encode_to", "validate"]
SKIPPED = 77


def cells():
    for shape in BODIES:
        operations = list(DECODING)
        if shape != "P":  # its messages are those of M
            operations += ENCODING + (["advise", "batches"] if shape in REQUESTS else ["outcomes"])
        yield from (f"{operation}/{shape}" for operation in operations)


def own(profile):
    """The instructions in functions with this library's name, without those that they call."""
    total = 0
    ours = called = False
    for line in profile.splitlines():
        if line.startswith("fn="):
            ours = "tpns::" in line
        elif line.startswith("calls="):
            called = True  # the next line is the cost of the call
        elif re.match(r"[+\-*\d]", line):
            if ours and not called:
                total += int(line.split()[1])
            called = False
    return total


def count(program, cell):
    return own(instructions.profile(program, f"{cell}/tpns")) // instructions.DOCUMENTS


def compiler(program):
    return subprocess.run([program, "--compiler"], capture_output=True, text=True, check=True).stdout.strip()


def noted():
    """The compiler, and the count and the reason of each cell."""
    if not BUDGETS.exists():
        return None, {}
    with BUDGETS.open(encoding="utf-8", newline="") as file:
        _, by = next(rows := csv.reader(file, delimiter="\t"))
        return by, {cell: (int(number), why) for cell, number, why in rows}


def write(by, rows):
    with BUDGETS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(["instructions", by])
        out.writerows([cell, *row] for cell, row in rows.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--write", metavar="WHY")
    options = parser.parse_args()

    by, budgets = noted()
    now = compiler(options.program)
    if by != now and not options.write:
        print(f"skipped: the budgets are for {by}, this is {now}")
        return SKIPPED
    if by != now:
        budgets = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = dict(zip(cells(), pool.map(lambda cell: count(options.program, cell), cells())))
    changed = {cell for cell in counts.keys() | budgets.keys()
               if abs(counts.get(cell, 0) - budgets.get(cell, (0, ""))[0]) > 0.01 * counts.get(cell, 0)}
    for cell in sorted(changed):
        print(f"{cell}: {budgets.get(cell, (0, ''))[0]:,} -> {counts.get(cell, 0):,}")
    if options.write:
        write(now, {cell: (n, options.write) if cell in changed else budgets[cell] for cell, n in counts.items()})
        return 0
    print(f"{len(counts) - len(changed & counts.keys())} of {len(counts)} operations are within their budgets")
    return 1 if changed else 0


sys.exit(main())
