// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_ADVISE_HPP
#define TPNS_ADVISE_HPP

#include <tpns/account_type.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/request.hpp>
#include <tpns/rules.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tpns { inline namespace v0 {

/// Things that are legal in a request but rarely intended.
enum class advice : std::uint8_t {
    disused_operator,
    repeated_token,
    repeated_account,
    same_type_twice,
    unusual_token,
    unusual_account,
    unclean_account,
    placeholder_account,
    unlisted_type,
    withdrawn_type,
};

namespace detail {

/// The text and the source of one kind of advice.
struct advice_text {
    advice kind;               ///< the kind
    std::string_view name;     ///< the enumerator's name
    std::string_view sentence; ///< says what the place is or has; no full stop
    std::string_view source;   ///< the page that says so, or the library's own grounds
};

/// All advice, in the order of the enumeration.
inline constexpr advice_text advice_texts[] = {
    {advice::disused_operator, "disused_operator",
     "has been disused since 2020-10-26: the server treats it as 2, which overrides",
     "doc 1024/33768"},
    {advice::repeated_token, "repeated_token", "already appears in this request", "this library"},
    {advice::repeated_account, "repeated_account", "already appears in this list", "this library"},
    {advice::same_type_twice, "same_type_twice",
     "has the type of an earlier account: a token keeps only the last account of each type",
     "doc 1024/33768"},
    {advice::unusual_token, "unusual_token", "is not 36 lower-case hexadecimal digits",
     "every sample since TPNS; tokens of the older Xinge have 40"},
    {advice::unusual_account, "unusual_account", "does not look like an account of its type",
     "doc 1024/40598"},
    {advice::unclean_account, "unclean_account",
     "is blank, or has leading or trailing white space or control characters", "this library"},
    {advice::placeholder_account, "placeholder_account",
     "is a word that programs write for a missing value", "this library"},
    {advice::unlisted_type, "unlisted_type", "is not in the table of account types",
     "doc 1024/40598"},
    {advice::withdrawn_type, "withdrawn_type", "was withdrawn from the table in 2022",
     "doc 1024/40598 of 2022"},
};

} // namespace detail

/// The enumerator's name ("unusual_token"), or "unknown".
[[nodiscard]] constexpr std::string_view to_string(advice kind) noexcept {
    for (const detail::advice_text& t : detail::advice_texts)
        if (t.kind == kind) return t.name;
    return "unknown";
}

/// A sentence about the place: "is not 36 lower-case hexadecimal digits". Empty if `kind` is not an
/// enumerator.
[[nodiscard]] constexpr std::string_view message(advice kind) noexcept {
    for (const detail::advice_text& t : detail::advice_texts)
        if (t.kind == kind) return t.sentence;
    return {};
}

