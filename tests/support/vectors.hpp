// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_VECTORS_HPP
#define TPNS_TESTS_SUPPORT_VECTORS_HPP

#include <tpns/decode_options.hpp>
#include <tpns/error.hpp>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tpns_tests {

/// A body on disk, with its row in the manifest.
struct vector {
    std::string file;
    std::string body;
    std::string rule;    ///< the id of the rule that it breaks, or "ok"
    std::string pointer; ///< where
    std::size_t offset = tpns::error::no_offset;
    tpns::decode_options options;

    [[nodiscard]] bool ok() const { return rule == "ok"; }
};

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "name=value", as the manifest's last column has it.
inline void set_option(tpns::decode_options& options, const std::string& assignment) {
    const std::size_t equals = assignment.find('=');
    const std::string name = assignment.substr(0, equals);
    const std::string value = assignment.substr(equals + 1);
    const auto to_policy = [&] {
        return value == "reject" ? tpns::policy::reject : tpns::policy::skip;
    };
    const auto number = [&] { return static_cast<std::size_t>(std::stoul(value)); };
    if (name == "unknown_members")
        options.unknown_members = to_policy();
    else if (name == "foreign_carriers")
        options.foreign_carriers = to_policy();
    else if (name == "byte_order_mark")
        options.byte_order_mark = to_policy();
    else if (name == "undocumented_replies")
        options.undocumented_replies = to_policy();
    else if (name == "max_body_bytes")
        options.limits.max_body_bytes = number();
    else if (name == "max_depth")
        options.limits.max_depth = number();
    else if (name == "max_token_accounts")
        options.limits.max_token_accounts = number();
    else if (name == "min_token_bytes")
        options.limits.min_token_bytes = number();
    else if (name == "max_token_bytes")
        options.limits.max_token_bytes = number();
    else if (name == "min_account_chars")
        options.limits.min_account_chars = number();
    else if (name == "max_account_chars")
        options.limits.max_account_chars = number();
    else if (name == "min_accounts_per_token")
        options.limits.min_accounts_per_token = number();
    else if (name == "max_accounts_per_token")
        options.limits.max_accounts_per_token = number();
    else if (name == "max_token_list")
        options.limits.max_token_list = number();
    else if (name == "max_account_list")
        options.limits.max_account_list = number();
    else if (name == "max_result")
        options.limits.max_result = number();
    else
        throw std::runtime_error("no option " + name);
}

/// All vectors of one kind: "request" or "response".
inline std::vector<vector> load_vectors(const std::string& kind) {
    const char* const elsewhere = std::getenv("TPNS_TEST_VECTORS");
    const std::string folder = (elsewhere ? elsewhere : TPNS_TEST_VECTORS) + ('/' + kind + '/');
    std::ifstream manifest(folder + "manifest.tsv");
    std::vector<vector> all;
    for (std::string line; std::getline(manifest, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream columns(line);
        vector v;
        std::string offset;
        std::string options;
        columns >> v.file >> v.rule >> v.pointer >> offset >> options;
        v.body = read_file(folder + v.file);
        if (v.pointer == "-") v.pointer.clear();
        if (offset != "-") v.offset = static_cast<std::size_t>(std::stoul(offset));
        if (options != "-") set_option(v.options, options);
        all.push_back(v);
    }
    if (all.empty()) throw std::runtime_error("no vectors in " + folder);
    return all;
}

/// The id of the rule that an error names.
inline std::string rule_of(const tpns::error& e) {
    const tpns::rule* const r = tpns::detail::find_rule(e.code, e.where.target);
    return r ? std::string(r->id) : "none";
}

} // namespace tpns_tests

#endif
