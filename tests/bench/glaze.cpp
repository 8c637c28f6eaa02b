// SPDX-License-Identifier: BSL-1.0

#include "filling.hpp"
#include "peer.hpp"

#include <cstddef>
#include <cstdint>
#include <glaze/core/constraint.hpp>
#include <glaze/json/read.hpp>
#include <glaze/json/write.hpp>
#include <glaze/version.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// glaze, which gets the members of each type from `glz::meta` at compile time, and reads and writes
// them in place.

namespace tpns_bench { namespace {

/// The string inside an identifier.
template <class Id>
auto& string_of(Id& id) {
    if constexpr (std::is_const_v<Id>)
        return id.str();
    else
        return tpns::detail::identifier_access::str(id);
}

/// A member that can also be null, which empties it.
template <class T>
class or_null {
public:
    explicit or_null(T& to) noexcept : to_(&to) {}

    explicit operator bool() const noexcept { return true; }
    T& operator*() const noexcept { return *to_; }
    void reset() const { to_->clear(); }

private:
    T* to_;
};

using parts_of_request = request_parts<tpns::owned>;

struct parts_of_response {
    static constexpr unsigned err_msg_bit = 1;
    static constexpr unsigned result_bit = 2;

    tpns::response* to;
    unsigned seen = 0;
};

/// A member of a request, which records its presence.
template <auto Member, unsigned Bit>
constexpr auto noted = [](parts_of_request& parts) -> auto& {
    parts.seen |= Bit;
    return parts.*Member;
};

/// A member of a response, likewise.
template <auto Member, unsigned Bit>
constexpr auto noted_or_null = [](parts_of_response& parts) {
    parts.seen |= Bit;
    return or_null(parts.to->*Member);
};

bool in_order(const tpns::device_token& t) {
    return !tpns::detail::check_token_bytes(t.str().size(), default_limits);
}

bool in_order(const tpns::account& a) {
    // A character has at most four bytes, so few lengths are inconclusive.
    constexpr tpns::limits max = default_limits;
    const std::string& id = a.id.str();
    if (tpns::detail::check_account_type(static_cast<std::int64_t>(a.type))) return false;
    if (id.size() >= 4 * max.min_account_chars && id.size() <= max.max_account_chars) return true;
    return !tpns::detail::check_account_chars(tpns::detail::count_code_points(id), max);
}

bool in_order(const tpns::binding& b) { return in_order(b.token) && !b.account_list.empty(); }

}} // namespace tpns_bench::

template <>
struct glz::meta<tpns::device_token> {
    static constexpr auto value = [](auto& t) -> auto& { return tpns_bench::string_of(t); };
};

template <>
struct glz::meta<tpns::account> {
    static constexpr auto value = object(
        "account", [](auto& a) -> auto& { return tpns_bench::string_of(a.id); }, "account_type",
        &tpns::account::type);
    static constexpr auto self_constraint =
        glz::self_constraint<[](const tpns::account& a) { return tpns_bench::in_order(a); },
                             "rules">;

    static constexpr bool requires_key(std::string_view key, bool) { return key == "account"; }

    template <class T>
    static constexpr bool skip_if(const T& member, std::string_view, const meta_context&) {
        if constexpr (std::is_same_v<T, tpns::account_type>)
            return member == tpns::account_type::default_type;
        else
            return false;
    }
};

template <>
struct glz::meta<tpns::binding> {
    static constexpr auto value = object(
        "token", [](auto& b) -> auto& { return tpns_bench::string_of(b.token); }, "account_list",
        &tpns::binding::account_list);
    static constexpr auto self_constraint =
        glz::self_constraint<[](const tpns::binding& b) { return tpns_bench::in_order(b); },
                             "rules">;
};

template <>
struct glz::meta<tpns_bench::parts_of_request> {
    using parts = tpns_bench::parts_of_request;

    static constexpr auto value = object(
        "operator_type", tpns_bench::noted<&parts::operator_type, parts::operator_type_bit>,
        "token_accounts", tpns_bench::noted<&parts::token_accounts, parts::token_accounts_bit>,
        "token_list", tpns_bench::noted<&parts::token_list, parts::token_list_bit>, "account_list",
        tpns_bench::noted<&parts::account_list, parts::account_list_bit>);

    static constexpr bool requires_key(std::string_view key, bool) {
        return key == "operator_type";
    }
};

template <tpns::operator_type Type>
struct glz::meta<tpns::basic_operation<Type, tpns::owned>> {
    static constexpr auto value = object(
        "operator_type", [](const auto&) { return static_cast<int>(Type); },
        tpns::detail::member_name(tpns::detail::carrier_of(Type)),
        [](const auto& op) -> auto& { return items(op); });
};

template <>
struct glz::meta<tpns::item_code> {
    static constexpr auto value = &tpns::item_code::text;
};

