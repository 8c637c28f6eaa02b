# SPDX-License-Identifier: BSL-1.0
"""The unit tests in other systems, with other versions of Boost, compilers and standard libraries.

    systems.py FOLDER [SUITE]...

Makes a bare Debian of each suite in FOLDER (all that are named below, if none is given), finds the oldest and the
newest g++ and clang that it has, and unpacks each version of Boost beside the others. Then it builds and runs the unit
tests so that each two of system and compiler, Boost, standard of C++, standard library and hardening meet at least
once, and compares what tests/portability/verdicts.cpp prints; and it adds the library to a program in each way there
is. What a system lacks is skipped, by name. Fails when a test does, or when a verdict differs. Needs root, debootstrap
and the network. JOBS compilers at a time, as many as there are cores.

What passed is noted in FOLDER/passed.jsonl and not run again while the sources are the same, so a run that was stopped
goes on where it was.
"""

import collections
import concurrent.futures
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
sys.dont_write_bytecode = True  # the source tree stays as it is
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


# What a compiler must manage with a standard and a library before our tests can say anything.
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
    """A Debian in a folder, with Boost and our source in it while a command runs."""

    def __init__(self, folder, suite):
        self.suite = suite
        self.name = SUITES[suite]
        self.root = folder / suite
        self.shared = {"boost": folder / "boost", "source": folder / "source", "unity": folder / "unity"}
        if not (self.root / "etc/made").exists():
            self.make()
        # A run that was cut off may have left packages half installed.
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
        # Which debootstrap may leave there.
        subprocess.run(["umount", self.root / "proc"], stderr=subprocess.DEVNULL)
        for folder in self.shared:
            (self.root / folder).mkdir()
        (self.root / "build").mkdir()
        # However this machine reaches its packages.
        for file in pathlib.Path("/etc/apt/apt.conf.d").glob("99*"):
            (self.root / "etc/apt/apt.conf.d" / file.name).write_bytes(file.read_bytes())
        (self.root / "etc/made").touch()

    def run(self, command, check=True):
        """Runs a command of a shell as root in it, without anything mounted afterwards."""
        for file in ("resolv.conf", "hosts"):
            (self.root / "etc" / file).write_bytes(pathlib.Path("/etc", file).read_bytes())
        mounts = "mount -t proc proc proc; mount --rbind /dev dev"
        for name, folder in self.shared.items():
            folder.mkdir(exist_ok=True)
            mounts += f"; mount --bind {shlex.quote(str(folder))} {name}"
        environment = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
        environment |= {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
                        "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["unshare", "--mount", "sh", "-euc", f"cd \"$1\"; {mounts}; exec chroot . sh -euc \"$2\"",
                               "sh", self.root, command],
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1200)
        if check and done.returncode != 0:
            sys.exit(f"{self.name}: {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def packages(self, pattern):
        """The versions in the names of packages: "12" of g++-12."""
        found = self.run(f"apt-cache search --names-only {shlex.quote('^' + pattern + '$')}").stdout
        versions = re.findall(f"^{pattern} ", found, re.M)
        return sorted(versions, key=lambda v: [int(n) for n in v.split(".")])

    def unpack(self, names, to):
        """Unpacks packages without installing them, so that they may conflict."""
        self.run(f"rm -rf /tmp/debs; mkdir /tmp/debs; cd /tmp/debs; apt-get download -qq {' '.join(names)} 2>&1; "
                 f"for deb in *.deb; do dpkg-deb -x $deb {to}; done")

    def compilers(self, skipped):
        """Installs the oldest and the newest of each, and says which there are, with which standards and libraries."""
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
        """Whether it can build and run a program of the standard library alone."""
        (self.root / "build/probe.cpp").write_text(PROBE)
        return self.run(f"cd /build; {compiler.name} -std={spelling} {library_flags(compiler.name, library)} probe.cpp "
                        "-o probe; ./probe", check=False).returncode == 0

    def added(self):
        """In how many ways the library can be added to a program, by the tools that this system has."""
        done = self.run("cd /source; sh tests/tools/packages.sh g++ boost-json meson cmake pkg-config; "
                        "sh tests/portability/adding.sh .", check=False)
        print(f"{self.name}:\n{done.stdout}{done.stderr}", end="")
        return f"added in {done.stdout.count('ok ')} ways" if done.returncode == 0 else "failed: adding"

    def other_library(self, version, skipped):
        package = f"libc++-{version}-dev"
        needed = self.run("apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks "
                          f"--no-replaces --no-enhances {package}", check=False).stdout
        names = re.findall(r"^(lib(?:c\+\+|unwind)\S*)$", needed, re.M) # their names differ from system to system
        if package not in names:
            skipped.append((self.name, f"clang++-{version}", f"has no {package}"))
            return []
        self.unpack(names, "/")
        return ["libc++"]


def pairs(configuration):
    return set(itertools.combinations(enumerate(configuration), 2))


def covering(possible):
    """Few of them, so that each two values that meet in any meet in one of these."""
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
        warnings += " -Wno-c2y-extensions" # doctest counts by __COUNTER__
    if c.library == "libc++":
        if int(c.compiler.version.split(".")[0]) < 18 and c.hardening == "hardened":
            flags += " -D_LIBCPP_ENABLE_ASSERTIONS=1" # what it had before modes
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
    """What passed with these sources."""

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
    for name in ("include", "tests"): # as they are now, whatever is edited meanwhile
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
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count()))) as pool:
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
