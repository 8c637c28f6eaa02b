# SPDX-License-Identifier: BSL-1.0
"""Mutation testing: breaks the headers in one place at a time, and lists the breaks that no test detects.

    mutation.py [--header NAME]... [--sample N] [--seed S] [--jobs N] [--list] [--verbose] [--cxx COMPILER]

Works on a copy of the tree. For each mutant, builds and runs the header's own test first, by itself,
and then the other tests that include the header, until one fails. A mutant that does not compile
does not count, unless a static_assert in the tests refuses it. Skips the mutants listed in
mutation_equivalent.txt, which change nothing.

Exits with 1 if a mutant survives.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import queue
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the source tree stays as it is
import combined

ROOT = pathlib.Path(__file__).resolve().parents[2]
EQUIVALENT = ROOT / "tests/tools/mutation_equivalent.txt"

Mutant = collections.namedtuple("Mutant", "header line begin end before after")

# --- Where a header can be broken ------------------------------------------------------------------

# Text that is not executable code; `<...>` after `template` is removed separately, since it nests.
INERT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
                   r'|^[ \t]*\#(?:\\\n|[^\n])*|\bstatic_assert\b[^;]*;|\boperator\s*[^\s\w(]+'
                   r'|\[\[\w+\]\]|\bnoexcept\([^;{]*\)(?= [{;])', re.S | re.M)

# The formatter puts spaces around binary operators, but not around the brackets of templates.
SWAPS = {
    "<": ["<=", ">="], ">": [">=", "<="], "<=": ["<", ">"], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"],
    "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"], "^": ["&"],
    "+=": ["-="], "-=": ["+="], "|=": ["&="], "&=": ["|="],
}
BINARY = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, sorted(SWAPS, key=len, reverse=True))) +
                    r")(?=\s)")
STEP = re.compile(r"\+\+|--")
NOT = re.compile(r"!(?=[\w(:])")
BOOL = re.compile(r"\b(?:true|false)\b")
NUMBER = re.compile(r"(?<![\w.])(0[xX][0-9a-fA-F]+|\d+)(?=[uUlL]*(?![\w.']))")
EXTREME = re.compile(r"(?<=\(std::)(?:min|max)(?=\)\()")
RETURN = re.compile(r"\breturn\s+(?=\S)")
JUMP = re.compile(r"\b(?:break|continue)(?=;)")
# A statement that is a call, an assignment or an increment: only a name precedes the bracket or the
# operator, which distinguishes it from a declaration.
STATEMENT = re.compile(r"(?<=[;{}):])\s+((?:\(void\))?(?:\+\+|--|\*)?(?!return\b|if\b|for\b|while\b|"
                       r"switch\b)[A-Za-z_](?:[\w.]|::|->|\[[^\]]*\])*(?:<[\w:, ]*>)?"
                       r"(?=\(| ?[-+|&^*/%]?= |\+\+;|--;|;))")


def masked(text):
    """The text with everything but code blanked out, of the same length."""
    def blank(found):
        what = found.group()
        # A string stays a string, since it can be the whole return value.
        return (what[0] + "_" * (len(what) - 2) + what[-1] if what[0] in "\"'" else
                re.sub(r"[^\n]", " ", what))
    code = INERT.sub(blank, text)
    for head in re.finditer(r"\btemplate (?=<)", code):
        end, depth = head.end(), 0
        while True:
            depth += {"<": 1, ">": -1}.get(code[end], 0)
            end += 1
            if depth == 0:
                break
        code = code[:head.start()] + re.sub(r"[^\n]", " ", code[head.start():end]) + code[end:]
    return code


def end_of_statement(code, at):
    """The place of the statement's semicolon; None for a definition."""
    depth = 0
    while at < len(code):
        if code[at] == "{" and depth == 0 and re.search(r"(?:\)|noexcept|const) ?$", code[:at]):
            return None
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(code[at], 0)
        if depth < 0:
            return None
        if code[at] == ";" and depth == 0:
            return at
        at += 1
    return None


def breaks(code):
    """All places to break, as (begin, end, replacement)."""
    for found in BINARY.finditer(code):
        for other in SWAPS[found.group()]:
            yield found.start(), found.end(), other
    for found in STEP.finditer(code):
        yield found.start(), found.end(), "--" if found.group() == "++" else "++"
    for found in NOT.finditer(code):
        yield found.start(), found.end(), ""
    for found in BOOL.finditer(code):
        yield found.start(), found.end(), "false" if found.group() == "true" else "true"
    for found in NUMBER.finditer(code):
        value = int(found.group(1), 0)
        for other in {value + 1, value - 1} - {-1}:
            yield found.start(1), found.end(1), str(other)
    for found in EXTREME.finditer(code):
        yield found.start(), found.end(), "max" if found.group() == "min" else "min"
    for found in RETURN.finditer(code):
        end = end_of_statement(code, found.end())
        value = code[found.end():end]
        for other in ("{}", "true"):
            # Numbers are broken as such, where `{}` and `true` would be 0 and 1.
            if end and not re.fullmatch(r"\{\}|true|false|nullptr|\*this|\d+", value):
                yield found.end(), end, other
    for found in JUMP.finditer(code):
        yield found.start(), found.end(), ""
    for found in STATEMENT.finditer(code):
        end = end_of_statement(code, found.start(1))
        if end and not re.search(r"= (?:default|delete)$", code[:end]):
            yield found.start(1), end, ""


