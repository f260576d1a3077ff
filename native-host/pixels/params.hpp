// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parameters of one call, wherever they stand: query, form body (urlencoded or multipart, RFC
// 7578), JSON body, or between semicolons in the path. They are addressed by paths such as
// "ud[em]", "context.page.url" or "ed.line_items", where "ed" may itself be a string of JSON.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/encoding.hpp"
#include "pixels/node.hpp"
#include "url/url.hpp"

namespace volition::pixels {

/// Bounds of one call.
constexpr std::size_t kMaxParams = 2'000;
constexpr std::size_t kMaxLines = 200;

/// A query's pairs as an object of strings, in order.
Node query_to_node(std::string_view query);
/// The same for pairs between another sign.
Node pairs_to_node(std::string_view text, char between);

/// What one call carries. Node pointers it gives live as long as it does.
class Params {
 public:
  /// kPath: parameters stand between semicolons in the address's path too.
  enum class Place { kQuery, kPath };
  Params(const url::Url& address, ByteView body, Place place);
  Params(const Params&) = delete;
  Params& operator=(const Params&) = delete;
  ~Params() = default;

  /// The address alone: what the events of a body share.
  const Node& address() const { return address_; }
  /// Address and body together: what the whole call says.
  const Node& whole() const { return whole_; }
  /// A text body's lines, each a query, as objects; empty where the body is no text of pairs.
  const std::vector<Node>& lines() const { return lines_; }

  /// What stands at `path` from `from`; nullptr where nothing does. "path:2" is the second segment
  /// of the address's path. A null is nothing, and so is an empty text.
  const Node* at(const Node& from, std::string_view path);
  /// A text as the object or array it spells (JSON, base64 of JSON, pairs); nullptr where it spells
  /// none.
  const Node* opened(const Node& text);
  /// Keeps a node as long as this object lives, so that paths may lead from it.
  const Node& keep(Node node) { return opened_.emplace_back(std::move(node)); }

 private:
  void read_body(std::string_view body);
  const Node* walk(const Node& from, std::string_view path, int depth);

  Node address_ = Node::object();
  Node whole_ = Node::object();
  std::vector<Node> lines_;
  std::vector<Node> segments_;
  std::deque<Node> opened_;
  std::unordered_map<const Node*, const Node*> known_;
};

}  // namespace volition::pixels
