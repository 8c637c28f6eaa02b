# SPDX-License-Identifier: BSL-1.0
"""proofs.py INCLUDE: proves the functions that process sixteen bytes at once correct, for all bytes.

clang compiles each function to LLVM's intermediate representation, for x86-64 and for aarch64. Z3 then searches for
bytes for which that code differs from a simple specification of each byte. If there are none, the function is proved.
The proof covers the source and clang's optimiser, but not the generation of machine code or the loads from memory.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys

try:
    import z3
except ImportError:
    print("skipped, missing: Z3 for Python; on Debian: apt-get install python3-z3")
    sys.exit(77)

CLANGS = ("clang++-14", "clang++-19", "clang++")
TARGETS = {"x86_64-linux-gnu": "sse2_block", "aarch64-linux-gnu": "neon_block"}
LEVELS = ("-O2", "-Os")

# Wrappers of the functions for the proofs: a block is passed as two words. Names are kernel and block.
SOURCE = """
#include <tpns/detail/json/utf8_block.hpp>
#define PROVED(block) \\
    extern "C" { \\
    auto specials_##block(word a, word b) { return block(a, b).specials(); } \\
    auto escapes_##block(word a, word b) { return block(a, b).escapes(); } \\
    auto non_spaces_##block(word a, word b) { return block(a, b).non_spaces(); } \\
    auto rare_leads_##block(word a, word b) { return block(a, b).rare_leads(); } \\
    auto equal_to_##block(word a, word b, char c) { return block(a, b).equal_to(c); } \\
    auto at_least_##block(word a, word b, unsigned c) { return block(a, b).at_least(c); } \\
    auto matches_##block(word a, word b, word c, word d) { return block(a, b).matches(block(c, d)); } \\
    auto whole_characters_##block(word a, word b) { return whole_characters(block(a, b)); } \\
    }
