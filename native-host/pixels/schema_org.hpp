// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// schema.org's vocabulary over nodes, from JSON-LD or from microdata serialised in the same form:
// types and properties whatever prefix they carry, references by @id, and the things of a page with
// how each was reached.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pixels/node.hpp"
#include "pixels/product.hpp"

namespace volition::pixels {

/// How a thing stands on the page.
enum class Standing {
  /// By itself, or in the page's graph.
  kOwn,
  /// The page says that it is about this.
  kMain,
  /// One of a list, a variant, or something related.
  kAside
};

struct Thing {
  const Node* node = nullptr;
  Standing standing = Standing::kOwn;
  /// The Offer that named this thing as its itemOffered, where one did.
  const Node* offer = nullptr;
  Source source = Source::kJsonLd;
};

/// Whether one of the node's types is `name`, such as "Product".
bool is_a(const Node& node, std::string_view name);

/// All structured data of one page.
class Graph {
 public:
  /// Takes a document in.
  void add(Node document, Source source);
  /// Finds the things of all documents, once all are in: one may refer to another. What stands
  /// deeper than 24 levels, and all beyond 2,000 things, is passed over.
  void find_things();

  const std::vector<Thing>& things() const { return things_; }
  /// Whether the page calls itself a list, a search or a collection.
  bool is_list_page() const { return is_list_page_; }

  /// A property's value with references resolved; nullptr where it is absent or null.
  const Node* property(const Node& node, std::string_view name) const;
  /// The property's values: an array's items (at most 1,000), or the one value.
  std::vector<const Node*> values(const Node& node, std::string_view name) const;
  /// The first value that is a text or a number (or holds one in @value); empty where none is.
  std::string_view text(const Node& node, std::string_view name) const;
  /// The node that stands behind a bare {"@id": …}; the node itself otherwise.
  const Node& resolved(const Node& node) const;

 private:
  void index(const Node& node, int depth);
  void visit(const Node& node, Standing standing, Source source, int depth);
  void visit_members(const Node& node, Standing standing, Source source, int depth);

  std::deque<std::pair<Node, Source>> documents_;
  std::unordered_map<std::string, const Node*> by_id_;
  std::vector<Thing> things_;
  bool is_list_page_ = false;
};

}  // namespace volition::pixels
