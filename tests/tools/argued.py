# SPDX-License-Identifier: BSL-1.0
"""argued.py INCLUDE LIST...: fails if a LIST explains a line that is in no header in the folder INCLUDE.

The lists are coverage_gaps.txt and mutation_equivalent.txt, whose mutations are in brackets, as in `a [< -> <=] b`.
"""

import pathlib
import re
import sys


def words(text):
    return " ".join(text.split())


include, *lists = sys.argv[1:]
count = 0
gone = []
for name in lists:
    for line in pathlib.Path(name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        count += 1
        header, code, _ = line.split("\t")
        code = re.sub(r"\[((?:[^][]|\[[^][]*\])*) -> .*?\]", r"\1", code)  # which can itself have brackets
        path = pathlib.Path(include, header)
        if not path.exists() or words(code) not in words(path.read_text(encoding="utf-8")):
            gone.append(f"{pathlib.Path(name).name}: {header} has no such line: {code}")
print("\n".join(gone) or f"{count} lines that are argued about are still there")
sys.exit(1 if gone else 0)
