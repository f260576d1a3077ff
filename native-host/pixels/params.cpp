// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/params.hpp"

#include <algorithm>

#include "pixels/text.hpp"
#include "url/query.hpp"

namespace volition::pixels {
namespace {

/// How deep a path may lead into texts within texts.
constexpr int kMaxWalk = 12;
/// How many texts one call may have opened: each costs a parse.
constexpr std::size_t kMaxOpened = 400;
constexpr NodeLimits kCallLimits{24, 20'000};

bool looks_compressed(std::string_view body) {
  return body.substr(0, 2) == "\x1F\x8B" || body.find('\0') != std::string_view::npos;
}

/// The value of name="…" in a part's headers (RFC 7578 §4.2).
std::string_view part_name(std::string_view headers) {
  constexpr std::string_view kName = " name=\"";
  const std::size_t begin = headers.find(kName);
  if (begin == std::string_view::npos) return {};
  const std::size_t from = begin + kName.size();
  const std::size_t end = headers.find('"', from);
  if (end == std::string_view::npos) return {};
  return headers.substr(from, end - from);
}

/// The parts of a multipart body, by the boundary its first line shows.
void read_multipart(std::string_view body, Node& out) {
  const std::size_t line = body.find("\r\n");
  if (line == std::string_view::npos || line < 3) return;
  const std::string boundary = "\r\n" + std::string(body.substr(0, line));
  std::size_t at = line + 2;
  while (at < body.size() && out.items.size() < kMaxParams) {
    const std::size_t blank = body.find("\r\n\r\n", at);
    if (blank == std::string_view::npos) return;
    const std::size_t end = body.find(boundary, blank + 2);
    // A part without its end was cut off.
    if (end == std::string_view::npos) return;
    const std::string_view name = part_name(body.substr(at, blank - at));
    const std::size_t from = std::min(blank + 4, end);
    if (!name.empty())
      out.add(std::string(name), Node::string(std::string(body.substr(from, end - from))));
    at = end + boundary.size() + 2;
  }
}

/// "a=1;b=2" after the first semicolon of a path (Floodlight).
void read_path_pairs(std::string_view path, Node& out) {
  const std::size_t first = path.find(';');
  if (first == std::string_view::npos) return;
  Node pairs = pairs_to_node(path.substr(first + 1), ';');
  for (std::size_t i = 0; i < pairs.items.size(); ++i)
    out.add(std::move(pairs.names[i]), std::move(pairs.items[i]));
}

void append(Node& out, Node&& more) {
  for (std::size_t i = 0; i < more.items.size() && out.items.size() < kMaxParams; ++i)
    out.add(std::move(more.names[i]), std::move(more.items[i]));
}

}  // namespace

Node query_to_node(std::string_view query) {
  Node out = Node::object();
  url::QueryWalk walk(query);
  while (out.items.size() < kMaxParams) {
    const auto pair = walk.next();
    if (!pair) break;
    out.add(url::percent_decode(pair->name), Node::string(url::percent_decode(pair->value)));
  }
  return out;
}

Node pairs_to_node(std::string_view text, char between) {
  Node out = Node::object();
  std::size_t at = 0;
  while (at <= text.size() && out.items.size() < kMaxParams) {
    // "\;" and "\," stand for themselves within a value (Google's data=).
    std::size_t end = at;
    while (end < text.size() && text[end] != between) end += text[end] == '\\' ? 2U : 1U;
    end = std::min(end, text.size());
    const std::string_view pair = text.substr(at, end - at);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) {
      std::string value = url::percent_decode(pair.substr(equals + 1), url::Plus::kLiteral);
      value.erase(std::remove(value.begin(), value.end(), '\\'), value.end());
      out.add(std::string(trim(pair.substr(0, equals))), Node::string(std::move(value)));
    }
    at = end + 1;
  }
  return out;
}

Params::Params(const url::Url& address, ByteView body, Place place) {
  if (place == Place::kPath) read_path_pairs(address.path(), address_);
  append(address_, query_to_node(address.query()));
  append(whole_, Node(address_));
  std::string_view path = address.path();
  while (!path.empty() && segments_.size() < 32) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments_.push_back(
        Node::string(url::percent_decode(path.substr(0, end), url::Plus::kLiteral)));
    path.remove_prefix(end);
  }
  const std::string_view text = as_text(body);
  if (!text.empty() && !looks_compressed(text)) read_body(text);
}

