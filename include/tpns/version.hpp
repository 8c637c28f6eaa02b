// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_VERSION_HPP
#define TPNS_VERSION_HPP

#define TPNS_VERSION_MAJOR 0
#define TPNS_VERSION_MINOR 1
#define TPNS_VERSION_PATCH 0

namespace tpns { inline namespace v0 {

/// The version of this library, by Semantic Versioning. `v0` above is the version of the ABI: it
/// changes whenever two versions must not be mixed in one program.
struct version_number {
    int major_number; ///< 0 while the interface may still change; then, what breaks programs
    int minor_number; ///< what adds to the interface; while the major is 0, what breaks programs
    int patch_number; ///< what corrects, and changes nothing else
};

/// What the headers being compiled call themselves.
inline constexpr version_number version{TPNS_VERSION_MAJOR, TPNS_VERSION_MINOR, TPNS_VERSION_PATCH};

}} // namespace tpns::v0

#endif
