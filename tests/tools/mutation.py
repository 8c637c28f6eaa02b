# SPDX-License-Identifier: BSL-1.0
"""Mutation testing: breaks the headers in one place at a time, and lists the breaks that no test detects.

    mutation.py [--header NAME]... [--sample N [--seed S]] [--jobs N] [--list] [--again] [--singly] [--verbose]
                [--cxx COMPILER]

Works on a copy of the tree, in three steps:

1. For each header, all mutants that can be chosen at run time (guarded.py) are compiled into its own test, which then
   runs once for each of them.
2. The survivors are compiled into every test that sees one of them, so that the compiler names those that are in a
   constant expression, where nothing can be chosen. The tests run for each of the others that they reach.
3. Mutants that are not in these programs are compiled by themselves, with one test after the other. One that does not
   compile does not count, unless a static_assert in the tests refuses it.

A survivor that this compiler does not see, since it is for another processor, does not count.

Outcomes are kept in build/mutation/outcomes.tsv, and used again while the files that they depend on are the same;
--again forgets them. Survivors listed in mutation_equivalent.txt change nothing.

Exits with 1 if another mutant survives.
"""

import argparse
import collections
import datetime
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True  # the source tree stays as it is
import combined
import mutants
import programs
import sources
from mutants import ROOT

KEPT = ROOT / "build/mutation/outcomes.tsv"
KILLS = ("failed", "timeout", "asserted")


class Progress:
    """Prints a line every 20 seconds."""

    def __init__(self):
        self.what, self.done, self.all = "preparing", 0, 0
        threading.Thread(target=self.tick, daemon=True).start()

    def start(self, what, count):
        self.what, self.done, self.all = what, 0, count
        print(f"{what}: {count}", flush=True)

    def tick(self):
        while True:
            time.sleep(20)
            print(f"{self.what}: {self.done} of {self.all} ...", flush=True)


class Kept:
    """The outcomes of this run and of earlier ones, if they are of the same files.

    An outcome is known while the header, what it includes, and the test that decided it are the same; that of a
    survivor, while all its tests are.
    """

    def __init__(self, shop):
        self.shop = shop
        self.digests = {}
        self.lock = threading.Lock()
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
        self.outcomes = {tuple(place): (outcome, test, digest)
                         for digest, *place, outcome, test in (line.split("\t") for line in lines
                                                               if line.count("\t") == 5)}

    def digest(self, header, test):
        tests = (test,) if test in self.shop.tests else tuple(self.shop.seeing(header))
        if (header, tests) not in self.digests:
            names = set().union(*(self.shop.tests[name] for name in tests))
            files = [f"include/{name}" for name in programs.included(ROOT / "include" / header, {header})]
            files += [f"tests/{name}" for name in names if (ROOT / "tests" / name).exists()]
            files += [str((combined.UNIT / name).resolve().relative_to(ROOT)) for name in tests] + ["tests/vectors"]
            self.digests[header, tests] = sources.digest(ROOT, [name for name in files if (ROOT / name).exists()])
        return self.digests[header, tests]

    @staticmethod
    def place(mutant):
        column = mutant.begin - mutants.text_of(mutant.header).rfind("\n", 0, mutant.begin)
        return mutant.header, f"{mutant.line}:{column}", mutants.spelt(mutant)

    def get(self, mutant):
        outcome, test, digest = self.outcomes.get(self.place(mutant), ("", "", ""))
        return (outcome, test) if outcome and digest == self.digest(mutant.header, test) else None

    def add(self, mutant, outcome, test):
        digest = self.digest(mutant.header, test)
        with self.lock, KEPT.open("a", encoding="utf-8") as file:
            file.write("\t".join((digest, *self.place(mutant), outcome, test)) + "\n")


def with_own_tests(shop, wanted, progress, final):
    """The survivors of the headers' own tests, and the mutants that cannot be guarded."""
    progress.start("mutants, with the header's own test", len(wanted))
    survived, unguarded = [], []

    def of(header):
        those = [m for m in wanted if m.header == header]
        shared = programs.Shared(shop, those, shop.seeing(header)[:1], f"own/{header}")
        for m in those:
            outcome = ("unguarded", "") if m in shared.unguarded else shared.judge(m)
            if outcome[0] in KILLS:
                final(m, *outcome)
            else:
                (survived if outcome[0] == "SURVIVED" else unguarded).append(m)
            progress.done += 1
    list(shop.pool.map(of, dict.fromkeys(m.header for m in wanted)))
    return survived, unguarded


def with_all_tests(shop, wanted, progress, final):
    """Those in a constant expression, which the tests cannot choose when they run."""
    headers = {m.header for m in wanted}
    tests = sorted((test for test, files in shop.tests.items() if headers & files),
                   key=lambda test: len(shop.tests[test]))  # the smallest are soon compiled without the wrong ones
    progress.start("tests compiled with the survivors", len(tests))
    shared = programs.Shared(shop, wanted, tests, "all", shop.pool.map, survivors=True, progress=progress)
    progress.start("survivors, with all tests", len(wanted))

    def one(m):
        if m not in shared.unguarded:
            final(m, *shared.judge(m))
        progress.done += 1
    list(shop.pool.map(one, wanted))
    return list(shared.unguarded)


