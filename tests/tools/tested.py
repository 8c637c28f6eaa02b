# SPDX-License-Identifier: BSL-1.0
"""Writes and checks the table of tests (tests/docs/tested.md).

    tested.py note KEY RESULT    notes a result in tested.tsv, if TPNS_NOTE is set; the scripts of slow tests call this
    tested.py write PAGE         writes the table from the noted results
    tested.py check PAGE         fails if the page has a different table, or if a result is missing or a failure
    tested.py ran FOLDER...      fails if a row that `meson test` covers did not run in these folders, or failed

A result is noted with its date and the latest commit that changed the headers, to which it applies.
"""

import csv
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTED = ROOT / "tests/tools/tested.tsv"
TABLE = re.compile(r"(?<=<!-- tested: written by tests/tools/tested.py -->\n).*?(?=<!-- end of tested -->)", re.S)

ALL = "sh tests/run.sh"
ALSO = "the same"

# What is tested, the command (for slow tests, the build folder and target), and the evidence: names of tests, as
# regular expressions, or keys of noted results. A row that ends in "is installed" need not have run.
TESTS = [
    ("g++ 12, optimised; with AddressSanitizer and UBSan", ALL, ["unit"]),
    ("every vector, with each byte removed, replaced with or preceded by every value, or swapped with the next: "
     "24 million bodies",
     ALSO, ["every edit of every request", "every edit of every response"]),
    ("every body cut at each byte, and short bodies at each pair of bytes; every prefix; 396 fragments of valid and "
     "invalid JSON",
     ALSO, ["unit"]),
    ("100,000 random runs of jobs, with a simulated service that fails in every way, and with kills",
     ALSO, ["law of jobs"]),
    ("failure of each allocation in every public function", ALSO, ["allocation failure"]),
    ("`-fno-exceptions -fno-rtti`, with and without a compiled Boost library; C++17, C++20 and shared libraries with hidden symbols in one program; macros of "
     "Windows, Unreal Engine, X11, Arduino and old macOS",
     ALSO, ["no exceptions, no RTTI, c..17", "no exceptions, no RTTI, c..20", "no exceptions, no RTTI, c..2b",
            "no exceptions, no RTTI, no library", "mixed"]),
    ("copy, Meson subproject, pkg-config; CMake package, subdirectory and FetchContent, if CMake is installed",
     ALSO, ["added by copying", "added by meson_subproject", "added by pkg_config", "added by cmake_.*"]),
    ("the code and output on these pages; the examples, with their clients and test double",
     ALSO, ["pages", "tested", "http", "inspect.*"]),
    ("clang-format, clang-tidy, and 9 fuzzers for a few seconds each, if clang 14 is installed",
     ALSO, ["clang-format|clang-tidy|smoke .*"]),
]
NOTES = [
    ("g++ 12, clang 14, clang 19 × C++17, C++20, C++23, with sanitizers", "release matrix",
     [f"{compiler}:{standard}" for compiler in ("g++", "clang++-14", "clang++-19")
      for standard in ("c++17", "c++20", "c++2b")]),
    ("g++ 11 to 16 and clang 13 to 23, Boost 1.81 to 1.92, C++17 to C++26, libstdc++ and libc++, plain and hardened: each pair of these "
     "at least once, with the same verdict on every vector; each way of adding the library; see tests/portability/systems.tsv",
     "release systems", ["Debian 12", "Debian 13", "Debian sid"]),
    ("clang 19 with libc++; s390x (big-endian), armhf and i686 (32 bits) under QEMU", "release machines",
     ["libc++", "s390x", "armhf", "i686"]),
    ("Cortex-M3 and M4F without operating system or heap, under QEMU", "release bare_metal",
     ["cortex-m3", "cortex-m4f"]),
    ("an extension of the Godot engine, without exceptions or RTTI, with the engine's HTTP client and our test double, "
     "on Debian sid", "release godot",
     ["Godot"]),
    ("line, branch and MC/DC coverage of the headers by the unit tests", "release measure-coverage", ["coverage"]),
    ("mutants of the headers, against the unit tests", "release mutation-sample", ["mutation"]),
    ("9 fuzzers", "fuzz campaign", [path.stem for path in sorted((ROOT / "fuzz").glob("fuzz_*.cpp"))]),
]


