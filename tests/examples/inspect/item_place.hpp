// SPDX-License-Identifier: BSL-1.0
#ifndef INSPECT_ITEM_PLACE_HPP
#define INSPECT_ITEM_PLACE_HPP

#include <tpns.hpp>

#include <cstddef>

namespace inspect {

/// The place of item `i` of a request.
inline tpns::json_pointer item_place(const tpns::request& r, std::size_t i) {
    switch (operator_type_of(r)) {
    case tpns::operator_type::unbind_all_accounts: return {tpns::node::token_list_element, i};
    case tpns::operator_type::unbind_all_tokens: return {tpns::node::account_list_element, i};
    default: return {tpns::node::token_accounts_element, i};
    }
}

} // namespace inspect

#endif