using namespace tpns::detail;
using word = std::uint64_t;
PROVED(word_block)
"""
# Everything is inlined, since the interpreter below does not support memory and calls.
FLAGS = ("-std=c++17", "-S", "-emit-llvm", "-fno-discard-value-names",
         "-DBOOST_NOINLINE=BOOST_FORCEINLINE", "-mllvm", "-inline-threshold=100000",
         "-mllvm", "-inline-cold-callsite-threshold=100000")


# Specifications ------------------------------------------------------------------------------------------------------

def is_escape(byte):
    return z3.Or(z3.ULT(byte, 0x20), byte == ord('"'), byte == ord("\\"))


def is_space(byte):
    return z3.Or(*(byte == ord(c) for c in " \t\n\r"))


def is_rare_lead(byte):
    return z3.Or(*(byte == lead for lead in (0xC0, 0xC1, 0xE0, 0xED)), z3.UGE(byte, 0xF0))


def whole_characters(block):
    """The number of bytes in whole characters, by table 3-7 of the Unicode Standard. Goes backwards, so that the result
    for the bytes after a character is known."""
    tail = (0x80, 0xBF)
    table = [[(0x00, 0x7F)], [(0xC2, 0xDF), tail],
             [(0xE0, 0xE0), (0xA0, 0xBF), tail], [(0xE1, 0xEC), tail, tail],
             [(0xED, 0xED), (0x80, 0x9F), tail], [(0xEE, 0xEF), tail, tail],
             [(0xF0, 0xF0), (0x90, 0xBF), tail, tail], [(0xF1, 0xF3), tail, tail, tail],
             [(0xF4, 0xF4), (0x80, 0x8F), tail, tail]]
    number = lambda n: z3.BitVecVal(n, 64)
    end = len(block)
    whole = {end: number(end)}
    for at in reversed(range(end)):
        whole[at] = number(0)
        for row in table:
            matches = z3.And(*(z3.And(z3.UGE(byte, low), z3.ULE(byte, high))
                               for byte, (low, high) in zip(block[at:], row)))
            whole[at] = z3.If(matches, whole.get(at + len(row), number(at)), whole[at])
    return whole[0]


def mask(holds, block):
    bits = [z3.If(holds(byte), z3.BitVecVal(1 << i, 32), z3.BitVecVal(0, 32)) for i, byte in enumerate(block)]
    return z3.Sum(bits)


# The expected result of each function for a block and its other arguments, and preconditions of these.
KERNELS = {
    "specials": lambda block: mask(lambda byte: z3.Or(is_escape(byte), z3.UGE(byte, 0x80)), block),
    "escapes": lambda block: mask(is_escape, block),
    "non_spaces": lambda block: mask(lambda byte: z3.Not(is_space(byte)), block),
    "rare_leads": lambda block: mask(is_rare_lead, block),
    "equal_to": lambda block, c: mask(lambda byte: byte == c, block),
    "at_least": lambda block, bound: mask(lambda byte: z3.UGE(z3.ZeroExt(24, byte), bound), block),
    "matches": lambda block, low, high: mask(lambda pair: pair[0] == pair[1],
                                             list(zip(block, lanes_of([low, high], 8)))),
    "whole_characters": whole_characters,
}
ASSUMED = {"at_least": lambda bound: z3.And(z3.UGE(bound, 0x80), z3.ULE(bound, 0xFF))}


# The meaning of LLVM's intermediate representation --------------------------------------------------------------------
# A value is a list of bit vectors: the lanes of a vector, or a single one.

def lanes_of(values, width):
    """The same bits, in lanes of another width. The first lane has the lowest bits."""
    bits = z3.Concat(*reversed(values)) if len(values) > 1 else values[0]
    return [z3.Extract(at + width - 1, at, bits) for at in range(0, bits.size(), width)]


def truth(condition):
    return z3.If(condition, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))


def leading_zeros(x):
    width = x.size()
    count = z3.BitVecVal(width, width)
    for i in range(width):
        count = z3.If(z3.Extract(i, i, x) == 1, z3.BitVecVal(width - 1 - i, width), count)
    return count


LANE_BY_LANE = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "and": lambda a, b: a & b,
    "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b, "shl": lambda a, b: a << b, "lshr": z3.LShR,
    "icmp eq": lambda a, b: truth(a == b), "icmp ne": lambda a, b: truth(a != b),
    "icmp ult": lambda a, b: truth(z3.ULT(a, b)), "icmp ule": lambda a, b: truth(z3.ULE(a, b)),
    "icmp ugt": lambda a, b: truth(z3.UGT(a, b)), "icmp uge": lambda a, b: truth(z3.UGE(a, b)),
    "icmp slt": lambda a, b: truth(a < b), "icmp sgt": lambda a, b: truth(a > b),
    "call umin": lambda a, b: z3.If(z3.ULT(a, b), a, b), "call umax": lambda a, b: z3.If(z3.UGT(a, b), a, b),
    "call ctlz": lambda a, _: leading_zeros(a),
}
CONVERSIONS = {
    "zext": lambda a, width: [z3.ZeroExt(width - x.size(), x) for x in a],
    "sext": lambda a, width: [z3.SignExt(width - x.size(), x) for x in a],
    "trunc": lambda a, width: [z3.Extract(width - 1, 0, x) for x in a],
    "bitcast": lanes_of,
}
REDUCTIONS = {"call vector.reduce.and": "and", "call vector.reduce.or": "or", "call vector.reduce.add": "add"}

TYPE = r"<\d+ x i\d+>|i\d+"
VALUE = r"%[\w.]+|-?\d+|true|false|poison|undef|zeroinitializer|<[^<>]*>|splat \([^()]*\)"
OPERAND = re.compile(rf"(?:({TYPE}) )?({VALUE})(?=,|\)|$)")
# Promises to the optimiser, which have no effect on hardware; and metadata.
PROMISES = re.compile(r"\b(?:nuw|nsw|exact|disjoint|nneg|samesign|tail|noundef|zeroext|signext) |range\([^)]*\) |"
                      r"(?:, ![\w.]+ !\d+)+$| #\d+")


def shape(type_):
    """The number of lanes, and the number of bits in each."""
    numbers = [int(n) for n in re.findall(r"\d+", type_)]
    return numbers if len(numbers) == 2 else [1, numbers[0]]


class Function:
    """A function without loops, memory accesses or calls, except of intrinsics."""

    def __init__(self, head, body):
        self.parameters = re.findall(r"i(\d+) (%[\w.]+)", PROMISES.sub("", head))
        self.blocks = {}
        for line in body:
            line = PROMISES.sub("", line.split(";")[0].strip()).strip()
            if label := re.fullmatch(r"([\w.]+):", line):
                block = self.blocks[label[1]] = []
            elif line:
                block.append(line)

    def returned(self, arguments):
        names = {name: [value] for (_, name), value in zip(self.parameters, arguments)}
        return self.follow(next(iter(self.blocks)), None, names)

    def follow(self, block, before, names):
        """The result of the function from this block on, entered from the block `before`."""
        names = dict(names)
        for line in self.blocks[block]:
            if done := re.fullmatch(r"ret (.+)", line):
                return self.operands(done[1], names)[0][0]
            if jump := re.fullmatch(r"br label %([\w.]+)", line):
                return self.follow(jump[1], block, names)
            if fork := re.fullmatch(r"br (i1 .+), label %([\w.]+), label %([\w.]+)", line):
                condition = self.operands(fork[1], names)[0][0] == 1
                return z3.If(condition, self.follow(fork[2], block, names), self.follow(fork[3], block, names))
            name, what = line.split(" = ", 1)
            names[name] = self.evaluate(what, before, names)
        raise ValueError(f"{block} does not end")

    def evaluate(self, what, before, names):
        if phi := re.fullmatch(rf"phi ({TYPE}) (.+)", what):
            values = {label: value for value, label in re.findall(rf"\[ ({VALUE}), %([\w.]+) \]", phi[2])}
            return self.value(phi[1], values[before], names)
        if cast := re.fullmatch(rf"(zext|sext|trunc|bitcast) (.+) to ({TYPE})", what):
            return CONVERSIONS[cast[1]](self.operands(cast[2], names)[0], shape(cast[3])[1])
        if call := re.fullmatch(rf"call (?:{TYPE}) @llvm\.(?:aarch64\.neon\.)?([a-z.]+?)\.\w+\((.*)\)", what):
            operation, rest = f"call {call[1]}", call[2]
        else:
            operation, rest = re.fullmatch(r"(icmp \w+|\w+) (.+)", what).groups()
        a, *others = self.operands(rest, names)
        if operation in LANE_BY_LANE:
            return [LANE_BY_LANE[operation](*lanes) for lanes in zip(a, others[0])]
        if operation in REDUCTIONS:
            total = a[0]
            for lane in a[1:]:
                total = LANE_BY_LANE[REDUCTIONS[operation]](total, lane)
            return [total]
        if operation == "call addp":
            pairs = a + others[0]
            return [even + odd for even, odd in zip(pairs[::2], pairs[1::2])]
        if operation == "select":
            conditions = a if len(a) == len(others[0]) else a * len(others[0])
            return [z3.If(c == 1, x, y) for c, x, y in zip(conditions, *others)]
        if operation == "extractelement":
            return [a[others[0][0].as_long()]]
        if operation == "insertelement":
            at = others[1][0].as_long()
            return a[:at] + others[0] + a[at + 1:]
        if operation == "shufflevector":
            both = a + others[0]
            return [both[i.as_long()] if z3.is_bv_value(i) else i for i in others[1]]
        raise ValueError(f"not understood: {what}")

    def operands(self, text, names):
        """The values of a list, in which a value without a type has the type of the previous one."""
        type_, values = None, []
        for own, value in OPERAND.findall(text):
            type_ = own or type_
            values.append(self.value(type_, value, names))
        return values

    def value(self, type_, written, names):
        count, width = shape(type_)
        if written.startswith("%"):
            return names[written]
        if written in ("poison", "undef"): # any value, so the result must not depend on it
            return [z3.FreshConst(z3.BitVecSort(width)) for _ in range(count)]
        if written.startswith("<"):
            return [lane for element in written[1:-1].split(", ") for lane in self.value(*element.split(), names)]
        if written.startswith("splat"):
            return count * self.value(*written[7:-1].split(), names)
        number = {"true": 1, "false": 0, "zeroinitializer": 0}.get(written)
        return count * [z3.BitVecVal(int(written) if number is None else number, width)]


def functions(module):
    """The functions of a module with C linkage, by kernel and block."""
    for head, name, body in re.findall(r"^define (.*@(?!_Z)(\w+)\(.*)\{\n((?:.*\n)*?)\}", module, re.M):
        kernel, block = re.fullmatch(r"(\w+)_(\w+_block)", name).groups()
        yield kernel, block, Function(head, body.splitlines())


# The proof -----------------------------------------------------------------------------------------------------------

def counterexample(kernel, function):
    """Arguments for which a function does not return the expected result, or None."""
    arguments = [z3.BitVec(f"argument {i}", int(width)) for i, (width, _) in enumerate(function.parameters)]
    others = arguments[2:]
    solver = z3.SolverFor("QF_BV")
    if kernel in ASSUMED:
        solver.add(ASSUMED[kernel](*others))
    solver.add(function.returned(arguments) != KERNELS[kernel](lanes_of(arguments[:2], 8), *others))
    if solver.check() == z3.unsat:
        return None
    return ", ".join(f"{solver.model().eval(a, True).as_long():#x}" for a in arguments)


def compiled(clang, target, level, include, source):
    """The intermediate representation of C++ code, or None if it does not compile."""
    command = [clang, f"--target={target}", level, *FLAGS, f"-I{include}", "-x", "c++", "-", "-o", "-"]
    done = subprocess.run(command, input=source, capture_output=True, encoding="utf-8", check=False)
    return done.stdout if done.returncode == 0 else None


def main(include):
    clangs = list({os.path.realpath(found): name for name in CLANGS if (found := shutil.which(name))}.values())
    proved, wrong, missing = 0, [], [] if clangs else [" or ".join(CLANGS)]
    for clang, (target, block), level in itertools.product(clangs, TARGETS.items(), LEVELS):
        where = f"{clang} {level}, {target}"
        if compiled(clang, target, level, include, "#include <cstdint>\n#include <boost/config.hpp>\n") is None:
            missing.append(f"headers for {where}")
            continue
        module = compiled(clang, target, level, include, f"{SOURCE}PROVED({block})\n")
        found = list(functions(module or ""))
        if {(kernel, block) for kernel, block, _ in found} != set(itertools.product(KERNELS, ("word_block", block))):
            wrong.append(f"the functions do not compile, or are not all there: {where}")
        for kernel, block, function in found:
            arguments = counterexample(kernel, function)
            if arguments is None:
                proved += 1
            else:
                wrong.append(f"{block}::{kernel} is wrong for {arguments}: {where}")
    print(*wrong, f"{proved} functions are right for all bytes", *(f"skipped, missing: {m}" for m in missing), sep="\n")
    return 1 if wrong else 77 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
