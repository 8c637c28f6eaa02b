# SPDX-License-Identifier: BSL-1.0
"""Breaks the headers in one place at a time, and checks that each law of the fuzz targets is seen to fail.

    breaks.py [--target NAME]... [--law TEXT] [--check]

Each row of breaks.tsv is a break: a text that occurs once in a header, what replaces it, and the law
that must then stop the target's replay. A law that cannot be broken in one place has a row without a
header, which says why. Outcomes are kept in build/breaks, so another run only does what has changed.

Exits with 1 if a law is not seen to fail, or has no row. With --check, only compares the table with
the code.
"""

import argparse
import collections
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FUZZ = pathlib.Path(__file__).resolve().parent
ROOT = FUZZ.parent
sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.append(str(ROOT / "tests/tools"))
import sources

KEPT = ROOT / "build/breaks"
OBJECTS = {KEPT / "replay_main.o": FUZZ / "replay_main.cpp",
           KEPT / "boost_json.o": ROOT / "tests/support/boost_json_src.cpp"}

Row = collections.namedtuple("Row", "target law header before after what")

LAW = re.compile(r'\b(?:law|same)\([^;]*?"([^"\n]+)"\s*\);')


def table():
    lines = (FUZZ / "breaks.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines[1:]]


def files_of(path):
    """A source file and the files that it includes, without the library's."""
    files = {path}
    for name in re.findall(r'#include "(.+)"', path.read_text(encoding="utf-8")):
        for folder in (FUZZ, ROOT / "tests", path.parent):
            if (folder / name).exists():
                files |= files_of(folder / name)
                break
    return files


def sources_of(target):
    """The files of a target, relative to the root of the project."""
    return [str(path.relative_to(ROOT)) for path in files_of(FUZZ / f"{target}.cpp")]


def laws_of(path):
    """The laws in the files of a target, as pairs of file and law."""
    return {(file.name, law) for file in files_of(path)
            for law in LAW.findall(file.read_text(encoding="utf-8"))}


def header_of(row):
    return (ROOT / "include" / row.header).read_text(encoding="utf-8")


def problems(rows):
    """What is wrong with the table: a text that is not in a header once, a law without a target or a row."""
    laws = {path.stem: laws_of(path) for path in FUZZ.glob("fuzz_*.cpp")}
    for row in rows:
        if row.header and header_of(row).count(row.before) != 1:
            yield f"{row.header}: not there exactly once: {row.before}"
        if row.law not in {law for _, law in laws.get(row.target, ())}:
            yield f"{row.target}: does not check: {row.law}"
    described = {pair for row in rows for pair in laws.get(row.target, ()) if pair[1] == row.law}
    for file, law in sorted(set().union(*laws.values()) - described):
        yield f"{file}: a law without a break: {law}"


def compile_command(include):
    return [*os.environ.get("CXX", "c++").split(), "-std=c++17", "-O0", "-w", "-DNDEBUG", f"-I{include}",
            f"-I{ROOT / 'tests'}", "-DBOOST_JSON_STACK_BUFFER_SIZE=16"]


def inputs(target):
    """The files that the tests replay, in an order that does not depend on the file system."""
    folders = (FUZZ / "corpus" / target, FUZZ / "regressions", ROOT / "tests/vectors/request",
               ROOT / "tests/vectors/response")
    return [str(path.relative_to(ROOT)) for folder in folders
            for path in sorted(folder.rglob("*")) if path.is_file()]


def outcome(row):
    """The law that stops the broken target, or what happened instead."""
    with tempfile.TemporaryDirectory() as scratch:
        include = pathlib.Path(scratch) / "include"
        shutil.copytree(ROOT / "include", include)
        (include / row.header).write_text(header_of(row).replace(row.before, row.after), encoding="utf-8")
        replay = pathlib.Path(scratch) / "replay"
        built = subprocess.run([*compile_command(include), FUZZ / f"{row.target}.cpp", *OBJECTS, "-o", replay],
                               capture_output=True, text=True, check=False)
        if built.returncode:
            return f"not compiled: {built.stderr.partition('error: ')[2].partition(chr(10))[0]}"
        try:
            ran = subprocess.run([replay, *inputs(row.target)], cwd=ROOT, capture_output=True, timeout=120,
                                 check=False)
        except subprocess.TimeoutExpired:
            return "no end within two minutes"
    stopped = re.search(r"broken law: (.*)", ran.stderr.decode(errors="replace"))
    return stopped.group(1) if stopped else f"exit status {ran.returncode}"


def digest_of(row):
    code = sources.digest(ROOT, [f"include/{row.header}", *sources_of(row.target), *inputs(row.target)])
    return hashlib.sha256("\0".join((code, *row[:5])).encode()).hexdigest()


def is_seen(row):
    """Whether the law fails, as kept from an earlier run, or now."""
    kept = KEPT / "seen.txt"
    digest = digest_of(row)
    if kept.exists() and digest in kept.read_text(encoding="utf-8").split():
        print(f"{row.target}: {row.law}: seen before", flush=True)
        return True
    for built, source in OBJECTS.items():
        if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
            KEPT.mkdir(parents=True, exist_ok=True)
            subprocess.run([*compile_command(ROOT / "include"), "-c", source, "-o", built], check=True)
    law = outcome(row)
    print(f"{row.target}: {row.law}: " + ("seen" if law == row.law else f"NOT SEEN, but {law}"), flush=True)
    if law == row.law:
        with kept.open("a", encoding="utf-8") as seen:
            seen.write(digest + "\n")
    return law == row.law


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", action="append", help="such as fuzz_sign; repeatable")
    parser.add_argument("--law", default="", help="only laws that contain this text")
    parser.add_argument("--check", action="store_true", help="only compare the table with the code")
    options = parser.parse_args()

    rows = table()
    wrong = list(problems(rows))
    print("\n".join(wrong) or f"{len(rows)} breaks match the code", flush=True)
    if options.check:
        return 1 if wrong else 0

    wanted = [row for row in rows if row.header and options.law in row.law and
              row.target in (options.target or [row.target])]
    unseen = {row[:2] for row in wanted if not is_seen(row)}
    laws = {row[:2] for row in wanted}
    print(f"{len(laws) - len(unseen)} of {len(laws)} laws seen to fail")
    return 1 if unseen or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
