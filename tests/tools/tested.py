# SPDX-License-Identifier: BSL-1.0
"""Writes and checks the table of tests (tests/docs/tested.md).

    tested.py note KEY RESULT [SKIPPED]
                                 notes a result in tested.tsv, if TPNS_NOTE is set, and what was skipped; the scripts of
                                 slow tests call this
    tested.py write PAGE         writes the table from the noted results
    tested.py check PAGE [NOTED] fails if the page has a different table, or if a result is missing, not a success, older
                                 than the project, in the future, or typed by hand
    tested.py ran FOLDER...      fails if a row that `meson test` covers did not run in these folders, or failed; lists
                                 what was left out

A result is noted with its date and a digest of the headers, which ignores comments and white space. If the headers have
changed since, the table says so.
"""

import csv
import datetime
import fcntl
import functools
import hashlib
import json
import os
import pathlib
import re
import sys
import typing

sys.dont_write_bytecode = True  # the source tree stays as it is
import sources

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTED = ROOT / "tests/tools/tested.tsv"
TABLE = re.compile(r"(?<=<!-- tested: written by tests/tools/tested.py -->\n).*?(?=<!-- end of tested -->)", re.S)

FUZZERS = [path.stem for path in sorted((ROOT / "fuzz").glob("fuzz_*.cpp"))]

ALL = "sh tests/run.sh"
ALSO = "the same"

# What is tested, the command (for slow tests, the build folder and target), and the evidence: names of tests, as
# regular expressions, or keys of noted results. A row that ends in "installed" need not have run.
TESTS = [
    ("g++ 12, optimised; clang 14, or g++ 12 if it is not installed, with AddressSanitizer and UBSan", ALL, ["unit"]),
    ("every vector, with each byte removed, replaced with or preceded by every value, or swapped with the next: "
     "over 20 million bodies",
     ALSO, ["every edit of every request", "every edit of every response"]),
    ("every body of up to 4 to 6 tokens of the schema, in 18 places and with two sets of options, decoded in every way and by an oracle: "
     "5 million bodies",
     ALSO, ["small scope"]),
    ("every body cut at each byte, and short bodies at each pair of bytes; every prefix; over 400 fragments of valid and "
     "invalid JSON",
     ALSO, ["unit"]),
    ("proofs with Z3 that the functions on sixteen bytes (SSE2, NEON, plain words) are right for all bytes, if clang, Z3 and the "
     "headers of aarch64 are installed", ALSO, ["proofs"]),
    ("i686 (32 bits), if its compiler is installed", ALSO, ["unit, 32 bits"]),
    ("100,000 random runs of jobs, with a simulated service that fails in every way, and with kills", ALSO, ["law of jobs"]),
    ("failure of each allocation in every public function", ALSO, ["allocation failure"]),
    ("`-fno-exceptions -fno-rtti`, with and without a compiled Boost library; C++17, C++20 and shared libraries with hidden symbols in one program; macros of "
     "Windows, Unreal Engine, Godot, Qt, X11, Arduino, lwIP and old macOS",
     ALSO, ["no exceptions, no RTTI, c..17", "no exceptions, no RTTI, c..20", "no exceptions, no RTTI, c..2b",
            "no exceptions, no RTTI, no library", "mixed"]),
    ("copy, Meson subproject, pkg-config; CMake package, subdirectory and FetchContent, if CMake is installed",
     ALSO, ["added by copying", "added by meson_subproject", "added by pkg_config", "added by cmake_.*"]),
    ("the code and output on these pages; the examples, with their clients and test double", ALSO, ["pages", "tested", "http", "inspect.*"]),
    ("a JSON Schema of both bodies against every vector, with Ajv, if Node and npm are installed", ALSO, ["schema"]),
    (f"clang-format, clang-tidy, and {len(FUZZERS)} fuzzers for a few seconds each, if clang 14 is installed",
     ALSO, ["clang-format|clang-tidy|smoke .*"]),
]
CASES = r"[1-9]\d* (?:test cases passed|passed, 0 failed)"

