// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_FUZZ_ORACLE_HPP
#define TPNS_FUZZ_ORACLE_HPP

#include <tpns/decode_options.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A second, slow implementation of every rule, which shares no code with the library. Decides
// whether a body is a valid request or response, and gives its value, but not the error.

namespace fuzz {

/// A value in a JSON text. Preserves what Boost.JSON's `value` drops: duplicate members and the
/// notation of numbers.
struct json_tree {
    char kind = 0;                 ///< `{ [ " t f n`, or 0 for a number
    std::string name;              ///< of a member
    std::string text;              ///< the characters of a string, or the notation of a number
    std::vector<json_tree> inside; ///< members or elements
    std::size_t depth = 0;         ///< of nested objects and arrays
};

/// Makes a tree of a text that is known to be JSON.
class json_walk {
public:
    explicit json_walk(std::string_view text) : rest_(text) {}

    json_tree value() {
        json_tree v;
        const std::string_view written = token();
        if (std::string_view("{[\"tfn").find(written[0]) != std::string_view::npos)
            v.kind = written[0];
        v.text = v.kind == '"' ? characters(written) : std::string(written);
        if (v.kind == 0) huge_ = huge_ || is_huge(written);
        if (v.kind != '{' && v.kind != '[') return v;
        for (v.depth = 1; !closes();) {
            std::string name = v.kind == '{' ? characters(token()) : "";
            v.inside.push_back(value());
            v.inside.back().name = std::move(name);
            v.depth = (std::max)(v.depth, v.inside.back().depth + 1);
        }
        token();
        return v;
    }

    /// Whether a number had an exponent of more than nine digits, which some versions of Boost.JSON
    /// refuse.
    [[nodiscard]] bool huge() const { return huge_; }

private:
    static bool is_huge(std::string_view number) {
        std::size_t digits = 0;
        bool in_exponent = false;
        for (const char c : number) {
            if (in_exponent && c >= '0' && c <= '9' && (digits != 0 || c != '0')) ++digits;
            in_exponent = in_exponent || c == 'e' || c == 'E';
        }
        return digits > 9;
    }

    bool closes() {
        rest_.remove_prefix(rest_.find_first_not_of(" \t\r\n,:"));
        return rest_[0] == '}' || rest_[0] == ']';
    }

    std::string_view token() {
        rest_.remove_prefix(rest_.find_first_not_of(" \t\r\n,:"));
        std::size_t size = 1;
        if (rest_[0] == '"') {
            while (rest_[size] != '"') size += rest_[size] == '\\' ? 2U : 1U;
            ++size;
        } else if (std::string_view("{}[]").find(rest_[0]) == std::string_view::npos) {
            size = (std::min)(rest_.find_first_of(" \t\r\n,:}]"), rest_.size());
        }
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    static std::string characters(std::string_view literal) {
        if (literal.find('\\') == literal.npos)
            return std::string(literal.substr(1, literal.size() - 2));
        const boost::json::value v = boost::json::parse({literal.data(), literal.size()});
        return {v.as_string().data(), v.as_string().size()};
    }

    std::string_view rest_;
    bool huge_ = false;
};

/// The tree of a body; empty if it is not JSON.
inline std::optional<json_tree> parse(std::string_view body) {
    boost::json::parse_options options;
    options.max_depth = 512; // deeper nesting is refused whatever the limit
    boost::system::error_code not_json;
    (void)boost::json::parse({body.data(), body.size()}, not_json, {}, options);
    if (not_json) return std::nullopt;
    json_walk walk(body);
    json_tree tree = walk.value();
    if (walk.huge()) return std::nullopt;
    return tree;
}

/// Makes a message from a tree. Records broken rules, and substitutes a valid value.
class oracle {
public:
    oracle(std::string_view body, const json_tree& tree, const tpns::decode_options& options)
        : options_(options), max_(options.limits), body_(tree) {
        demand(body.size() <= max_.max_body_bytes && tree.depth <= max_.max_depth);
    }

    std::optional<tpns::request> request() {
        only(body_, {"operator_type", "token_accounts", "token_list", "account_list"});
        const std::int64_t type = integer(one(body_, "operator_type"), 1, 5);
        const std::string own = type == 4   ? "token_list"
                                : type == 5 ? "account_list"
                                            : "token_accounts";
        if (options_.foreign_carriers == tpns::policy::reject)
            for (const char* const name : {"token_accounts", "token_list", "account_list"})
                demand(name == own || count(body_, name) == 0);
        const json_tree& list = one(body_, own);
        tpns::request r;
        if (type == 1) r = tpns::append_accounts{bindings(list)};
        if (type == 2) r = tpns::overwrite_accounts{bindings(list)};
        if (type == 3) r = tpns::unbind_accounts{bindings(list)};
        if (type == 4) r = tpns::unbind_all_accounts{tokens(list)};
        if (type == 5) r = tpns::unbind_all_tokens{accounts(list, 1, max_.max_account_list)};
        return good_ ? std::optional(r) : std::nullopt;
    }

