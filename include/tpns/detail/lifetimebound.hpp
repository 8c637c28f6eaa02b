// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_LIFETIMEBOUND_HPP
#define TPNS_DETAIL_LIFETIMEBOUND_HPP

// After a parameter: the result refers to the argument. clang then warns if the result outlives it,
// such as a returned view of a local variable.
#ifdef __has_cpp_attribute
#if __has_cpp_attribute(clang::lifetimebound)
#define TPNS_DETAIL_LIFETIMEBOUND [[clang::lifetimebound]]
#endif
#endif
#ifndef TPNS_DETAIL_LIFETIMEBOUND
#define TPNS_DETAIL_LIFETIMEBOUND
#endif

#endif