namespace detail {

template <class Predicate>
[[nodiscard]] constexpr bool all_chars(std::string_view s, Predicate is) noexcept {
    for (const char c : s)
        if (!is(c)) return false;
    return true;
}
[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alphanumeric(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] constexpr bool looks_like_token(std::string_view s) noexcept {
    return s.size() == 36 &&
           all_chars(s, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

/// The formats of the Account Type Value Table; a type without one accepts everything.
[[nodiscard]] constexpr bool looks_like(account_type type, std::string_view s) noexcept {
    switch (type) {
    case account_type::qq: return s.size() >= 5 && s.size() <= 12 && all_chars(s, is_digit);
    case account_type::qq_md5:
    case account_type::oaid_md5:
    case account_type::idfa_md5:
    case account_type::mac_md5:
    case account_type::imei_md5: return s.size() == 32 && all_chars(s, is_alphanumeric);
    case account_type::oaid:
        return all_chars(s, [](char c) { return is_alphanumeric(c) || c == '-'; });
    case account_type::mobile: // E.164: a plus and at most 15 digits, the first of them no zero
        return s.size() >= 3 && s.size() <= 16 && s[0] == '+' && s[1] != '0' &&
               all_chars(s.substr(1), is_digit);
    case account_type::email: {
        const std::size_t at = s.find('@');
        return at != std::string_view::npos && at != 0 && at + 1 < s.size() &&
               s.find('@', at + 1) == std::string_view::npos;
    }
    default: return true;
    }
}

/// ASCII white space, the no-break space and the ideographic space.
[[nodiscard]] constexpr bool has_space_at_an_end(std::string_view s) noexcept {
    for (const std::string_view space :
         {" ", "\t", "\n", "\v", "\f", "\r", "\xC2\xA0", "\xE3\x80\x80"})
        if (s.substr(0, space.size()) == space ||
            (s.size() >= space.size() && s.substr(s.size() - space.size()) == space))
            return true;
    return false;
}

[[nodiscard]] constexpr bool is_unclean(std::string_view s) noexcept {
    return s.empty() || has_space_at_an_end(s) ||
           !all_chars(s, [](char c) { return to_byte(c) >= 0x20 && c != '\x7F'; });
}

/// "null" and "undefined", in any case.
[[nodiscard]] constexpr bool is_placeholder(std::string_view s) noexcept {
    for (const std::string_view word : {"null", "undefined"}) {
        bool same = s.size() == word.size();
        for (std::size_t i = 0; same && i < word.size(); ++i) same = (s[i] | 0x20) == word[i];
        if (same) return true;
    }
    return false;
}

[[nodiscard]] constexpr bool is_withdrawn(account_type type) noexcept {
    switch (type) {
    case account_type::taid:
    case account_type::qimei:
    case account_type::idfa:
    case account_type::idfa_md5:
    case account_type::mac:
    case account_type::mac_md5:
    case account_type::imei:
    case account_type::imei_md5: return true;
    default: return false;
    }
}

/// The indices of the elements whose `key(element)` equals that of an earlier element. Complexity:
/// `n log n`.
template <class List, class Key>
[[nodiscard]] std::vector<std::size_t> repeated(const List& list, Key key) {
    using key_type = decltype(key(*list.begin()));
    std::vector<std::pair<key_type, std::size_t>> sorted;
    sorted.reserve(list.size());
    for (const auto& e : list) sorted.emplace_back(key(e), sorted.size());
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::size_t> found;
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (sorted[i].first == sorted[i - 1].first) found.push_back(sorted[i].second);
    std::sort(found.begin(), found.end());
    return found;
}

/// Walks a request in encoding order.
template <class Sink>
class adviser {
public:
    explicit adviser(Sink& sink) : sink_(sink) {}

    template <class Operation>
    void operator()(const Operation& op) {
        if (Operation::type == operator_type::append_accounts)
            sink_(advice::disused_operator, json_pointer{node::operator_type_member});
        binds_ = binds(Operation::type);
        list(items(op), json_pointer{carrier_of(Operation::type)});
    }

private:
    template <class List>
    void list(const List& all, const json_pointer& where) {
        const std::vector<std::size_t> again =
            repeated(all, [](const auto& e) { return identity(e); });
        std::size_t i = 0;
        for (const auto& e : all) {
            element(e, where, i, std::binary_search(again.begin(), again.end(), i));
            ++i;
        }
    }

    template <class Storage>
    [[nodiscard]] static std::string_view identity(const basic_binding<Storage>& b) noexcept {
        return b.token.str();
    }
    template <class Storage>
    [[nodiscard]] static std::string_view identity(const basic_device_token<Storage>& t) noexcept {
        return t.str();
    }
    template <class Storage>
    [[nodiscard]] static auto identity(const basic_account<Storage>& a) noexcept {
        return std::pair<std::string_view, account_type>(a.id.str(), a.type);
    }

    template <class Storage>
    void element(const basic_binding<Storage>& b, const json_pointer&, std::size_t i, bool again) {
        token(b.token.str(), {node::token_member, i}, again);
        const json_pointer accounts{node::account_list_member, i};
        if (binds_) same_type_ = repeated(b.account_list, [](const auto& a) { return a.type; });
        list(b.account_list, accounts);
    }

    template <class Storage>
    void element(const basic_device_token<Storage>& t, const json_pointer&, std::size_t i,
                 bool again) {
        token(t.str(), {node::token_list_element, i}, again);
    }

    template <class Storage>
    void element(const basic_account<Storage>& a, const json_pointer& in, std::size_t i,
                 bool again) {
        json_pointer at{node::account_list_element, i};
        if (in.outer != json_pointer::no_index) at = {node::account_list_element, in.outer, i};
        if (again)
            sink_(advice::repeated_account, at);
        else if (std::binary_search(same_type_.begin(), same_type_.end(), i))
            sink_(advice::same_type_twice, at);
        at.target = node::account_member;
        if (!looks_like(a.type, a.id.str())) sink_(advice::unusual_account, at);
        if (is_unclean(a.id.str())) sink_(advice::unclean_account, at);
        if (is_placeholder(a.id.str())) sink_(advice::placeholder_account, at);
        at.target = node::account_type_member;
        if (is_withdrawn(a.type))
            sink_(advice::withdrawn_type, at);
        else if (to_string(a.type) == "unlisted")
            sink_(advice::unlisted_type, at);
    }

    void token(std::string_view text, const json_pointer& at, bool again) {
        if (again) sink_(advice::repeated_token, at);
        if (!looks_like_token(text)) sink_(advice::unusual_token, at);
    }

    Sink& sink_;
    bool binds_ = false;
    std::vector<std::size_t> same_type_; // of the accounts of the current binding
};

} // namespace detail

/// Calls `sink(advice, json_pointer)` for everything in a request or an operation that is legal but
/// rarely intended, in encoding order. These are warnings only.
///
/// Intended for tools, tests and code reviews: it allocates. Complexity: `n log n`.
template <class Request, class Sink, std::enable_if_t<detail::is_request_v<Request>, int> = 0>
void advise(const Request& r, Sink&& sink) {
    detail::adviser<std::remove_reference_t<Sink>> look(sink);
    detail::with_operation(r, look);
}

}} // namespace tpns::v0

#endif