def mutants_of(header):
    text = (ROOT / "include" / header).read_text(encoding="utf-8")
    seen = {}
    for begin, end, after in sorted(breaks(masked(text))):
        if (begin, end, after) not in seen:
            seen[begin, end, after] = Mutant(header, text.count("\n", 0, begin) + 1, begin, end,
                                             text[begin:end], after)
    return list(seen.values())


def spelt(mutant):
    """The mutation in the notation of the list: the mutated line."""
    text = (ROOT / "include" / mutant.header).read_text(encoding="utf-8")
    first = text.rfind("\n", 0, mutant.begin) + 1
    last = text.find("\n", mutant.end)
    line = text[first:mutant.begin] + f"[{mutant.before} -> {mutant.after}]" + text[mutant.end:last]
    return re.sub(r"\s+", " ", line.strip())


def equivalents():
    """The rows of mutation_equivalent.txt: header, mutation and reason, separated by tabs."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines() if EQUIVALENT.exists() else []
    return {tuple(line.split("\t")[:2]) for line in lines if line and not line.startswith("#")}


# --- Which tests see a header ----------------------------------------------------------------------

def included(path, seen):
    """Every file of the tree that `path` includes, directly or not, and the names of all other headers."""
    for name in re.findall(r'#include [<"]([^>"]+)[>"]', path.read_text(encoding="utf-8")):
        if name in seen:
            continue
        seen.add(name)
        for folder in ("include", "tests"):
            if (ROOT / folder / name).exists():
                included(ROOT / folder / name, seen)
    return seen


class Workshop:
    """A copy of the tests, with the parts that all mutants share, and a copy of the headers for each job."""

    def __init__(self, folder, cxx, jobs):
        self.folder = folder
        shutil.copytree(ROOT / "tests", folder / "tests")
        self.tests = {name: included(combined.UNIT / name, set()) for name in combined.listed()}
        self.kills = collections.Counter()
        self.baseline = {}
        self.command = [cxx, "-std=c++17", "-O0", "-w", f"-I{folder}/tests",
                        f'-DTPNS_TEST_VECTORS="{folder}/tests/vectors"']
        lld = shutil.which("ld.lld") is not None
        self.link = [cxx] + (["-fuse-ld=lld"] if lld else [])
        self.shelf = queue.Queue()
        for job in range(jobs):
            shutil.copytree(ROOT / "include", folder / str(job) / "include")
            self.shelf.put(folder / str(job))

        # All headers that are not mutated are compiled once; not every library has every one, and not every machine.
        foreign = sorted(name for name in set().union(*self.tests.values()) - {"arm_neon.h", "emmintrin.h"}
                         if not name.startswith("tpns") and not (ROOT / "tests" / name).exists())
        pch = folder / "pch.hpp"
        pch.write_text("".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n"
                               for name in foreign), encoding="utf-8")
        self.must(self.command + ["-x", "c++-header", str(pch), "-o", f"{pch}.gch"])
        for name in ("support/main.cpp", "support/allocations.cpp"):
            self.must(self.command + ["-c", str(folder / "tests" / name),
                                      "-o", str(folder / f"{pathlib.Path(name).stem}.o")])

    @staticmethod
    def must(command):
        subprocess.run(command, check=True)

    def order(self, header):
        """The tests that include the header: its own, then those that have killed most."""
        stem = header.removeprefix("tpns/").removesuffix(".hpp") + ".cpp"
        return sorted((name for name, files in self.tests.items() if header in files),
                      key=lambda name: (name != stem, -self.kills[name], name != "../laws/vectors.cpp",
                                        len(self.tests[name])))

    def build_and_run(self, desk, test, timeout):
        """"passed", "failed", "timeout", "asserted" by a test's static_assert, or "nobuild"."""
        obj, exe = desk / "test.o", desk / "test"
        built = subprocess.run(
            self.command + ["-include", str(self.folder / "pch.hpp"), f"-I{desk}/include", "-c",
                            str(self.folder / "tests/unit" / test), "-o", str(obj)],
            capture_output=True, text=True, check=False)
        if built.returncode:
            errors = re.findall(r"^(\S+?):\d+:\d+: (?:fatal )?error: (.*)", built.stderr, re.M)
            asserted = errors and all("static assertion" in text and "/tests/" in file
                                      for file, text in errors)
            return "asserted" if asserted else "nobuild"
        self.must(self.link + [str(obj), str(self.folder / "main.o"),
                               str(self.folder / "allocations.o"), "-lboost_json", "-o", str(exe)])

        def bounded():
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            ran = subprocess.run([exe, "--abort-after=1"], stdout=subprocess.DEVNULL, check=False,
                                 stderr=subprocess.DEVNULL, timeout=timeout, preexec_fn=bounded)
        except subprocess.TimeoutExpired:
            return "timeout"
        return "failed" if ran.returncode else "passed"

    def check_baseline(self, desk, test):
        """Checks that the tests pass without a mutant, and returns the time they took."""
        if test not in self.baseline:
            start = time.monotonic()
            outcome = self.build_and_run(desk, test, 300)
            if outcome != "passed":
                sys.exit(f"{test} without a mutant: {outcome}")
            self.baseline[test] = time.monotonic() - start
        return self.baseline[test]

    def judge(self, mutant):
        """The outcome of a mutant, the test that detected it, and the time in seconds."""
        desk = self.shelf.get()
        path = desk / "include" / mutant.header
        text = (ROOT / "include" / mutant.header).read_text(encoding="utf-8")
        start = time.monotonic()
        try:
            for test in self.order(mutant.header):
                path.write_text(text, encoding="utf-8")
                usual = self.check_baseline(desk, test)
                path.write_text(text[:mutant.begin] + mutant.after + text[mutant.end:],
                                encoding="utf-8")
                outcome = self.build_and_run(desk, test, 5 * usual + 5)
                if outcome != "passed":
                    self.kills[test] += 1
                    return outcome, test, time.monotonic() - start
            return "SURVIVED", "", time.monotonic() - start
        finally:
            path.write_text(text, encoding="utf-8")
            self.shelf.put(desk)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--header", action="append", help="such as tpns/rules.hpp; repeatable")
    parser.add_argument("--sample", type=int, help="so many mutants, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="only print the mutants")
    parser.add_argument("--verbose", action="store_true", help="print the killed ones, too")
    parser.add_argument("--cxx", default=os.environ.get("CXX") or
                        ("clang++-19" if shutil.which("clang++-19") else "g++"))
    options = parser.parse_args()

    every = sorted(str(path.relative_to(ROOT / "include"))
                   for path in (ROOT / "include" / "tpns").rglob("*.hpp"))
    headers = options.header or every
    if not set(headers) <= set(every):
        sys.exit(f"no header {', '.join(set(headers) - set(every))}")
    listed = equivalents()
    mutants = [m for header in headers for m in mutants_of(header)]
    unknown = {entry for entry in listed if entry[0] in headers} - {(m.header, spelt(m))
                                                                    for m in mutants}
    for header, mutation in sorted(unknown):
        print(f"no such mutant any more: {header}: {mutation}")
    wanted = [m for m in mutants if (m.header, spelt(m)) not in listed]
    if options.sample is not None and options.sample < len(wanted):
        wanted = sorted(random.Random(options.seed).sample(wanted, options.sample))
    if options.list:
        for m in wanted:
            print(f"include/{m.header}:{m.line}: {spelt(m)}")
        print(f"{len(wanted)} of {len(mutants)} mutants, {len(mutants) - len(wanted)} left out")
        return 0

    outcomes = collections.Counter()
    seconds = collections.Counter()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tpns-mutation-") as folder:
        workshop = Workshop(pathlib.Path(folder), options.cxx, options.jobs)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for m, (outcome, test, took) in zip(wanted, pool.map(workshop.judge, wanted)):
                outcomes[outcome] += 1
                seconds[outcome] += took
                if outcome == "SURVIVED" or options.verbose:
                    print(f"include/{m.header}:{m.line}: {outcome} {test} {spelt(m)}", flush=True)

    killed = outcomes["failed"] + outcomes["timeout"] + outcomes["asserted"]
    counted = killed + outcomes["SURVIVED"]
    elapsed = time.monotonic() - start
    subprocess.run([sys.executable, ROOT / "tests/tools/tested.py", "note", "mutation",
                    f"{killed} of {counted} killed"], check=True)
    print(", ".join(f"{outcome} {n} ({seconds[outcome] / n:.1f} s each)"
                    for outcome, n in sorted(outcomes.items())))
    print(f"{killed} of {counted} killed ({100 * killed / max(counted, 1):.1f} %), "
          f"{len(unknown)} stale entries, {elapsed:.0f} s, "
          f"{elapsed / max(len(wanted), 1):.1f} s per mutant")
    return 1 if outcomes["SURVIVED"] else 0


if __name__ == "__main__":
    sys.exit(main())