# The same for slow tests, and what a success looks like.
NOTES = [
    ("g++ 12, clang 14, clang 19 × C++17, C++20, C++23, with sanitizers", "release matrix",
     [f"{compiler}:{standard}" for compiler in ("g++", "clang++-14", "clang++-19")
      for standard in ("c++17", "c++20", "c++2b")], CASES),
    ("the oldest and the newest g++ and clang of Debian 12, 13 and sid (g++ 11 to 16, clang 13 to 23), five versions of Boost from 1.81 to 1.92, "
     "C++17 to C++26, libstdc++ and libc++, plain and hardened: each pair that can build a program at least once, with the same verdict on "
     "every vector; each way of adding the library; see tests/portability/systems.tsv",
     "release systems", ["Debian 12", "Debian 13", "Debian sid"],
     r"[1-9]\d* × [1-9]\d* passed, 0 failed(?:, [1-9]\d* × [1-9]\d* passed, 0 failed)*; added in 7 ways"),
    ("clang 19 with libc++; aarch64, with replays of the fuzzers' corpora, s390x (big-endian) and armhf (32 bits) under QEMU",
     "release machines", ["libc++", "aarch64", "s390x", "armhf"], CASES + r"(?:, \d{4,} inputs of fuzzers)?"),
    ("WebAssembly by Emscripten (32 bits, libc++), under Node.js; also a program without exceptions and RTTI", "release webassembly",
     ["webassembly", "WebAssembly without exceptions"], CASES + r"|\d{6} bytes"),
    ("clang 19's ThreadSanitizer with const use in several threads, and MemorySanitizer with views of all vectors",
     "release sanitizers", ["threads", "memory"], r"0 of \d{4,} rounds went wrong|[1-9]\d* bodies, decoded [1-9]\d* times"),
    ("clang 19's `-fsanitize=integer,implicit-conversion`, without a report in these headers; `_GLIBCXX_DEBUG`; libc++ "
     "in debug mode; g++ in C++20 with `-fshort-enums -funsigned-char -fno-char8_t -ftrivial-auto-var-init=pattern`",
     "release sanitizers", ["integer", "debug-libstdc++", "debug-libc++", "flags"], CASES),
    ("Cortex-M3 and M4F without operating system or heap, under QEMU", "release bare_metal", ["cortex-m3", "cortex-m4f"],
     r"client \d+ bytes of code, stack \d+; both \d+ bytes of code, stack \d+"),
    ("Windows, with g++ 12 and clang 19 of MinGW-w64, under Wine; these headers among those of Windows; a client with WinHTTP",
     "release windows", ["windows-g++", "windows-clang++", "WinHTTP"],
     CASES + "|one call, with an outcome for each item; the wrong key; no server"),
    ("the page to try `inspect`, in Chromium: valid, invalid and lenient bodies, keyboard, contrast, no connection",
     "release inspect-page", ["inspect page"], r"\d{6} bytes; Chromium [\d.]+"),
    ("an extension of the Godot engine, without exceptions or RTTI, with the engine's HTTP client and our test double, on Debian sid", "release godot",
     ["Godot"], r"4\.\d\S*: one call, with an outcome for each item; the wrong key"),
    ("line, branch and MC/DC coverage of the headers by the unit tests", "release measure-coverage", ["coverage"],
     r"lines 9\d\.\d %, branches 9\d\.\d %, MC/DC 9\d\.\d %; the rest argued"),
    ("all mutants of the headers, against the unit tests", "release mutation", ["mutation"],
     r"(?P<killed>\d+) of (?P<all>\d+) killed; the other (?P<left>\d+) change nothing that a test could see"),
    (f"{len(FUZZERS)} fuzzers, optimised, until 100,000,000 executions or half an hour", "release fuzz-campaign", FUZZERS,
     r"[1-9]\d\d,\d{3},\d{3} executions, 0 finds|[1-9][\d,]+ executions in (?:1[89]\d\d|[2-9]\d{3}|[1-9]\d{4,}) s, 0 finds"),
    (f"{len(FUZZERS)} fuzzers, with AddressSanitizer and UBSan, for ten minutes each", "fuzz campaign",
     [f"{name} (sanitizers)" for name in FUZZERS], r"[1-9][\d,]+ executions in (?:[6-9]\d\d|[1-9]\d{3,}) s, 0 finds"),
]
FIRST = datetime.date(2026, 11, 23) # commit


class Noted(typing.NamedTuple):
    result: str
    skipped: str
    date: str
    headers: str
    seal: str = "" # of the row, so that nobody types one

    def sealed(self, key):
        text = "\0".join([key, *self[:4]])
        return self._replace(seal=hashlib.sha256(text.encode()).hexdigest()[:16])


@functools.cache
def headers():
    return sources.digest(ROOT / "include", ["tpns", "tpns.hpp"])


