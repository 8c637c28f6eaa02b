# SPDX-License-Identifier: BSL-1.0
"""readme.py README RULES QUICKSTART [--write]: holds the README against what it shows.

Every C++ block stands in a file of tests/examples, word for word; the table of rules is what the
program RULES prints; the output under the first block is what QUICKSTART prints, and what `inspect`
prints is a file of tests/examples/golden. With --write, the table is put into the README.
"""

import pathlib
import re
import subprocess
import sys


def run(program):
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout


def main(readme, rules, quickstart, *options):
    path = pathlib.Path(readme)
    text = path.read_text(encoding="utf-8")
    wrong = []

    examples = [f.read_text(encoding="utf-8") for f in (path.parent / "tests/examples").glob("*.cpp")]
    blocks = re.findall(r"^```cpp\n(.*?)^```", text, re.S | re.M)
    if not blocks:
        wrong.append("no C++ block found")
    for block in blocks:
        if not any(block in example for example in examples):
            wrong.append("in no example:\n" + block)

    outputs = re.findall(r"^```text\n(.*?)^```", text, re.S | re.M)
    if not outputs or outputs[0] != run(quickstart):
        wrong.append("the quickstart prints something else")

    golden = [f.read_text(encoding="utf-8").rsplit("exit ", 1)[0]
              for f in (path.parent / "tests/examples/golden").glob("*.txt")]
    for shown in outputs:
        if shown.startswith("$ inspect") and shown not in golden:
            wrong.append("inspect prints something else than\n" + shown)

    table = re.compile(r"(?<=<!-- rules: printed by tests/examples/rules.cpp -->\n).*?"
                       r"(?=<!-- end of rules -->)", re.S)
    printed = "\n" + run(rules) + "\n"
    if "--write" in options:
        path.write_text(table.sub(lambda _: printed, text), encoding="utf-8")
    elif table.findall(text) != [printed]:
        wrong.append("the table of rules is another; see readme.py --write")

    print("\n".join(wrong) or f"{len(blocks)} blocks, the output and the rules agree")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
