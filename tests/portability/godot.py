# SPDX-License-Identifier: BSL-1.0
"""Tests the library in an extension of a game engine, Godot 4 from Debian sid, against the test double.

    godot.py FOLDER TEST_DOUBLE

Installs a minimal Debian sid with the engine in FOLDER, builds tests/examples/godot with this machine's compiler,
without exceptions and RTTI, and runs it there: the engine's HTTP client sends one encoded call, and the script prints
the outcome of each item. Fails if the test double did otherwise, or if the script does not report a wrong argument, a
wrong reply or a redirect. Needs root, debootstrap and the network.
"""

import contextlib
import ctypes
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True  # leaves the source tree unchanged
import systems

EXAMPLE = systems.SOURCE / "tests/examples/godot"
REDIRECTING = systems.SOURCE / "tests/portability/redirecting.py"
BARE_METAL = systems.SOURCE / "tests/portability/bare_metal"
HMAC = systems.SOURCE / "tests/examples/hmac.hpp"
DEAD = "0123456789abcdef0123456789abcdef4567"
GODOT = "cd /build/godot; HOME=/build timeout 120 godot --headless"

# Wrong arguments, and what the engine prints about them.
MISUSES = {
    "bind_accounts()": "bind_accounts takes an account for each token",
    "bind_accounts('t1', 'a1', 't2')": "bind_accounts takes an account for each token",
    "bind_accounts('t1', null)": "argument 2 is not a String",
    "bind_accounts(5, 'a1')": "argument 1 is not a String",
    "bind_accounts('t1', '')": "/token_accounts/0/account_list/0/account: shorter than 2 characters",
    "outcomes('{}')": "outcomes takes a body and its reply",
}


def say_so():
    while True:
        time.sleep(20)
        print("still at work", flush=True)


def build(project):
    warnings = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror"
    subprocess.run([*shlex.split(os.environ.get("CXX", "g++")), "-std=c++17", "-Os", "-fno-exceptions", "-fno-rtti",
                    "-fvisibility=hidden", "-fPIC", "-shared", *warnings.split(), f"-I{systems.SOURCE / 'include'}",
                    "-isystem", project, project / "tpns_extension.cpp", BARE_METAL / "boost_json.cpp",
                    "-o", project / "libtpns.so"], check=True)


def starts_without(project, name):
    """Whether the extension starts in an engine without one of the functions. This machine can load it, too."""
    get = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)(lambda asked: 0 if asked == name else 1)
    start = ctypes.CDLL(project / "libtpns.so").tpns_init
    start.restype = ctypes.c_uint8 # GDExtensionBool
    return start(get, None, None)


def misused(sid, project):
    """The misuses for which the extension does not return an empty text, or prints something else."""
    lines = "".join(f"\tprint(Tpns.{call}.is_empty())\n" for call in MISUSES)
    (project / "misused.gd").write_text(f"extends SceneTree\nfunc _initialize():\n{lines}\tquit()\n")
    done = sid.run(f"{GODOT} --script misused.gd", check=False)
    empty = re.findall("^(?:true|false)$", done.stdout, re.M)
    printed = re.findall("^ERROR: (.*)$", done.stderr, re.M)
    wanted = [("true", error) for error in MISUSES.values()]
    return [] if list(zip(empty, printed)) == wanted else [f"misused: {done.stdout}{done.stderr}"]


@contextlib.contextmanager
def doubled(*command):
    """The URL of a server, such as a test double."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.kill()
        server.wait()


def main(folder, test_double):
    if test_double == "missing":
        print("godot: skipped: there is no test double, since libcurl or OpenSSL is missing")
        return 0
    threading.Thread(target=say_so, daemon=True).start()
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["sh", systems.SOURCE / "tests/tools/packages.sh", "debootstrap"], check=True)
    sid = systems.System(folder, "sid")
    print("installing the engine", flush=True)
    sid.run("apt-get install -y -qq --no-install-recommends godot ca-certificates")
    version = sid.run("godot --version").stdout.strip()
    print(f"godot {version}: building the extension", flush=True)
    project = sid.root / "build/godot"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(EXAMPLE, project)
    sid.run(f"{GODOT} --dump-gdextension-interface")
    build(project)
    if starts_without(project, b"classdb_register_extension_class4"):
        print("godot: failed: the extension starts in an engine that is too old")
        return 1
    sid.run(f"{GODOT} --import", check=False)  # finds the extension; 4.6 then crashes

    sample = dict(re.findall(r"sample_(\w+) = \"(\w+)\"", HMAC.read_text(encoding="utf-8")))
    wrong = misused(sid, project)

    def expect(status, text, url="", key=sample["secret_key"], access_id=sample["access_id"]):
        """Runs the script, which must exit with the status, and print the text."""
        done = sid.run(f"export TPNS_ACCESS_ID={access_id} TPNS_SECRET_KEY={key}; {GODOT} --script main.gd -- {url}",
                       check=False)
        print(done.stdout + done.stderr, flush=True)
        if done.returncode != status or text not in done.stdout + done.stderr:
            wrong.append(f"exit status {done.returncode} instead of {status}, or no {text!r}")

    with doubled(test_double) as url:
        expect(0, "accepted\naccepted\n", url)
        expect(1, "bad_credentials\nbad_credentials\n", url, key="wrong")
        expect(1, "needs a URL, and TPNS_ACCESS_ID and TPNS_SECRET_KEY", url, key="")
        expect(1, "needs a URL, and TPNS_ACCESS_ID and TPNS_SECRET_KEY", url, access_id="")
        expect(1, "needs a URL, and TPNS_ACCESS_ID and TPNS_SECRET_KEY")
        with doubled(sys.executable, REDIRECTING, "302", url) as other:
            expect(1, "HTTP status 302", other)
    with doubled(test_double, "--dead-token", DEAD) as url:
        expect(1, "accepted\nnot_found\n", url)
    with doubled(test_double, "--call-fail-rate", "1") as url:
        expect(1, "retry\nretry\n", url)
        expect(1, "HTTP status 500", url)
        expect(1, "HTTP status 200", url) # not JSON
        expect(1, "HTTP status 200", url) # a code too few
        expect(1, "HTTP status 0", url) # no reply
    if wrong:
        print("\n".join(["godot: failed:", *wrong]))
        return 1
    result = f"{version}: one call, with an outcome for each item; the wrong key"
    print(f"godot {result}")
    subprocess.run([sys.executable, systems.SOURCE / "tests/tools/tested.py", "note", "Godot", result], check=True)
    return 0


if len(sys.argv) != 3:
    sys.exit(__doc__)
sys.exit(main(*sys.argv[1:]))