def noted(where=NOTED):
    if not where.exists():
        return {}
    with where.open(encoding="utf-8", newline="") as file:
        return {row[0]: Noted(*row[1:]) for row in csv.reader(file, delimiter="\t")}


def save(rows, where):
    """Replaces the file as a whole, so that readers never see half of it."""
    whole = where.with_suffix(".new")
    with whole.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows([k, *row] for k, row in sorted(rows.items()))
    whole.replace(where)


def add(key, result, skipped="", where=NOTED):
    """Adds a row, or replaces it. Slow tests run at the same time, so a lock lets one after the other do so."""
    folder = os.open(where.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        rows = noted(where)
        rows[key] = Noted(result, skipped, datetime.date.today().isoformat(), headers()).sealed(key)
        save(rows, where)
    finally:
        os.close(folder)


def note(*row):
    if os.environ.get("TPNS_NOTE"):
        add(*row)
    return 0


def cell(keys, rows):
    """The noted results of all keys; equal results appear once."""
    now = headers()
    same = {}
    for key in keys:
        if key not in rows:
            same.setdefault("not run", []).append(key)
            continue
        row = rows[key]
        skipped = f", without {row.skipped}" if row.skipped else ""
        when = f"({row.date})" if row.headers == now else f"({row.date}, *earlier headers*)"
        same.setdefault(f"{row.result}{skipped} {when}", []).append(key)
    return "; ".join(result if len(keys) == 1 else
                     f"{len(those)} × {result}" if len(those) > 3 else f"{', '.join(those)}: {result}"
                     for result, those in same.items())


def table(rows):
    yield "| what | by | result |"
    yield "|---|---|---|"
    for what, by, _ in TESTS:
        yield f"| {what} | {by if by == ALSO else f'`{by}`'} | each time |"
    for what, by, keys, _ in NOTES:
        yield f"| {what} | `ninja -C build/{by}` | {cell(keys, rows)} |"


def wrong_with(key, row, success):
    found = re.fullmatch(success, row.result)
    if not found:
        yield f"{key}: no success: {row.result}"
    elif "killed" in found.groupdict():
        killed, total, left = (int(found[name]) for name in ("killed", "all", "left"))
        if killed + left != total or killed < 0.95 * total:
            yield f"{key}: {row.result}"
    if not FIRST.isoformat() <= row.date <= datetime.date.today().isoformat():
        yield f"{key}: tested on {row.date}"
    if row != row.sealed(key):
        yield f"{key}: the row was not written by tested.py note"


def not_good(rows):
    expected = {key: success for _, _, keys, success in NOTES for key in keys}
    yield from (f"{key} is no row of the table" for key in rows if key not in expected)
    for key, success in expected.items():
        if key in rows:
            yield from wrong_with(key, rows[key], success)
        else:
            yield f"no result for {key}"


def check(page, where=NOTED):
    rows = noted(pathlib.Path(where))
    shown = TABLE.findall(page.read_text(encoding="utf-8"))
    wrong = list(not_good(rows))
    if not wrong and shown != ["\n" + "\n".join(table(rows)) + "\n\n"]:
        wrong = [f"{page.name} has another table; see tested.py write"]
    print("\n".join(wrong) or f"{len(TESTS) + len(NOTES)} rows agree with what was noted")
    return 1 if wrong else 0


def write(page):
    text = page.read_text(encoding="utf-8")
    page.write_text(TABLE.sub(lambda _: "\n" + "\n".join(table(noted())) + "\n\n", text), encoding="utf-8")
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
    left_out = []
    for what, _, tests in TESTS:
        for pattern in tests:
            matching = [r for name, found in results.items() if re.fullmatch(pattern, name) for r in found]
            if not matching and not what.endswith("installed"):
                wrong.append(f"no test '{pattern}' ran: {what}")
            wrong += [f"'{pattern}': {r}: {what}" for r in matching if r not in ("OK", "SKIP")]
            if not matching or "SKIP" in matching:
                left_out.append(pattern)
    if left_out:
        print(f"skipped, although tests/docs/tested.md lists it as run each time: {', '.join(left_out)}")
    print("\n".join(wrong) or f"{len(TESTS)} rows that these tests stand for ran" + (" in part" if left_out else ""))
    return 1 if wrong else 0


def main(what, *arguments):
    if what == "note":
        return note(*arguments)
    if what == "ran":
        return ran(arguments)
    return {"write": write, "check": check}[what](pathlib.Path(arguments[0]), *arguments[1:])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
