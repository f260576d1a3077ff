// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A piece of structured data from a page or a tracker's call. Unlike Boost.JSON's value it keeps a
// number as it was written, since money must stay exact, and it is read from text that strict JSON
// (RFC 8259) refuses.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace volition::pixels {

enum class NodeType { kNull, kBool, kNumber, kString, kArray, kObject };

struct Node {
  NodeType type = NodeType::kNull;
  /// A string's text, a number as written, "true" or "false".
  std::string text;
  /// An array's items, or an object's values in order.
  std::vector<Node> items;
  /// An object's names, one for each item.
  std::vector<std::string> names;

  static Node string(std::string value);
  static Node object();
  void add(std::string name, Node value);

  bool is_object() const { return type == NodeType::kObject; }
  bool is_array() const { return type == NodeType::kArray; }
  bool is_string() const { return type == NodeType::kString; }
  bool is_scalar() const { return !is_object() && !is_array() && type != NodeType::kNull; }
  /// The member of that name, the last where it is doubled (as JSON.parse does); nullptr where
  /// there is none. Lives as long as this node.
  const Node* find(std::string_view name) const;
};

/// How much of a hostile text is read.
struct NodeLimits {
  std::size_t max_depth = 32;
  std::size_t max_nodes = 60'000;
};

/// Reads JSON as shops and trackers write it. Beyond RFC 8259 it understands: control characters
/// and line ends inside strings, single quotes, names without quotes, comments, CDATA marks, HTML
/// comment marks, trailing, doubled and missing commas, Python's and JavaScript's words (None,
/// undefined, NaN), entities for quotes (&quot;), unescaped quotes inside strings, several values
/// in a row (an array of them), and a text that was cut off: what is whole is kept, a value that
/// the cut touches is not. nullopt where no object or array is found, or a limit is passed.
std::optional<Node> read_lenient(std::string_view text, const NodeLimits& limits = {});

}  // namespace volition::pixels
