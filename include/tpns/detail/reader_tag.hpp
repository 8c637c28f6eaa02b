// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_READER_TAG_HPP
#define TPNS_DETAIL_READER_TAG_HPP

// Code that is compiled for size has one reader, and other code two. A program may have both kinds,
// and of an inline function that both have the linker takes either. So each function that leads to
// the readers has another symbol where it is compiled for size. Types and layouts are the same.
#ifdef __OPTIMIZE_SIZE__
#define TPNS_DETAIL_READER_TAG [[gnu::abi_tag("for_size")]]
#else
#define TPNS_DETAIL_READER_TAG
#endif

#endif
