// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A function marked VOLITION_NEWER_PROCESSORS is compiled twice: for every x86-64 processor, and
// for those since 2013 (x86-64-v3), whose instructions for bits take half of the steps. The loader
// picks once, when the program starts. Debian's program must run on either.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define VOLITION_NEWER_PROCESSORS __attribute__((target_clones("default", "arch=x86-64-v3")))
/// Of a function that is written twice: the one for every processor, and the one for newer ones.
#define VOLITION_EVERY_PROCESSOR __attribute__((target("default")))
#define VOLITION_NEWER_PROCESSOR __attribute__((target("arch=x86-64-v3")))
#else
#define VOLITION_EVERY_PROCESSOR
#define VOLITION_NEWER_PROCESSORS
#endif
