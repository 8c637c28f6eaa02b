// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_HPP
#define TPNS_HPP

// Everything, by layer; each layer includes the ones above it.

// Messages
#include <tpns/account.hpp>
#include <tpns/account_type.hpp>
#include <tpns/device_token.hpp>
#include <tpns/fwd.hpp>
#include <tpns/identifier.hpp>
#include <tpns/list_view.hpp>
#include <tpns/operations.hpp>
#include <tpns/operator_type.hpp>
#include <tpns/request.hpp>
#include <tpns/response.hpp>
#include <tpns/server_errc.hpp>
#include <tpns/storage.hpp>
#include <tpns/to_owned.hpp>
#include <tpns/version.hpp>

// Errors and rules
#include <tpns/buffer_sizes.hpp>
#include <tpns/errc.hpp>
#include <tpns/error.hpp>
#include <tpns/json_pointer.hpp>
#include <tpns/limits.hpp>
#include <tpns/rules.hpp>
#include <tpns/server_category.hpp>
#include <tpns/validate.hpp>

// Encode
#include <tpns/encode.hpp>

// Decode
#include <tpns/arena.hpp>
#include <tpns/check.hpp>
#include <tpns/decode.hpp>
#include <tpns/decode_options.hpp>
#include <tpns/decoded.hpp>
#include <tpns/decoder.hpp>
#include <tpns/to_view.hpp>

// Calls
#include <tpns/advise.hpp>
#include <tpns/batches.hpp>
#include <tpns/disposition.hpp>
#include <tpns/endpoint.hpp>
#include <tpns/job.hpp>
#include <tpns/job_options.hpp>
#include <tpns/job_outcome.hpp>
#include <tpns/outcomes.hpp>
#include <tpns/reply.hpp>
#include <tpns/sign.hpp>

#endif
