# SPDX-License-Identifier: BSL-1.0
"""Where a header can be broken, and which of these mutants are known to change nothing."""

import collections
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
EQUIVALENT = ROOT / "tests/tools/mutation_equivalent.txt"

Mutant = collections.namedtuple("Mutant", "header line begin end before after")

# Text that is not executable code, or that has no effect where it is: the break of a last case, and the argument of a
# deleted function. `<...>` after `template` is removed separately, since it nests.
INERT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
                   r'|^[ \t]*\#(?:\\\n|[^\n])*|\bstatic_assert\b[^;]*;|\boperator\s*[^\s\w(]+'
                   r'|(?<=: )break(?=;\s+\})|= \w+(?=\) = delete)'
                   r'|\bdecltype\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)'
                   r'|\[\[\w+\]\]|\bnoexcept\([^;{]*\)(?= [{;])', re.S | re.M)

# The formatter puts spaces around binary operators, but not around the brackets of templates.
SWAPS = {
    "<": ["<=", ">="], ">": [">=", "<="], "<=": ["<", ">"], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"],
    "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"], "^": ["&"],
    "+=": ["-="], "-=": ["+="], "|=": ["&="], "&=": ["|="],
}
BINARY = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, sorted(SWAPS, key=len, reverse=True))) +
                    r")(?=\s)")
STEP = re.compile(r"\+\+|--")
NOT = re.compile(r"!(?=[\w(:])")
BOOL = re.compile(r"\b(?:true|false)\b")
NUMBER = re.compile(r"(?<![\w.])(0[xX][0-9a-fA-F]+|\d+)(?=[uUlL]*(?![\w.']))")
EXTREME = re.compile(r"(?<=\(std::)(?:min|max)(?=\)\()")
RETURN = re.compile(r"\breturn\s+(?=\S)")
JUMP = re.compile(r"\b(?:break|continue)(?=;)")
# A statement that is a call, an assignment or an increment: only a name precedes the bracket or the
# operator, which distinguishes it from a declaration.
STATEMENT = re.compile(r"(?<=[;{}):])\s+((?:\(void\))?(?:\+\+|--|\*)?(?!return\b|if\b|for\b|while\b|"
                       r"switch\b)[A-Za-z_](?:[\w.]|::|->|\[[^\]]*\])*(?:<[\w:, ]*>)?"
                       r"(?=\(| ?[-+|&^*/%]?= |\+\+;|--;|;))")


@functools.cache
def text_of(header):
    return (ROOT / "include" / header).read_text(encoding="utf-8")


def without_comments(text):
    """The text with spaces for comments, of the same length."""
    return INERT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]) if m[0].startswith(("//", "/*")) else m[0], text)


def masked(text):
    """The text with everything but code blanked out, of the same length."""
    def blank(found):
        what = found.group()
        if what.startswith("decltype"):
            return "_" * len(what)  # a name
        # A string stays a string, since it can be the whole return value.
        return (what[0] + "_" * (len(what) - 2) + what[-1] if what[0] in "\"'" else
                re.sub(r"[^\n]", " ", what))
    code = INERT.sub(blank, text)
    for head in re.finditer(r"\btemplate (?=<)", code):
        end, depth = head.end(), 0
        while True:
            depth += {"<": 1, ">": -1}.get(code[end], 0)
            end += 1
            if depth == 0:
                break
        code = code[:head.start()] + re.sub(r"[^\n]", " ", code[head.start():end]) + code[end:]
    return code


def end_of_statement(code, at):
    """The place of the statement's semicolon; None for a definition."""
    depth = 0
    while at < len(code):
        if code[at] == "{" and depth == 0 and re.search(r"(?:\)|noexcept|const) ?$", code[:at]):
            return None
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(code[at], 0)
        if depth < 0:
            return None
        if code[at] == ";" and depth == 0:
            return at
        at += 1
    return None


def breaks(code):
    """All places to break, as (begin, end, replacement)."""
    for found in BINARY.finditer(code):
        for other in SWAPS[found.group()]:
            yield found.start(), found.end(), other
    for found in STEP.finditer(code):
        yield found.start(), found.end(), "--" if found.group() == "++" else "++"
    for found in NOT.finditer(code):
        yield found.start(), found.end(), ""
    for found in BOOL.finditer(code):
        yield found.start(), found.end(), "false" if found.group() == "true" else "true"
    for found in NUMBER.finditer(code):
        value = int(found.group(1), 0)
        for other in {value + 1, value - 1} - {-1}:
            yield found.start(1), found.end(1), str(other)
    for found in EXTREME.finditer(code):
        yield found.start(), found.end(), "max" if found.group() == "min" else "min"
    for found in RETURN.finditer(code):
        end = end_of_statement(code, found.end())
        value = code[found.end():end]
        for other in ("{}", "true"):
            # Numbers are broken as such, where `{}` and `true` would be 0 and 1.
            if end and not re.fullmatch(r"\{\}|true|false|nullptr|\*this|\d+", value) and \
                    (value, other) != ("std::nullopt", "{}"):
                yield found.end(), end, other
    for found in JUMP.finditer(code):
        yield found.start(), found.end(), ""
    for found in STATEMENT.finditer(code):
        end = end_of_statement(code, found.start(1))
        # `(void)name` only prevents a warning.
        if end and not re.search(r"= (?:default|delete)$|\(void\)\w+$", code[:end]):
            yield found.start(1), end, ""


def mutants_of(header):
    text = text_of(header)
    seen = {}
    for begin, end, after in sorted(breaks(masked(text))):
        if (begin, end, after) not in seen:
            seen[begin, end, after] = Mutant(header, text.count("\n", 0, begin) + 1, begin, end,
                                             text[begin:end], after)
    return list(seen.values())


def spelt(mutant):
    """The mutation in the notation of the list: the mutated line."""
    text = text_of(mutant.header)
    first = text.rfind("\n", 0, mutant.begin) + 1
    last = text.find("\n", mutant.end)
    line = text[first:mutant.begin] + f"[{mutant.before} -> {mutant.after}]" + text[mutant.end:last]
    return re.sub(r"\s+", " ", line.strip())


def equivalents():
    """How often mutation_equivalent.txt lists each mutation, by header: a row stands for one place."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines() if EQUIVALENT.exists() else []
    return collections.Counter(tuple(line.split("\t")[:2]) for line in lines if line and not line.startswith("#"))
