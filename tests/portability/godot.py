# SPDX-License-Identifier: BSL-1.0
"""Tests the library in an extension of a game engine, Godot 4 from Debian sid, against the test double.

    godot.py FOLDER TEST_DOUBLE

Installs a minimal Debian sid with the engine in FOLDER, builds tests/examples/godot with this machine's compiler,
without exceptions and RTTI, and runs it there: the engine's HTTP client sends one encoded call, and the script prints
the outcome of each item. Fails if the test double did otherwise. Needs root, debootstrap and the network.
"""

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
BARE_METAL = systems.SOURCE / "tests/portability/bare_metal"
HMAC = systems.SOURCE / "tests/examples/hmac.hpp"
DEAD = "0123456789abcdef0123456789abcdef4567"
GODOT = "cd /build/godot; HOME=/build timeout 120 godot --headless"


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
    sid.run(f"{GODOT} --import", check=False)  # finds the extension

    sample = dict(re.findall(r"sample_(\w+) = \"(\w+)\"", HMAC.read_text(encoding="utf-8")))
    server = subprocess.Popen([test_double, "--dead-token", DEAD], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().split()[-1]
        said = {}
        for key in (sample["secret_key"], "wrong"):
            done = sid.run(f"{GODOT} --script main.gd -- {url} {sample['access_id']} {key}", check=False)
            print(done.stdout + done.stderr, flush=True)
            said[key] = [line for line in done.stdout.splitlines() if re.fullmatch("[a-z_]+", line)]
    finally:
        server.kill()
        server.wait()
    if list(said.values()) != [["accepted", "not_found"], ["bad_credentials"] * 2]:
        print(f"godot: failed: {said}")
        return 1
    result = f"{version}: one call, with an outcome for each item; the wrong key"
    print(f"godot {result}")
    subprocess.run([sys.executable, systems.SOURCE / "tests/tools/tested.py", "note", "Godot", result], check=True)
    return 0


if len(sys.argv) != 3:
    sys.exit(__doc__)
sys.exit(main(*sys.argv[1:]))