def noted():
    with NOTED.open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1:] for row in csv.reader(file, delimiter="\t")}


def note(key, result):
    if not os.environ.get("TPNS_NOTE"):
        return 0
    commit = subprocess.run(["git", "-C", ROOT, "log", "-1", "--format=%h", "--", "include"],
                            check=True, capture_output=True, text=True).stdout.strip()
    rows = noted() if NOTED.exists() else {}
    rows[key] = [result, datetime.date.today().isoformat(), commit]
    with NOTED.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(
            [k, *values] for k, values in sorted(rows.items()))
    return 0


def cell(keys, rows):
    """The noted results of all keys; equal results appear once."""
    same = {}
    for key in keys:
        same.setdefault(rows[key][0], []).append(key)
    texts = [result if len(keys) == 1 else
             f"{len(those)} × {result}" if len(those) > 3 else f"{', '.join(those)}: {result}"
             for result, those in same.items()]
    when = sorted({f"{rows[key][2]}, {rows[key][1]}" for key in keys})
    return f"{'; '.join(texts)} ({'; '.join(when)})"


def table():
    rows = noted()
    yield "| what | command | result |"
    yield "|---|---|---|"
    for what, by, _ in TESTS:
        yield f"| {what} | {by if by == ALSO else f'`{by}`'} | each time |"
    for what, by, keys in NOTES:
        yield f"| {what} | `ninja -C build/{by}` | {cell(keys, rows)} |"


def not_good():
    rows = noted()
    for _, _, keys in NOTES:
        for key in keys:
            if key not in rows:
                yield f"nothing was noted of {key}"
            elif re.search(r"^failed|\b[1-9]\d* (failed|finds)", rows[key][0]):
                yield f"{key}: {rows[key][0]}"


def check(readme):
    shown = TABLE.findall(readme.read_text(encoding="utf-8"))
    wrong = list(not_good())
    if not wrong and shown != ["\n" + "\n".join(table()) + "\n\n"]:
        wrong = [f"{readme.name} has another table; see tested.py write"]
    print("\n".join(wrong) or f"{len(TESTS) + len(NOTES)} rows agree with what was noted")
    return 1 if wrong else 0


def write(readme):
    text = readme.read_text(encoding="utf-8")
    readme.write_text(TABLE.sub(lambda _: "\n" + "\n".join(table()) + "\n\n", text), encoding="utf-8")
    return 0


def ran(folders):
    results = {}
    for folder in folders:
        log = pathlib.Path(folder, "meson-logs", "testlog.json").read_text(encoding="utf-8")
        for line in log.splitlines():
            test = json.loads(line)
            name = test["name"].split(" / ")[-1].removeprefix("tpns-codec:")
            results.setdefault(name, set()).add(test["result"])
    wrong = []
    for what, _, tests in TESTS:
        for pattern in tests:
            matching = [r for name, found in results.items() if re.fullmatch(pattern, name) for r in found]
            if not matching and not what.endswith("is installed"):
                wrong.append(f"no test '{pattern}' ran: {what}")
            wrong += [f"'{pattern}': {r}: {what}" for r in matching if r not in ("OK", "SKIP")]
    print("\n".join(wrong) or f"all {len(TESTS)} rows that these tests stand for ran")
    return 1 if wrong else 0


def main(what, *arguments):
    if what == "note":
        return note(*arguments)
    if what == "ran":
        return ran(arguments)
    return {"write": write, "check": check}[what](pathlib.Path(arguments[0]))


sys.exit(main(*sys.argv[1:]))
