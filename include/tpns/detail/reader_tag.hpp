// SPDX-License-Identifier: BSL-1.0
#ifndef TPNS_DETAIL_READER_TAG_HPP
#define TPNS_DETAIL_READER_TAG_HPP

// Code compiled for size has one reader; other code has two. A program can contain both kinds, and
// the linker picks either definition of an inline function that occurs in both. So each function
// that leads to the readers has a different symbol if compiled for size. Types and layouts are the
// same.
#ifdef __OPTIMIZE_SIZE__
#define TPNS_DETAIL_READER_TAG [[gnu::abi_tag("for_size")]]
#else
#define TPNS_DETAIL_READER_TAG
#endif

#endif