    std::optional<tpns::response> response() {
        only(body_, {"ret_code", "err_msg", "result"});
        json_tree code = one(body_, "ret_code");
        const bool forgives = options_.undocumented_replies == tpns::policy::skip;
        const bool quoted = forgives && code.kind == '"' && is_integer(code.text);
        if (quoted) code.kind = 0;
        tpns::response r;
        r.ret_code = static_cast<tpns::server_errc>(
            integer(code, (std::numeric_limits<std::int32_t>::min)(), most_));
        const bool failed =
            r.ret_code != tpns::server_errc{0} && r.ret_code != tpns::server_errc{1008026};
        demand(failed || !quoted);
        const bool any_form = forgives && failed;
        if (count(body_, "err_msg") != 0) {
            const json_tree& text = one(body_, "err_msg");
            if (text.kind != 'n' && (text.kind == '"' || !any_form)) r.err_msg = string(text);
        }
        if (count(body_, "result") != 0) {
            const json_tree& result = one(body_, "result");
            if (result.kind == '[') demand(result.inside.size() <= max_.max_result);
            if (result.kind != 'n' && (is_list_of_codes(result) || !any_form))
                for (const json_tree& e : list(result, 0, max_.max_result))
                    r.result.push_back({e.kind == '"' ? string(e) : number(e)});
        }
        return good_ ? std::optional(r) : std::nullopt;
    }

private:
    void demand(bool holds) { good_ = good_ && holds; }

    static std::size_t count(const json_tree& object, std::string_view name) {
        std::size_t n = 0;
        for (const json_tree& m : object.inside)
            if (m.name == name) ++n;
        return n;
    }

    /// A member that must be present exactly once.
    const json_tree& one(const json_tree& object, std::string_view name) {
        demand(count(object, name) == 1);
        for (const json_tree& m : object.inside)
            if (m.name == name) return m;
        return absent_;
    }

    /// Checks that a value is an object with only these members.
    void only(const json_tree& object, std::initializer_list<std::string_view> names) {
        demand(object.kind == '{');
        for (const json_tree& m : object.inside)
            demand(options_.unknown_members == tpns::policy::skip ||
                   std::find(names.begin(), names.end(), m.name) != names.end());
    }

    const std::vector<json_tree>& list(const json_tree& array, std::size_t min, std::size_t max) {
        demand(array.kind == '[' && array.inside.size() >= min && array.inside.size() <= max);
        return array.inside;
    }

    const std::string& string(const json_tree& v) {
        demand(v.kind == '"');
        return v.text;
    }

    static bool is_integer(const std::string& text) {
        const std::size_t digits = text.empty() || text[0] != '-' ? 0 : 1;
        return digits < text.size() &&
               text.find_first_not_of("0123456789", digits) == std::string::npos;
    }

    static bool is_list_of_codes(const json_tree& v) {
        return v.kind == '[' && std::all_of(v.inside.begin(), v.inside.end(), [](const auto& e) {
                   return e.kind == '"' ||
                          (e.kind == 0 && e.text.find_first_of(".eE") == std::string::npos);
               });
    }

    /// The text of an integer; -0 becomes 0.
    std::string number(const json_tree& v) {
        demand(v.kind == 0 && v.text.find_first_of(".eE") == std::string::npos);
        return v.text == "-0" ? "0" : v.text;
    }

    std::int64_t integer(const json_tree& v, std::int64_t min, std::int64_t max) {
        std::string text = number(v);
        // A code in quotes may have leading zeros.
        const std::size_t digits = text[0] == '-' ? 1 : 0;
        text.erase(digits,
                   (std::min)(text.find_first_not_of('0', digits), text.size() - 1) - digits);
        demand(text.size() <= 11); // the longest that can be in range
        if (!good_) return min;
        const std::int64_t value = std::stoll(text);
        demand(value >= min && value <= max);
        return value;
    }

    std::vector<tpns::binding> bindings(const json_tree& array) {
        std::vector<tpns::binding> all;
        for (const json_tree& b : list(array, 1, max_.max_token_accounts)) {
            only(b, {"token", "account_list"});
            all.push_back({token(one(b, "token")),
                           accounts(one(b, "account_list"), max_.min_accounts_per_token,
                                    max_.max_accounts_per_token)});
        }
        return all;
    }

    std::vector<tpns::device_token> tokens(const json_tree& array) {
        std::vector<tpns::device_token> all;
        for (const json_tree& t : list(array, 1, max_.max_token_list)) all.push_back(token(t));
        return all;
    }

    tpns::device_token token(const json_tree& v) {
        const std::string& text = string(v);
        demand(text.size() >= max_.min_token_bytes && text.size() <= max_.max_token_bytes);
        return tpns::device_token(text);
    }

    std::vector<tpns::account> accounts(const json_tree& array, std::size_t min, std::size_t max) {
        std::vector<tpns::account> all;
        for (const json_tree& a : list(array, min, max)) {
            only(a, {"account", "account_type"});
            const std::string& id = string(one(a, "account"));
            std::size_t chars = 0; // each character has one byte that is not a continuation
            for (const char c : id)
                if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++chars;
            demand(chars >= max_.min_account_chars && chars <= max_.max_account_chars);
            const bool typed = count(a, "account_type") != 0;
            const std::int64_t type = typed ? integer(one(a, "account_type"), 0, most_) : 0;
            all.push_back({tpns::account_id(id), static_cast<tpns::account_type>(type)});
        }
        return all;
    }

    static constexpr std::int64_t most_ = (std::numeric_limits<std::int32_t>::max)();

    const tpns::decode_options& options_;
    const tpns::limits& max_;
    const json_tree& body_;
    const json_tree absent_;
    bool good_ = true;
};

} // namespace fuzz

#endif
