// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One include for Catch2 version 2 (Debian 12) and version 3 (Debian 13), so that tests name
// neither.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
