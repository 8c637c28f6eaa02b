// SPDX-License-Identifier: BSL-1.0

// Test that the header is self-contained.
#include <tpns/detail/response_builder.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using tpns::node;
using tpns::owned;
using tpns::view;
namespace detail = tpns::detail;

const tpns::response old{tpns::server_errc::invalid_token, "old message", {{"old"}, {"older"}}};

/// Builds a response with the requested members.
template <class Builder>
void build(Builder& builder, bool err_msg, bool result) {
    detail::message_builder& b = builder;
    CHECK(b.begin(node::body));
    if (result) {
        CHECK(b.begin(node::result_member));
        CHECK(b.text(node::result_element, {"\\u0030", true}));
        b.end(node::result_member);
    }
    b.integer(node::ret_code_member, -7);
    if (err_msg) CHECK(b.text(node::err_msg_member, {"new\\n", true}));
    b.end(node::body);
    builder.finish();
}

} // namespace

TEST_CASE("present members replace the earlier values, and absent members are empty") {
    for (const bool err_msg : {false, true})
        for (const bool result : {false, true}) {
            tpns::response expected{tpns::server_errc{-7}, err_msg ? "new\n" : "", {}};
            if (result) expected.result.push_back({"0"});

            tpns::response r = old;
            detail::response_builder<owned> builder(r, {});
            build(builder, err_msg, result);
            CHECK(r == expected);

            tpns::arena arena;
            const tpns::item_code_view codes[] = {{"old"}};
            tpns::response_view v{tpns::server_errc::invalid_token, "old", codes};
            detail::response_builder<view> views(v, detail::memory<view>(arena));
            build(views, err_msg, result);
            CHECK(v == expected);
        }
}

TEST_CASE("an empty err_msg and an empty result replace the earlier values") {
    tpns::response r = old;
    const char* const text = r.err_msg.data();
    detail::response_builder<owned> builder(r, {});
    detail::message_builder& b = builder;
    CHECK(b.text(node::err_msg_member, {"", false}));
    CHECK(b.begin(node::result_member));
    b.end(node::result_member);
    builder.finish();
    CHECK(r.err_msg.empty());
    CHECK(r.err_msg.data() == text);
    CHECK(r.result.empty());
    CHECK(r.ret_code == old.ret_code); // only the reader knows that it is required
}

TEST_CASE("elements are overwritten in place") {
    tpns::response r = old;
    const tpns::item_code* const first = r.result.data();
    detail::response_builder<owned> builder(r, {});
    build(builder, false, true);
    CHECK(r.result.data() == first);
    CHECK(r.result.size() == 1);
}

TEST_CASE("if the arena is full, text fails") {
    char buffer[4];
    tpns::arena arena(buffer, sizeof buffer);
    tpns::response_view r;
    detail::response_builder<view> builder(r, detail::memory<view>(arena));
    detail::message_builder& b = builder;
    CHECK(b.text(node::err_msg_member, {"not escaped, so of any length", false}));
    CHECK_FALSE(b.text(node::err_msg_member, {"five\\n", true}));
    CHECK(b.text(node::err_msg_member, {"two\\n", true}));
    CHECK(b.begin(node::result_member));
    CHECK_FALSE(b.text(node::result_element, {"", false}));
}

TEST_CASE("after an error, a list that has begun is kept unless it holds too much") {
    for (const bool begun : {false, true})
        for (const bool too_much : {false, true}) {
            tpns::response r = old;
            r.result.reserve(100);
            {
                detail::response_builder<owned> builder(r, {});
                if (begun) CHECK(builder.begin(node::result_member));
                builder.abandon(too_much ? 0 : 1000);
            }
            CHECK(r.result.empty() == (begun && too_much));
        }
}

TEST_CASE("a builder that an exception destroys discards the list") {
    tpns::response kept{tpns::server_errc::accepted, "ok", {{"0"}, {"1008006"}}};
    {
        detail::response_builder<tpns::owned> builder(kept, detail::memory<tpns::owned>());
        (void)builder.begin(tpns::node::result_member);
        (void)builder.text(tpns::node::result_element, {"ok", false});
    }
    CHECK(kept.result.empty());
    CHECK(kept.result.capacity() == 0);
}
