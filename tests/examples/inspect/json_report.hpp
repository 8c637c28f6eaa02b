// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_JSON_REPORT_HPP
#define INSPECT_JSON_REPORT_HPP

#include "findings.hpp"
#include "item_place.hpp"
#include "reading.hpp"
#include "suspect.hpp"

#include <tpns.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace inspect {

/// Reports on a body in JSON, for programs.
class json_report {
public:
    explicit json_report(bool show) : show_(show) {}

    /// `asked` is the request that a response answers, or null if there is no valid one.
    [[nodiscard]] boost::json::object of(const reading& r, const tpns::request* asked) const {
        boost::json::object out;
        out["valid"] = r.right();
        out["violations"] = r.found.violation_count;
        boost::json::array& errors = out["errors"].emplace_array();
        for (const finding& f : r.found.violations) errors.push_back(error(f));
        out["ignored_members"] = r.found.ignored_count;
        boost::json::array& ignored = out["ignored"].emplace_array();
        for (const finding& f : r.found.ignored) ignored.push_back(member(r, f));
        if (r.request) out["message"] = message_of(*r.request);
        if (r.response) out["message"] = message_of(*r.response, asked);
        if (r.lenient) {
            out["lenient_options"] = r.lenient->options;
            out["lenient_message"] = message_of(r.lenient->response, asked);
        }
        return out;
    }

private:
    static boost::json::object where(const finding& f) {
        return {{"pointer", to_string(f.what.where)},
                {"offset", f.what.offset},
                {"line", f.at.line},
                {"column", f.at.column}};
    }

    static boost::json::object error(const finding& f) {
        boost::json::object out = where(f);
        out["code"] = to_string(f.what.code);
        out["message"] = message(f.what);
        if (!f.hint.empty()) out["hint"] = f.hint;
        return out;
    }

    [[nodiscard]] boost::json::object member(const reading& r, const finding& f) const {
        boost::json::object out = where(f);
        const std::string_view name = inside_quotes(r.text, f.what.offset);
        if (show_ || is_published(name)) out["name"] = name;
        if (const std::string meant = resembled(r.what, r.text, f.what); !meant.empty())
            out["nearly"] = meant;
        return out;
    }

    static boost::json::object message_of(const tpns::request& r) {
        const tpns::operator_type type = operator_type_of(r);
        boost::json::array advised;
        advise(r, [&](tpns::advice a, const tpns::json_pointer& at) {
            advised.push_back(
                {{"pointer", to_string(at)}, {"code", to_string(a)}, {"message", message(a)}});
        });
        return {{"operator_type", static_cast<int>(type)},
                {"operation", to_string(type)},
                {"items", item_count(r)},
                {"advice", std::move(advised)}};
    }

    static boost::json::object message_of(const tpns::response& r, const tpns::request* asked) {
        boost::json::array items;
        for (const tpns::item_code& item : r.result) items.emplace_back(item.text);
        boost::json::object out = {{"ret_code", static_cast<std::int32_t>(r.ret_code)},
                                   {"meaning", message(r.ret_code)},
                                   {"err_msg", r.err_msg},
                                   {"result", std::move(items)}};
        if (asked != nullptr)
            if (const auto outcomes = tpns::outcomes(*asked, r)) {
                boost::json::array& list = out["outcomes"].emplace_array();
                for (const auto& o : *outcomes) list.push_back(outcome(o, *asked));
            }
        return out;
    }

    static boost::json::object outcome(const tpns::item_outcome& o, const tpns::request& asked) {
        boost::json::object out = {{"pointer", to_string(item_place(asked, o.index))},
                                   {"disposition", to_string(o.disposition)}};
        if (o.code) {
            out["code"] = static_cast<std::int32_t>(*o.code);
            out["meaning"] = message(*o.code);
        }
        return out;
    }

    bool show_;
};

} // namespace inspect

#endif
