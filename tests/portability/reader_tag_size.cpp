// SPDX-License-Identifier: BSL-1.0

#include "reader_tag.hpp"

static_assert(tpns_tests::for_size);

const char* size_part();

const char* size_part() { return tpns_tests::first_wrong_way(); }
