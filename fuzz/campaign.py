# SPDX-License-Identifier: BSL-1.0
"""Runs every fuzzer in a folder for some time, and prints the results; exits with 1 if there is a find.

    campaign.py FOLDER [--seconds N | --runs N] [--jobs N] [--target NAME]... [--edges] [--keep]

FOLDER contains the fuzzers: build/fuzz/fuzz. New inputs go to FOLDER/corpus, so that the next campaign
continues from there, and finds go to FOLDER/finds. With --edges, an input is new only if it reaches a
new edge, and not if it passes an edge more often; this gives almost twice as many executions. --keep
then minimises the new inputs into fuzz/corpus, ready to commit. The time is per target; the default is
TPNS_FUZZ_SECONDS or a minute.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

FUZZ = pathlib.Path(__file__).resolve().parent
VECTORS = [FUZZ.parent / "tests" / "vectors" / kind for kind in ("request", "response")]
# A small quarantine saves memory, and nothing here would use freed memory much later.
ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=4", **os.environ}
MAX_LEN = 4096


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


def run(fuzzer, options):
    """Runs one fuzzer, and returns its row of the table and whether it failed."""
    learnt, finds = folders(options.folder, fuzzer.name)
    known = set(finds.iterdir())
    limit = f"-runs={options.runs}" if options.runs else f"-max_total_time={options.seconds}"
    # An input takes far less than a millisecond, so one that takes seconds does not terminate.
    path = options.folder / f"{fuzzer.name}.log"
    with path.open("wb") as stream:
        done = subprocess.Popen(
            [fuzzer, limit, f"-use_counters={int(not options.edges)}", "-timeout=10",
             f"-max_len={MAX_LEN}", f"-dict={FUZZ / 'json.dict'}", "-print_final_stats=1",
             f"-artifact_prefix={finds}/", learnt, FUZZ / "corpus" / fuzzer.name, FUZZ / "regressions",
             *VECTORS],
            env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=stream)
        print(f"{fuzzer.name}: started; the log is {path}", flush=True)
        seconds = 0
        while done.poll() is None:
            try:
                done.wait(timeout=30)
            except subprocess.TimeoutExpired:
                seconds += 30
                so_far = last(r"^#(\d+)", path.read_text(encoding="utf-8", errors="replace"))
                print(f"{fuzzer.name}: {seconds} s, over {so_far:,} executions", flush=True)
    log = path.read_text(encoding="utf-8", errors="replace")
    new = sorted(path.name for path in set(finds.iterdir()) - known)
    executions = last(r"number_of_executed_units: (\d+)", log)
    subprocess.run([sys.executable, FUZZ.parent / "tests/tools/tested.py", "note", fuzzer.name,
                    f"{executions:,} executions, {len(new)} finds"], check=True)
    row = (fuzzer.name, executions, last(r"average_exec_per_sec: +(\d+)", log),
           last(r"\bcov: (\d+)", log), len(new))
    if done.returncode:
        broken = re.search(r"broken law: .*|SUMMARY: .*|ERROR: .*", log)
        print(f"{fuzzer.name}: {broken.group() if broken else f'exit {done.returncode}'} {new}",
              flush=True)
    # No executions are a failure too: a library may be missing.
    return row, done.returncode != 0 or executions == 0


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
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("TPNS_FUZZ_SECONDS", 60)))
    parser.add_argument("--runs", type=int, help="executions per target, instead of a time limit")
    parser.add_argument("--jobs", type=int, default=1, help="number of targets to run at the same time")
    parser.add_argument("--target", action="append", help="run only this target; repeatable")
    parser.add_argument("--edges", action="store_true", help="ignore how often an edge is passed")
    parser.add_argument("--keep", action="store_true", help="minimise into fuzz/corpus")
    options = parser.parse_args()

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
