// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/id.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "crypto/random.hpp"

namespace volition::universe {

Id new_id() { return Id{crypto::random_bytes<16>()}; }

std::string format_id(const Id& id) { return to_hex(id.bytes); }

std::optional<Id> parse_id(std::string_view text) {
  if (text.size() != 32) return std::nullopt;
  const std::optional<Bytes> bytes = from_hex(text);
  if (!bytes || bytes->size() != 16) return std::nullopt;
  Id id;
  std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
  return id;
}

}  // namespace volition::universe
