// SPDX-License-Identifier: BSL-1.0

#include "verify.hpp"

#include "bodies.hpp"
#include "hostile.hpp"
#include "peer.hpp"

#include <tpns/decode.hpp>
#include <tpns/encode.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <type_traits>

namespace tpns_bench { namespace {

// Bodies that break a rule. All decoders refuse them.
constexpr std::string_view broken_requests[] = {
    R"([])",
    R"({})",
    R"({"operator_type":4})",
    R"({"token_list":["t"]})",
    R"({"operator_type":0,"token_list":["t"]})",
    R"({"operator_type":6,"token_list":["t"]})",
    R"({"operator_type":4.0,"token_list":["t"]})",
    R"({"operator_type":"4","token_list":["t"]})",
    R"({"operator_type":18446744073709551615,"token_list":["t"]})",
    R"({"operator_type":4,"token_list":{}})",
    R"({"operator_type":4,"token_list":null})",
    R"({"operator_type":4,"token_list":[]})",
    R"({"operator_type":4,"token_list":[1]})",
    R"({"operator_type":4,"token_list":[["t"]]})",
    R"({"operator_type":4,"token_list":[""]})",
    R"({"operator_type":4,"token_list":["t","tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt1"]})",
    R"({"operator_type":4,"token_list":["t"],"account_list":[{"account":"ab"}]})",
    R"({"operator_type":2,"token_list":["t"]})",
    R"({"operator_type":2,"token_accounts":["t"]})",
    R"({"operator_type":2,"token_accounts":[{"token":"t"}]})",
    R"({"operator_type":2,"token_accounts":[{"account_list":[{"account":"ab"}]}]})",
    R"({"operator_type":2,"token_accounts":[{"token":"t","account_list":[]}]})",
    R"({"operator_type":2,"token_accounts":[{"token":"t","account_list":["ab"]}]})",
    R"({"operator_type":2,"token_accounts":[{"token":1,"account_list":[{"account":"ab"}]}]})",
    R"({"operator_type":5,"account_list":[{}]})",
    R"({"operator_type":5,"account_list":[{"account_type":1}]})",
    R"({"operator_type":5,"account_list":[{"account":null}]})",
    R"({"operator_type":5,"account_list":[{"account":"a"}]})",
    R"({"operator_type":5,"account_list":[{"account":"\u5f20"}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account_type":-1}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account_type":2147483648}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account_type":1.5}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account_type":"1"}]})",
    R"({"operator_type":4,"token_list":["t"]}x)",
    R"({"operator_type":4,"token_list":["t"]}{})",
    R"({"operator_type":4,"token_list":["t"])",
    R"({"operator_type":4,"token_list":["t",]})",
    R"({"operator_type":4,"token_list":["\x"]})",
    R"({"operator_type":4,"token_list":["\ud800"]})",
    "{\"operator_type\":4,\"token_list\":[\"\xFF\"]}",
    "{\"operator_type\":4,\"token_list\":[\"\xED\xA0\x80\"]}",
    "{\"operator_type\":4,\"token_list\":[\"\n\"]}",
};

// Bodies with errors that not every document reveals.
constexpr std::string_view doubled_requests[] = {
    R"({"operator_type":4,"operator_type":4,"token_list":["t"]})",
    R"({"operator_type":4,"token_list":["t"],"token_list":["t"]})",
    R"({"operator_type":2,"token_accounts":[{"token":"t","token":"t","account_list":[{"account":"ab"}]}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account":"ab"}]})",
    R"({"operator_type":5,"account_list":[{"account":"ab","account_type":1,"account_type":1}]})",
};

constexpr std::string_view broken_responses[] = {
    R"({})",
    R"({"ret_code":"0"})",
    R"({"ret_code":2147483648})",
    R"({"ret_code":null})",
    R"({"ret_code":0,"err_msg":1})",
    R"({"ret_code":0,"result":"0"})",
    R"({"ret_code":0,"result":[null]})",
    R"({"ret_code":0,"result":[1.5]})",
    R"({"ret_code":0,"result":[["0"]]})",
    R"({"ret_code":0,"result":["0"]]})",
};

constexpr std::string_view doubled_responses[] = {
    R"({"ret_code":0,"ret_code":0})",
    R"({"ret_code":0,"err_msg":"","err_msg":""})",
    R"({"ret_code":0,"result":[],"result":[]})",
};

