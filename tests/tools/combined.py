# SPDX-License-Identifier: BSL-1.0
"""Combines the unit tests into a few files, which share templates and so compile in a third of the time.

    combined.py OUTPUT... [-- TEST...]

Each test is in its own namespace, after all includes. The names of tests are relative to tests/unit; the default is all
tests in its meson.build.
"""

import pathlib
import re
import sys

UNIT = pathlib.Path(__file__).resolve().parents[1] / "unit"


def listed():
    """The names of all unit tests."""
    text = (UNIT / "meson.build").read_text(encoding="utf-8")
    return re.findall(r"'(.*)'", re.search(r"^unit_tests = \[\n(.+?)^\]", text, re.S | re.M)[1])


def combined(tests, files):
    """The texts of `count` files."""
    included = dict.fromkeys(line for test in tests for line in (UNIT / test).read_text(encoding="utf-8").splitlines()
                             if line.startswith("#include") and line != "#include <format>")
    head = ["#if __has_include(<format>)", "#include <format>", "#endif", *included]
    parts = [f"namespace unit_{i} {{\n#include \"unit/{test}\"\n}}" for i, test in enumerate(tests)]
    return ["\n".join(head + parts[i::files]) + "\n" for i in range(files)]


if __name__ == "__main__":
    outputs, tests = sys.argv[1:], listed()
    if "--" in outputs:
        split = outputs.index("--")
        outputs, tests = outputs[:split], outputs[split + 1:]
    for output, text in zip(outputs, combined(tests, len(outputs))):
        pathlib.Path(output).write_text(text, encoding="utf-8")
