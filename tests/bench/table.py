# SPDX-License-Identifier: BSL-1.0
"""Runs the benchmark in rounds and prints what it says as Markdown, for people.

Times on a shared machine drift by more than the differences of interest, so ours and the peers'
are only compared within a round, and the tables give the median of the rounds' ratios.
"""

import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
import chart  # noqa: E402

BODIES = ["S", "M", "L", "P", "U", "R", "RL"]
OURS = "tpns"

# Of each row: our operation, that of the peers that it is compared with, and whether those count
# that check nothing. Most users of a peer fill a fresh object, so ours are compared with that and
# then with the peers' own best way. Peers have one way to encode, into memory that is kept.
ROWS = [
    ("decode", "decode", False),
    ("decode_into", "decode", False),
    ("decode_view", "decode", False),
    ("decode_into", "decode_into", False),
    ("decode_view", "decode_view", False),
    ("encode_into", "encode_into", False),
    ("encode_to", "encode_into", False),
    ("encode_into", "encode_into", True),
    ("encode_to", "encode_into", True),
]
NO_CHECKS = "all checks"  # what such a peer says that it omits


class Run:
    """The benchmarks of one round, by name: CPU time in ns, bytes per second, allocations."""

    def __init__(self, report):
        self.context = report["context"]
        self.cpu = {}
        self.speed = {}
        self.allocs = {}
        for b in report["benchmarks"]:
            self.cpu[b["name"]] = b["cpu_time"]
            self.speed[b["name"]] = b["bytes_per_second"]
            self.allocs[b["name"]] = b["allocs"]


def one_round(program, filter_, min_time):
    command = [
        program,
        "--benchmark_format=json",
        f"--benchmark_min_time={min_time}",
        f"--benchmark_filter={filter_}",
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return Run(json.loads(done.stdout))


def split(name):
    operation, body, library = name.split("/")
    return operation, body, library


def peers_of(runs, row, body):
    _, operation, unchecked = row
    omits = of_context(runs, "omits")
    names = [split(n) for n in runs[0].cpu]
    return [
        lib
        for op, of, lib in names
        if (op, of) == (operation, body)
        and lib != OURS
        and (unchecked or omits.get(lib) != NO_CHECKS)
    ]


class Cell:
    """How many times as long as ours the fastest peer takes, over the rounds."""

    def __init__(self, runs, row, body):
        ours, theirs = (f"{op}/{body}/" for op in row[:2])
        peers = peers_of(runs, row, body)
        self.ratios = [
            min(run.cpu[theirs + peer] for peer in peers) / run.cpu[ours + OURS] for run in runs
        ]
        self.median = statistics.median(self.ratios)
        self.fastest = min(
            peers, key=lambda peer: statistics.median(run.cpu[theirs + peer] for run in runs)
        )

    def quartiles(self):
        if len(self.ratios) < 2:
            return self.median, self.median
        low, _, high = statistics.quantiles(self.ratios, n=4, method="inclusive")
        return low, high

    def text(self):
        low, high = self.quartiles()
        return f"**{self.median:.2f}** ({low:.2f}–{high:.2f}) {self.fastest}"


def markdown(header, rows):
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def ratios(runs):
    """The cells that were measured: {(operation, body): Cell}."""
    cells = {}
    for row in ROWS:
        for body in BODIES:
            if f"{row[0]}/{body}/{OURS}" in runs[0].cpu and peers_of(runs, row, body):
                cells[row, body] = Cell(runs, row, body)
    return cells


def ratio_table(cells):
    rows = []
    for row in ROWS:
        texts = [cells[row, b].text() if (row, b) in cells else "" for b in BODIES]
        if any(texts):
            theirs = row[1] + ", even unchecked" if row[2] else row[1]
            rows.append([row[0], theirs, *texts])
    return markdown(["ours", "peers'", *BODIES], rows)


def of_context(runs, kind):
    """What the program says of bodies and peers: {name: text}."""
    context = runs[0].context.items()
    return {key.split("/")[1]: text for key, text in context if key.startswith(kind + "/")}


def notes(runs):
    sizes = of_context(runs, "bytes")
    yield "Bytes: " + ", ".join(f"{b} {sizes[b]}" for b in BODIES) + "."
    for peer, what in of_context(runs, "omits").items():
        yield f"{peer} omits {what}."
    yield ""


def median_of(runs, field, name):
    return statistics.median(getattr(run, field)[name] for run in runs)


def by_body(runs, field, text):
    """One line for each operation and library, one column for each body."""
    table = collections.defaultdict(dict)
    for name in runs[0].cpu:
        operation, body, library = split(name)
        if body in BODIES:
            table[operation, library][body] = text(median_of(runs, field, name))
    rows = [
        [operation, library, *(cells.get(b, "") for b in BODIES)]
        for (operation, library), cells in sorted(table.items())
    ]
    return markdown(["operation", "library", *BODIES], rows)


def by_size(runs, group):
    """MB/s of the bodies whose names end in a size: `L x10`."""
    table = collections.defaultdict(dict)
    sizes = []
    for name in runs[0].cpu:
        operation, body, _ = split(name)
        if body.startswith(group + ":"):
            kind, size = body.split(":")[1].rsplit(" ", 1)
            if size not in sizes:
                sizes.append(size)
            speed = median_of(runs, "speed", name) / 1e6
            table[kind, operation][size] = f"{speed:.0f}"
    rows = [
        [kind, operation, *(cells.get(s, "") for s in sizes)]
        for (kind, operation), cells in table.items()
    ]
    return markdown(["body", "operation", *("×" + s[1:] for s in sizes)], rows)


def report(runs):
    cells = ratios(runs)
    if cells:
        yield "### Times as long as ours that the fastest peer takes: median (quartiles)"
        yield ""
        yield from ratio_table(cells)
        yield from notes(runs)
    if any(split(name)[1] in BODIES for name in runs[0].cpu):
        yield "### ns"
        yield ""
        yield from by_body(runs, "cpu", lambda ns: f"{ns:.0f}")
        yield "### Calls of `operator new`, once everything that is kept has grown"
        yield ""
        yield from by_body(runs, "allocs", lambda n: f"{n:.0f}")
    for group, title in (("linear", "Linearity"), ("hostile", "Hostile bodies")):
        if any(f"/{group}:" in name for name in runs[0].cpu):
            yield f"### {title}, MB/s"
            yield ""
            yield from by_size(runs, group)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", help="tpns_bench")
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--min-time", type=float, default=0.01, help="seconds per benchmark")
    arguments.add_argument("--filter", default=".", help="regular expression of benchmarks")
    arguments.add_argument("--svg", type=pathlib.Path, help="where to write the chart")
    options = arguments.parse_args()

    runs = []
    for i in range(options.rounds):
        print(f"\rround {i + 1} of {options.rounds}", end="", file=sys.stderr, flush=True)
        runs.append(one_round(options.program, options.filter, options.min_time))
    print(file=sys.stderr)
    if not runs or not runs[0].cpu:
        sys.exit("nothing was measured")

    print("\n".join(report(runs)))
    if options.svg:
        speeds = {split(n): median_of(runs, "speed", n) for n in runs[0].speed}
        options.svg.write_text(chart.svg(speeds), encoding="utf-8")


main()
