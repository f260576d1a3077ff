// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Time as the domain sees it. Rooms take a Clock by reference and never ask the system themselves,
// so that a test can move the day; whole programs are moved with faketime.

#include <cstdint>

#include "base/day.hpp"

namespace volition {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds since 1970-01-01T00:00:00Z.
  virtual std::int64_t utc_seconds() const = 0;
  /// The person's local calendar day.
  virtual Day today() const = 0;
  /// Milliseconds of a clock that never jumps; only differences mean anything.
  virtual std::int64_t steady_ms() const = 0;
};

/// The machine's clock. Reads the time zone once: call tzset() before the cage closes.
class SystemClock final : public Clock {
 public:
  std::int64_t utc_seconds() const override;
  Day today() const override;
  std::int64_t steady_ms() const override;

 private:
  /// The day of one minute, which is asked for several times in each call.
  mutable std::int64_t minute_ = -1;
  mutable Day day_of_minute_{};
};

}  // namespace volition
