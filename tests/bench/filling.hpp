// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_BENCH_FILLING_HPP
#define TPNS_TESTS_BENCH_FILLING_HPP

#include <tpns/arena.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/rules.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// The common part of all peers: checks the rules on the values from the library, and fills
// messages, whose lists and strings are overwritten in place. All functions return whether the
// rules are satisfied.

namespace tpns_bench {

inline constexpr tpns::limits default_limits{};

/// Records a member; returns false for a duplicate.
[[nodiscard]] constexpr bool first_time(unsigned& seen, unsigned bit) noexcept {
    const bool first = (seen & bit) == 0;
    seen |= bit;
    return first;
}

/// The memory that a message of views refers to, besides the text; reused for each body.
template <class Storage>
class backing;

/// Nothing.
template <>
class backing<tpns::owned> {
public:
    template <class Message>
    void clear(std::string_view) noexcept {}

    [[nodiscard]] static std::string_view keep(std::string_view s) noexcept { return s; }
};

template <>
class backing<tpns::view> {
public:
    /// Makes room for anything that `text` can contain, so that no list moves while it is filled.
    template <class Message>
    void clear(std::string_view text) {
        strings_.clear();
        if constexpr (std::is_same_v<Message, tpns::request_view>) {
            clear<tpns::binding_view>(text.size() / sizeof R"({"token":"","account_list":[]})");
            clear<tpns::account_view>(text.size() / sizeof R"({"account":""})");
            clear<tpns::device_token_view>(text.size() / sizeof R"("")");
        } else {
            clear<tpns::item_code_view>(text.size() / sizeof "0");
        }
    }

    /// All elements of one type, list after list.
    template <class T>
    [[nodiscard]] std::vector<T>& elements() noexcept {
        return std::get<std::vector<T>>(elements_);
    }

    /// A copy of a string that is not in the text.
    [[nodiscard]] std::string_view keep(std::string_view s) {
        if (s.empty()) return {};
        auto* const to = static_cast<char*>(strings_.allocate(s.size(), 1));
        std::memcpy(to, s.data(), s.size());
        return {to, s.size()};
    }

private:
    template <class T>
    void clear(std::size_t size) {
        elements<T>().clear();
        elements<T>().reserve(size + 1);
    }

    std::tuple<std::vector<tpns::binding_view>, std::vector<tpns::account_view>,
               std::vector<tpns::device_token_view>, std::vector<tpns::item_code_view>>
        elements_;
    tpns::arena strings_;
};

/// Fills a list, element by element.
template <class List, class Storage>
class refill;

/// Overwrites the elements, so that their memory is reused.
template <class T>
class refill<std::vector<T>, tpns::owned> {
public:
    refill(std::vector<T>& list, backing<tpns::owned>&) noexcept : list_(&list) {}

    [[nodiscard]] T& next() {
        if (size_ == list_->size()) list_->emplace_back();
        return (*list_)[size_++];
    }

    /// Drops the remaining earlier elements.
    [[nodiscard]] bool finish(std::size_t min, std::size_t max = tpns::limits::unlimited) {
        list_->resize(size_);
        return size_ >= min && size_ <= max;
    }

private:
    std::vector<T>* list_;
    std::size_t size_ = 0;
};

template <class T>
class refill<tpns::list_view<T>, tpns::view> {
public:
    refill(tpns::list_view<T>& list, backing<tpns::view>& memory) noexcept
        : list_(&list), elements_(&memory.elements<T>()), first_(elements_->size()) {}

    [[nodiscard]] T& next() { return elements_->emplace_back(); }

