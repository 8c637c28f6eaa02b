// SPDX-License-Identifier: BSL-1.0

// Prints what the body of a request means, item by item, with warnings; likewise for the response
// to it. For an invalid body, prints everything that is wrong with it, where, and probably how to
// fix it. `--help` describes the usage.
//
// Tokens and accounts are personal data: without --show, only the brackets, the numbers and the
// documented names are printed from a body, and the err_msg and result of a response that can be
// decoded.

#include "inspect/json_report.hpp"
#include "inspect/reading.hpp"
#include "inspect/suspect.hpp"
#include "inspect/text_report.hpp"

#include <tpns.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr const char* help =
    R"(usage: inspect [OPTION]... [REQUEST [RESPONSE]]
       inspect [OPTION]... --response [RESPONSE]

Prints what the bodies of a request and of its response mean, or what is wrong with them, where, and
probably how to fix it. REQUEST and RESPONSE are files. "-" is the standard input, which is also the
default; if both are "-", it contains two JSON texts in a row.

  --response  the only body is a response
  --show      show tokens, accounts and other strings, which are personal data; err_msg and result
              of a response are always shown if it can be decoded
  --all       show all violations and ignored members, not only the first 20 of a body
  --json      print one JSON object, for programs
  --help      print this help
  --          end of the options

Lines and columns count from 1, columns in characters (a tab is one); offsets count bytes from 0.

--json prints {"request": BODY, "response": BODY}, with only the bodies that were given. A BODY has
  valid            whether the body is valid
  violations       their number; "errors" lists the first 20 or, with --all, all of them, each with
                   code, message, pointer, offset, line, column, and a hint if there is one
  ignored_members  the number of undocumented members; "ignored" lists the first 20 or all of them,
                   each with the pointer of its object, offset, line, column, its name (only if it
                   is known, or with --show), and "nearly", the name that may have been meant
  message          if valid, for a request: operator_type, operation, items and advice (pointer,
                   code, message); for a response: ret_code, meaning, err_msg, result and, if it
                   matches a valid request, outcomes: the pointer and disposition of each item, and
                   its code and meaning if the code is a number
  lenient_message  likewise, for an invalid response that can be decoded with some decode_options,
                   which lenient_options names

The exit status is 0 if every body is valid, 1 if one is not, and 2 if something cannot be read or
written or if the usage is wrong.
)";

struct usage_error : std::runtime_error {
    using runtime_error::runtime_error;
};

struct settings {
    bool response = false;
    bool show = false;
    bool all = false;
    bool json = false;
    bool help = false;
    std::vector<std::string> paths;
};

/// The flag that an option sets; null for an unknown option.
bool* flag(settings& s, std::string_view option) {
    if (option == "--response") return &s.response;
    if (option == "--show") return &s.show;
    if (option == "--all") return &s.all;
    if (option == "--json") return &s.json;
    if (option == "--help") return &s.help;
    return nullptr;
}

settings parse(int argc, char** argv) {
    settings s;
    bool options = true;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const bool is_option = options && argument.size() > 1 && argument[0] == '-';
        if (!is_option)
            s.paths.emplace_back(argument);
        else if (argument == "--")
            options = false;
        else if (bool* const named = flag(s, argument))
            *named = true;
        else
            throw usage_error("unknown option " + std::string(argument));
    }
    if (s.paths.empty()) s.paths.emplace_back("-");
    if (s.paths.size() > (s.response ? 1 : 2)) throw usage_error("too many files");
    return s;
}

/// The contents of a file. Stops reading once they are too large for two bodies.
std::string read_file(const std::string& path) {
    constexpr std::size_t most = 2 * tpns::limits{}.max_body_bytes + 2;
    std::FILE* const file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    const auto failed = [&] {
        return std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
    };
    if (file == nullptr) throw failed();
    std::string text;
    char piece[1 << 16];
    while (text.size() < most) {
        const std::size_t size = std::fread(piece, 1, sizeof piece, file);
        text.append(piece, size);
        if (size == 0) break;
    }
    if (std::ferror(file) != 0) throw failed();
    if (file != stdin) std::fclose(file);
    return text;
}

/// Splits two JSON texts.
std::pair<std::string, std::string> split(const std::string& both) {
    std::optional<std::size_t> end;
    tpns::decode_options options;
    options.limits.max_body_bytes = both.size(); // the default is for one body
    tpns::check_request(
        both,
        [&](const tpns::error& e) {
            if (e.code == tpns::errc::trailing_text) end = e.offset;
        },
        options);
    if (!end) throw std::runtime_error("cannot tell two bodies apart on the standard input");
    return {both.substr(0, *end), both.substr(*end)};
}

std::vector<std::string> read_bodies(const std::vector<std::string>& paths) {
    if (paths == std::vector<std::string>{"-", "-"}) {
        auto [request, response] = split(read_file("-"));
        return {std::move(request), std::move(response)};
    }
    std::vector<std::string> bodies;
    for (const std::string& path : paths) bodies.push_back(read_file(path));
    return bodies;
}

std::vector<inspect::reading> read(const settings& s) {
    using inspect::kind;
    const std::size_t most = s.all ? tpns::limits::unlimited : inspect::most_shown;
    std::vector<inspect::reading> readings;
    for (std::string& body : read_bodies(s.paths)) {
        const bool response = s.response || !readings.empty();
        readings.push_back(
            inspect::read(response ? kind::response : kind::request, std::move(body), most));
    }
    return readings;
}

void print_text(const std::vector<inspect::reading>& readings, bool show) {
    const inspect::text_report report(show);
    const std::optional<tpns::request>& asked = readings[0].request;
    for (const inspect::reading& r : readings) report.print(r, asked ? &*asked : nullptr);
}

void print_json(const std::vector<inspect::reading>& readings, bool show) {
    const inspect::json_report report(show);
    const std::optional<tpns::request>& asked = readings[0].request;
    boost::json::object out;
    for (const inspect::reading& r : readings)
        out[r.what == inspect::kind::request ? "request" : "response"] =
            report.of(r, asked ? &*asked : nullptr);
    std::cout << boost::json::serialize(out) << '\n';
}

int run(const settings& s) {
    if (s.help) {
        std::cout << help;
        return 0;
    }
    const std::vector<inspect::reading> readings = read(s);
    (s.json ? print_json : print_text)(readings, s.show);
    for (const inspect::reading& r : readings)
        if (!r.right()) return 1;
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    try {
        const int status = run(parse(argc, argv));
        if (std::cout.flush()) return status;
        std::cerr << "inspect: cannot write to the standard output\n";
    } catch (const usage_error& e) {
        std::cerr << "inspect: " << e.what() << "; see inspect --help\n";
    } catch (const std::exception& e) {
        std::cerr << "inspect: " << e.what() << '\n';
    }
    return 2;
}
