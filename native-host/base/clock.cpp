// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.hpp"

#include <chrono>
#include <ctime>

namespace volition {

std::int64_t SystemClock::utc_seconds() const {
  return static_cast<std::int64_t>(std::time(nullptr));
}

Day SystemClock::today() const {
  const std::time_t now = std::time(nullptr);
  // A day begins with a minute in every time zone in use.
  constexpr std::time_t kMinute = 60;
  if (now / kMinute == minute_) return day_of_minute_;
  std::tm local{};
  localtime_r(&now, &local);
  const std::chrono::year_month_day date{
      std::chrono::year{local.tm_year + 1900},
      std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)},
      std::chrono::day{static_cast<unsigned>(local.tm_mday)}};
  minute_ = now / kMinute;
  day_of_minute_ =
      Day{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
  return day_of_minute_;
}

std::int64_t SystemClock::steady_ms() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace volition
