// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How Catch2 prints a Result: boost's own printing wants values that can be streamed.

#include <string>

#include "base/result.hpp"
#include "catch/catch.hpp"

/// A failed check tells the error.
template <typename T>
struct Catch::StringMaker<boost::system::result<T, volition::Error>> {
  static std::string convert(const boost::system::result<T, volition::Error>& result) {
    if (result) return "a value";
    return std::string(volition::code_name(result.error().code)) + ": " + result.error().detail;
  }
};