/// A string or an integer.
template <>
struct glz::from<glz::JSON, tpns::item_code> {
    template <auto Options>
    static void op(tpns::item_code& to, is_context auto& context, auto& at, auto end) {
        static_assert(check_ws_handled(Options));
        if (*at == '"') return parse<JSON>::op<Options>(to.text, context, at, end);
        std::int64_t number{};
        parse<JSON>::op<Options>(number, context, at, end);
        if (!tpns_bench::fill(to, number)) context.error = error_code::constraint_violated;
    }
};

template <>
struct glz::meta<tpns_bench::parts_of_response> {
    using parts = tpns_bench::parts_of_response;

    static constexpr auto value = object(
        "ret_code", [](parts& p) -> auto& { return p.to->ret_code; }, "err_msg",
        tpns_bench::noted_or_null<&tpns::response::err_msg, parts::err_msg_bit>, "result",
        tpns_bench::noted_or_null<&tpns::response::result, parts::result_bit>);

    static constexpr bool requires_key(std::string_view key, bool) { return key == "ret_code"; }
};

template <>
struct glz::meta<tpns::response> {
    using type = tpns::response;

    static constexpr auto value =
        object("ret_code", &type::ret_code, "err_msg", &type::err_msg, "result", &type::result);

    template <class T>
    static constexpr bool skip_if(const T& member, std::string_view, const meta_context&) {
        if constexpr (std::is_same_v<T, type::result_type>)
            return member.empty();
        else
            return false;
    }
};

namespace tpns_bench { namespace {

struct read_options : glz::opts {
    bool validate_utf8 = true;
    bool validate_skipped = true;
    bool validate_trailing_whitespace = true;
};

constexpr read_options reading() {
    read_options options;
    options.error_on_unknown_keys = false;
    options.error_on_missing_keys = true;
    return options;
}

struct write_options : glz::opts {
    bool escape_control_characters = true;
};

class decoder final : public decoding_peer {
    std::string_view name() const noexcept override { return "glaze"; }
    std::string_view omits() const noexcept override {
        return "duplicate members, escapes in names, exponents of integers";
    }
    bool unescapes_names() const noexcept override { return false; }
    bool sees_duplicates() const noexcept override { return false; }

    bool decode(std::string_view text, tpns::request& to) override {
        parts_of_request parts(to);
        for (tpns::binding& b : parts.token_accounts) forget_types(b.account_list);
        forget_types(parts.account_list);
        return read(text, parts) && parts.finish(to) && in_order(to);
    }

    bool decode(std::string_view text, tpns::response& to) override {
        parts_of_response parts{&to};
        const bool right = read(text, parts);
        if ((parts.seen & parts.err_msg_bit) == 0) to.err_msg.clear();
        if ((parts.seen & parts.result_bit) == 0) to.result.clear();
        return right;
    }

    template <class Parts>
    bool read(std::string_view text, Parts& parts) {
        return !glz::read<reading()>(parts, text, context_);
    }

    /// An absent member would leave the earlier value.
    static void forget_types(std::vector<tpns::account>& list) {
        for (tpns::account& a : list) a.type = {};
    }

    /// Checks that no constraint of a type makes during reading.
    static bool in_order(const tpns::request& r) {
        bool right = false;
        tpns::detail::with_operation(r, [&](const auto& op) { right = in_order(items(op)); });
        return right;
    }
    static bool in_order(const std::vector<tpns::binding>& list) {
        return !list.empty() && list.size() <= default_limits.max_token_accounts;
    }
    static bool in_order(const std::vector<tpns::account>& list) { return !list.empty(); }
    static bool in_order(const std::vector<tpns::device_token>& list) {
        for (const tpns::device_token& t : list)
            if (!tpns_bench::in_order(t)) return false;
        return !list.empty();
    }

    glz::context context_;
};

class encoder final : public encoding_peer {
    std::string_view name() const noexcept override { return "glaze"; }
    std::string_view omits() const noexcept override { return "all checks"; }

    std::string_view encode(const tpns::request& r) override {
        tpns::detail::with_operation(r, [&](const auto& op) { write(op); });
        return buffer_;
    }
    std::string_view encode(const tpns::response& r) override {
        write(r);
        return buffer_;
    }

    template <class Message>
    void write(const Message& from) {
        if (glz::write<write_options{}>(from, buffer_, context_)) buffer_.clear();
    }

    std::string buffer_;
    glz::context context_;
};

const registered_library library("glaze " + std::to_string(glz::version.major) + '.' +
                                 std::to_string(glz::version.minor) + '.' +
                                 std::to_string(glz::version.patch));
const registered_decoder<decoder> decodes;
const registered_encoder<encoder> encodes;

}} // namespace tpns_bench::
