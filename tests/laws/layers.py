# SPDX-License-Identifier: BSL-1.0
"""layers.py INCLUDE: checks the headers in the folder INCLUDE against the layers in its README.md.

- Each public header is in one box, and includes, directly or indirectly, only headers of its own and the boxes above.
- Only the box of decoding includes Boost.JSON, and the libraries of Boost that a box needs are on its right.
- `detail/json` does not include anything that is built on it.
- A template of the standard library or of Boost is specialised where its argument is defined, or in a separate header
  for it. So the specialisation comes with the type, in whatever order headers are included.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r"^#include <([^>]+)>", re.M)
SPECIALISED = re.compile(r"^struct (?:std|boost)::[\w:]+<tpns::(\w+)", re.M)
APART = {"boost_json", "format"} # for programs that ask for them
ANYWHERE = ("boost/assert.hpp", "boost/config.hpp", "boost/core/", "boost/system/is_error_code_enum.hpp")
LIBRARIES = {"Boost.System": ("boost/system/", "boost/throw_exception.hpp"), "Boost.JSON": ("boost/json/",)}
TOOLS = {"tpns/detail/size.hpp"} # sums that do not wrap; in no layer


def rows(readme, public):
    """The rows of the diagram: the boxes, as sets of headers, and the text on the right."""
    diagram = re.search(r"^\+[-+ ]+\+\n.*^\+[-+ ]+\+$", readme, re.S | re.M)[0]
    for inside in re.findall(r"^\+.*\+\n((?:\|.*\n)+)", diagram, re.M):
        lines = [line.split("|") for line in inside.splitlines()]
        boxes = [{f"tpns/{name}.hpp" for cell in column for name in re.findall(r"\w+", cell)} & public
                 for column in list(zip(*lines))[1:-1]]
        yield boxes, " ".join(line[-1] for line in lines)


class Headers:
    def __init__(self, folder):
        self.texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8")
                      for path in sorted(folder.rglob("*.hpp"))}
        self.public = {name for name in self.texts if re.fullmatch(r"tpns/\w+\.hpp", name)}
        self.public -= {f"tpns/{name}.hpp" for name in APART}

    def reached(self, header, seen=None):
        """The names of all headers that a header includes, directly or indirectly."""
        seen = set() if seen is None else seen
        for name in INCLUDE.findall(self.texts[header]):
            if name not in seen:
                seen.add(name)
                if name in self.texts:
                    self.reached(name, seen)
        return seen

    def crossing(self, readme):
        boxed, above, libraries = set(), set(), set(ANYWHERE)
        for boxes, right in rows(readme, self.public):
            needed = re.findall(r"(Boost\.\w+)(?: \((\w+)\))?", right) # the library, and the box if only one needs it
            for box in boxes:
                own = {path for name, only in needed if not only or f"tpns/{only}.hpp" in box
                       for path in LIBRARIES.get(name, ())} | libraries
                yield from (f"{name} is in two boxes" for name in box & boxed)
                boxed |= box
                for header in sorted(box):
                    for name in sorted(self.reached(header)):
                        if name in self.public and name not in above | box:
                            yield f"{header} reaches {name}, which is not above it"
                        if name.startswith("boost/") and not name.startswith(tuple(own)):
                            yield f"{header} reaches {name}, which its box does not name"
            above |= boxed
            libraries |= {path for name, only in needed if not only for path in LIBRARIES.get(name, ())}
        yield from (f"{name} is in no box" for name in sorted(self.public - boxed))

    def not_json(self):
        for header in (name for name in self.texts if name.startswith("tpns/detail/json/")):
            for name in sorted(self.reached(header) - TOOLS):
                if name.startswith("tpns/") and not name.startswith("tpns/detail/json/"):
                    yield f"{header} reaches {name}"

    def specialised_elsewhere(self):
        for header, text in self.texts.items():
            if header in {f"tpns/{name}.hpp" for name in APART}:
                continue
            for name in SPECIALISED.findall(text):
                if not re.search(rf"^(?:class|struct|enum class|using) {name}\b", text, re.M):
                    yield f"{header} specialises a template for {name}, which it does not define"


def main(folder):
    headers = Headers(pathlib.Path(folder))
    readme = (pathlib.Path(folder) / "README.md").read_text(encoding="utf-8")
    wrong = [*headers.crossing(readme), *headers.not_json(), *headers.specialised_elsewhere()]
    print("\n".join(wrong) or f"{len(headers.texts)} headers keep to their layers")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
