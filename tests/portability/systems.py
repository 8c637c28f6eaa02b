# SPDX-License-Identifier: BSL-1.0
"""Runs the unit tests on other systems, with other versions of Boost, compilers and standard libraries.

    systems.py FOLDER [SUITE]...

Installs a minimal Debian of each suite (by default, of all below) in FOLDER, with the oldest and the newest g++ and
clang that it has, and unpacks each version of Boost. Then it builds and runs the unit tests so that each pair of values
of compiler (including its system), Boost, C++ standard, standard library and hardening occurs at least once, and
compares the output of tests/portability/verdicts.cpp. It also adds the library to a program in every way. Skips what a
system lacks, and lists it. Fails if a test fails or a verdict differs. Needs root, debootstrap and the network. Runs
JOBS compilers at a time (by default, one per core).

Successes are recorded in FOLDER/passed.jsonl and not repeated until the sources change, so an interrupted run can
continue.
"""

import collections
import concurrent.futures
import contextlib
import csv
import hashlib
import itertools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True  # leaves the source tree unchanged
sys.path.append(str(SOURCE / "tests/tools"))
import combined
import sources
TABLE = SOURCE / "tests/portability/systems.tsv"

SUITES = {"bookworm": "Debian 12", "trixie": "Debian 13", "sid": "Debian sid"}
BOOSTS = ["1.81", "1.83", "1.88", "1.90", "1.92"]
STANDARDS = {"C++17": ["c++17"], "C++20": ["c++20"], "C++23": ["c++23", "c++2b"], "C++26": ["c++26", "c++2c"]}
LIBRARIES = ["libstdc++", "libc++"]
HARDENING = {
    "plain": "",
    "hardened": "-D_GLIBCXX_ASSERTIONS -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE",
}
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Werror"

Compiler = collections.namedtuple("Compiler", "system name version")
Configuration = collections.namedtuple("Configuration", "compiler boost standard library hardening")


# A compiler that cannot build this with some standard and library is not tested with them.
PROBE = r"""
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <variant>
int main() {
    const std::map<std::string, int> map = {{"a", 1}};
    for (const auto& [key, value] : map)
        if (key.empty()) return value;
    const auto all = std::tuple_cat(std::make_tuple(1), std::make_pair(2, 3));
    try {
        std::variant<int, std::string> choice = std::string("b");
        throw std::runtime_error(std::get<std::string>(choice));
    } catch (const std::exception& e) {
        return std::hash<std::string>()(e.what()) == 0 ? 1 : std::get<2>(all) - 3;
    }
}
"""


