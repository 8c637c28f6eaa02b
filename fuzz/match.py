# SPDX-License-Identifier: BSL-1.0
"""match.py FUZZ TARGET...: fails if a target lacks a source or a corpus, if a source, a corpus or a
folder of regressions lacks a target, or if a law lacks a break."""

import pathlib
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is
import breaks


def main(folder, *targets):
    folder = pathlib.Path(folder)
    wanted = set(targets)
    sources = {path.stem for path in folder.glob("fuzz_*.cpp")}
    corpora = {path.name for path in (folder / "corpus").iterdir()}
    regressions = {path.name for path in (folder / "regressions").iterdir()}
    empty = {name for name in corpora if not any((folder / "corpus" / name).iterdir())}
    rows = breaks.table()

    wrong = [f"{name}: {what}" for what, names in (
        ("a target without a source", wanted - sources),
        ("a source without a target", sources - wanted),
        ("a target without a corpus", wanted - corpora),
        ("a corpus without a target", corpora - wanted),
        ("a corpus without an input", empty),
        ("regressions without a target", regressions - wanted),
    ) for name in sorted(names)] + list(breaks.problems(rows))
    print("\n".join(wrong) or f"{len(wanted)} targets and {len(rows)} breaks of laws match")

    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
