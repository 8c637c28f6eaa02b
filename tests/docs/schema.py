# SPDX-License-Identifier: BSL-1.0
"""schema.py PRINTED DOCS VECTORS SCRATCH: compares the JSON Schemas in DOCS/schema with the library.

PRINTED is the program schema.cpp. Its limits are the numbers of the schemas. Its verdicts on all VECTORS are those of
the schemas, as Ajv reads them, except for the vectors in DOCS/schema/differences.tsv: each has a reason, which
DOCS/schema.md explains. Ajv is installed from npm in the folder SCRATCH; where that cannot be, the verdicts are not
compared.
"""

import contextlib
import json
import pathlib
import shutil
import subprocess
import sys

AJV = "ajv@8.20.0"
# Where the schemas have a limit; one that is unlimited is not there.
NUMBERS = {
    "max_token_accounts": "request $defs token_accounts maxItems",
    "min_token_bytes": "request $defs token minLength",
    "max_token_bytes": "request $defs token maxLength",
    "min_account_chars": "request $defs account properties account minLength",
    "max_account_chars": "request $defs account properties account maxLength",
    "min_accounts_per_token": "request $defs account_list minItems",
    "max_accounts_per_token": "request $defs account_list maxItems",
    "max_token_list": "request $defs token_list maxItems",
    "max_account_list": "request $defs account_list maxItems",
    "max_result": "response properties result maxItems",
}


def table(text):
    return dict(line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def number(schema, names):
    *places, keyword = names
    for place in places:
        schema = schema[place]
    return str(schema.get(keyword, "unlimited"))


def wrong_numbers(schemas, limits):
    for limit in sorted(limits.keys() | NUMBERS.keys()):
        kind, *names = NUMBERS[limit].split()
        if (found := number(schemas[kind], names)) != limits[limit]:
            yield f"{limit} is {limits[limit]}, and in the schema {found}"


def installed(scratch):
    """The module of Ajv for this version of JSON Schema, or None."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    module = scratch / "node_modules/ajv/dist/2020.js"
    if not module.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund",
                            "--fetch-retries=0", "--fetch-timeout=20000", "--prefix", scratch, AJV],
                           check=False, timeout=60)
    return module if module.exists() else None


def judged(ajv, docs, kind, bodies):
    command = ["node", docs / "schema.js", ajv.resolve(), docs / f"schema/{kind}.json", *bodies]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout.split()


def wrong_verdicts(ajv, docs, vectors, verdicts):
    """Where the schema says another thing than the library, but for what a schema cannot say."""
    differences = table((docs / "schema/differences.tsv").read_text(encoding="utf-8"))
    yield from (f"differences.tsv names {name}, which is no vector" for name in differences.keys() - verdicts.keys())
    for kind in ("request", "response"):
        names = [name for name in verdicts if name.startswith(kind + "/")]
        found = judged(ajv, docs, kind, [vectors / name for name in names])
        for name, schema in zip(names, found, strict=True):
            accepted = schema == "ok", verdicts[name] == "ok"
            if accepted != (True, False) if name in differences else accepted[0] != accepted[1]:
                yield f"{name}: the library says {verdicts[name]}, the schema {schema}"
    page = (docs / "schema.md").read_text(encoding="utf-8")
    yield from (f"schema.md does not explain: {reason}" for reason in sorted(set(differences.values()))
                if f"\n| {reason} |" not in page)


def main(printed, docs, vectors, scratch):
    docs, vectors = pathlib.Path(docs), pathlib.Path(vectors)
    rows = table(subprocess.run([printed], check=True, capture_output=True, text=True).stdout)
    limits = {name: value for name, value in rows.items() if "/" not in name}
    verdicts = {name: verdict for name, verdict in rows.items() if "/" in name}
    schemas = {kind: json.loads((docs / f"schema/{kind}.json").read_text(encoding="utf-8"))
               for kind in ("request", "response")}
    wrong = list(wrong_numbers(schemas, limits))
    ajv = installed(pathlib.Path(scratch))
    if ajv:
        wrong += wrong_verdicts(ajv, docs, vectors, verdicts)
    print(*wrong, f"{len(limits)} limits compared",
          f"{len(verdicts)} vectors compared" if ajv else f"skipped: Node, or {AJV} from npm, is missing", sep="\n")
    return 1 if wrong else 0 if ajv else 77


sys.exit(main(*sys.argv[1:]))
