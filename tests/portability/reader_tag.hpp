// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_TESTS_PORTABILITY_READER_TAG_HPP
#define TPNS_TESTS_PORTABILITY_READER_TAG_HPP

#include <tpns/detail/fast_reader.hpp>

#include <functional>
#include <string_view>
#include <type_traits>

namespace tpns_tests {

/// The number of fast readers so far, in the whole program.
inline int fast_readings = 0;

} // namespace tpns_tests

namespace tpns { inline namespace v0 { namespace detail {

/// Counts its objects.
template <class Builder>
struct counted_fast_reader : fast_reader<Builder> {
    counted_fast_reader(Builder& builder, const decode_options& options) noexcept
        : fast_reader<Builder>(builder, options) {
        ++tpns_tests::fast_readings;
    }
};

}}} // namespace tpns::v0::detail

// After the header that defines it, so only its users see the replacement.
#define fast_reader counted_fast_reader
#include <tpns/boost_json.hpp>
#include <tpns/decode.hpp>
#include <tpns/decoded.hpp>
#include <tpns/decoder.hpp>
#undef fast_reader

namespace tpns_tests {

#ifdef __OPTIMIZE_SIZE__
constexpr bool for_size = true;
#else
constexpr bool for_size = false;
#endif

/// Calls `f` through a volatile pointer: inlining would hide which definition the linker chose.
template <class Function, class... Arguments>
bool reads(bool fast, Function f, Arguments&&... arguments) {
    Function volatile chosen = f;
    Function const one = chosen;
    const int before = fast_readings;
    const auto done = std::invoke(one, arguments...);
    const bool right = (fast_readings != before) == fast;
    if constexpr (std::is_same_v<decltype(done), const bool>)
        return right && done == fast;
    else
        return right && done.has_value();
}

/// Decodes in every way in the including translation unit. Returns the first way that used the
/// wrong reader, or null.
static const char* first_wrong_way() {
    using namespace tpns;
    const bool fast = !for_size;
    const std::string_view asked = R"({"operator_type":4,"token_list":["token1","token2"]})";
    const std::string_view answer = R"({"ret_code":0,"err_msg":"","result":["0","0","0"]})";
    const decode_options options;
    using owned_request = result<request> (*)(std::string_view, const decode_options&);
    using owned_response = result<response> (*)(std::string_view, const decode_options&);
    using into_request = result<void> (*)(request&, std::string_view, const decode_options&);
    using into_response = result<void> (*)(response&, std::string_view, const decode_options&);
    using view_request = result<request_view> (*)(std::string_view, arena&, const decode_options&);
    using view_response =
        result<response_view> (*)(std::string_view, arena&, const decode_options&);
    if (!reads(fast, owned_request(&decode_request), asked, options)) return "decode_request";
    if (!reads(fast, owned_response(&decode_response), answer, options)) return "decode_response";
    request kept_request;
    response kept_response;
    if (!reads(fast, into_request(&decode_into), kept_request, asked, options))
        return "decode_into a request";
    if (!reads(fast, into_response(&decode_into), kept_response, answer, options))
        return "decode_into a response";
    arena memory;
    if (!reads(fast, view_request(&decode_request_view), asked, memory, options))
        return "decode_request_view";
    if (!reads(fast, view_response(&decode_response_view), answer, memory, options))
        return "decode_response_view";

    // The functions that these call, in case they are not inlined.
    using asked_builder = detail::request_builder<owned>;
    using asked_views = detail::request_builder<view>;
    if (!reads(fast, &detail::decode_owned<asked_builder, request>, kept_request, asked, options))
        return "decode_owned";
    if (!reads(fast, &detail::decode_view<asked_views, request_view>, asked, memory, options))
        return "decode_view";
    const detail::memory<owned> heap;
    const auto decode_fast = [](bool (*f)(request&, const detail::memory<owned>&, std::string_view,
                                          const decode_options&)) { return f; };
    if (!reads(fast, decode_fast(&detail::decode_fast<asked_builder>), kept_request, heap, asked,
               options))
        return "decode_fast";

    decoder<request> requests;
    decoder<response> responses;
    if (!requests.write(asked) || !responses.write(answer)) return "write";
    if (!reads(fast, &decoder<request>::finish, requests)) return "finish a request";
    if (!reads(fast, &decoder<response>::finish, responses)) return "finish a response";
    if (!reads(fast, &decoder<request>::finish_into, requests, kept_request))
        return "finish_into a request";
    if (!reads(fast, &decoder<response>::finish_into, responses, kept_response))
        return "finish_into a response";

    decoded<request_view> whole_request;
    decoded<response_view> whole_response;
    if (!reads(fast, &decoded<request_view>::decode, whole_request, asked, options))
        return "decode a `decoded` request";
    if (!reads(fast, &decoded<response_view>::decode, whole_response, answer, options))
        return "decode a `decoded` response";

    using from_value = boost::json::value;
    const from_value asked_value = boost::json::value_from(kept_request);
    const from_value answer_value = boost::json::value_from(kept_response);
    using request_of = result<request> (*)(const from_value&, const decode_options&);
    using response_of = result<response> (*)(const from_value&, const decode_options&);
    if (!reads(fast, request_of(&request_from), asked_value, options)) return "request_from";
    if (!reads(fast, response_of(&response_from), answer_value, options)) return "response_from";
    if (!reads(fast, &detail::read_value<request>, kept_request, asked_value, options))
        return "read_value";
    if (!reads(fast, &detail::message_from<request>, asked_value, options)) return "message_from";
    if (!reads(fast, &detail::message_or_code<request>, asked_value)) return "message_or_code";
    return nullptr;
}

} // namespace tpns_tests

#endif
