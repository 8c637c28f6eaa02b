// SPDX-License-Identifier: BSL-1.0

// Says what the body of a request means, item by item, and what is legal in it but seldom meant;
// the same of the response to it, if given; or, of a body that is not right, everything that is
// wrong with it, and where.
//
//     inspect [--show] [REQUEST [RESPONSE]]
//
// Both are files; "-" and no file at all are the standard input. Tokens and accounts are personal
// data: their lengths are printed, and themselves only with --show. The exit status is 0 when every
// body is right, 1 when one is not, 2 when nothing could be read.

#include <tpns.hpp>

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::optional<std::string> read(const std::string& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Text from outside, safe for a terminal.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        // U+0080 to U+009F are control characters too: C2 80 to C2 9F.
        const bool c1 =
            c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c >= 0x20 && c != 0x7f && !c1) {
            out += text[i];
            continue;
        }
        if (c1) c = static_cast<unsigned char>(text[++i]);
        char escape[7];
        std::snprintf(escape, sizeof escape, "\\u%04x", unsigned{c});
        out += escape;
    }
    return out + '"';
}

std::string plural(std::size_t n, const char* noun) {
    return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s");
}

class story {
public:
    explicit story(bool show) : show_(show) {}

    void tell(const tpns::request& r) const {
        const tpns::operator_type type = operator_type_of(r);
        std::cout << "request: " << to_string(type) << " (operator_type " << static_cast<int>(type)
                  << "), " << plural(item_count(r), "item") << '\n';
        std::visit([this](const auto& op) { tell_items(op); }, r);
        advise(r, [](tpns::advice a, const tpns::json_pointer& where) {
            std::cout << "  legal, but: " << pointer(where) << ' ' << message(a) << '\n';
        });
    }

    /// `asked` is the request that was answered, if it could be decoded.
    void tell(const tpns::response& r, const tpns::request* asked) const {
        std::cout << "response: ";
        tell_code(r.ret_code);
        std::cout << ", err_msg " << quoted(r.err_msg) << '\n';
        const bool paired = asked != nullptr && item_count(*asked) == r.result.size();
        if (asked != nullptr && !paired && !r.result.empty())
            std::cout << "  " << plural(r.result.size(), "result") << " for "
                      << plural(item_count(*asked), "item") << ": which is whose cannot be told\n";
        for (std::size_t i = 0; i < r.result.size(); ++i) {
            const tpns::item_code& item = r.result[i];
            std::cout << "  " << pointer({tpns::node::result_element, i}) << "  ";
            if (paired) std::cout << "for " << pointer(item_place(*asked, i)) << "  ";
            if (const auto code = item.code())
                tell_code(*code);
            else
                std::cout << "failed: " << quoted(item.text);
            std::cout << '\n';
        }
    }

private:
    template <class Operation>
    void tell_items(const Operation& op) const {
        std::size_t i = 0;
        for (const auto& item : items(op)) tell_item(item, i++);
    }

    void tell_item(const tpns::binding& b, std::size_t i) const {
        std::cout << "  " << pointer({tpns::node::token_accounts_element, i}) << "  token "
                  << name(b.token) << ", " << plural(b.account_list.size(), "account") << '\n';
        for (std::size_t j = 0; j < b.account_list.size(); ++j)
            tell_account(b.account_list[j], {tpns::node::account_list_element, i, j});
    }

    void tell_item(const tpns::device_token& token, std::size_t i) const {
        std::cout << "  " << pointer({tpns::node::token_list_element, i}) << "  token "
                  << name(token) << '\n';
    }

    void tell_item(const tpns::account& a, std::size_t i) const {
        tell_account(a, {tpns::node::account_list_element, i});
    }

    void tell_account(const tpns::account& a, const tpns::json_pointer& where) const {
        std::cout << "  " << pointer(where) << "  account " << name(a.id) << ", type "
                  << static_cast<int>(a.type) << " (" << to_string(a.type) << ")\n";
    }

    static void tell_code(tpns::server_errc code) {
        std::cout << message(code) << " (" << static_cast<int>(code) << ')';
    }

    static tpns::json_pointer item_place(const tpns::request& r, std::size_t i) {
        switch (operator_type_of(r)) {
        case tpns::operator_type::unbind_all_accounts: return {tpns::node::token_list_element, i};
        case tpns::operator_type::unbind_all_tokens: return {tpns::node::account_list_element, i};
        default: return {tpns::node::token_accounts_element, i};
        }
    }

    static std::string pointer(const tpns::json_pointer& p) { return to_string(p); }

    template <class Identifier>
    std::string name(const Identifier& id) const {
        return show_ ? quoted(id.str()) : redacted(id);
    }

    bool show_;
};

/// Prints what is wrong, all of it.
template <class Check>
int complain(const char* what, std::string_view body, Check check) {
    std::vector<tpns::error> errors;
    check(body, [&](const tpns::error& e) { errors.push_back(e); });
    std::cout << what << ": " << plural(errors.size(), "violation") << '\n';
    for (const tpns::error& e : errors) std::cout << "  " << e << '\n';
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    bool show = false;
    std::vector<std::string> paths;
    for (const std::string_view argument : std::vector<std::string_view>(argv + 1, argv + argc)) {
        if (argument == "--show")
            show = true;
        else
            paths.emplace_back(argument);
    }
    if (paths.empty()) paths.emplace_back("-");
    if (paths.size() > 2 || (paths[0].size() > 1 && paths[0][0] == '-')) {
        std::cerr << "usage: inspect [--show] [REQUEST [RESPONSE]]\n";
        return 2;
    }

    std::vector<std::string> bodies;
    for (const std::string& path : paths) {
        std::optional<std::string> body = read(path);
        if (!body) {
            std::cerr << "inspect: cannot read " << path << '\n';
            return 2;
        }
        bodies.push_back(*std::move(body));
    }

    const story story(show);
    const tpns::result<tpns::request> request = tpns::decode_request(bodies[0]);
    int status = 0;
    if (request)
        story.tell(*request);
    else
        status = complain("request", bodies[0], [](std::string_view body, auto sink) {
            return tpns::check_request(body, sink);
        });
    if (bodies.size() == 1) return status;

    const tpns::result<tpns::response> response = tpns::decode_response(bodies[1]);
    if (response)
        story.tell(*response, request ? &*request : nullptr);
    else
        status = complain("response", bodies[1], [](std::string_view body, auto sink) {
            return tpns::check_response(body, sink);
        });
    return status;
}
