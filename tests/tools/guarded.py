# SPDX-License-Identifier: BSL-1.0
"""A header with many mutants, of which the program chooses one when it runs (tests/support/mutant.hpp).

Each mutant replaces the smallest expression or statement that it affects, after a guard: `a < b` becomes
`(TPNS_MUTANT(7) ? (a <= b) : (a < b))`. The guard and the replacement have a line of their own, so that an error of the
compiler names the mutant.
"""

import collections
import re

import mutants

LEVELS = (("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<", ">", "<=", ">="), ("<<", ">>"), ("+", "-"),
          ("*", "/", "%"))
LEVEL = {operator: level for level, operators in enumerate(LEVELS, 1) for operator in operators}
ASSIGNMENT = 0
HIGHEST = len(LEVELS) + 1

# Binary operators have spaces around them, and the brackets of templates have none.
TOKEN = re.compile(r"->|::|(?<=\s)(?:<<|>>|[<>=!]=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^<>=?:])(?=\s)|:(?=\s)"
                   r"|[()\[\]{};,<>]|\b(?:return|case|throw|else|do|if|for|while|switch)\b")
OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}

Token = collections.namedtuple("Token", "text begin end")


class Code:
    """The tokens of a masked header that bound expressions."""

    def __init__(self, text):
        self.text = text
        self.tokens = [Token(m[0], m.start(), m.end()) for m in TOKEN.finditer(text)]
        self.partner = {}
        opened = []
        for i, (token, begin, _) in enumerate(self.tokens):
            binary = text[begin - 1:begin].isspace() and token in "<>"
            if token in "([{" or token == "<" and not binary:
                opened.append(i)
            elif token in OPENING and not binary and opened and self.tokens[opened[-1]].text == OPENING[token]:
                self.partner[i] = opened.pop()
                self.partner[self.partner[i]] = i

    def ends_operand(self, token, level, stop_at_same):
        text = token.text
        if text in LEVEL:
            return LEVEL[text] <= level if stop_at_same else LEVEL[text] < level
        if text in "?:" or text.endswith("="):
            return level != ASSIGNMENT or not stop_at_same
        return text not in ("->", "::")

    def begin_of_operand(self, at, level):
        """The begin of the left operand of an operator at `at`."""
        i = max(i for i, token in enumerate(self.tokens) if token.end <= at) if self.tokens[0].end <= at else -1
        while i >= 0:
            token = self.tokens[i]
            if token.text in OPENING and i in self.partner:
                if token.text == "}" and self.text[token.end] == "\n":
                    break
                i = self.partner[i]
                if i and self.tokens[i - 1].text in ("if", "for", "while", "switch"):
                    break
            elif self.ends_operand(token, level, False):
                break
            i -= 1
        end = token.end if i >= 0 else 0
        return end + re.match(r"\s*", self.text[end:]).end()

    def end_of_operand(self, at, level):
        """The end of the right operand of an operator that ends at `at`, or of a unary one's operand."""
        i = next(i for i, token in enumerate(self.tokens) if token.begin >= at)
        while True:
            token = self.tokens[i]
            if token.text in OPENING.values() and i in self.partner:
                i = self.partner[i]
            elif self.ends_operand(token, level, True):
                return len(self.text[:token.begin].rstrip())
            i += 1

    def place(self, mutant):
        """The expression or statement that the mutant replaces, and whether it is a statement."""
        before, after, begin, end = mutant.before, mutant.after, mutant.begin, mutant.end
        if before in ("++", "--"):
            if re.match(r"[\w)\]]", self.text[begin - 1]):
                return self.begin_of_operand(begin, HIGHEST), end, False
            return begin, self.end_of_operand(end, HIGHEST), False
        if before == "!":
            return begin, self.end_of_operand(end, HIGHEST), False
        if before in LEVEL or before in mutants.SWAPS:
            level = min(LEVEL.get(before, ASSIGNMENT), LEVEL.get(after, ASSIGNMENT))
            return self.begin_of_operand(begin, level), self.end_of_operand(end, level), False
        if before in ("min", "max"):
            return begin - len("(std::"), self.end_of_operand(end + 1, HIGHEST), False
        if before in ("true", "false"):
            return begin, end, False
        if mutants.NUMBER.fullmatch(before):
            return begin, end + re.match(r"[uUlL]*", self.text[end:]).end(), False
        returned = re.search(r"\breturn\s+$", self.text[:begin])
        return returned.start() if returned else begin, self.text.index(";", end) + 1, True


def replacement(text, mutant, begin, end):
    """The mutated expression or statement, on one line."""
    mutated = re.sub(r"\s*\n\s*", " ", text[begin:mutant.begin] + mutant.after + text[mutant.end:end])
    # Both sides of `?:` have one type: with `!x`, this would be that of an optional `x`.
    return f"static_cast<bool>({mutated})" if mutant.before == "!" else mutated


def guarded(header, numbered):
    """The header's text with the given mutants, a dictionary by number."""
    text = mutants.without_comments(mutants.text_of(header))
    code = Code(mutants.masked(mutants.text_of(header)))
    places = collections.defaultdict(list)
    for number, mutant in numbered.items():
        place = code.place(mutant)
        if "#" not in text[place[0]:place[1]]:
            places[place].append((number, mutant))

    def rewritten(begin, end, inside):
        parts = []
        while inside:
            place, *inside = inside
            first, last, statement = place
            if first < begin or last > end:
                continue  # it overlaps another one
            nested = [p for p in inside if p[0] < last]
            inside = inside[len(nested):]
            parts.append(text[begin:first] + chosen(place, rewritten(first, last, nested)))
            begin = last
        return "".join(parts) + text[begin:end]

    def chosen(place, otherwise):
        first, last, statement = place
        head, middle, between, tail = ("{", "if (TPNS_MUTANT({})) {{ {} }} else", "", "{{ {} }} }}") if statement else (
            "(", "TPNS_MUTANT({}) ? ({}) :", "", "({}))")
        lines = [middle.format(number, replacement(text, m, first, last)) for number, m in places[place]]
        return "\n".join([head, *lines, tail.format(otherwise)])

    return rewritten(0, len(text), sorted(places, key=lambda place: (place[0], -place[1], not place[2])))