def by_themselves(shop, wanted, progress, final):
    progress.start("mutants in programs of their own", len(wanted))
    single = programs.Single(shop, {m.header for m in wanted})

    def one(m):
        final(m, *single.judge(m))
        progress.done += 1
    list(shop.pool.map(one, wanted))


def judge_all(shop, wanted, singly, final):
    """Judges the mutants, and calls `final` with each outcome as soon as it is known."""
    progress = Progress()
    if not singly:
        survived, unguarded = with_own_tests(shop, wanted, progress, final)
        wanted = unguarded + with_all_tests(shop, survived, progress, final)
    by_themselves(shop, sorted(wanted), progress, final)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--header", action="append", help="such as tpns/rules.hpp; repeatable")
    parser.add_argument("--sample", type=int, help="judge only this many mutants, chosen at random")
    parser.add_argument("--seed", type=int, default=int(f"{datetime.date.today():%Y%m%d}"), help="default: the date")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--list", action="store_true", help="only print the mutants")
    parser.add_argument("--again", action="store_true", help="forget earlier outcomes")
    parser.add_argument("--singly", action="store_true", help="compile each mutant by itself, and keep no outcomes")
    parser.add_argument("--verbose", action="store_true", help="print the killed ones, too")
    parser.add_argument("--cxx", default=os.environ.get("CXX") or
                        ("clang++-19" if shutil.which("clang++-19") else "g++"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))  # and the copy of the tree is deleted

    every = sorted(str(path.relative_to(ROOT / "include")) for path in (ROOT / "include" / "tpns").rglob("*.hpp"))
    headers = options.header or every
    if not set(headers) <= set(every):
        sys.exit(f"no header {', '.join(set(headers) - set(every))}")
    listed = mutants.equivalents()
    wanted = [m for header in headers for m in mutants.mutants_of(header)]
    count = len(wanted)
    sampled = options.sample is not None and options.sample < count
    if sampled:
        print(f"{options.sample} of {count} mutants, chosen by --seed {options.seed}")
        wanted = sorted(random.Random(options.seed).sample(wanted, options.sample))
    if options.list:
        for m in wanted:
            print(f"include/{m.header}:{m.line}: {mutants.spelt(m)}")
        print(f"{len(wanted)} of {count} mutants")
        return 0

    start = time.monotonic()
    total = collections.Counter()
    left = collections.Counter()  # survivors, by header and mutation
    counting = threading.Lock()

    def count_one(m, outcome, test):
        if outcome == "SURVIVED" and m.line not in shop.lines(m.header):
            outcome = "foreign"
        place = m.header, mutants.spelt(m)
        with counting:
            if outcome == "SURVIVED":
                left[place] += 1
                if left[place] <= listed[place]:
                    outcome = "equivalent"
            total[outcome] += 1
        if outcome == "SURVIVED" or options.verbose:
            print(f"include/{m.header}:{m.line}: {outcome} {test} {mutants.spelt(m)}", flush=True)

    with tempfile.TemporaryDirectory(prefix="tpns-mutation-") as folder:
        shop = programs.Workshop(pathlib.Path(folder), options.cxx, options.jobs)
        if options.again:
            KEPT.unlink(missing_ok=True)
        kept = Kept(shop)
        unknown = []
        for m in wanted:
            outcome = None if options.singly else kept.get(m)
            if outcome:
                count_one(m, *outcome)
            else:
                unknown.append(m)

        def final(m, outcome, test):
            if not options.singly:
                kept.add(m, outcome, test)
            count_one(m, outcome, test)
        try:
            judge_all(shop, unknown, options.singly, final)
        finally:
            shop.pool.shutdown(cancel_futures=True)

    if not sampled:
        for header, mutation in (listed - left).elements():
            if header in headers:
                print(f"listed, but no survivor: {header}: {mutation}")
    killed = sum(total[outcome] for outcome in KILLS)
    counted = killed + total["equivalent"] + total["SURVIVED"]
    elapsed = time.monotonic() - start
    print(", ".join(f"{outcome} {n}" for outcome, n in sorted(total.items())))
    print(f"{len(unknown)} judged in {elapsed:.0f} s, {elapsed / max(len(unknown), 1):.2f} s each")
    result = f"{killed} of {counted} killed"
    print(f"{result} ({100 * killed / max(counted, 1):.1f} %)")
    if total["SURVIVED"]:
        return 1
    if not (options.header or options.singly or sampled):
        subprocess.run([sys.executable, ROOT / "tests/tools/tested.py", "note", "mutation",
                        f"{result}; the other {total['equivalent']} change nothing that a test could see"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