void Params::read_body(std::string_view body) {
  if (body.substr(0, 2) == "--") {
    read_multipart(body, whole_);
    return;
  }
  const std::string_view trimmed = trim(body);
  if (trimmed.empty()) return;
  if (trimmed[0] == '{' || trimmed[0] == '[') {
    auto read = read_lenient(trimmed, kCallLimits);
    if (!read) return;
    if (read->is_object()) {
      append(whole_, std::move(*read));
    } else {
      whole_.add("*", std::move(*read));
    }
    return;
  }
  std::size_t at = 0;
  while (at < body.size() && lines_.size() < kMaxLines) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view line = trim(body.substr(at, end - at));
    if (line.find('=') != std::string_view::npos) lines_.push_back(query_to_node(line));
    at = end + 1;
  }
  for (const Node& line : lines_) append(whole_, Node(line));
}

const Node* Params::opened(const Node& text) {
  if (!text.is_string()) return nullptr;
  const auto known = known_.find(&text);
  if (known != known_.end()) return known->second;
  if (known_.size() >= kMaxOpened) return nullptr;
  std::optional<Node> read;
  std::string_view spelled = trim(text.text);
  std::string decoded;
  // Some shops encode a value once more than the tracker does.
  if (spelled.substr(0, 3) == "%7B" || spelled.substr(0, 3) == "%5B") {
    decoded = url::percent_decode(spelled);
    spelled = decoded;
  }
  if (!spelled.empty() && (spelled[0] == '{' || spelled[0] == '[')) {
    read = read_lenient(spelled, kCallLimits);
  } else if (spelled.substr(0, 3) == "eyJ") {  // base64 of {"
    std::string padded(spelled);
    while (padded.size() % 4 != 0) padded += '=';
    auto bytes = from_base64(padded);
    if (!bytes) bytes = from_base64url(spelled.substr(0, spelled.find('=')));
    if (bytes) read = read_lenient(as_text(*bytes), kCallLimits);
  } else if (spelled.find('=') != std::string_view::npos) {
    const char between = spelled.find(';') != std::string_view::npos ? ';' : '&';
    read = pairs_to_node(spelled, between);
  }
  const Node* kept = read ? &opened_.emplace_back(std::move(*read)) : nullptr;
  known_.emplace(&text, kept);
  return kept;
}

const Node* Params::walk(const Node& from, std::string_view path, int depth) {
  if (depth > kMaxWalk) return nullptr;
  if (from.is_string()) {
    const Node* inside = opened(from);
    return inside == nullptr ? nullptr : walk(*inside, path, depth + 1);
  }
  if (from.is_array()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    const std::string_view number = path.substr(0, end);
    if (number.empty() || number.size() > 3 || !std::all_of(number.begin(), number.end(), is_digit))
      return nullptr;
    std::size_t index = 0;
    for (const char c : number) index = index * 10 + static_cast<std::size_t>(c - '0');
    if (index >= from.items.size()) return nullptr;
    const Node& item = from.items[index];
    return end == path.size() ? &item : walk(item, path.substr(end + 1), depth + 1);
  }
  // Names may hold points themselves ("ep.transaction_id"), so the longest is tried first.
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0;
       end = path.rfind('.', end - 1)) {
    const Node* found = from.find(path.substr(0, end));
    if (found != nullptr) {
      if (end == path.size()) return found;
      const Node* inside = walk(*found, path.substr(end + 1), depth + 1);
      if (inside != nullptr) return inside;
    }
  }
  return nullptr;
}

const Node* Params::at(const Node& from, std::string_view path) {
  constexpr std::string_view kSegment = "path:";
  const Node* found = nullptr;
  if (path.substr(0, kSegment.size()) == kSegment) {
    const std::size_t index = static_cast<std::size_t>(path[kSegment.size()] - '1');
    found = index < segments_.size() ? &segments_[index] : nullptr;
  } else {
    found = walk(from, path, 0);
  }
  if (found == nullptr || found->type == NodeType::kNull) return nullptr;
  return found->is_scalar() && trim(found->text).empty() ? nullptr : found;
}

}  // namespace volition::pixels
