// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/schema_org.hpp"

#include <algorithm>
#include <array>

#include "pixels/text.hpp"

namespace volition::pixels {
namespace {

constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxThings = 2'000;
constexpr std::size_t kMaxValues = 1'000;

/// Properties whose values stand beside what the page is about.
constexpr std::array<std::string_view, 14> kAsideProperties{"itemListElement",
                                                            "hasVariant",
                                                            "isRelatedTo",
                                                            "isSimilarTo",
                                                            "isVariantOf",
                                                            "isConsumableFor",
                                                            "isAccessoryOrSparePartFor",
                                                            "itemReviewed",
                                                            "review",
                                                            "hasOfferCatalog",
                                                            "makesOffer",
                                                            "mentions",
                                                            "subjectOf",
                                                            "relatedLink"};

/// "name" for "https://schema.org/name", "schema:name" and "name".
std::string_view local_name(std::string_view name) {
  const std::size_t end = name.find_last_of("/#:");
  return end == std::string_view::npos ? name : name.substr(end + 1);
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && to_lower_ascii(a) == to_lower_ascii(b);
}

const Node* member(const Node& node, std::string_view name) {
  const Node* exact = node.find(name);
  if (exact != nullptr) return exact;
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    const std::string_view full = node.names[i];
    if (full.size() > name.size() && local_name(full) == name &&
        full.find("schema") != std::string_view::npos)
      return &node.items[i];
  }
  return nullptr;
}

}  // namespace

bool is_a(const Node& node, std::string_view name) {
  const Node* type = node.find("@type");
  if (type == nullptr) return false;
  if (type->is_string()) return same_name(local_name(trim(type->text)), name);
  return std::any_of(type->items.begin(), type->items.end(), [name](const Node& each) {
    return each.is_string() && same_name(local_name(trim(each.text)), name);
  });
}

void Graph::add(Node document, Source source) {
  documents_.emplace_back(std::move(document), source);
  index(documents_.back().first, 0);
}

void Graph::find_things() {
  for (const auto& [document, source] : documents_) visit(document, Standing::kOwn, source, 0);
}

void Graph::index(const Node& node, int depth) {
  if (depth > kMaxDepth) return;
  const Node* id = node.find("@id");
  // The fullest node of an id is the one that others mean.
  if (id != nullptr && id->is_string() && node.items.size() > 1) {
    const Node*& kept = by_id_[id->text];
    if (kept == nullptr || kept->items.size() < node.items.size()) kept = &node;
  }
  for (const Node& item : node.items) index(item, depth + 1);
}

void Graph::visit(const Node& node, Standing standing, Source source, int depth) {
  if (depth > kMaxDepth || things_.size() >= kMaxThings) return;
  if (node.is_array()) {
    for (const Node& item : node.items) visit(item, standing, source, depth + 1);
    return;
  }
  if (!node.is_object()) return;
  for (const std::string_view list : {"CollectionPage", "SearchResultsPage", "OfferCatalog"})
    if (is_a(node, list) && depth <= 3) is_list_page_ = true;
  if (node.find("@type") != nullptr) {
    things_.push_back({&node, standing, nullptr, source});
    if (is_a(node, "Offer") || is_a(node, "AggregateOffer"))
      if (const Node* offered = member(node, "itemOffered"); offered != nullptr)
        things_.push_back({&resolved(*offered), standing, &node, source});
  }
  visit_members(node, standing, source, depth);
}

void Graph::visit_members(const Node& node, Standing standing, Source source, int depth) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string_view name = local_name(node.names[i]);
    Standing below = standing;
    if (name == "@graph") {
      below = standing;
    } else if (name == "mainEntity") {
      below = standing == Standing::kAside ? standing : Standing::kMain;
      for (const Node* main : values(node, "mainEntity"))
        if (main->is_object() && &node.items[i] != main && things_.size() < kMaxThings)
          things_.push_back({main, below, nullptr, source});
    } else if (std::find(kAsideProperties.begin(), kAsideProperties.end(), name) !=
               kAsideProperties.end()) {
      below = Standing::kAside;
    } else if (name == "itemOffered") {
      continue;  // taken with its offer
    }
    visit(node.items[i], below, source, depth + 1);
  }
}

const Node& Graph::resolved(const Node& node) const {
  if (!node.is_object() || node.items.size() > 2) return node;
  const Node* id = node.find("@id");
  if (id == nullptr || !id->is_string()) return node;
  const auto found = by_id_.find(id->text);
  return found == by_id_.end() ? node : *found->second;
}

const Node* Graph::property(const Node& node, std::string_view name) const {
  if (!node.is_object()) return nullptr;
  const Node* found = member(node, name);
  if (found == nullptr || found->type == NodeType::kNull) return nullptr;
  return &resolved(*found);
}

std::vector<const Node*> Graph::values(const Node& node, std::string_view name) const {
  const Node* found = property(node, name);
  if (found == nullptr) return {};
  if (!found->is_array()) return {found};
  std::vector<const Node*> out;
  for (const Node& item : found->items)
    if (item.type != NodeType::kNull && out.size() < kMaxValues) out.push_back(&resolved(item));
  return out;
}

std::string_view Graph::text(const Node& node, std::string_view name) const {
  for (const Node* value : values(node, name)) {
    if (value->is_object()) value = value->find("@value");
    if (value != nullptr && value->is_scalar() && !trim(value->text).empty()) return value->text;
  }
  return {};
}

}  // namespace volition::pixels
