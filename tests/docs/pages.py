# SPDX-License-Identifier: BSL-1.0
"""pages.py SOURCE RULES QUICKSTART [--write]: compares all pages of the project with their sources.

Every C++ block is in a file of tests/examples, word for word. The table of rules is the output of the program RULES;
the output under the README's program is that of QUICKSTART; output of `inspect` is a file in tests/examples/golden.
Every link to a file or a heading has a target. With --write, updates the table.
"""

import pathlib
import re
import subprocess
import sys


def run(program):
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout


def broken_links(page, text):
    for target in re.findall(r"\]\(([^)]*)\)", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)):
        file, _, heading = target.partition("#")
        if file.startswith("http"):
            continue
        linked = page.parent / file if file else page
        if not linked.exists():
            yield f"{page.name}: there is no {target}"
        elif heading:
            headings = re.findall(r"^#+ (.*)", linked.read_text(encoding="utf-8"), re.M)
            if heading not in [re.sub(r"[^a-z0-9_ -]", "", h.lower()).replace(" ", "-") for h in headings]:
                yield f"{page.name}: there is no heading {target}"


def main(source, rules, quickstart, *options):
    source = pathlib.Path(source)
    pages = {page: page.read_text(encoding="utf-8")
             for folder in (".", "include", "fuzz", "tests/docs") for page in sorted(source.glob(f"{folder}/*.md"))}
    examples = [f.read_text(encoding="utf-8") for f in source.glob("tests/examples/*.cpp")]
    golden = [f.read_text(encoding="utf-8").rsplit("exit ", 1)[0]
              for f in source.glob("tests/examples/golden/*.txt")]
    wrong = []
    count = 0
    for page, text in pages.items():
        wrong += broken_links(page, text)
        for block in re.findall(r"^```cpp\n(.*?)^```", text, re.S | re.M):
            count += 1
            if not any(block in example for example in examples):
                wrong.append(f"{page.name}: in no example:\n{block}")
        for shown in re.findall(r"^```text\n(\$ inspect.*?)^```", text, re.S | re.M):
            if shown not in golden:
                wrong.append(f"{page.name}: inspect prints something else than\n{shown}")
    if count == 0:
        wrong.append("no C++ block found")

    readme = pages[source / "README.md"]
    outputs = re.findall(r"^```text\n(.*?)^```", readme, re.S | re.M)
    if not outputs or outputs[0] != run(quickstart):
        wrong.append("the README's program prints something else")
    if readme.count("\n") > 200:
        wrong.append("the README has more than 200 lines")

    page = source / "tests/docs/rules.md"
    table = re.compile(r"(?<=<!-- rules: printed by tests/examples/rules.cpp -->\n).*?"
                       r"(?=<!-- end of rules -->)", re.S)
    printed = "\n" + run(rules) + "\n"
    if "--write" in options:
        page.write_text(table.sub(lambda _: printed, pages[page]), encoding="utf-8")
    elif table.findall(pages[page]) != [printed]:
        wrong.append("the table of rules is another; see pages.py --write")

    print("\n".join(wrong) or f"{count} blocks on {len(pages)} pages, the outputs, the links and the rules agree")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
