# SPDX-License-Identifier: BSL-1.0
"""greedy.py INCLUDE HEADER...: prints deleted function templates that take one to three arguments of any type, for each
name before a parenthesis in those headers of the folder INCLUDE, except keywords and functions that Boost finds by
argument-dependent lookup."""

import itertools
import pathlib
import re
import sys

NO_FUNCTIONS = set("""
alignas alignof auto bool char decltype defined delete explicit for if int new noexcept operator return sizeof
static_assert switch void while make_error_code make_error_condition tag_invoke throw_exception_from_error
""".split())

include, *headers = sys.argv[1:]
names = set()
for header in headers:
    names |= set(re.findall(r"\b[a-z][a-z_0-9]*(?=\()", pathlib.Path(include, header).read_text(encoding="utf-8")))
print("namespace greedy {")
for name in sorted(names - NO_FUNCTIONS):
    for count in (1, 2, 3):
        types = [f"T{i}" for i in range(count)]
        for kinds in itertools.product(["{}&&", "{}&", "const {}&"], repeat=count):
            parameters = ", ".join(k.format(t) for k, t in zip(kinds, types))
            print(f"template <{', '.join('class ' + t for t in types)}> void {name}({parameters}) = delete;")
print("}")
