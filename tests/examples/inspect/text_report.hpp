// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_TEXT_REPORT_HPP
#define INSPECT_TEXT_REPORT_HPP

#include "excerpt.hpp"
#include "findings.hpp"
#include "place.hpp"
#include "reading.hpp"
#include "story.hpp"
#include "suspect.hpp"
#include "text.hpp"

#include <tpns.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

namespace inspect {

/// Reports on a body in words, for people.
class text_report {
public:
    explicit text_report(bool show) : show_(show) {}

    /// `asked` is the request that a response answers, or null if there is no valid one.
    void print(const reading& r, const tpns::request* asked) const {
        const story story(show_);
        std::cout << (r.what == kind::request ? "request: " : "response: ");
        if (r.request)
            story.tell(*r.request);
        else if (r.response)
            story.tell(*r.response, asked);
        else
            complain(r);
        if (r.lenient) {
            std::cout << "response, read leniently (decode_options: " << r.lenient->options
                      << "): ";
            story.tell(r.lenient->response, asked);
        }
        for (const finding& f : r.found.ignored) tell_ignored(r, f);
        tell_rest(r.found.ignored_count - r.found.ignored.size(), "ignored members");
    }

private:
    void complain(const reading& r) const {
        std::cout << plural(r.found.violation_count, "violation") << '\n';
        const std::string redacted =
            show_ ? std::string() : redaction(r.text, r.found.json_end).text();
        const excerpter excerpt(r.text, redacted);
        for (const finding& f : r.found.violations) {
            std::cout << "  " << without_offset(f.what) << place_of(f) << '\n'
                      << excerpt.at(f.what.offset, f.at, "    ");
            if (!f.hint.empty()) std::cout << "    hint: " << f.hint << '\n';
        }
        tell_rest(r.found.violation_count - r.found.violations.size(), "violations");
    }

    void tell_ignored(const reading& r, const finding& f) const {
        const std::string pointer = to_string(f.what.where);
        const std::string meant = resembled(r.what, r.text, f.what);
        std::cout << "  ignored: member " << name(inside_quotes(r.text, f.what.offset)) << " of "
                  << (pointer.empty() ? "the body" : pointer) << place_of(f);
        if (!meant.empty()) std::cout << "; did you mean " << quoted(meant) << '?';
        std::cout << '\n';
    }

    static void tell_rest(std::size_t count, const char* of_what) {
        if (count != 0)
            std::cout << "  and " << count << " more " << of_what << "; --all shows them\n";
    }

    static std::string without_offset(tpns::error e) {
        e.offset = tpns::error::no_offset;
        return to_string(e);
    }

    static std::string place_of(const finding& f) {
        return " (line " + std::to_string(f.at.line) + ", column " + std::to_string(f.at.column) +
               ", offset " + std::to_string(f.what.offset) + ')';
    }

    [[nodiscard]] std::string name(std::string_view text) const {
        return show_ || is_published(text) ? quoted(text) : '<' + plural(text.size(), "byte") + '>';
    }

    bool show_;
};

} // namespace inspect

#endif
