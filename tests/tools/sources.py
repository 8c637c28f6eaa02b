# SPDX-License-Identifier: BSL-1.0
"""A digest of source files that ignores comments and white space."""

import hashlib
import re

# A string, whose text must stay, or a comment.
TOKEN = re.compile(r'R"\((.*?)\)"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.S)


def without_comments(text):
    """C++ without comments, and with single spaces."""
    kept = TOKEN.sub(lambda m: " " if m[0].startswith("/") else m[0], text)
    return " ".join(kept.split())


def digest(root, paths):
    """The digest of files and whole folders below `root`. Files other than C++ count unchanged."""
    files = sorted({file for path in paths for file in ([root / path] if (root / path).is_file()
                                                        else (root / path).rglob("*")) if file.is_file()})
    total = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        if file.suffix in (".hpp", ".cpp"):
            data = without_comments(data.decode("utf-8")).encode()
        total.update(f"{file.relative_to(root)}\0{len(data)}\0".encode() + data)
    return total.hexdigest()[:16]
