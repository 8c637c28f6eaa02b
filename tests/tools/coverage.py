# SPDX-License-Identifier: BSL-1.0
"""coverage.py EXPORT FOLDER GAPS: prints lines, branches and MC/DC of the headers in FOLDER, one row for each.

EXPORT is the output of `llvm-cov export`. Code in a template is covered if it is covered in one of its instances.
GAPS lists the gaps with reasons: the header, the line of code and the reason, separated by tabs. Fails if there is a
gap that it does not list, or if it lists one that does not exist.
"""

import collections
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Header:
    """The coverable items of a header, by place, and whether each is covered."""

    def __init__(self, text):
        self.text = text.splitlines()
        self.lines = collections.defaultdict(bool)
        self.branches = collections.defaultdict(bool)
        self.conditions = collections.defaultdict(bool)

    def add_line_counts(self, segments):
        """Segments are [line, column, count, has count, is the beginning of a region, is a gap]."""
        for begin, end in zip(segments, segments[1:]):
            if begin[3] and not begin[5]:
                last = end[0] - (1 if end[1] <= 1 else 0)
                for line in range(begin[0], last + 1):
                    if line > begin[0] or begin[4]:
                        self.lines[line] |= begin[2] > 0

    def gaps(self):
        """The lines with gaps: the code, and the parts that are not covered."""
        what = collections.defaultdict(list)
        for line, covered in self.lines.items():
            if not covered:
                what[line].append("not run")
        for (line, column, outcome), covered in self.branches.items():
            if not covered:
                what[line].append(f"column {column} is never {str(outcome).lower()}")
        for (line, column, index), covered in self.conditions.items():
            if not covered:
                what[line].append(f"condition {index + 1} from column {column} never decides")
        return {line: (" ".join(self.text[line - 1].split()), ", ".join(what[line]))
                for line in sorted(what)}

    def row(self):
        for kind in (self.lines, self.branches, self.conditions):
            yield sum(kind.values()), len(kind)


def headers_of(export, folder):
    headers = {}

    def header(name):
        path = pathlib.Path(name).resolve()
        if folder not in path.parents:
            return None
        key = str(path.relative_to(folder))
        if key not in headers:
            headers[key] = Header(path.read_text(encoding="utf-8"))
        return headers[key]

    data = json.loads(export)["data"][0]
    for file in data["files"]:
        if found := header(file["filename"]):
            found.add_line_counts(file["segments"])
    for function in data["functions"]:
        # A region refers to its file by an index into the function's files.
        files = [header(name) for name in function["filenames"]]
        for line, column, _, _, true, false, file, *_ in function["branches"]:
            if files[file] and not (true == 0 and false == 0 and function["count"] == 0):
                files[file].branches[line, column, True] |= true > 0
                files[file].branches[line, column, False] |= false > 0
        for line, column, _, _, file, _, conditions in function["mcdc_records"]:
            for index, covered in enumerate(conditions):
                if files[file]:
                    files[file].conditions[line, column, index] |= covered
    return headers


def main(export, folder, listed):
    folder = pathlib.Path(folder).resolve()
    headers = headers_of(pathlib.Path(export).read_text(encoding="utf-8"), folder)
    known = collections.Counter()
    for line in pathlib.Path(listed).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            header, code, _ = line.split("\t")
            known[header, code] += 1

    total = [[0, 0], [0, 0], [0, 0]]
    found = collections.Counter()
    print(f"{'':34}{'lines':>14}{'branches':>14}{'MC/DC':>14}")
    for name, header in sorted(headers.items()):
        cells = list(header.row())
        print(f"{name:34}" + "".join(f"{f'{a} of {b}':>14}" for a, b in cells))
        total = [[x + a, y + b] for (x, y), (a, b) in zip(total, cells)]
        for number, (code, what) in header.gaps().items():
            found[name, code] += 1
            if (name, code) not in known:
                print(f"    {number}: {code}\n        {what}")
    print(f"{'':34}" + "".join(f"{f'{a} of {b}':>14}" for a, b in total))

    new = found - known
    gone = known - found
    for name, code in gone:
        print(f"listed, and covered: {name}: {code}")
    print(f"{sum(found.values())} lines with a gap, {sum(new.values())} of them not listed")
    lines, branches, conditions = (f"{100 * a / b:.1f} %" for a, b in total)
    subprocess.run([sys.executable, HERE / "tested.py", "note", "coverage",
                    f"lines {lines}, branches {branches}, MC/DC {conditions}; "
                    + (f"{sum(new.values())} gaps not argued" if new or gone else "the rest argued")], check=True)
    return 1 if new or gone else 0


sys.exit(main(*sys.argv[1:]))
