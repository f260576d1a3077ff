// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading the shared vectors (tests/vectors/) in this room's tests.

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "base/json.hpp"

namespace volition::pixels::test {

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// tests/vectors/`name`, parsed.
inline boost::json::object vectors(const std::string& name) {
  auto parsed = parse_json(read_file(std::string(VOLITION_SOURCE_DIR) + "/tests/vectors/" + name));
  if (!parsed) throw std::runtime_error(name + " is no JSON: " + parsed.error().detail);
  return parsed->as_object();
}

inline std::string text_of(const boost::json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->as_string());
}

}  // namespace volition::pixels::test
