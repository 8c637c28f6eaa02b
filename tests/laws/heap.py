# SPDX-License-Identifier: BSL-1.0
"""heap.py PAGE HEAP [--write]: compares the table of what allocates, on a page, with the program HEAP.

HEAP calls the public functions, counts allocations, and prints the table; this script finds missing
functions. With --write, updates the table in the page.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

# Functions that other libraries call.
UNCOUNTED = {"throw_exception_from_error", "tag_invoke", "format"}


def without(text, opening, closing):
    """`text` without brackets and their contents, including nested ones."""
    kept, depth = [], 0
    for c in text:
        depth -= c == closing
        if depth == 0 and c != closing:
            kept.append(c)
        depth += c == opening
    return "".join(kept).replace(opening, " ")


def functions(header):
    """The public functions of a header, by name, and the public member functions of its classes."""
    text = header.read_text(encoding="utf-8")
    text = re.sub(r"^namespace detail \{.*?^\} // namespace detail$", "", text, flags=re.S | re.M)
    text = re.sub(r"//[^\n]*|^#[^\n]*|\[\[[^\]]*\]\]|TPNS_DETAIL_READER_TAG|'.'|\"[^\"\n]*\"", "", text,
                  flags=re.M)
    text = re.sub(r"(?<=>)\((\w+)\)(?=\()", r" \1", text) # a name in parentheses, so that no macro takes it
    names, scopes, statement = set(), [], ""
    for c in text:
        if c not in "{};":
            statement += c
            continue
        # Enters classes and namespaces, but not the bodies of functions.
        head = without(re.sub(r"\b(public|private|protected):", "", statement), "<", ">").strip()
        access = re.findall(r"\b(public|private|protected):", statement)
        if scopes and access:
            scopes[-1] = (scopes[-1][0], access[-1] == "public")
        seen = all(shown for _, shown in scopes)
        name = re.match(r"[^=(]*?(~?\w+) *\(", head)
        if seen and name and not re.search(r"\boperator\b|= delete$|^,", head):
            if name[1].lstrip("~") not in [scope for scope, _ in scopes]:
                names.add(name[1])
        if c == "{":
            kind = re.match(r"(?:template\s+)?(class|struct|namespace|inline namespace)\b(.*)", head, re.S)
            name = re.findall(r"\w+", kind[2].split(":")[0]) if kind else []
            scopes.append((name[-1] if name and name[-1] != "final" else "",
                           kind is not None and kind[1] != "class"))
        elif c == "}":
            scopes.pop()
        statement = ""
    return names - {"static_assert", "decltype", "alignas"}


def main(page, heap, *options):
    path = pathlib.Path(page)
    text = path.read_text(encoding="utf-8")
    printed = subprocess.run([heap], check=True, capture_output=True, text=True).stdout
    wrong = []

    counted = set(re.findall(r"`(\w+)", printed))
    public = set().union(*(functions(h) for h in (HERE.parents[1] / "include/tpns").glob("*.hpp")))
    for name in sorted(public - counted - UNCOUNTED):
        wrong.append(f"{name} is not counted")

    table = re.compile(r"(?<=<!-- heap: printed by tests/laws/heap.cpp -->\n).*?(?=<!-- end of heap -->)",
                       re.S)
    printed = "\n" + printed + "\n"
    if "--write" in options:
        path.write_text(table.sub(lambda _: printed, text), encoding="utf-8")
    elif table.findall(text) != [printed]:
        wrong.append("the table of what allocates is another; see heap.py --write")

    print("\n".join(wrong) or f"{len(public)} functions are counted")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
