// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of a query and of a form body (application/x-www-form-urlencoded, WHATWG URL Standard
// §5).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace volition::url {

/// One "name=value", both still encoded. Without "=" the value is empty.
struct QueryPair {
  std::string_view name;
  std::string_view value;
};

/// Walks a query's pairs in order, without allocating; empty pieces are left out. Lives as long as
/// the text.
///   QueryWalk walk(url.query()); while (auto pair = walk.next()) …
class QueryWalk {
 public:
  explicit QueryWalk(std::string_view query) : rest_(query) {}
  std::optional<QueryPair> next();

 private:
  std::string_view rest_;
};

/// What a "+" means.
enum class Plus { kLiteral, kSpace };

/// Decodes %XX once; a "%" that no two hexadecimal digits follow stays. The answer may hold any
/// byte: whoever shows it checks it for UTF-8.
std::string percent_decode(std::string_view text, Plus plus = Plus::kSpace);

/// The decoded value of the first pair whose decoded name is `name`.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace volition::url
