# SPDX-License-Identifier: BSL-1.0
"""filter.py FILE: prints a header or a page as Doxygen should see it.

Each name is in the group of its layer, which is the box of the header in include/README.md. Omits what readers need not
know: the inline namespace of the ABI, deleted functions, and specialisations of other libraries' templates. Headings of
pages get the names that links use, prefixed with the name of the page, since Doxygen has a single namespace for them.
"""

import pathlib
import re
import sys

INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include"
sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.append(str(INCLUDE.parent / "tests/laws"))
import layers

GROUPS = ["messages", "rules", "encode", "decode", "calls"] # defined in groups.dox
COMMENT = r"(?:^ *///(?! @[{}]).*\n)*"
DELETED = re.compile(COMMENT + r"^ *(?!//|#|public:|\})(?:[^;{}]|\{\})*= delete;.*\n", re.M)
EMPTY_GROUP = re.compile(COMMENT + r"^ */// @\{\n\s*/// @\}\n", re.M)
SPECIALISED = re.compile(r"^template <>\nstruct (?:boost|std)::.*\n", re.M)


def group_of(header):
    rows = layers.rows((INCLUDE / "README.md").read_text(encoding="utf-8"), layers.Headers(INCLUDE).public)
    boxes = [box for row, _ in rows for box in row if box]
    return next((group for group, box in zip(GROUPS, boxes) if header in box), "apart")


def page(path):
    def name(file, heading):
        return f"{file.parent.name}-{file.stem}-{re.sub(r'[^a-z0-9_ -]', '', heading.lower()).replace(' ', '-')}"

    def link(found):
        return f"](#{name(path.parent / found[1] if found[1] else path, found[2])})"

    text = re.sub(r"^(##+ +)(.*)$", lambda found: f"{found[0]} {{#{name(path, found[2])}}}",
                  path.read_text(encoding="utf-8"), flags=re.M)
    return re.sub(r"\]\(((?:[\w/.]+\.md)?)#([\w-]+)\)", link, text)


def header(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?<=>)\((\w+)\)(?=\()", r" \1", text) # a name in parentheses, so that no macro takes it
    for left_out in (DELETED, EMPTY_GROUP, SPECIALISED):
        text = left_out.sub("", text)
    begin = f"namespace tpns {{\n/// @addtogroup {group_of(str(path.relative_to(INCLUDE)))}\n/// @{{\n"
    text = re.sub(r"^namespace tpns \{ inline namespace v0 \{\n", begin, text, flags=re.M)
    return re.sub(r"^\}\} // namespace tpns::v0\n", "/// @}\n} // namespace tpns\n", text, flags=re.M)


if __name__ == "__main__":
    file = pathlib.Path(sys.argv[1]).resolve()
    print(page(file) if file.suffix == ".md" else header(file), end="")
