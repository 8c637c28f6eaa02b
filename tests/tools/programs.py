# SPDX-License-Identifier: BSL-1.0
"""The programs in which mutation.py judges mutants: with many mutants each, or with one."""

import concurrent.futures
import functools
import os
import pathlib
import queue
import re
import resource
import shutil
import struct
import subprocess
import sys
import time

import combined
import guarded
import mutants
from mutants import ROOT

RECORD = struct.Struct(f"q{1 << 16}s")  # of tests/support/mutant.hpp
ENDLESS = 124


class Workshop:
    """A copy of the tests, and the parts that all programs share."""

    def __init__(self, folder, cxx, jobs):
        self.folder, self.jobs = folder, jobs
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)
        shutil.copytree(ROOT / "tests", folder / "tests")
        self.tests = {name: included(combined.UNIT / name, set()) for name in combined.listed()}
        self.command = [cxx, "-std=c++17", "-w", f"-I{folder}/tests", f'-DTPNS_TEST_VECTORS="{folder}/tests/vectors"']
        lld = shutil.which("ld.lld") is not None
        self.link = [cxx] + (["-fuse-ld=lld"] if lld else [])
        self.clang = "clang" in cxx

        # All headers that are not mutated are compiled once; not every library has every one, and not every machine.
        foreign = sorted(name for name in set().union(*self.tests.values()) - {"arm_neon.h", "emmintrin.h"}
                         if not name.startswith("tpns") and not (ROOT / "tests" / name).exists())
        text = "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in foreign)
        for level in ("-O0", "-O1"):
            pch = folder / f"{level}.hpp"
            pch.write_text(text, encoding="utf-8")
            subprocess.run(self.command + [level, "-x", "c++-header", str(pch), "-o", f"{pch}.gch"], check=True)
        for name in ("support/main.cpp", "support/allocations.cpp"):
            subprocess.run(self.command + ["-c", str(folder / "tests" / name),
                                           "-o", str(folder / f"{pathlib.Path(name).stem}.o")], check=True)

    def seeing(self, header):
        """The tests that include the header: its own, then those that include least, which run fast."""
        own = header.removeprefix("tpns/").removesuffix(".hpp") + ".cpp"
        return sorted((name for name, files in self.tests.items() if header in files),
                      key=lambda name: (name != own, len(self.tests[name])))

    @functools.cache
    def lines(self, header):
        """The lines of a header that this compiler sees, since others are of other processors."""
        path = str(ROOT / "include" / header)
        preprocessed = subprocess.run([*self.command, f"-I{ROOT / 'include'}", "-E", path],
                                      capture_output=True, text=True, check=True).stdout
        seen, file, line = set(), "", 0
        for text in preprocessed.splitlines():
            if marker := re.match(r'# (\d+) "(.*?)"', text):
                line, file = int(marker[1]), marker[2]
            else:
                if text.strip() and file == path:
                    seen.add(line)
                line += 1
        return seen

    def build(self, include, test, exe, level="-O0", options=()):
        """The compiler's errors, or "" if the program could be built."""
        built = subprocess.run(
            self.command + [level, "-include", str(self.folder / f"{level}.hpp"), *options, f"-I{include}", "-c",
                            str(self.folder / "tests/unit" / test), "-o", f"{exe}.o"],
            capture_output=True, text=True, check=False)
        if built.returncode:
            return built.stderr
        subprocess.run(self.link + [f"{exe}.o", str(self.folder / "main.o"), str(self.folder / "allocations.o"),
                                    "-lboost_json", "-o", str(exe)], check=True)
        os.remove(f"{exe}.o")
        return ""


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


