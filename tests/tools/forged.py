# SPDX-License-Identifier: BSL-1.0
"""forged.py PAGE: checks that tested.py refuses forged results and a forged page, and loses no result."""

import concurrent.futures
import contextlib
import io
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True  # leaves the source tree unchanged
import tested


def sealed(rows, key, **changes):
    """A row with the seal that tested.py would write."""
    rows[key] = rows[key]._replace(**changes).sealed(key)


def by_hand(rows):
    rows["fuzz_job"] = rows["fuzz_job"]._replace(result="999,000,000 executions, 0 finds")


FORGERIES = {
    "a row typed by hand": by_hand,
    "a score that is none": lambda rows: sealed(
        rows, "mutation", result="10 of 381 killed; the other 371 change nothing that a test could see"),
    "a score that does not add up": lambda rows: sealed(
        rows, "mutation", result="381 of 400 killed; the other 1 change nothing that a test could see"),
    "a score that is too low": lambda rows: sealed(
        rows, "mutation", result="379 of 400 killed; the other 21 change nothing that a test could see"),
    "another score": lambda rows: sealed(rows, "mutation", result="10 of 381 killed"),
    "a failure": lambda rows: sealed(rows, "s390x", result="failed"),
    "a failed test": lambda rows: sealed(rows, "g++:c++17", result="517 passed, 1 failed"),
    "a find": lambda rows: sealed(rows, "fuzz_sign", result="100,000,000 executions, 1 finds"),
    "nothing run": lambda rows: sealed(rows, "fuzz_sign", result="0 executions, 0 finds"),
    "too few executions": lambda rows: sealed(rows, "fuzz_sign", result="1,384 executions, 0 finds"),
    "too short a run, optimised": lambda rows: sealed(rows, "fuzz_sign", result="1,384 executions in 601 s, 0 finds"),
    "too short a run": lambda rows: sealed(rows, "fuzz_sign (sanitizers)", result="1,384 executions in 61 s, 0 finds"),
    "gaps that nobody argued": lambda rows: sealed(
        rows, "coverage", result="lines 99.5 %, branches 98.0 %, MC/DC 91.9 %; 7 gaps not argued"),
    "too little coverage": lambda rows: sealed(
        rows, "coverage", result="lines 99.5 %, branches 98.0 %, MC/DC 86.9 %; the rest argued"),
    "no test in it": lambda rows: sealed(rows, "g++:c++17", result="0 passed, 0 failed"),
    "a date before the project": lambda rows: sealed(rows, "libc++", date="2019-11-26"),
    "a date to come": lambda rows: sealed(rows, "libc++", date="2999-01-01"),
    "a row that is missing": lambda rows: rows.pop("armhf"),
    "a row that nothing is known of": lambda rows: rows.update({"vax": rows["armhf"]}),
}

# What is replaced on the page, which the rows do not say.
PAGE_FORGERIES = {
    "a figure": ("0 failed", "00 failed"),
    "a fresh look": (", *earlier headers*", ""),
}


def refuses(page, rows):
    with tempfile.TemporaryDirectory() as folder:
        where = pathlib.Path(folder, "tested.tsv")
        forged_page = pathlib.Path(folder, "tested.md")
        forged_page.write_text(page, encoding="utf-8")
        tested.save(rows, where)
        with contextlib.redirect_stdout(io.StringIO()):
            return tested.check(forged_page, where) != 0


def loses_none(count=100):
    """Whether results that are noted at the same time are all kept."""
    keys = {str(i) for i in range(count)}
    with tempfile.TemporaryDirectory() as folder:
        where = pathlib.Path(folder, "tested.tsv")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda key: tested.add(key, "passed", where=where), keys))
        return tested.noted(where).keys() == keys


def main(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")

    def page(rows):
        return tested.TABLE.sub(lambda _: "\n" + "\n".join(tested.table(rows)) + "\n\n", text)

    wrong = [] if not refuses(page(tested.noted()), tested.noted()) else ["what was noted is refused"]
    for name, forge in FORGERIES.items():
        rows = tested.noted()
        forge(rows)
        forged = page(rows) if all(key in rows for _, _, keys, _ in tested.NOTES for key in keys) else text
        if not refuses(forged, rows):
            wrong.append(f"not refused: {name}")
    stale = tested.noted()
    sealed(stale, "libc++", headers="0" * 16)
    for name, (was, becomes) in PAGE_FORGERIES.items():
        forged = page(stale).replace(was, becomes, 1)
        if forged == page(stale) or not refuses(forged, stale):
            wrong.append(f"not refused: {name} on the page")
    if not loses_none():
        wrong.append("a result is lost if another is noted at the same time")
    print("\n".join(wrong) or f"{len(FORGERIES) + len(PAGE_FORGERIES)} forgeries are refused")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
