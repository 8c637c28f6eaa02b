// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_LIFETIMEBOUND_HPP
#define TPNS_DETAIL_LIFETIMEBOUND_HPP

// Behind a parameter: what is made refers to the argument. clang then warns where it outlives it,
// such as a view of a local variable that is returned.
#ifdef __has_cpp_attribute
#if __has_cpp_attribute(clang::lifetimebound)
#define TPNS_DETAIL_LIFETIMEBOUND [[clang::lifetimebound]]
#endif
#endif
#ifndef TPNS_DETAIL_LIFETIMEBOUND
#define TPNS_DETAIL_LIFETIMEBOUND
#endif

#endif
