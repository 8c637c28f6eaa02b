# SPDX-License-Identifier: BSL-1.0
"""inspect.py PROGRAM: checks laws of `inspect` that hold for every body.

A valid body gets no hint. A mechanical fix in a hint works: it makes the body valid. Without --show, no string of a
body is printed but the err_msg and result of a decoded response. The text and the JSON agree. Failures to read or
write are reported, with exit status 2.
"""

import base64
import csv
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BODIES = HERE / "bodies"
VECTORS = HERE.parent / "vectors"
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())

HTTP_HEAD = re.compile(rb"^.*?\r\n\r\n", re.S)


def text(function):
    """A cure that edits characters."""
    return lambda body: function(body.decode()).encode()


def replace(old, new):
    return text(lambda body: body.replace(old, new))


# The fix that each body's hint suggests, by the body's name.
CURES = {
    "account_number": text(lambda b: re.sub(r":(\d{11})", r':"\1"', b)),
    "account_type_in_quotes": replace('"1005"', "1005"),
    "account_without_quotes": replace("926@126.com", '"926@126.com"'),
    "accounts_without_objects": text(lambda b: re.sub(r'("user\d")', r'{"account":\1}', b)),
    "base64": base64.b64decode,
    "byte_order_mark": lambda b: b[3:],
    "camel_case": replace("operatorType", "operator_type"),
    "comment": text(lambda b: re.sub("//.*", "", b)),
    "comment_before": text(lambda b: re.sub(r"/\*.*?\*/", "", b)),
    "doubled_braces": lambda b: b[1:-1],
    "equals_sign": replace("=", ":"),
    "escaped_apostrophe": replace("\\'", "'"),
    "escaped_once_too_often": replace('\\"', '"'),
    "full_width_comma": replace("，", ","),
    "hexadecimal_escape": replace("\\x", "\\u00"),
    "html_entities": replace("&quot;", '"'),
    "http_request": lambda b: HTTP_HEAD.sub(b"", b),
    "in_double_quotes": text(lambda b: b.strip()[1:-1]),
    "in_single_quotes": text(lambda b: b.strip()[1:-1]),
    "json_in_a_string": lambda b: json.loads(b).encode(),
    "list_in_a_string": text(lambda b: re.sub(r'"(\[.*\])"', lambda m: m[1].replace('\\"', '"'), b)),
    "long_line": replace(",7]", ',"7"]'),
    "missing_braces": lambda b: b"{" + b + b"}",
    "missing_comma": replace("2\n", "2,\n"),
    "misspelt_name": replace("acount", "account"),
    "names_without_quotes": text(lambda b: re.sub(r"(operator_type|token_list):", r'"\1":', b)),
    "no_break_spaces": replace("\u00a0", " "),
    "object_for_list": text(lambda b: re.sub(r":(\{.*\})\}$", r":[\1]}", b)),
    "operator_type_in_quotes": replace('"2"', "2"),
    "percent_encoded": text(lambda b: re.sub("%(..)", lambda m: chr(int(m[1], 16)), b)),
    "python_bytes": lambda b: b[2:-1],
    "python_repr_with_prefixes": text(lambda b: re.sub("u?'", '"', b)),
    "python_repr_with_quotes_mended": replace("None", "null"),
    "response_array": lambda b: b[1:-1],
    "response_in_chunks": lambda b: b.split(b"\r\n")[1],
    "response_ret_code_in_quotes": replace('"ret_code":"0"', '"ret_code":0'),
    "response_with_head": lambda b: HTTP_HEAD.sub(b"", b),
    "several_mistakes": replace('"2"', "2"),
    "single_quotes": replace("'", '"'),
    "single_quotes_with_apostrophe": text(lambda b: re.sub(r"(?<!\\)'", '"', b).replace("\\'", "'")),
    "token_for_list": replace('"token1"', '["token1"]'),
    "token_without_quotes": replace("token1", '"token1"'),
    "tokens_in_objects": replace('{"token":"token1"}', '"token1"'),
    "trailing_comma": replace(",}", "}"),
    "trailing_comma_in_array": text(lambda b: re.sub(r",(\s*\])", r"\1", b)),
    "trailing_equals_sign": replace("=", ""),
    "trailing_nul": lambda b: b.rstrip(b"\0"),
    "trailing_semicolon": replace(";", ""),
    "two_commas": replace(",,", ","),
    "typographic_quotes": text(lambda b: re.sub("[“”]", '"', b)),
    "utf16_big_endian_without_mark": lambda b: b.decode("utf-16-be").encode(),
    "utf16_little_endian": lambda b: b.decode("utf-16").encode(),
    "utf32": lambda b: b.decode("utf-32").encode(),
    "wrapped": text(lambda b: re.sub(r'^\{"data":(.*)\}$', r"\1", b)),
}
# Each of these has a further error after its cure.
FURTHER = {"several_mistakes", "python_repr_with_quotes_mended"}


