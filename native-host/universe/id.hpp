// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The name of a record, of an operation, of a store: 16 random bytes, from libsodium alone
// (SQLite's own randomness falls back to time and process id inside the cage). On the wire: 32
// lower-case hexadecimal digits (common.json, Id and OpId).

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace volition::universe {

struct Id {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const Id&, const Id&) = default;
};

Id new_id();
std::string format_id(const Id& id);
/// nullopt for anything but 32 lower-case hexadecimal digits.
std::optional<Id> parse_id(std::string_view text);

}  // namespace volition::universe
