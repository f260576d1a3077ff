// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A local calendar day, the only grain of time in the universe ("Dates are local calendar days",
// architecture.md): nothing finer is stored, so that no record turns into a log of visits.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace volition {

/// A day, counted from 1970-01-01 in the proleptic Gregorian calendar.
struct Day {
  std::int32_t number = 0;

  friend auto operator<=>(const Day&, const Day&) = default;
  Day plus(int days) const { return Day{number + days}; }
  /// Whole days from `earlier` to this day.
  int since(Day earlier) const { return number - earlier.number; }
};

/// "2026-11-03"; nullopt for anything else, also for days that no calendar has. Years 1970 to 9999.
std::optional<Day> parse_day(std::string_view text);
std::string format_day(Day day);

}  // namespace volition
