// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads the facts of tests/vectors/, which tests of both halves share.

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "base/encoding.hpp"

namespace volition::test {

/// The JSON of tests/vectors/`path`.
inline boost::json::value read_vectors(const std::string& path) {
  std::ifstream file(std::string(VOLITION_SOURCE_DIR) + "/tests/vectors/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("no vectors: " + path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return boost::json::parse(text);
}

/// A text member.
inline std::string text_of(const boost::json::value& value, const char* name) {
  return std::string(value.at(name).as_string());
}

/// A member that holds bytes in hexadecimal.
inline Bytes hex_of(const boost::json::value& value, const char* name) {
  auto bytes = from_hex(text_of(value, name));
  if (!bytes) throw std::runtime_error(std::string("not hexadecimal: ") + name);
  return *bytes;
}

}  // namespace volition::test
