// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_VERSION_HPP
#define TPNS_VERSION_HPP

// The version of this library, by Semantic Versioning: while the major version is 0, a change that
// breaks programs increments the minor version. The inline namespace `tpns::v0` is the version of
// the ABI: it changes whenever two versions must not be mixed in one program.
#define TPNS_VERSION_MAJOR 0
#define TPNS_VERSION_MINOR 1
#define TPNS_VERSION_PATCH 0

#endif
