// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/query.hpp"

namespace volition::url {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<QueryPair> QueryWalk::next() {
  while (!rest_.empty()) {
    const std::size_t end = rest_.find('&');
    const std::string_view piece = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) return QueryPair{piece, {}};
    return QueryPair{piece.substr(0, equals), piece.substr(equals + 1)};
  }
  return std::nullopt;
}

std::string percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    out.push_back(text[i] == '+' && plus == Plus::kSpace ? ' ' : text[i]);
  }
  return out;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  QueryWalk walk(query);
  while (const auto pair = walk.next()) {
    if (percent_decode(pair->name) == name) return percent_decode(pair->value);
  }
  return std::nullopt;
}

}  // namespace volition::url
