// SPDX-License-Identifier: BSL-1.0

// Batches and outcomes of any request and response: nothing lost, nothing doubled, and each outcome
// of its item. What a server answers is what its client reads.

#include "messages.hpp"

#include <tpns/batches.hpp>
#include <tpns/decode.hpp>
#include <tpns/encode.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/reply.hpp>

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

/// Each item of the batches is the item of the list that its index says.
template <class Operation>
void batch_laws(const Operation& op, std::size_t size) {
    std::size_t next = 0;
    for (const auto& batch : batches(op, size)) {
        fuzz::law(batch.first == next, "a batch begins where the one before ended");
        fuzz::law(item_count(batch.request) <= size, "a batch is not too long");
        for (const auto& item : items(batch.request)) {
            if constexpr (std::is_same_v<decltype(item), decltype(items(op)[0])>)
                fuzz::law(&item == &items(op)[next], "an item is not copied");
            ++next;
        }
    }
    fuzz::law(next == items(op).size(), "no item is lost");
}

template <class Request>
void call_laws(const Request& asked, const tpns::response& answer) {
    const auto all = outcomes(asked, answer);
    if (!all) {
        fuzz::law(answer.result.size() != item_count(asked), "equal counts are paired");
        return;
    }
    fuzz::law(all->size() == item_count(asked), "each item has an outcome");
    const bool may_succeed = answer.ret_code == tpns::server_errc::accepted ||
                             answer.ret_code == tpns::server_errc::batch_partly_failed;
    const bool paired = answer.result.size() == all->size();
    std::size_t accepted = 0;
    std::size_t i = 0;
    for (const auto& o : *all) {
        fuzz::law(o.index == i++, "outcomes are in order");
        fuzz::law(o == (*all)[o.index], "an outcome is the same however it is asked for");
        if (o.disposition == tpns::disposition::accepted) ++accepted;
        const std::string own = paired ? answer.result[o.index].text : "";
        const bool said =
            paired ? own == "0" || own == "ok" : answer.ret_code == tpns::server_errc::accepted;
        fuzz::law((o.disposition == tpns::disposition::accepted) == (may_succeed && said),
                  "accepted is what the server said it is");
    }
    fuzz::law(accepted == all->count(tpns::disposition::accepted), "a count is that of the items");
    fuzz::law((accepted == i) == all->all_accepted(), "all is all");
}

/// The outcomes of an operation are those of the request, and know its items.
template <class Operation>
void item_laws(const Operation& op, const tpns::request& asked, const tpns::response& answer) {
    const auto all = outcomes(op, answer);
    const auto same = outcomes(asked, answer);
    fuzz::law(all.has_value() == same.has_value(), "an operation is paired as a request is");
    if (!all) return;
    for (const auto& o : *all) {
        fuzz::law(&o.item() == &items(op)[o.index], "an outcome is of its item");
        const auto other = (*same)[o.index];
        fuzz::law(o == other && o.token() == other.token() && o.account() == other.account(),
                  "an outcome is the same for an operation and a request");
    }
}

/// A response that the server made, as its client reads it.
tpns::response sent(const tpns::response& made) {
    const auto body = encode(made);
    fuzz::law(bool(body), "what is answered encodes");
    const auto read = tpns::decode_response(*body);
    fuzz::law(read && *read == made, "what is answered is read");
    return *read;
}

/// The codes of a reply come back as those of the outcomes.
void reply_laws(const tpns::request& asked, const std::vector<tpns::server_errc>& codes) {
    const auto made = tpns::make_response(asked, codes);
    fuzz::law(made.has_value() == (codes.size() == item_count(asked)), "there is a code per item");
    if (!made) return (void)sent(tpns::make_response(made.error()));
    const tpns::response answer = sent(*made);
    const auto all = outcomes(asked, answer);
    fuzz::law(bool(all), "a reply is paired with its request");
    for (const auto& o : *all) fuzz::law(o.code == codes[o.index], "a code comes back");
    const std::size_t accepted = all->count(tpns::disposition::accepted);
    const tpns::server_errc of_call = accepted == codes.size() ? tpns::server_errc::accepted
                                      : accepted == 0 ? tpns::server_errc::batch_totally_failed
                                                      : tpns::server_errc::batch_partly_failed;
    fuzz::law(answer.ret_code == of_call, "the code of the call follows from those of the items");
}

void reply_laws(const tpns::request& asked, tpns::server_errc code) {
    const tpns::response answer = sent(tpns::make_response(code));
    const auto all = outcomes(asked, answer);
    fuzz::law(bool(all), "a reply without codes is paired with any request");
    for (const auto& o : *all)
        fuzz::law(o.code == code, "the code of the call comes back for each item");
}

void refusal_laws(const tpns::request& asked) {
    const auto valid = validate(asked);
    if (valid) return;
    const tpns::response answer = sent(tpns::make_response(valid.error()));
    fuzz::law(outcomes(asked, answer)->count(tpns::disposition::accepted) == 0,
              "what is refused is not accepted");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const std::size_t batch = 1 + choose.up_to(24);
    const tpns::request asked = fuzz::make_request(choose);
    std::visit([&](const auto& op) { batch_laws(op, batch); }, asked);

    tpns::response answer = fuzz::make_response(choose);
    if (choose.byte() % 4 != 0) answer.result.resize(item_count(asked), {"0"});
    call_laws(asked, answer);
    std::visit([&](const auto& op) { item_laws(op, asked, answer); }, asked);

    std::vector<tpns::server_errc> codes;
    for (const tpns::item_code& c : answer.result)
        codes.push_back(c.code().value_or(answer.ret_code));
    reply_laws(asked, codes);
    reply_laws(asked, answer.ret_code);
    refusal_laws(asked);
    return 0;
}
