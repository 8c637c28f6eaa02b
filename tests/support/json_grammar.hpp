// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_SUPPORT_JSON_GRAMMAR_HPP
#define TPNS_TESTS_SUPPORT_JSON_GRAMMAR_HPP

#include <tpns/detail/json/fault.hpp>
#include <tpns/detail/json/string.hpp>

#include <cstddef>
#include <string_view>

namespace tpns_tests {

/// A second implementation of the grammar of RFC 8259, by recursive descent. Finds the first error
/// and its place.
class json_grammar {
    using fault = tpns::detail::json_fault;
    using json_error = tpns::detail::json_error;

public:
    json_grammar(std::string_view text, std::size_t max_depth) : s_(text), depth_(max_depth) {}

    json_error operator()() {
        space();
        if (at_ == s_.size()) return {fault::empty_text, at_};
        if (!value()) return found_;
        space();
        if (at_ != s_.size()) fail(fault::trailing_text);
        return found_;
    }

private:
    bool fail(fault what) { return fail(what, at_); }
    bool fail(fault what, std::size_t at) {
        found_ = {what, at};
        return false;
    }
    bool unexpected() { return fail(at_ < s_.size() ? fault::invalid_json : fault::incomplete); }

    [[nodiscard]] char peek() const { return at_ < s_.size() ? s_[at_] : '\0'; }
    bool take(char c) {
        if (at_ == s_.size() || s_[at_] != c) return false;
        ++at_;
        return true;
    }
    void space() {
        while (at_ < s_.size() &&
               std::string_view(" \t\r\n").find(s_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool value() {
        space();
        switch (peek()) {
        case '{':
        case '[': return collection();
        case '"': return string();
        case 't': return literal("true");
        case 'f': return literal("false");
        case 'n': return literal("null");
        default: return number();
        }
    }
    bool collection() {
        if (depth_ == 0) return fail(fault::too_deep);
        --depth_;
        const bool object = take('{');
        if (!object) take('[');
        const char close = object ? '}' : ']';
        space();
        if (!take(close)) {
            do {
                if (object && !name()) return false;
                if (!value()) return false;
                space();
            } while (take(','));
            if (!take(close)) return unexpected();
        }
        ++depth_;
        return true;
    }
    bool name() {
        space();
        if (peek() != '"') return unexpected();
        if (!string()) return false;
        space();
        return take(':') || unexpected();
    }
    bool string() {
        const tpns::detail::string_end end = tpns::detail::scan_string(s_, at_ + 1);
        if (end.fault != fault::none) return fail(end.fault, end.at);
        at_ = end.at + 1;
        return true;
    }
    bool literal(std::string_view text) {
        for (const char c : text)
            if (!take(c)) return unexpected();
        return true;
    }
    bool digits() {
        if (peek() < '0' || peek() > '9') return unexpected();
        while (peek() >= '0' && peek() <= '9') ++at_;
        return true;
    }
    bool number() {
        take('-');
        if (!take('0') && !digits()) return false;
        if (take('.') && !digits()) return false;
        if (!take('e') && !take('E')) return true;
        if (!take('+')) take('-');
        return digits();
    }

    std::string_view s_;
    std::size_t depth_;
    std::size_t at_ = 0;
    json_error found_;
};

} // namespace tpns_tests

#endif
