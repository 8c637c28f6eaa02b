# SPDX-License-Identifier: BSL-1.0
"""The unit tests in few files: they share their templates, so these compile in a third of the time.

    combined.py OUTPUT... -- TEST...

Each test is in a namespace of its own, and what they include comes before. The names of tests are relative to this
folder.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def combined(tests, files):
    """The texts of so many files."""
    included = dict.fromkeys(line for test in tests for line in (HERE / test).read_text(encoding="utf-8").splitlines()
                             if line.startswith("#include") and line != "#include <format>")
    head = ["#if __has_include(<format>)", "#include <format>", "#endif", *included]
    parts = [f"namespace unit_{i} {{\n#include \"{test}\"\n}}" for i, test in enumerate(tests)]
    return ["\n".join(head + parts[i::files]) + "\n" for i in range(files)]


if __name__ == "__main__":
    split = sys.argv.index("--")
    outputs = sys.argv[1:split]
    for output, text in zip(outputs, combined(sys.argv[split + 1:], len(outputs))):
        pathlib.Path(output).write_text(text, encoding="utf-8")
