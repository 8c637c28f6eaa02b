# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of each operation with Valgrind, and prints them as Markdown.

    instructions.py PROGRAM [--operation NAME]... [--body NAME]... [--ours]

A count is the same in every run, so it shows the effect of a change where times cannot. It is not a
time: an instruction can wait for memory, or be one of four at once.
"""

import argparse
import re
import subprocess
import tempfile

REQUESTS = ["S", "M", "L", "P", "U"]
RESPONSES = ["R", "R0", "Rok", "RL"]
BODIES = REQUESTS + RESPONSES
DOCUMENTS = 16  # of each kind, which are run in turn
# Each operation, and a fast library that also supports it.
PEERS = {
    "decode": "yyjson",
    "decode_into": "yyjson",
    "decode_view": "yyjson",
    "decoded": None,
    "encode_into": "simdjson_utf8",
}


def profile(program, name):
    """Callgrind's profile of an operation on all documents, such as decode/M/tpns."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as out:
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", "--compress-strings=no",
             "--toggle-collect=*instructions_of*", program, "--count", name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return out.read()


def count(program, name):
    return int(re.search(r"^summary: (\d+)", profile(program, name), re.M).group(1)) // DOCUMENTS


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--operation", action="append", choices=PEERS)
    parser.add_argument("--body", action="append", choices=BODIES)
    parser.add_argument("--ours", action="store_true", help="not the peers'")
    options = parser.parse_args()
    bodies = options.body or BODIES
    print("| instructions | of | " + " | ".join(bodies) + " |")
    print("|---" * (2 + len(bodies)) + "|")
    for operation in options.operation or PEERS:
        peer = None if options.ours else PEERS[operation]
        for library in ["tpns", peer] if peer else ["tpns"]:
            counts = ["\u2013" if operation == "encode_into" and body == "P"
                      else f"{count(options.program, f'{operation}/{body}/{library}'):,}"
                      for body in bodies]
            print(f"| {operation} | {library} | " + " | ".join(counts) + " |", flush=True)


if __name__ == "__main__":
    main()
