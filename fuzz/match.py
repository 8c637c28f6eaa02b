# SPDX-License-Identifier: BSL-1.0
"""match.py FUZZ TARGET...: fails if a target lacks a source or a corpus, if a source, a corpus or a
folder of regressions lacks a target, or if the README names a law that its target does not check."""

import pathlib
import re
import sys


def laws(folder):
    """The pairs of target and law in the README's last table, and those in the code."""
    table = (folder / "README.md").read_text(encoding="utf-8").partition("### Each law can fail")[2]
    headers = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.hpp"))
    return set(re.findall(r"^\| (\w+) \| (.+?) \| .* \| \d+ \|$", table, re.M)), {
        (path.stem.removeprefix("fuzz_"), law) for path in folder.glob("fuzz_*.cpp")
        for law in re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8") + headers)}


def main(folder, *targets):
    folder = pathlib.Path(folder)
    wanted = set(targets)
    sources = {path.stem for path in folder.glob("fuzz_*.cpp")}
    corpora = {path.name for path in (folder / "corpus").iterdir()}
    # There is also a README.
    regressions = {path.name for path in (folder / "regressions").iterdir() if path.is_dir()}
    empty = {name for name in corpora if not any((folder / "corpus" / name).iterdir())}
    described, checked = laws(folder)

    wrong = [f"{name}: {what}" for what, names in (
        ("a target without a source", wanted - sources),
        ("a source without a target", sources - wanted),
        ("a target without a corpus", wanted - corpora),
        ("a corpus without a target", corpora - wanted),
        ("a corpus without an input", empty),
        ("regressions without a target", regressions - wanted),
        ("a law that the target does not check", {": ".join(pair) for pair in described - checked}),
        ("a page without laws", set() if described else {"README.md"}),
    ) for name in sorted(names)]
    print("\n".join(wrong) or f"{len(wanted)} targets and {len(described)} described laws match")

    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
