// SPDX-License-Identifier: BSL-1.0

// Batches and outcomes of any request and response: no item is lost or duplicated, and each outcome
// refers to its item. A client decodes what a server encodes.

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

/// The items of the batches are those of the list, in order.
template <class Operation>
void batch_laws(const Operation& op, std::size_t size) {
    std::size_t next = 0;
    for (const auto& batch : batches(op, size)) {
        fuzz::law(batch.first == next, "a batch begins where the previous one ended");
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
        fuzz::law(answer.result.size() != item_count(asked), "equal counts are matched");
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
        fuzz::law(o == (*all)[o.index], "an iterator and an index give the same outcome");
        if (o.disposition == tpns::disposition::accepted) ++accepted;
        const std::string own = paired ? answer.result[o.index].text : "";
        const bool said =
            paired ? own == "0" || own == "ok" : answer.ret_code == tpns::server_errc::accepted;
        fuzz::law((o.disposition == tpns::disposition::accepted) == (may_succeed && said),
                  "an item is accepted if the server says so");
    }
    fuzz::law(accepted == all->count(tpns::disposition::accepted),
              "the count is that of the outcomes");
    fuzz::law((accepted == i) == all->all_accepted(), "all are accepted if each one is");
}

/// An operation has the same outcomes as its request, and they refer to its items.
template <class Operation>
void item_laws(const Operation& op, const tpns::request& asked, const tpns::response& answer) {
    const auto all = outcomes(op, answer);
    const auto same = outcomes(asked, answer);
    fuzz::law(all.has_value() == same.has_value(),
              "an operation matches a response as its request does");
    if (!all) return;
    for (const auto& o : *all) {
        fuzz::law(&o.item() == &items(op)[o.index], "an outcome refers to its item");
        const auto other = (*same)[o.index];
        fuzz::law(o == other && o.token() == other.token() && o.account() == other.account(),
                  "an operation and its request give the same outcome");
    }
}

/// A response from the server, as the client decodes it.
tpns::response sent(const tpns::response& made) {
    const auto body = encode(made);
    fuzz::law(bool(body), "a reply can be encoded");
    const auto read = tpns::decode_response(*body);
    fuzz::law(read && *read == made, "a reply decodes to the same value");
    return *read;
}

/// The outcomes have the codes from which the reply was made.
void reply_laws(const tpns::request& asked, const std::vector<tpns::server_errc>& codes) {
    const auto made = tpns::make_response(asked, codes);
    fuzz::law(made.has_value() == (codes.size() == item_count(asked)),
              "a reply has one code per item");
    if (!made) return (void)sent(tpns::make_response(made.error()));
    const tpns::response answer = sent(*made);
    const auto all = outcomes(asked, answer);
    fuzz::law(bool(all), "a reply matches its request");
    for (const auto& o : *all) fuzz::law(o.code == codes[o.index], "a code comes back");
    const std::size_t accepted = all->count(tpns::disposition::accepted);
    const tpns::server_errc of_call = accepted == codes.size() ? tpns::server_errc::accepted
                                      : accepted == 0 ? tpns::server_errc::batch_totally_failed
                                                      : tpns::server_errc::batch_partly_failed;
    fuzz::law(answer.ret_code == of_call, "the codes of the items determine that of the call");
}

void reply_laws(const tpns::request& asked, tpns::server_errc code) {
    const tpns::response answer = sent(tpns::make_response(code));
    const auto all = outcomes(asked, answer);
    fuzz::law(bool(all), "a reply without codes matches any request");
    for (const auto& o : *all)
        fuzz::law(o.code == code, "the code of the call comes back for each item");
}

void refusal_laws(const tpns::request& asked) {
    const auto valid = validate(asked);
    if (valid) return;
    const tpns::response answer = sent(tpns::make_response(valid.error()));
    fuzz::law(outcomes(asked, answer)->count(tpns::disposition::accepted) == 0,
              "a refused request has no accepted items");
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
