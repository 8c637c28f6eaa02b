// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_MESSAGE_BUILDER_HPP
#define TPNS_DETAIL_MESSAGE_BUILDER_HPP

#include <tpns/detail/json/string.hpp>
#include <tpns/json_pointer.hpp>

#include <cstdint>

namespace tpns { inline namespace v0 { namespace detail {

/// Receives a reader's values and builds a message from them, owned or a view. A function that
/// returns false has run out of memory.
class message_builder {
public:
    virtual bool begin(node object_or_array) = 0;
    virtual void end(node object_or_array) = 0;
    virtual bool text(node at, const json_string& value) = 0;
    virtual void integer(node at, std::int32_t value) = 0;

protected:
    ~message_builder() = default;
};

/// Builds nothing.
class null_builder final : public message_builder {
    bool begin(node) override { return true; }
    void end(node) override {}
    bool text(node, const json_string&) override { return true; }
    void integer(node, std::int32_t) override {}
};

}}} // namespace tpns::v0::detail

#endif
