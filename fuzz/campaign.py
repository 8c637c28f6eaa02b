# SPDX-License-Identifier: BSL-1.0
"""Runs every fuzzer in a folder for some time, and prints the results; exits with 1 if there is a find.

    campaign.py FOLDER [--seconds N] [--runs N] [--jobs N] [--target NAME]... [--edges] [--keep]

FOLDER contains the fuzzers: build/fuzz/fuzz. New inputs go to FOLDER/corpus, so that the next campaign
continues from there, and finds go to FOLDER/finds. With --edges, an input is new only if it reaches a
new edge, and not if it passes an edge more often; this gives almost twice as many executions. --keep
then minimises the new inputs into fuzz/corpus, ready to commit. A target ends after so many executions or
seconds, whichever comes first; without either, after a minute. A campaign that was stopped continues where
it was if it has the same --seconds, unless the code of headers or fuzzers has changed.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

FUZZ = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True  # the source tree stays as it is
import breaks
import sources  # breaks has added its folder

VECTORS = [FUZZ.parent / "tests" / "vectors" / kind for kind in ("request", "response")]
# A small quarantine saves memory, and nothing here would use freed memory much later.
ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=4", **os.environ}
MAX_LEN = 4096
MOST_SECONDS = 120  # of one process; what it did is then on record


def fuzzers(folder, names):
    found = sorted(path for path in folder.glob("fuzz_*")
                   if path.is_file() and os.access(path, os.X_OK)
                   and not path.name.endswith("_replay") and not path.suffix)
    return [path for path in found if not names or path.name in names]


def folders(folder, target):
    learnt = folder / "corpus" / target
    finds = folder / "finds" / target
    for path in (learnt, finds):
        path.mkdir(parents=True, exist_ok=True)
    return learnt, finds


def last(pattern, text, otherwise=0):
    found = re.findall(pattern, text, re.M)
    return int(found[-1]) if found else otherwise


def is_sanitized(fuzzer):
    return b"__asan_init" in fuzzer.read_bytes()


class Progress:
    """What was executed of a target, in a file that outlives the process. A smoke test has another than a campaign."""

    def __init__(self, fuzzer, seconds):
        self.path = fuzzer.with_suffix(f".{seconds}.progress")
        self.code = sources.digest(FUZZ.parent, ["include/tpns", "include/tpns.hpp", *breaks.sources_of(fuzzer.name)])
        self.executions = self.seconds = 0
        if self.path.exists():
            before = json.loads(self.path.read_text(encoding="utf-8"))
            if before["code"] == self.code:
                self.executions, self.seconds = before["executions"], before["seconds"]

    def add(self, executions, seconds):
        self.executions += executions
        self.seconds += seconds
        self.path.write_text(json.dumps({"code": self.code, "executions": self.executions, "seconds": self.seconds}),
                             encoding="utf-8")

    def end(self):
        self.path.unlink(missing_ok=True)


def run_once(fuzzer, options, progress):
    """Runs a fuzzer for some time, and returns its exit status and its log."""
    learnt, finds = folders(options.folder, fuzzer.name)
    seconds = min(options.seconds - progress.seconds, MOST_SECONDS)
    # An input takes far less than a millisecond, so one that takes seconds does not terminate.
    path = fuzzer.with_suffix(".log")
    with path.open("wb") as stream:
        begun = time.monotonic()
        done = subprocess.Popen(
            [fuzzer, f"-max_total_time={seconds}", f"-runs={options.runs - progress.executions if options.runs else -1}",
             f"-use_counters={int(not options.edges)}", "-timeout=10",
             f"-max_len={MAX_LEN}", f"-dict={FUZZ / 'json.dict'}", "-print_final_stats=1",
             f"-artifact_prefix={finds}/", learnt, FUZZ / "corpus" / fuzzer.name, FUZZ / "regressions",
             *VECTORS],
            env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=stream)
        while done.poll() is None:
            try:
                done.wait(timeout=30)
            except subprocess.TimeoutExpired:
                so_far = last(r"^#(\d+)", path.read_text(encoding="utf-8", errors="replace"))
                print(f"{fuzzer.name}: {progress.seconds + time.monotonic() - begun:.0f} s, "
                      f"over {progress.executions + so_far:,} executions", flush=True)
    log = path.read_text(encoding="utf-8", errors="replace")
    # At least a second, since libFuzzer takes a time of 0 for no limit.
    progress.add(last(r"number_of_executed_units: (\d+)", log), max(1, round(time.monotonic() - begun)))
    return done.returncode, log


def run(fuzzer, options):
    """Runs one fuzzer, and returns its row of the table and whether it failed."""
    _, finds = folders(options.folder, fuzzer.name)
    known = set(finds.iterdir())
    progress = Progress(fuzzer, options.seconds)
    print(f"{fuzzer.name}: started; the log is {fuzzer.with_suffix('.log')}", flush=True)
    bad, log = 0, ""
    while not bad and progress.seconds < options.seconds and not (options.runs and progress.executions >= options.runs):
        bad, log = run_once(fuzzer, options, progress)
    new = sorted(path.name for path in set(finds.iterdir()) - known)
    if bad:
        broken = re.search(r"broken law: .*|SUMMARY: .*|ERROR: .*", log)
        print(f"{fuzzer.name}: {broken.group() if broken else f'exit {bad}'} {new}", flush=True)
    row = (fuzzer.name, progress.executions, progress.executions // max(1, progress.seconds),
           last(r"\bcov: (\d+)", log), len(new))
    key = fuzzer.name + (" (sanitizers)" if is_sanitized(fuzzer) else "")
    limit = "" if options.runs and progress.executions >= options.runs else f" in {progress.seconds} s"
    subprocess.run([sys.executable, FUZZ.parent / "tests/tools/tested.py", "note", key,
                    f"{progress.executions:,} executions{limit}, {len(new)} finds"], check=True)
    progress.end()
    # No executions are a failure too: a library may be missing.
    return row, bad != 0 or row[1] == 0


def keep(fuzzer, options):
    """Minimises all known inputs into fuzz/corpus, keeping their coverage."""
    learnt, _ = folders(options.folder, fuzzer.name)
    merged = options.folder / "merged" / fuzzer.name
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    committed = FUZZ / "corpus" / fuzzer.name
    committed.mkdir(parents=True, exist_ok=True)
    # Counters would keep five times as many inputs.
    subprocess.run([fuzzer, "-set_cover_merge=1", "-use_counters=0", f"-max_len={MAX_LEN}",
                    merged, committed, learnt],
                   env=ENVIRONMENT, stderr=subprocess.DEVNULL, check=True)
    shutil.rmtree(committed)
    shutil.copytree(merged, committed)
    files = list(committed.iterdir())
    size = sum(path.stat().st_size for path in files)
    print(f"{fuzzer.name}: kept {len(files)} inputs, {size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--seconds", type=int, help="per target")
    parser.add_argument("--runs", type=int, help="executions per target")
    parser.add_argument("--jobs", type=int, default=1, help="number of targets to run at the same time")
    parser.add_argument("--target", action="append", help="run only this target; repeatable")
    parser.add_argument("--edges", action="store_true", help="ignore how often an edge is passed")
    parser.add_argument("--keep", action="store_true", help="minimise into fuzz/corpus")
    options = parser.parse_args()
    if options.seconds is None:
        options.seconds = sys.maxsize if options.runs else 60

    targets = fuzzers(options.folder, options.target)
    if not targets:
        print(f"no fuzzers in {options.folder}; build with -Dfuzz=true", file=sys.stderr)
        return 1
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        done = list(pool.map(lambda fuzzer: run(fuzzer, options), targets))
    print(f"{'target':24}{'executions':>12}{'per second':>12}{'edges':>8}{'finds':>7}")
    for (name, executions, rate, edges, finds), _ in done:
        print(f"{name:24}{executions:12}{rate:12}{edges:8}{finds:7}")
    if options.keep:
        for fuzzer in targets:
            keep(fuzzer, options)
    return 1 if any(bad for _, bad in done) else 0


sys.exit(main())
