// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_WRITTEN_BODIES_HPP
#define TPNS_TESTS_SUPPORT_WRITTEN_BODIES_HPP

#include "message_kinds.hpp"

#include <tpns/decode_options.hpp>
#include <tpns/error.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Bodies with known contents: their writer records the message, and each error with its place,
// independently of the library. Order is random, so that each string, element and list can follow
// any other.

namespace tpns_tests {

/// A string as written between quotes in a body, and its value.
struct spelling {
    std::string json;
    std::string value;
};

inline std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    while (count-- != 0) all += text;
    return all;
}

inline const spelling spellings[] = {
    // Within all limits.
    {"ab", "ab"},
    {"cd", "cd"},
    {"ok", "ok"},
    {"00", "00"},
    {"1008006", "1008006"},
    {"fifteen letters", "fifteen letters"},
    {"sixteen letters.", "sixteen letters."},
    {"a name longer than a block", "a name longer than a block"},
    {"a name longer than a blink", "a name longer than a blink"},
    {"a name that is longer than two blocks", "a name that is longer than two blocks"},
    {"1 name that is longer than two blocks", "1 name that is longer than two blocks"},
    {"\xC3\xA9\xC3\xA9", "\xC3\xA9\xC3\xA9"},
    {"x\xE5\xBC\xA0\xF0\x9F\x9A\x80", "x\xE5\xBC\xA0\xF0\x9F\x9A\x80"},
    {"\\u0061b", "ab"},
    {"0\\u0030", "00"},
    {"a\\n", "a\n"},
    {R"(\"\\\/)", R"("\/)"},
    {"\\u00e9\xC3\xA9", "\xC3\xA9\xC3\xA9"},
    {"\xC3\xA9\\t\xE5\xBC\xA0\\ud83d\\ude00", "\xC3\xA9\t\xE5\xBC\xA0\xF0\x9F\x98\x80"},
    {"longer than a block, \\u000A, and more", "longer than a block, \n, and more"},
    // At and beyond the limits, in bytes or in characters.
    {"", ""},
    {"0", "0"},
    {"7", "7"},
    {"\\u0030", "0"},
    {"\xC3\xA9", "\xC3\xA9"},
    {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
    {repeated("x", 64), repeated("x", 64)},
    {repeated("x", 65), repeated("x", 65)},
    {repeated("\\u0078", 64), repeated("x", 64)},
    {repeated("\\u0078", 65), repeated("x", 65)},
    {repeated("\xC3\xA9", 32), repeated("\xC3\xA9", 32)},
    {repeated("\xC3\xA9", 33), repeated("\xC3\xA9", 33)},
    {repeated("x", 100), repeated("x", 100)},
    {repeated("x", 101), repeated("x", 101)},
    {repeated("\xC3\xA9", 100), repeated("\xC3\xA9", 100)},
    {repeated("\xC3\xA9", 101), repeated("\xC3\xA9", 101)},
    {repeated("\\u00e9", 100), repeated("\xC3\xA9", 100)},
    {repeated("\\u00e9", 101), repeated("\xC3\xA9", 101)},
    {repeated("\\n", 600), repeated("\n", 600)},
};
inline constexpr std::size_t usual_spellings = 20;

/// The common part of the writers of both kinds of body.
class body_writer {
public:
    using node = tpns::node;
    using errc = tpns::errc;
    using json_pointer = tpns::json_pointer;

    [[nodiscard]] const std::string& body() const { return body_; }

    /// The errors, in the order in which a check reports them.
    [[nodiscard]] const std::vector<tpns::error>& errors() const { return errors_; }

    /// Whether the body is so unusual that only the general reader accepts it.
    [[nodiscard]] bool rare() const { return rare_; }

protected:
    using names = std::initializer_list<node>;
    using pieces = std::vector<std::size_t>;    // of an object: indices of its names, or ...
    static constexpr std::size_t unknown = 100; // ... an undocumented member

    body_writer(std::mt19937& random, const tpns::decode_options& options)
        : options_(options), random_(random), layout_(any(4)), shuffled_(chance(50)) {
        constexpr std::size_t percentages[] = {0, 1, 3, 20};
        bad_ = percentages[any(4)];
        odd_ = percentages[any(4)];
        unusual_ = percentages[any(4)];
        rare_ = layout_ == 3; // a layout that changes
        space();
    }
    ~body_writer() = default;

    std::size_t any(std::size_t count) { return random_() % count; }
    bool chance(std::size_t percent) { return any(100) < percent; }
    bool bad() { return chance(bad_); }
    bool odd() { return chance(odd_); }
    [[nodiscard]] std::size_t here() const { return body_.size(); }

    /// Records an error in the text that begins at `offset`.
    virtual void fault(tpns::detail::violation what, const json_pointer& where,
                       std::size_t offset) {
        errors_.emplace_back(what, where, offset);
    }

    /// Called with the name of a member, the first time it appears in its object.
    virtual void named(node, std::size_t /*offset*/) {}

    /// All members in order, except that some are missing, misnamed, duplicated or moved.
    pieces some_of(std::initializer_list<std::size_t> all) {
        pieces some;
        for (const std::size_t piece : all) {
            const std::size_t how = bad() ? 1 + any(3) : 0;
            if (how != 1) some.push_back(how == 2 ? unknown : piece);
            if (how == 3) some.push_back(piece);
        }
        while (odd())
            some.insert(some.begin() + static_cast<std::ptrdiff_t>(any(some.size() + 1)), unknown);
        if (shuffled_) std::shuffle(some.begin(), some.end(), random_);
        return some;
    }

    /// Writes an object with these pieces, and returns where it ends. The first `required` names
    /// must be present; `value(piece)` writes a value.
    template <class Value>
    std::size_t object(const json_pointer& where, names documented, std::size_t required,
                       const pieces& all, Value value) {
        std::vector<bool> seen(documented.size());
        put('{');
        const char* comma = "";
        for (const std::size_t piece : all) {
            if (*comma != '\0') put(*comma);
            comma = ",";
            const std::size_t at = here();
            if (piece == unknown) {
                unknown_name(documented);
                if (options_.unknown_members == tpns::policy::reject)
                    fault({errc::unknown_member}, where, at);
            } else {
                name(documented.begin()[piece]);
                if (seen[piece])
                    fault({errc::duplicate_member}, at_member(documented.begin()[piece], where),
                          at);
                else
                    named(documented.begin()[piece], at);
            }
            put(':');
            if (piece == unknown || seen[piece])
                unread_value();
            else
                value(piece);
            if (piece != unknown) seen[piece] = true;
        }
        const std::size_t end = here();
        for (std::size_t i = 0; i != required; ++i)
            if (!seen[i])
                fault({errc::missing_member}, at_member(documented.begin()[i], where), end);
        put('}');
        return end;
    }

    /// Writes a list; `element(i)` writes an element.
    template <class Element>
    void list(const json_pointer& where, std::size_t min, std::size_t max, Element element) {
        std::size_t count = (std::min)((std::max)(any(5), min), max);
        if (bad()) count = max < 25 && chance(50) ? max + 1 + any(2) : any(min + 1);
        put('[');
        for (std::size_t i = 0; i != count; ++i) {
            if (i != 0) put(',');
            if (i == max) fault({errc::too_many_items, max}, where, here());
            if (i < max)
                element(i);
            else
                unread_value();
        }
        if (count < min) fault({errc::too_few_items, min}, where, here());
        put(']');
    }

    /// Writes a string, whose length can be wrong.
    std::string text(const json_pointer& where) {
        const bool any_length =
            where.target == node::err_msg_member || where.target == node::result_element;
        const bool usual = !chance(any_length ? 30 : unusual_);
        const spelling& s = spellings[any(usual ? usual_spellings : std::size(spellings))];
        const tpns::limits& max = options_.limits;
        const auto within = [&](std::size_t length, std::size_t least, std::size_t most) {
            if (length < least) fault({errc::too_short, least}, where, here());
            if (length > most) fault({errc::too_long, most}, where, here());
        };
        const auto begins_character = [](char c) { return (c & '\xC0') != '\x80'; };
        if (where.target == node::account_member)
            within(static_cast<std::size_t>(
                       std::count_if(s.value.begin(), s.value.end(), begins_character)),
                   max.min_account_chars, max.max_account_chars);
        else if (!any_length)
            within(s.value.size(), max.min_token_bytes, max.max_token_bytes);
        rare_ = rare_ || s.json.size() > 1000;
        put('"', s.json, '"');
        return s.value;
    }

    std::int64_t integer(const json_pointer& where, std::int64_t min, std::int64_t max,
                         std::int64_t value) {
        if (bad()) value = chance(50) ? min - 1 : max + 1;
        if (value < min || value > max) fault({errc::out_of_range}, where, here());
        put(value == 0 && odd() ? "-0" : std::to_string(value));
        return value;
    }

    /// Writes a value of a wrong type: its first character is not in `right`.
    void wrong_value(const json_pointer& where, std::string_view right) {
        constexpr std::string_view values[] = {
            "null",
            "true",
            "false",
            "0",
            "7",
            "1.5",
            "1e0",
            R"("ab")",
            R"("\u0030")",
            "[]",
            R"(["a"])",
            "{}",
            R"([{"account":"a","account_type":-1},null])",
            R"({"token":"","account_list":[{}],"account_type":9})"};
        std::string_view value = right;
        while (right.find(value[0]) != right.npos) value = values[any(std::size(values))];
        fault({errc::wrong_type}, where, here());
        put(value);
    }

    template <class... Texts>
    void put(Texts... texts) {
        ((body_ += texts), ...);
        space();
    }

    const tpns::decode_options& options_;
    std::vector<tpns::error> errors_;
    bool rare_ = false;

private:
    [[nodiscard]] static json_pointer at_member(node n, const json_pointer& object) {
        return {n, object.outer, object.inner};
    }

    void space() {
        const char last = body_.empty() ? ' ' : body_.back();
        if (layout_ == 1 && (last == ':' || last == ',')) body_ += ' ';
        if (layout_ == 2 && (last == '{' || last == '[' || last == ',')) body_ += "\n        ";
        if (layout_ == 3 && chance(20)) body_ += repeated(" \t\r\n", 1 + any(6)).substr(any(4));
    }

    void name(node n) {
        std::string text(tpns::detail::member_name(n));
        if (chance(odd_ / 2)) { // with an escape
            rare_ = true;
            text.replace(text.find('o') == text.npos ? text.find('e') : text.find('o'), 1,
                         text.find('o') == text.npos ? "\\u0065" : "\\u006F");
        }
        put('"', text, '"');
    }

    /// Writes a name that is documented elsewhere or nowhere.
    void unknown_name(names documented) {
        constexpr std::string_view all[] = {"",
                                            "x",
                                            "tokens",
                                            "accoun",
                                            "a name longer than a block",
                                            "token",
                                            "account",
                                            "account_type",
                                            "token_list",
                                            "account_list",
                                            "err_msg",
                                            "operator_type"};
        std::string_view text;
        const auto is_text = [&](node n) { return tpns::detail::member_name(n) == text; };
        do text = all[any(std::size(all))];
        while (std::any_of(documented.begin(), documented.end(), is_text));
        put('"', text, '"');
    }

    /// Writes a value that is skipped.
    void unread_value() {
        constexpr std::string_view values[] = {
            "0", "5", "null", "true", "false", R"("")", R"("zz")", R"("longer than one block")",
            // These need a closer look.
            R"("\n")", "2.5", "[]", "{}", R"([{"account":"","account_type":9}])",
            R"({"token":"","account_list":[{"account":7}],"operator_type":9})"};
        const std::size_t i = any(std::size(values));
        if (i >= 8) rare_ = true;
        put(values[i]);
    }

    std::mt19937& random_;
    std::size_t layout_;
    bool shuffled_;
    std::size_t bad_ = 0; // of a hundred choices
    std::size_t odd_ = 0;
    std::size_t unusual_ = 0;
    std::string body_;
};

class written_request final : public body_writer {
public:
    using kind = requests;

    written_request(std::mt19937& random, const tpns::decode_options& options)
        : body_writer(random, options) {
        const std::size_t number = 1 + any(5);
        const std::size_t own = number == 4 ? 2 : number == 5 ? 3 : 1;
        pieces all = some_of({0, own});
        if (chance(20)) {
            pieces more = some_of({1 + own % 3, 1 + (own + 1) % 3});
            all.insert(chance(50) ? all.begin() : all.end(), more.begin(), more.end());
        }
        const std::size_t end = object({}, members, 1, all, [&](std::size_t piece) {
            if (piece == 0) return operator_type(static_cast<std::int64_t>(number));
            open_ = members.begin()[piece];
            carrier();
            open_ = node::body;
        });
        finish(end);
    }

    /// The message of the body, if it has no error.
    [[nodiscard]] tpns::request message() const {
        switch (operator_) {
        case 1: return tpns::append_accounts{bindings_};
        case 2: return tpns::overwrite_accounts{bindings_};
        case 3: return tpns::unbind_accounts{bindings_};
        case 4: return tpns::unbind_all_accounts{tokens_};
        default: return tpns::unbind_all_tokens{accounts_};
        }
    }

private:
    // One of the three lists: the place of its name, and its errors while the operator is unknown.
    struct carrier_note {
        node at;
        std::size_t offset = tpns::error::no_offset;
        std::vector<tpns::error> held = {};
    };

    static constexpr names members = {node::operator_type_member, node::token_accounts_member,
                                      node::token_list_member, node::account_list_member};

    void operator_type(std::int64_t number) {
        if (bad()) return wrong_value({node::operator_type_member}, "07");
        const std::int64_t value = integer({node::operator_type_member}, 1, 5, number);
        if (value >= 1 && value <= 5) operator_ = value;
    }

    void carrier() {
        if (bad()) return wrong_value({open_}, "[");
        const tpns::limits& max = options_.limits;
        if (open_ == node::token_accounts_member)
            list({open_}, 1, max.max_token_accounts, [&](std::size_t i) { binding(i); });
        else if (open_ == node::token_list_member)
            list({open_}, 1, max.max_token_list, [&](std::size_t i) {
                const json_pointer where{node::token_list_element, i};
                if (bad()) return wrong_value(where, "\"");
                tokens_.emplace_back(text(where));
            });
        else
            list({open_}, 1, max.max_account_list, [&](std::size_t i) {
                account(accounts_, {node::account_list_element, i});
            });
    }

    void binding(std::size_t i) {
        if (bad()) return wrong_value({node::token_accounts_element, i}, "{");
        tpns::binding& b = bindings_.emplace_back();
        object({node::token_accounts_element, i}, {node::token_member, node::account_list_member},
               2, some_of({0, 1}), [&](std::size_t piece) {
                   const json_pointer token{node::token_member, i};
                   const json_pointer accounts{node::account_list_member, i};
                   if (bad())
                       return wrong_value(piece == 0 ? token : accounts, piece == 0 ? "\"" : "[");
                   if (piece == 0) return (void)(b.token = tpns::device_token(text(token)));
                   list(accounts, options_.limits.min_accounts_per_token,
                        options_.limits.max_accounts_per_token, [&](std::size_t j) {
                            account(b.account_list, {node::account_list_element, i, j});
                        });
               });
    }

    void account(std::vector<tpns::account>& list, const json_pointer& where) {
        if (bad()) return wrong_value(where, "{");
        tpns::account& a = list.emplace_back();
        pieces all = some_of({0});
        if (chance(50)) all = some_of({0, 1});
        object(where, {node::account_member, node::account_type_member}, 1, all,
               [&](std::size_t piece) {
                   const json_pointer id{node::account_member, where.outer, where.inner};
                   const json_pointer type{node::account_type_member, where.outer, where.inner};
                   if (bad()) return wrong_value(piece == 0 ? id : type, piece == 0 ? "\"" : "07");
                   if (piece == 0) return (void)(a.id = tpns::account_id(text(id)));
                   constexpr std::int64_t types[] = {0, 1, 2, 3, 4, 5, 1005, 2147483647};
                   a.type = static_cast<tpns::account_type>(
                       integer(type, 0, 2147483647, types[any(std::size(types))]));
               });
    }

    void named(node n, std::size_t offset) override {
        carrier_note* const c = note_of(n);
        if (c == nullptr || open_ != node::body) return;
        c->offset = offset;
        in_body_.push_back(n);
    }

    void fault(tpns::detail::violation what, const json_pointer& where,
               std::size_t offset) override {
        carrier_note* const c = note_of(open_ != node::body ? open_ : where.target);
        const bool matters = c == nullptr || options_.foreign_carriers == tpns::policy::reject;
        if (matters || (operator_ != 0 && c->at == own()))
            errors_.emplace_back(what, where, offset);
        else if (operator_ == 0)
            c->held.emplace_back(what, where, offset);
    }

    void finish(std::size_t end) {
        rare_ = rare_ || in_body_.size() > 1;
        // The first error in the operator's own list is reported, or in any list if there is no
        // operator.
        for (const carrier_note& c : notes_)
            if (!c.held.empty() && (operator_ == 0 || c.at == own()))
                errors_.push_back(c.held.front());
        if (operator_ == 0) return;
        if (note_of(own())->offset == tpns::error::no_offset)
            errors_.emplace_back(tpns::detail::violation{errc::missing_member}, json_pointer{own()},
                                 end);
        if (options_.foreign_carriers == tpns::policy::skip) return;
        for (const node n : in_body_)
            if (n != own())
                errors_.emplace_back(tpns::detail::violation{errc::foreign_carrier},
                                     json_pointer{n}, note_of(n)->offset);
    }

    [[nodiscard]] node own() const {
        return operator_ == 4   ? node::token_list_member
               : operator_ == 5 ? node::account_list_member
                                : node::token_accounts_member;
    }

    [[nodiscard]] carrier_note* note_of(node n) {
        for (carrier_note& c : notes_)
            if (c.at == n) return &c;
        return nullptr;
    }

    std::int64_t operator_ = 0; // while it is unknown
    node open_ = node::body;    // the list of the body being written
    carrier_note notes_[3] = {
        {node::token_accounts_member}, {node::token_list_member}, {node::account_list_member}};
    std::vector<node> in_body_;
    std::vector<tpns::binding> bindings_;
    std::vector<tpns::device_token> tokens_;
    std::vector<tpns::account> accounts_;
};

class written_response final : public body_writer {
public:
    using kind = responses;

    written_response(std::mt19937& random, const tpns::decode_options& options)
        : body_writer(random, options) {
        constexpr std::int64_t min = (std::numeric_limits<std::int32_t>::min)();
        constexpr std::int64_t max = (std::numeric_limits<std::int32_t>::max)();
        pieces all = some_of({0, 1, 2});
        if (chance(20)) all = some_of({0, 1 + any(2)});
        object(
            {}, {node::ret_code_member, node::err_msg_member, node::result_member}, 1, all,
            [&](std::size_t piece) {
                if (piece == 0) {
                    constexpr std::int64_t codes[] = {0, 1, -1, 1008026, min, max};
                    if (bad()) return wrong_value({node::ret_code_member}, "07");
                    message_.ret_code = static_cast<tpns::server_errc>(
                        integer({node::ret_code_member}, min, max, codes[any(std::size(codes))]));
                } else if (piece == 1) {
                    if (bad()) return wrong_value({node::err_msg_member}, "\"n");
                    if (chance(20)) return put("null");
                    message_.err_msg = text({node::err_msg_member});
                } else {
                    if (bad()) return wrong_value({node::result_member}, "[n");
                    if (chance(20)) return put("null");
                    list({node::result_member}, 0, options_.limits.max_result, [&](std::size_t i) {
                        code({node::result_element, i});
                    });
                }
            });
    }

    /// The message of the body, if it has no error.
    [[nodiscard]] const tpns::response& message() const { return message_; }

private:
    void code(const json_pointer& where) {
        if (bad()) return wrong_value(where, "\"07");
        constexpr std::string_view numbers[] = {
            "0", "-0", "7", "-17", "10", "1008006", "999999999999999999"};
        if (chance(60)) return message_.result.push_back({chance(40) ? usual() : text(where)});
        const std::string_view number = numbers[any(std::size(numbers))];
        put(number);
        message_.result.push_back({std::string(number == "-0" ? "0" : number)});
    }

    std::string usual() {
        put(R"("0")");
        return "0";
    }

    tpns::response message_;
};

/// Limits that are all different, and that the usual spellings satisfy.
inline tpns::limits tight_limits() {
    tpns::limits tight;
    tight.max_token_accounts = 5;
    tight.min_token_bytes = 2;
    tight.max_token_bytes = 63;
    tight.min_account_chars = 1;
    tight.max_account_chars = 99;
    tight.min_accounts_per_token = 2;
    tight.max_accounts_per_token = 3;
    tight.max_token_list = 4;
    tight.max_account_list = 6;
    tight.max_result = 7;
    return tight;
}

/// Limits anywhere among the lengths of the spellings.
inline tpns::limits any_limits(std::mt19937& random) {
    const auto any = [&](std::size_t count) { return random() % count; };
    const auto length = [&] { return 2 + spellings[any(std::size(spellings))].value.size(); };
    tpns::limits limits;
    limits.max_token_accounts = 1 + any(4);
    limits.min_token_bytes = any(4);
    limits.max_token_bytes = length();
    limits.min_account_chars = any(4);
    limits.max_account_chars = length();
    limits.min_accounts_per_token = any(2);
    limits.max_accounts_per_token = 1 + any(4);
    limits.max_token_list = 1 + any(4);
    limits.max_account_list = 1 + any(4);
    limits.max_result = any(5);
    return limits;
}

/// Calls `f(written, options)` for many bodies of all kinds with each set of options.
template <class Written, class Function>
void for_each_written(std::size_t count, Function f) {
    std::mt19937 random(20200910);
    for (const int limits : {0, 1, 2})
        for (const tpns::policy unknown : {tpns::policy::skip, tpns::policy::reject})
            for (const tpns::policy foreign : {tpns::policy::reject, tpns::policy::skip})
                for (std::size_t i = 0; i != count; ++i) {
                    tpns::decode_options options;
                    options.unknown_members = unknown;
                    options.foreign_carriers = foreign;
                    if (limits == 1) options.limits = tight_limits();
                    if (limits == 2) options.limits = any_limits(random);
                    const Written written(random, options);
                    f(written, options);
                }
}

} // namespace tpns_tests

#endif