def run(exe, usual, **environment):
    """"passed", "failed" or "timeout", where `usual` is the time that it takes without a mutant."""
    for limit in (5 * usual + 5, 3 * (5 * usual + 5)):  # a busy machine gets a second chance
        def bounded():
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1))  # child processes, too
        try:
            ran = subprocess.run([exe, "--abort-after=1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 check=False, timeout=limit, preexec_fn=bounded, env={**os.environ, **environment})
        except subprocess.TimeoutExpired:
            continue
        return {0: "passed", ENDLESS: "timeout"}.get(ran.returncode, "failed")
    return "timeout"


def must_pass(exe, test, **environment):
    """The time that a test takes without a mutant."""
    start = time.monotonic()
    outcome = run(exe, 300, **environment)
    if outcome != "passed":
        sys.exit(f"{test} without a mutant: {outcome}")
    return time.monotonic() - start


class Shared:
    """Programs with many mutants, one for each test. `unguarded` are the mutants that they cannot have."""

    def __init__(self, shop, wanted, tests, name, each=map, survivors=False, progress=None):
        self.shop, self.each, self.progress = shop, each, progress
        self.folder = shop.folder / name
        self.options = ["-include", str(shop.folder / "tests/support/mutant.hpp"), "-Wno-narrowing",
                        *(["-DTPNS_MUTANT_STRICT"] if survivors else []),
                        *(["-ferror-limit=0", "-Wno-unknown-warning-option", "-Wno-invalid-constexpr"]
                          if shop.clang else [])]
        self.numbers = {m: number for number, m in enumerate(wanted)}
        self.unguarded = set()
        self.usual, self.times, self.reached = {}, {}, {}
        shutil.copytree(ROOT / "include", self.folder / "include")
        self.write({m.header for m in wanted})
        for i in range(0, len(tests), shop.jobs):
            self.build(tests[i:i + shop.jobs])

    def exe(self, test):
        return self.folder / test.replace("/", "_").removesuffix(".cpp")

    def write(self, headers):
        for header in headers:
            numbered = {number: m for m, number in self.numbers.items()
                        if m.header == header and m not in self.unguarded}
            text = guarded.guarded(header, numbered) if numbered else mutants.text_of(header)
            (self.folder / "include" / header).write_text(text, encoding="utf-8")

    def build(self, tests):
        """Builds the tests, without the mutants that do not compile."""
        by_number = {number: m for m, number in self.numbers.items()}
        while tests:
            errors = dict(zip(tests, self.each(
                lambda test: self.shop.build(self.folder / "include", test, self.exe(test), "-O1", self.options),
                tests)))
            wrong = {by_number[number] for text in errors.values() for number in self.named(text)}
            self.unguarded |= wrong
            self.write({m.header for m in wrong})
            for test in tests:
                if not errors[test]:
                    self.measure(test)
                elif not wrong:
                    sys.exit(f"{test} cannot be compiled with many mutants:\n{errors[test]}")
            tests = [test for test in tests if errors[test]]

    def measure(self, test):
        """The time that the test takes, and the mutants that it reaches."""
        reached = pathlib.Path(f"{self.exe(test)}.reached")
        reached.write_bytes(bytes(RECORD.size))
        self.usual[test] = must_pass(self.exe(test), test, TPNS_REACHED=str(reached))
        self.times[test], self.reached[test] = RECORD.unpack(reached.read_bytes())
        if self.progress:
            self.progress.done += 1

    def named(self, errors):
        """The mutants on the lines of the errors; else on those of notes; else on those close by."""
        places = [(kind, pathlib.Path(file), int(line) - 1) for file, line, kind in re.findall(
            r"^(\S+?):(\d+):\d+: (?:fatal )?(error|note): ", errors, re.M) if file.startswith(f"{self.folder}/")]
        lines = {file: file.read_text(encoding="utf-8").splitlines() for _, file, _ in places}

        def on(file, line):
            return {int(number) for number in re.findall(r"TPNS_MUTANT\((\d+)\)", "".join(lines[file][line:line + 1]))}
        for distance in range(0, 100):
            for wanted in ("error", "note"):
                found = set().union(*(on(file, at) for kind, file, line in places if kind == wanted
                                      for at in {line - distance, line + distance} if at >= 0))
                if found:
                    return found
        return set()

    def judge(self, mutant):
        number = self.numbers[mutant]
        reaching = [test for test in self.reached if self.reached[test][number]]
        for test in sorted(reaching, key=self.usual.get):
            outcome = run(self.exe(test), self.usual[test], TPNS_MUTANT=str(number),
                          TPNS_PATIENCE=str(10 * self.times[test] + 10_000_000))
            if outcome != "passed":
                return outcome, test
        return "SURVIVED", ""


class Single:
    """Programs with one mutant. Each job has its own copy of the headers."""

    def __init__(self, shop, headers):
        self.shop = shop
        self.usual = {}
        # The first test, and the others as one, which compile in a third of the time.
        self.tests = {}
        for header in headers:
            first, *others = shop.seeing(header)
            together = f"after_{header.replace('/', '_')}.cpp"
            text = "\n".join(combined.combined(others, 1))
            (shop.folder / "tests/unit" / together).write_text(text, encoding="utf-8")
            self.tests[header] = [first, together] if others else [first]
        self.desks = queue.Queue()
        for job in range(shop.jobs):
            shutil.copytree(ROOT / "include", shop.folder / str(job) / "include")
            self.desks.put(shop.folder / str(job))

    def judge(self, mutant):
        desk = self.desks.get()
        path = desk / "include" / mutant.header
        text = mutants.text_of(mutant.header)
        try:
            for test in self.tests[mutant.header]:
                if test not in self.usual:
                    self.shop.build(desk / "include", test, desk / "test")
                    self.usual[test] = must_pass(desk / "test", test)
                path.write_text(text[:mutant.begin] + mutant.after + text[mutant.end:], encoding="utf-8")
                outcome = self.with_test(desk, test)
                path.write_text(text, encoding="utf-8")
                if outcome != "passed":
                    return outcome, test
            return "SURVIVED", ""
        finally:
            path.write_text(text, encoding="utf-8")
            self.desks.put(desk)

    def with_test(self, desk, test):
        """As `run`, or "asserted" by a test's static_assert, or "nobuild"."""
        errors = self.shop.build(desk / "include", test, desk / "test")
        if not errors:
            return run(desk / "test", self.usual[test])
        found = re.findall(r"^(\S+?):\d+:\d+: (?:fatal )?error: (.*)", errors, re.M)
        asserted = found and all("static assertion" in text and "/tests/" in file for file, text in found)
        return "asserted" if asserted else "nobuild"
