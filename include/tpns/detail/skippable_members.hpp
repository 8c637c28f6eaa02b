// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_SKIPPABLE_MEMBERS_HPP
#define TPNS_DETAIL_SKIPPABLE_MEMBERS_HPP

#include <tpns/decode_options.hpp>
#include <tpns/detail/schema.hpp>
#include <tpns/error.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/rules.hpp>
#include <tpns/server_errc.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace tpns { inline namespace v0 { namespace detail {

/// The members of a body in which an error might not matter, depending on another member: for the
/// lists of a request, `operator_type`; for the text and the list of a reply, `ret_code`. If that
/// member comes later, an error waits for the end of the body.
class skippable_members {
public:
    skippable_members(message_kind kind, const decode_options& options) noexcept
        : kind_(kind),
          skips_((kind == message_kind::request ? options.foreign_carriers
                                                : options.undocumented_replies) == policy::skip) {
        if (kind == message_kind::response) {
            members_[0].at = node::err_msg_member;
            members_[1].at = node::result_member;
        }
    }

    /// Whether members of a reply in an undocumented format are skipped.
    [[nodiscard]] bool forgives_replies() const noexcept {
        return skips_ && kind_ == message_kind::response;
    }

    /// Sets the value of the deciding member.
    void decide(std::int32_t value) noexcept { decided_by_ = value; }

    /// Announces the name of a member of the body. Precondition: the member is not a duplicate.
    void begin(node at, std::size_t name_offset) noexcept {
        if (state* const s = find(at)) {
            s->name_offset = name_offset;
            in_body_[begun_++] = s;
        }
    }

    /// Whether an error in a member of the body is not to be reported, or not yet.
    [[nodiscard]] bool takes(const error& e, node member) noexcept {
        state* const s = find(member);
        if (s == nullptr || !skips_) return false;
        // In a reply, only the format can be ignored.
        if (kind_ == message_kind::response && e.code != errc::wrong_type &&
            e.code != errc::invalid_utf8)
            return false;
        if (decided_by_) return s->skipped = !matters(*s);
        if (s->held.code == errc{}) s->held = e;
        return true;
    }

    /// At the end of the body, reports waiting errors, and the missing or foreign lists of a
    /// request. Returns whether to continue, as `report` does.
    template <class Report>
    [[nodiscard]] bool settle(std::size_t end_offset, Report report) {
        for (state& s : members_)
            if (s.held.code != errc{}) {
                s.skipped = decided_by_ && !matters(s);
                if (!s.skipped && !report(s.held)) return false;
            }
        if (kind_ == message_kind::response || !decided_by_) return true;
        const node wanted = carrier_of(static_cast<operator_type>(*decided_by_));
        if (of(wanted).name_offset == error::no_offset &&
            !report(error(errc::missing_member, {wanted}, end_offset)))
            return false;
        if (skips_) return true;
        for (std::size_t i = 0; i < begun_; ++i)
            if (in_body_[i]->at != wanted &&
                !report(error(errc::foreign_carrier, {in_body_[i]->at}, in_body_[i]->name_offset)))
                return false;
        return true;
    }

    /// Whether part of a member was skipped. Precondition: it is a list of the body.
    [[nodiscard]] bool skipped(node member) noexcept { return of(member).skipped; }

private:
    struct state {
        node at;
        std::size_t name_offset = error::no_offset; // of its name, once read
        error held{};                               // the waiting error in it, if any
        bool skipped = false;
    };

    [[nodiscard]] state* find(node at) noexcept {
        for (state& s : members_)
            if (s.at == at) return &s;
        return nullptr;
    }

    /// Precondition: `at` is one of the members.
    [[nodiscard]] state& of(node at) noexcept {
        std::size_t i = 0;
        while (members_[i].at != at) ++i;
        return members_[i];
    }

    [[nodiscard]] bool matters(const state& s) const noexcept {
        if (kind_ == message_kind::request)
            return s.at == carrier_of(static_cast<operator_type>(*decided_by_));
        return !fails_whole_call(static_cast<server_errc>(*decided_by_));
    }

    message_kind kind_;
    bool skips_;
    std::optional<std::int32_t> decided_by_;
    state members_[3] = {
        {node::token_accounts_member}, {node::token_list_member}, {node::account_list_member}};
    const state* in_body_[3] = {}; // the members that have begun, in document order
    std::size_t begun_ = 0;
};

}}} // namespace tpns::v0::detail

#endif