    [[nodiscard]] bool finish(std::size_t min, std::size_t max = tpns::limits::unlimited) {
        *list_ = {elements_->data() + first_, elements_->size() - first_};
        return list_->size() >= min && list_->size() <= max;
    }

private:
    tpns::list_view<T>* list_;
    std::vector<T>* elements_;
    std::size_t first_;
};

template <class List, class Storage>
refill(List&, backing<Storage>&) -> refill<List, Storage>;

template <class Storage>
[[nodiscard]] bool fill(tpns::detail::basic_device_token<Storage>& to, std::string_view text) {
    tpns::detail::identifier_access::str(to) = text;
    return !tpns::detail::check_token_bytes(text.size(), default_limits);
}

template <class Storage>
[[nodiscard]] bool fill(tpns::detail::basic_account_id<Storage>& to, std::string_view text) {
    tpns::detail::identifier_access::str(to) = text;
    // A character has at most four bytes, so few lengths are inconclusive. `text` is UTF-8.
    constexpr tpns::limits max = default_limits;
    if (text.size() >= 4 * max.min_account_chars && text.size() <= max.max_account_chars)
        return true;
    return !tpns::detail::check_account_chars(tpns::detail::count_code_points(text), max);
}

template <class Storage>
[[nodiscard]] bool fill(tpns::basic_item_code<Storage>& to, std::string_view text) {
    to.text = text;
    return true;
}

/// The text of a number, which all parsers give as a number.
template <class Storage>
[[nodiscard]] bool fill(tpns::basic_item_code<Storage>& to, std::int64_t value,
                        backing<Storage>& memory) {
    char text[24];
    const char* const end = std::to_chars(text, text + sizeof text, value).ptr;
    to.text = memory.keep({text, static_cast<std::size_t>(end - text)});
    return true;
}

[[nodiscard]] inline bool fill(tpns::account_type& to, std::int64_t value) {
    to = static_cast<tpns::account_type>(value);
    return !tpns::detail::check_account_type(value);
}

[[nodiscard]] inline bool fill(tpns::server_errc& to, std::int64_t value) {
    to = static_cast<tpns::server_errc>(value);
    return !tpns::detail::check_ret_code(value);
}

[[nodiscard]] inline bool fill(tpns::item_code& to, std::int64_t value) {
    backing<tpns::owned> nothing;
    return fill(to, value, nothing);
}

/// The parts of a request during reading, since its operator can follow its lists.
template <class Storage>
class request_parts {
    template <class T>
    using list_of = typename Storage::template list<T>;

public:
    static constexpr unsigned operator_type_bit = 1;
    static constexpr unsigned token_accounts_bit = 2;
    static constexpr unsigned token_list_bit = 4;
    static constexpr unsigned account_list_bit = 8;

    /// Takes over the memory of an earlier request.
    explicit request_parts(tpns::basic_request<Storage>& r) {
        tpns::detail::with_operation(r, [&](auto& op) { take(items(op)); });
    }

    /// Completes the request. Precondition: `operator_type` is valid.
    [[nodiscard]] bool finish(tpns::basic_request<Storage>& r) {
        switch (operator_type) {
        case 1:
            return put<tpns::basic_operation<tpns::operator_type::append_accounts, Storage>>(
                r, token_accounts, token_accounts_bit);
        case 2:
            return put<tpns::basic_operation<tpns::operator_type::overwrite_accounts, Storage>>(
                r, token_accounts, token_accounts_bit);
        case 3:
            return put<tpns::basic_operation<tpns::operator_type::unbind_accounts, Storage>>(
                r, token_accounts, token_accounts_bit);
        case 4:
            return put<tpns::basic_operation<tpns::operator_type::unbind_all_accounts, Storage>>(
                r, token_list, token_list_bit);
        case 5:
            return put<tpns::basic_operation<tpns::operator_type::unbind_all_tokens, Storage>>(
                r, account_list, account_list_bit);
        default: return false;
        }
    }

    unsigned seen = 0; ///< the members so far
    std::int64_t operator_type = 0;
    list_of<tpns::basic_binding<Storage>> token_accounts;
    list_of<tpns::detail::basic_device_token<Storage>> token_list;
    list_of<tpns::basic_account<Storage>> account_list;

private:
    void take(list_of<tpns::basic_binding<Storage>>& from) noexcept {
        std::swap(token_accounts, from);
    }
    void take(list_of<tpns::detail::basic_device_token<Storage>>& from) noexcept {
        std::swap(token_list, from);
    }
    void take(list_of<tpns::basic_account<Storage>>& from) noexcept {
        std::swap(account_list, from);
    }

    template <class Operation, class List>
    [[nodiscard]] bool put(tpns::basic_request<Storage>& r, List& list, unsigned bit) const {
        r = Operation{std::move(list)};
        return seen == (operator_type_bit | bit); // its own list, and no other
    }
};

} // namespace tpns_bench

#endif
