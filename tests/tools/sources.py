# SPDX-License-Identifier: BSL-1.0
"""What a result depends on: a digest of source files that comments and white space do not change."""

import hashlib
import re

# A string, whose text must stay, or a comment.
TOKEN = re.compile(r'R"\((.*?)\)"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.S)


def without_comments(text):
    """C++ without comments, and with single spaces."""
    kept = TOKEN.sub(lambda m: " " if m[0].startswith("/") else m[0], text)
    return " ".join(kept.split())


def digest(root, paths):
    """Of files and whole folders below `root`; files that are not C++ count as they are."""
    files = sorted({file for path in paths for file in ([root / path] if (root / path).is_file()
                                                        else (root / path).rglob("*")) if file.is_file()})
    total = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        if file.suffix in (".hpp", ".cpp"):
            data = without_comments(data.decode("utf-8")).encode()
        total.update(f"{file.relative_to(root)}\0{len(data)}\0".encode() + data)
    return total.hexdigest()[:16]
