# SPDX-License-Identifier: BSL-1.0
"""Runs the benchmark in rounds and prints its results as Markdown.

Times on a shared machine drift by more than the differences of interest, so ours and the peers'
are only compared within a round, and the tables give the median of the rounds' ratios.
"""

import argparse
import collections
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True  # leaves the source tree unchanged
import chart  # noqa: E402

BODIES = ["S", "M", "L", "P", "U", "R", "R0", "Rok", "RL"]
ALONE = ["decoder", "check", "decode_wrong", "validate", "advise", "batches", "outcomes"]
BEGIN = "<!-- measured: written by tests/bench/table.py -->\n"
END = "<!-- end of measured -->"
OURS = "tpns"

# The rows: what is measured, our operation, the peers' operation to compare with, and whether to include peers that
# check nothing.
Row = collections.namedtuple("Row", "question ours theirs unchecked")
ROWS = [
    Row("decode into a fresh message", "decode", "decode", False),
    Row("decode into `decoded`, a message in one block, against their fresh ones", "decoded", "decode", False),
    Row("decode into a reused message", "decode_into", "decode_into", False),
    Row("decode into views, reused memory", "decode_view", "decode_view", False),
    Row("encode into a reused buffer, UTF-8 checked", "encode_into", "encode_into", False),
    Row("encode into a reused buffer, including libraries that check nothing", "encode_into", "encode_into", True),
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
    omits = of_context(runs, "writing omits")
    names = [split(n) for n in runs[0].cpu]
    return [
        lib
        for op, of, lib in names
        if (op, of) == (row.theirs, body)
        and lib != OURS
        and (row.theirs != "encode_into" or row.unchecked or omits.get(lib) != NO_CHECKS)
    ]


class Cell:
    """The speed-up over the fastest peer, in each round.

    That is one peer in all rounds: the smallest of several noisy times would be too small.
    """

    def __init__(self, runs, row, body):
        def theirs(run, peer):
            return run.cpu[f"{row.theirs}/{body}/{peer}"]

        self.fastest = min(peers_of(runs, row, body),
                           key=lambda peer: statistics.median(theirs(run, peer) for run in runs))
        self.ratios = [theirs(run, self.fastest) / run.cpu[f"{row.ours}/{body}/{OURS}"] for run in runs]
        self.median = statistics.median(self.ratios)

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
    """The cells that were measured: {(row, body): Cell}."""
    return {
        (row, body): Cell(runs, row, body)
        for row in ROWS
        for body in BODIES
        if f"{row.ours}/{body}/{OURS}" in runs[0].cpu and peers_of(runs, row, body)
    }


def ratio_table(cells, text):
    rows = []
    for row in ROWS:
        texts = [text(cells[row, b]) if (row, b) in cells else "–" for b in BODIES]
        if any((row, b) in cells for b in BODIES):
            rows.append([row.question, *texts])
    return markdown(["", *BODIES], rows)


def of_context(runs, kind):
    """The program's descriptions of bodies and peers: {name: text}."""
    context = runs[0].context.items()
    return {key.split("/")[1]: text for key, text in context if key.startswith(kind + "/")}


def notes(runs):
    sizes = of_context(runs, "bytes")
    yield "Bytes: " + ", ".join(f"{b} {sizes[b]}" for b in BODIES) + "."
    for what in ("reading omits", "writing omits"):
        for peer, text in of_context(runs, what).items():
            yield f"{peer}, {what} {text}."
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
        yield "### The fastest peer's time divided by ours: median (quartiles)"
        yield ""
        yield from ratio_table(cells, Cell.text)
        yield from notes(runs)
    if any(split(name)[1] in BODIES for name in runs[0].cpu):
        yield "### ns"
        yield ""
        yield from by_body(runs, "cpu", lambda ns: f"{ns:.0f}")
        yield "### Calls of `operator new`, once everything that is kept has grown"
        yield ""
        yield from by_body(runs, "allocs", lambda n: f"{n:.1f}")
    for group, title in (("linear", "Growth"), ("hostile", "Hostile bodies")):
        if any(f"/{group}:" in name for name in runs[0].cpu):
            yield f"### {title}, MB/s"
            yield ""
            yield from by_size(runs, group)


def page(runs):
    """The contents of the page on speed."""
    context = runs[0].context
    yield (f"{datetime.date.today()}, {cpu_model()}, {context['compiler']} -O2; {context['libraries']}; "
           f"median of {len(runs)} rounds, each of which measures all libraries side by side, with 16 bodies of "
           "each shape in turn.")
    yield ""
    yield from ratio_table(ratios(runs), lambda cell: f"{cell.median:.2f}×")
    for what in ("reading", "writing"):
        omits = collections.defaultdict(list)
        for peer, text in of_context(runs, what + " omits").items():
            omits[text].append(peer)
        yield (f"Checks that others omit when {what}: " +
               "; ".join(f"{', '.join(who)}: {text}" for text, who in omits.items()) + ".")
        yield ""
    yield "Our times for operations without a counterpart, in nanoseconds:"
    yield ""
    table = collections.defaultdict(dict)
    for name in runs[0].cpu:
        operation, body, library = split(name)
        if operation in ALONE and library == OURS and body in BODIES:
            table[operation][body] = f"{median_of(runs, 'cpu', name):.0f}"
    yield from markdown(["", *BODIES], [[op, *(table[op].get(b, "–") for b in BODIES)] for op in ALONE if op in table])
    yield "Our throughput in MB/s, by number of items:"
    yield ""
    yield from by_size(runs, "linear")


def cpu_model():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return "an unknown processor"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", help="tpns_bench")
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--min-time", type=float, default=0.01, help="seconds per benchmark")
    arguments.add_argument("--filter", default=".", help="regular expression of benchmarks")
    arguments.add_argument("--svg", type=pathlib.Path, help="where to write the chart")
    arguments.add_argument("--page", type=pathlib.Path, help="whose measured part to write: tests/docs/speed.md")
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
    if options.page:
        before, rest = options.page.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        text = "\n".join(page(runs)).rstrip()
        options.page.write_text(f"{before}{BEGIN}\n{text}\n\n{END}{after}", encoding="utf-8")


main()
