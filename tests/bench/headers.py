# SPDX-License-Identifier: BSL-1.0
"""Prints what the headers cost a source file that includes them, as Markdown.

usage: headers.py INCLUDE-FOLDER COMPILER [OPTION]...

CPU time of the compiler (median of three) and the size of the object file's code and constants,
with -O2 -std=c++17, unless an OPTION such as -Os replaces it. Headers of other libraries are system headers.
"""

import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

DECODE = """#include <tpns/decode.hpp>
tpns::result<tpns::request> f(std::string_view s) { return tpns::decode_request(s); }
tpns::result<tpns::response> g(std::string_view s) { return tpns::decode_response(s); }
"""

DECODE_VIEW = """#include <tpns/decode.hpp>
tpns::result<tpns::request_view> f(std::string_view s, tpns::arena& a) {
    return tpns::decode_request_view(s, a);
}
tpns::result<tpns::response_view> g(std::string_view s, tpns::arena& a) {
    return tpns::decode_response_view(s, a);
}
"""

ENCODE = """#include <tpns/encode.hpp>
tpns::result<std::string> f(const tpns::request& r) { return tpns::encode(r); }
tpns::result<std::string> g(const tpns::response& r) { return tpns::encode(r); }
"""

CHECK = """#include <tpns/check.hpp>
std::size_t f(std::string_view s, void (*to)(const tpns::error&)) { return tpns::check_request(s, to); }
std::size_t g(std::string_view s, void (*to)(const tpns::error&)) { return tpns::check_response(s, to); }
"""

STANDARD = """#include <string>
#include <variant>
#include <vector>
"""

BASIC_PARSER = """#include <boost/json/basic_parser_impl.hpp>
namespace json = boost::json;
struct handler {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);
    using text = json::string_view;
    using ec = json::error_code;
    bool on_document_begin(ec&) { return true; }
    bool on_document_end(ec&) { return true; }
    bool on_object_begin(ec&) { return true; }
    bool on_object_end(std::size_t, ec&) { return true; }
    bool on_array_begin(ec&) { return true; }
    bool on_array_end(std::size_t, ec&) { return true; }
    bool on_key_part(text, std::size_t, ec&) { return true; }
    bool on_key(text, std::size_t, ec&) { return true; }
    bool on_string_part(text, std::size_t, ec&) { return true; }
    bool on_string(text, std::size_t, ec&) { return true; }
    bool on_number_part(text, ec&) { return true; }
    bool on_int64(std::int64_t, text, ec&) { return true; }
    bool on_uint64(std::uint64_t, text, ec&) { return true; }
    bool on_double(double, text, ec&) { return true; }
    bool on_bool(bool, ec&) { return true; }
    bool on_null(ec&) { return true; }
    bool on_comment_part(text, ec&) { return true; }
    bool on_comment(text, ec&) { return true; }
};
bool f(json::string_view s) {
    json::basic_parser<handler> parser{json::parse_options()};
    json::error_code ec;
    return parser.write_some(false, s.data(), s.size(), ec) == s.size() && !ec;
}
"""

NLOHMANN = """#include <nlohmann/json.hpp>
nlohmann::json f(const std::string& s) { return nlohmann::json::parse(s); }
"""


def sources(include):
    """(what, text) of each file to compile."""
    yield "`<string>`, `<variant>`, `<vector>`", STANDARD
    for header in [include / "tpns.hpp", *sorted((include / "tpns").glob("*.hpp"))]:
        name = header.relative_to(include).as_posix()
        yield f"`<{name}>`", f"#include <{name}>\n"
    yield "uses `encode`", ENCODE
    yield "uses `decode_request`, `decode_response`", DECODE
    yield "uses `decode_request_view`, `decode_response_view`", DECODE_VIEW
    yield "uses `check_request`, `check_response`", CHECK
    yield "Boost.JSON's `basic_parser` with an empty handler", BASIC_PARSER
    if pathlib.Path("/usr/include/nlohmann/json.hpp").exists():
        yield "`nlohmann::json::parse`", NLOHMANN


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def text_size(path):
    done = subprocess.run(["size", path], check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout.splitlines()[1].split()[0])


def main(include, *words):
    options = [word for word in words if word.startswith("-")]
    compiler = [word for word in words if word not in options]
    include = pathlib.Path(include)
    print("| a source file with | compiling, s | code, kB |")
    print("|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "source.cpp")
        program = pathlib.Path(folder, "source.o")
        command = [*compiler, "-O2", "-std=c++17", *options, f"-I{include}", "-c", source, "-o", program]
        for what, text in sources(include):
            source.write_text(text, encoding="utf-8")
            seconds = statistics.median(cpu_seconds(command) for _ in range(3))
            print(f"| {what} | {seconds:.2f} | {text_size(program) / 1000:.1f} |", flush=True)


if len(sys.argv) < 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