def inspect(*arguments, stdin=b"", **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, check=False, **options)


def is_response(path):
    """Whether to inspect a file as a response."""
    return path.stem.startswith(("response_", "request_as_")) and path.stem != "response_as_request"


def report(body, response):
    """The report of --json on a body."""
    told = json.loads(inspect("--json", *(["--response"] if response else []), stdin=body).stdout)
    return told["response" if response else "request"]


def hints_of(told):
    return [error["hint"] for error in told["errors"] if "hint" in error]


def check_vectors():
    for kind in ("request", "response"):
        with (VECTORS / kind / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
            for name, _, _, _, options in list(csv.reader(manifest, delimiter="\t"))[1:]:
                told = report((VECTORS / kind / name).read_bytes(), kind == "response")
                if name.startswith("y_") and options == "-" and not told["valid"]:
                    yield f"{name}: is right"
                if told["valid"] and hints_of(told):
                    yield f"{name}: is right, but has a hint"
                if name.startswith("y_reply") and not told["valid"] and "lenient_message" not in told:
                    yield f"{name}: is read leniently"


def check_cures():
    for path in sorted(BODIES.iterdir()):
        cure = CURES.get(path.stem)
        if cure is None:
            continue
        body = path.read_bytes()
        told = report(body, is_response(path))
        cured = report(cure(body), is_response(path))
        if not hints_of(told):
            yield f"{path.name}: has no hint"
        if cured["errors"] and (path.stem not in FURTHER or cured["errors"][0] == told["errors"][0]):
            yield f"{path.name}: the cure leaves {cured['errors'][0]}"
    for missing in CURES.keys() - {path.stem for path in BODIES.iterdir()}:
        yield f"{missing}: no such body"


def check_replies():
    """No hint tells the reader of a reply what to send."""
    for path in sorted(BODIES.iterdir()):
        for hint in hints_of(report(path.read_bytes(), response=True)):
            if re.search(r"\b(send|serialise|curl)\b", hint):
                yield f"{path.name} as a response: {hint}"


def check_redaction():
    """Each string contains a Q, which must never be printed; each edit lets one out of its quotes."""
    body = b'{"operator_type":5,"account_list":[{"account":"QQQQ"},{"QQ":"QQQQ","account":"QQ\\u0051","account_type":7}]}'
    edits = [body[:at] + edit + body[at + skip:]
             for at in range(len(body)) for edit in (b"", b'"', b"'", b"\\", b"{", b"]", b"\n", b"\xff", b"//") for skip in (0, 1)]
    for edited in edits[::17]:
        for options in ([], ["--json"], ["--response"], ["--response", "--json"]):
            if b"Q" in inspect("--all", *options, stdin=edited).stdout:
                yield f"{edited} {options}: a string is printed"
    reply = b'{"ret_code":7,"err_msg":"E0","result":["R0"],"QQ":"QQ"}'
    wrong = b'{"ret_code":0,"err_msg":"E0","result":["R0",true],"QQ":"QQ"}'
    for options in (["--response"], ["--response", "--json"]):
        if re.findall(b"E0|R0|Q+", inspect(*options, stdin=reply).stdout) != [b"E0", b"R0"]:
            yield f"{reply} {options}: err_msg and result are not all that is printed"
        if re.search(b"E0|R0|Q", inspect(*options, stdin=wrong).stdout):
            yield f"{wrong} {options}: a string is printed"
    secrets = re.compile(rb"token\d|user\d|x\.com|13800138000|\xe6\xb5\x8b")
    for path in sorted(BODIES.iterdir()):
        for options in ([], ["--json"]):
            if secrets.search(inspect("--all", *options, *(["--response"] if is_response(path) else []), path).stdout):
                yield f"{path.name}: a string is printed"


def check_agreement():
    """The text and the JSON tell the same results, and the same outcome of each item."""
    request = (VECTORS / "request/y_doc_op2_override.json").read_bytes()
    results = ([], ["0"], ["0", "0"], ["ok", "1008006"], ["token_not_exists", "7"], ["0", "0", "1008006"])
    for code, result in itertools.product((0, 1008003, 1008026, 1008027, 7), results):
        bodies = request + json.dumps({"ret_code": code, "result": result}).encode()
        told = json.loads(inspect("--json", "-", "-", stdin=bodies).stdout)["response"]["message"]
        response = inspect("-", "-", stdin=bodies).stdout.decode().partition("response: ")[2]
        outcomes = [o["pointer"] + "  " + o["disposition"] + (f": {o['meaning']} ({o['code']})" if o.get("code") else "")
                    for o in told.get("outcomes", [])]
        if re.findall("/token_accounts/.*", response) != outcomes:
            yield f"{bodies[len(request):]}: the text has other outcomes than {outcomes}:\n{response}"
        if re.findall('/result/.*?"(.*?)"', response) != told["result"]:
            yield f"{bodies[len(request):]}: the text has other results:\n{response}"


def check_calls():
    right = (VECTORS / "request/y_doc_op2_override.json").read_bytes()
    reply = (VECTORS / "response/y_doc_2020_2022_ok_ok.json").read_bytes()
    padding = b" " * (5 << 20)  # two bodies with it are larger than one body may be
    with tempfile.TemporaryDirectory() as folder:
        dashed = pathlib.Path(folder, "--show")
        dashed.write_bytes(right)
        cases = [
            (["--help"], b"", 0, b"usage: inspect", b""),
            (["--shew"], b"", 2, b"", b"unknown option --shew"),
            (["a", "b", "c"], b"", 2, b"", b"too many files"),
            (["--response", "a", "b"], b"", 2, b"", b"too many files"),
            ([folder], b"", 2, b"", b"Is a directory"),
            ([folder + "/none"], b"", 2, b"", b"No such file"),
            (["--", "--show"], b"", 0, b"token <6 bytes>", b""),
            ([], right, 0, b"request: overwrite_accounts", b""),
            (["--response"], reply, 0, b"response: accepted", b""),
            (["-", "-"], right + reply, 0, b"for /token_accounts/1  accepted", b""),
            (["-", "-"], padding + right + reply + padding, 0, b"for /token_accounts/1  accepted", b""),
            (["-", "-"], right + b'{"ret_code":0,"result":["0"]}', 0, b"1 result for 2 items: cannot match them", b""),
            (["-", "-"], right + b'{"ret_code":7,"result":["0"]}', 0, b"1 result for 2 items: ignored", b""),
            (["-", "-"], right, 2, b"", b"cannot tell two bodies apart"),
            (["-", "-"], b"{'a" + reply, 2, b"", b"cannot tell two bodies apart"),
        ]
        for arguments, stdin, status, out, err in cases:
            ran = inspect(*arguments, stdin=stdin, cwd=folder)
            if ran.returncode != status or out not in ran.stdout or err not in ran.stderr:
                yield f"inspect {arguments}: {ran}"
            if status == 2 and ran.stdout or status != 2 and ran.stderr:
                yield f"inspect {arguments}: writes to the other stream"
    with open("/dev/full", "wb") as full:
        for arguments in (["--help"], [], ["--json"]):
            ran = subprocess.run([PROGRAM, *arguments], input=right, stdout=full, stderr=subprocess.PIPE, check=False)
            if ran.returncode != 2 or b"cannot write" not in ran.stderr:
                yield f"inspect {arguments} >/dev/full: {ran}"


def main():
    wrong = [*check_vectors(), *check_cures(), *check_replies(), *check_redaction(), *check_agreement(), *check_calls()]
    print("\n".join(wrong) or f"{len(CURES)} cures are right, and so are the vectors, the redaction, the agreement and the calls")
    return 1 if wrong else 0


sys.exit(main())