// Valid bodies that differ from the timed ones.
constexpr std::string_view odd_requests[] = {
    R"({"x":{"token_list":[[{}]]},"operator_type":4,"token_list":["t"],"y":[1.5,"",null,true]})",
    R"({"operator_type":3,"token_accounts":[{"x":[],"account_list":[{"account_type":0,"x":{},"account":"ab"}],"token":"t"}]})",
    R"( {"operator_type":5,"account_list":[{"account":"\ud83d\ude80\"\\\/\b\f\n\r\t"}]} )",
};

// Valid bodies with a name that must be unescaped to be recognised.
constexpr std::string_view escaped_requests[] = {
    R"({"token_list":["t"],"\u006fperator_type":4})",
};

constexpr std::string_view odd_responses[] = {
    R"({"ret_code":0})",
    R"({"ret_code":-1,"err_msg":null,"result":null})",
    R"({"result":[0,"ok",1008006,-7],"x":[{"result":[]}],"ret_code":1008026,"err_msg":"\u5f20"})",
};

template <class Message>
tpns::result<Message> ours(std::string_view text) {
    if constexpr (std::is_same_v<Message, tpns::request>)
        return tpns::decode_request(text);
    else
        return tpns::decode_response(text);
}

template <class Message>
using view_of = std::conditional_t<std::is_same_v<Message, tpns::request>, tpns::request_view,
                                   tpns::response_view>;

class verifier {
public:
    template <class Message>
    void accepted(const std::vector<body>& bodies, bool escaped_names = false) {
        Message kept;
        for (const body& b : bodies) {
            const tpns::result<Message> expected = ours<Message>(b.text());
            if (!expected) {
                wrong("tpns", "refuses", b);
                continue;
            }
            for (const decoder_ptr& peer : decoders()) {
                if (escaped_names && !peer->unescapes_names()) continue;
                Message fresh;
                if (!peer->decode(b.text(), fresh) || fresh != *expected)
                    wrong(peer->name(), "decodes differently", b);
                // The message that the previous body was decoded into.
                if (!peer->decode(b.text(), kept) || kept != *expected)
                    wrong(peer->name(), "decodes differently into a reused message", b);
                view_of<Message> views;
                if (peer->has_views() && (!peer->decode(b.text(), views) || views != *expected))
                    wrong(peer->name(), "decodes differently into views", b);
            }
            const std::string text = tpns::encode(*expected).value();
            for (const encoder_ptr& peer : encoders())
                if (peer->encode(*expected) != text) wrong(peer->name(), "encodes differently", b);
        }
    }

    template <class Message>
    void refused(const std::vector<body>& bodies, bool duplicates = false) {
        for (const body& b : bodies) {
            if (ours<Message>(b.text())) wrong("tpns", "accepts", b);
            for (const decoder_ptr& peer : decoders()) {
                if (duplicates && !peer->sees_duplicates()) continue;
                Message m;
                view_of<Message> views;
                if (peer->decode(b.text(), m) || peer->decode(b.text(), views))
                    wrong(peer->name(), "accepts", b);
            }
        }
    }

    void hostile() {
        for (const hostile_body& h : hostile_bodies(1000))
            if (ours<tpns::request>(h.bytes.text()).has_value() != h.valid)
                wrong("tpns", h.valid ? "refuses" : "accepts", h.bytes);
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }

private:
    void wrong(std::string_view who, std::string_view what, const body& b) {
        std::cerr << who << ' ' << what << ": " << b.name() << '\n';
        ok_ = false;
    }

    bool ok_ = true;
};

template <std::size_t N>
std::vector<body> named(const std::string_view (&texts)[N]) {
    std::vector<body> bodies;
    for (const std::string_view text : texts)
        bodies.emplace_back(std::string(text), std::string(text));
    return bodies;
}

}} // namespace tpns_bench::

bool tpns_bench::verify() {
    verifier check;
    for (const shape& s : request_shapes()) check.accepted<tpns::request>(s.bodies);
    check.accepted<tpns::request>(named(odd_requests));
    check.accepted<tpns::request>(named(escaped_requests), true);
    for (const shape& s : response_shapes()) check.accepted<tpns::response>(s.bodies);
    check.accepted<tpns::response>(named(odd_responses));
    check.refused<tpns::request>(named(broken_requests));
    check.refused<tpns::response>(named(broken_responses));
    check.refused<tpns::request>(named(doubled_requests), true);
    check.refused<tpns::response>(named(doubled_responses), true);
    check.hostile();
    return check.ok();
}