class System:
    """A Debian in a folder. Boost and our source are mounted while a command runs."""

    def __init__(self, folder, suite):
        self.suite = suite
        self.name = SUITES[suite]
        self.root = folder / suite
        self.shared = {"boost": folder / "boost", "source": folder / "source", "unity": folder / "unity"}
        if not (self.root / "etc/made").exists():
            self.make()
        # An interrupted run can leave packages half installed.
        self.run("dpkg --configure -a; apt-get -qq -y -f install; apt-get update -qq")

    def make(self):
        print(f"making {self.name}", flush=True)
        script = pathlib.Path("/usr/share/debootstrap/scripts", self.suite)
        mirror = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages",
                                 "Label: Debian"], capture_output=True, text=True).stdout.split()
        subprocess.run(["rm", "-rf", "--one-file-system", self.root], check=True)
        subprocess.run(["debootstrap", "--variant=minbase", self.suite, self.root, *mirror[:1],
                        *([] if script.exists() else [script.with_name("sid")])],
                       check=True, stdout=subprocess.DEVNULL)
        # debootstrap can leave it mounted.
        subprocess.run(["umount", self.root / "proc"], stderr=subprocess.DEVNULL)
        for folder in self.shared:
            (self.root / folder).mkdir()
        (self.root / "build").mkdir()
        # This machine's settings for reaching its packages.
        for file in pathlib.Path("/etc/apt/apt.conf.d").glob("99*"):
            (self.root / "etc/apt/apt.conf.d" / file.name).write_bytes(file.read_bytes())
        (self.root / "etc/made").touch()

    def run(self, command, check=True, seconds=1200):
        """Runs a shell command in it as root, and leaves nothing mounted or running. Too long a command is a failed one."""
        for file in ("resolv.conf", "hosts"):
            (self.root / "etc" / file).write_bytes(pathlib.Path("/etc", file).read_bytes())
        mounts = "mount -t proc proc proc; mount --rbind /dev dev"
        for name, folder in self.shared.items():
            folder.mkdir(exist_ok=True)
            mounts += f"; mount --bind {shlex.quote(str(folder))} {name}"
        environment = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
        environment |= {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
                        "LC_ALL": "C.UTF-8"}
        alone = ["unshare", "--mount", "--pid", "--kill-child"] # so that a kill reaches the compilers, too
        whole = [*alone, "sh", "-euc", f"cd \"$1\"; {mounts}; exec chroot . sh -euc \"$2\"", "sh", self.root, command]
        try:
            done = subprocess.run(whole, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=seconds)
        except subprocess.TimeoutExpired:
            done = subprocess.CompletedProcess(whole, 124, "", f"error: stopped after {seconds} s")
        if check and done.returncode != 0:
            sys.exit(f"{self.name}: {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def packages(self, pattern):
        """The versions in the names of packages, such as "12" in g++-12."""
        found = self.run(f"apt-cache search --names-only {shlex.quote('^' + pattern + '$')}").stdout
        versions = re.findall(f"^{pattern} ", found, re.M)
        return sorted(versions, key=lambda v: [int(n) for n in v.split(".")])

    def unpack(self, names, to):
        """Unpacks packages without installing them, so they can conflict."""
        self.run(f"rm -rf /tmp/debs; mkdir /tmp/debs; cd /tmp/debs; apt-get download -qq {' '.join(names)} 2>&1; "
                 f"for deb in *.deb; do dpkg-deb -x $deb {to}; done")

    def compilers(self, skipped):
        """Installs the oldest and the newest of each compiler; yields them with their standards and libraries."""
        gcc = self.packages(r"g\+\+-([0-9]+)")
        clang = self.packages(r"clang-([0-9]+)")
        names = [f"{kind}-{v}" for kind, versions in (("g++", gcc), ("clang", clang))
                 for v in dict.fromkeys(versions[::max(1, len(versions) - 1)])]
        print(f"{self.name}: {', '.join(names)}", flush=True)
        self.run(f"apt-get install -y -qq --no-install-recommends doctest-dev libc6-dev {' '.join(names)}")
        for name in names:
            command = name.replace("clang", "clang++")
            version = self.run(f"{command} -dumpfullversion -dumpversion").stdout.split()[0]
            compiler = Compiler(self, command, version)
            libraries = ["libstdc++"]
            if name.startswith("clang"):
                libraries += self.other_library(name.split("-")[1], skipped)
            standards = {}
            for standard, spellings in STANDARDS.items():
                for spelling in spellings:
                    if self.run(f"{command} -std={spelling} -fsyntax-only -x c++ /dev/null", check=False).returncode == 0:
                        standards.setdefault(standard, spelling)
                if standard not in standards:
                    skipped.append((self.name, command, f"has no {standard}"))
            yield compiler, standards, libraries

    def manages(self, compiler, spelling, library):
        """Whether a compiler can build and run a program that uses only the standard library."""
        (self.root / "build/probe.cpp").write_text(PROBE)
        return self.run(f"cd /build; {compiler.name} -std={spelling} {library_flags(compiler.name, library)} probe.cpp "
                        "-o probe; ./probe", check=False).returncode == 0

    def added(self):
        """The number of ways to add the library to a program with this system's tools."""
        done = self.run("cd /source; sh tests/tools/packages.sh g++ boost-json meson cmake pkg-config; "
                        "sh tests/portability/adding.sh .", check=False)
        print(f"{self.name}:\n{done.stdout}{done.stderr}", end="")
        return f"added in {done.stdout.count('ok ')} ways" if done.returncode == 0 else "failed: adding"

    def other_library(self, version, skipped):
        package = f"libc++-{version}-dev"
        needed = self.run("apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks "
                          f"--no-replaces --no-enhances {package}", check=False).stdout
        names = re.findall(r"^(lib(?:c\+\+|unwind)\S*)$", needed, re.M) # the names depend on the system
        if package not in names:
            skipped.append((self.name, f"clang++-{version}", f"has no {package}"))
            return []
        self.unpack(names, "/")
        return ["libc++"]


def pairs(configuration):
    return set(itertools.combinations(enumerate(configuration), 2))


def covering(possible):
    """A small subset in which every possible pair of values occurs."""
    left = set().union(*map(pairs, possible))
    while left:
        best = max(possible, key=lambda c: len(pairs(c) & left))
        left -= pairs(best)
        yield best


def unity():
    """All unit tests in one file."""
    return combined.combined(combined.listed(), 1)[0]


def library_flags(command, library):
    if library == "libstdc++":
        return ""
    return f" -stdlib=libc++ -Wl,-rpath,/usr/lib/llvm-{command.split('-')[1]}/lib -Wno-unused-command-line-argument"


def build_and_run(number, configuration, spelling):
    """The result of one configuration, and its verdicts."""
    c = configuration
    flags = f"-std={spelling} -O0 -isystem /boost/{c.boost}/usr/include -I/source/include -I/source/tests"
    flags += " -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS -DTPNS_TEST_VECTORS='\"/source/tests/vectors\"' " + HARDENING[c.hardening]
    warnings = WARNINGS
    if c.compiler.name.startswith("clang") and int(c.compiler.version.split(".")[0]) >= 22:
        warnings += " -Wno-c2y-extensions" # doctest uses __COUNTER__
    if c.library == "libc++":
        if int(c.compiler.version.split(".")[0]) < 18 and c.hardening == "hardened":
            flags += " -D_LIBCPP_ENABLE_ASSERTIONS=1" # which preceded the modes
    flags += library_flags(c.compiler.name, c.library)
    build = f"mkdir -p /build/{number}; cd /build/{number}\n"
    for source, extra in (("source/tests/support/boost_json_src.cpp", "-w"), ("source/tests/support/main.cpp", ""),
                          ("source/tests/support/allocations.cpp", warnings),
                          ("source/tests/portability/verdicts.cpp", warnings), ("unity/unit.cpp", warnings)):
        build += f"{c.compiler.name} {flags} {extra} -c /{source}\n"
    build += f"{c.compiler.name} {flags} unit.o main.o allocations.o boost_json_src.o -o unit\n"
    build += f"{c.compiler.name} {flags} verdicts.o boost_json_src.o -o verdicts\n"
    system = c.compiler.system
    built = system.run(build, check=False)
    if built.returncode != 0:
        error = re.search(r"^.*\b(error|undefined reference).*$", built.stderr, re.M)
        return f"failed: {error[0] if error else built.stderr[-200:]}", ""
    ran = system.run(f"cd /build/{number}; ./unit", check=False)
    verdicts = system.run(f"cd /build/{number}; ./verdicts", check=False)
    system.run(f"rm -r /build/{number}")
    count = re.search(r"test cases: *\d+ \| *(\d+) passed \| *(\d+) failed", ran.stdout)
    if ran.returncode < 0 or verdicts.returncode != 0 or not count:
        return f"failed: ended with {ran.returncode}, {verdicts.returncode}", ""
    if count[2] != "0":
        print(ran.stdout[-3000:])
    return f"{count[1]} passed, {count[2]} failed", verdicts.stdout


class Passed:
    """The configurations that passed with the current sources."""

    def __init__(self, file):
        self.file = file
        self.sources = sources.digest(SOURCE, ["include", "tests/unit", "tests/laws", "tests/support", "tests/vectors",
                                               "tests/portability/verdicts.cpp"])
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        self.results = {line["configuration"]: (line["result"], line["verdicts"]) for line in lines
                        if line["sources"] == self.sources}

    def get(self, configuration):
        return self.results.get(", ".join(described(configuration)))

    def add(self, configuration, result, verdicts):
        with self.file.open("a") as file:
            file.write(json.dumps({"sources": self.sources, "configuration": ", ".join(described(configuration)),
                                   "result": result, "verdicts": verdicts}) + "\n")


def described(c):
    return [c.compiler.system.name, f"{c.compiler.name.split('-')[0]} {c.compiler.version}", c.boost, c.standard,
            c.library, c.hardening]


def differences(one, other):
    for a, b in itertools.zip_longest(one.splitlines(), other.splitlines()):
        if a != b:
            yield f"    {a}\n    {b}"


def main(folder, *suites):
    if os.geteuid() != 0:
        sys.exit("needs root, for debootstrap and chroot")
    folder = pathlib.Path(folder).resolve()
    (folder / "unity").mkdir(parents=True, exist_ok=True)
    (folder / "unity/unit.cpp").write_text(unity())
    shutil.rmtree(folder / "source", ignore_errors=True)
    for name in ("include", "tests"): # a copy, which later edits do not affect
        shutil.copytree(SOURCE / name, folder / "source" / name)
    for name in ("meson.build", "meson_options.txt", "README.md"):
        shutil.copy(SOURCE / name, folder / "source")
    subprocess.run(["sh", SOURCE / "tests/tools/packages.sh", "debootstrap"], check=True)
    systems = [System(folder, suite) for suite in suites or SUITES]

    skipped = []
    boosts = []
    for boost in BOOSTS:
        having = next((s for s in systems if s.packages(f"libboost({boost})-dev")), None)
        if having and not (folder / "boost" / boost).exists():
            having.unpack([f"libboost{boost}-dev"], f"/boost/{boost}")
        if (folder / "boost" / boost).exists():
            boosts.append(boost)
        else:
            skipped.append(("", f"Boost {boost}", "is in none of these systems"))

    possible = {}
    for system in systems:
        for compiler, standards, libraries in system.compilers(skipped):
            for standard, library in itertools.product(standards, libraries):
                if not system.manages(compiler, standards[standard], library):
                    skipped.append((system.name, compiler.name, f"cannot build a plain program in {standard} with {library}"))
                    continue
                for boost, hardening in itertools.product(boosts, HARDENING):
                    possible[Configuration(compiler, boost, standard, library, hardening)] = standards[standard]

    chosen = list(covering(possible))
    print(f"{len(chosen)} of {len(possible)} configurations", flush=True)
    passed = Passed(folder / "passed.jsonl")
    rows = [[*described(c), passed.get(c)[0]] for c in chosen if passed.get(c)]
    print(f"{len(rows)} of them passed before", flush=True)
    seen = {passed.get(c)[1] for c in chosen if passed.get(c)}
    first = None
    with contextlib.ExitStack() as stack:
        pool = concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count())))
        stack.callback(pool.shutdown, cancel_futures=True) # so that an error ends it at once
        running = {pool.submit(build_and_run, i, c, possible[c]): c for i, c in enumerate(chosen) if not passed.get(c)}
        for done in concurrent.futures.as_completed(running):
            c = running[done]
            result, verdicts = done.result()
            first = first or verdicts
            digest = hashlib.sha256(verdicts.encode()).hexdigest()[:16]
            if verdicts and seen - {digest}:
                result += "; failed: other verdicts"
                print("\n".join(itertools.islice(differences(first, verdicts), 20)))
            elif result.endswith(" 0 failed"):
                passed.add(c, result, digest)
            seen |= {digest} if verdicts else set()
            rows.append([*described(c), result])
            print(f"{len(rows)}: {', '.join(rows[-1])}", flush=True)
    for who in skipped:
        print("skipped: " + " ".join(who).strip(), flush=True)

    if os.environ.get("TPNS_NOTE"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, delimiter="\t", lineterminator="\n")
            written.writerow(["system", "compiler", "Boost", "standard", "library", "hardening", "result"])
            written.writerows(sorted(rows))
            written.writerows([system, who, "", "", "", "", f"skipped: {why}"] for system, who, why in sorted(skipped))
    failed = 0
    for system in systems:
        results = collections.Counter(row[-1] for row in rows if row[0] == system.name)
        result = ", ".join(f"{n} × {r}" for r, n in sorted(results.items())) + "; " + system.added()
        failed |= "failed:" in result or any(not r.endswith(" 0 failed") for r in results)
        print(f"{system.name}: {result}")
        subprocess.run([sys.executable, SOURCE / "tests/tools/tested.py", "note", system.name, result], check=True)
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
