// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/day.hpp"

#include <chrono>
#include <cstddef>

namespace volition {

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(from, length))
      value = (c < '0' || c > '9') ? -100000 : value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                         std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (number(0, 4) < 1970 || !date.ok()) return std::nullopt;
  return Day{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::string format_day(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.number}}};
  std::string text = "0000-00-00";
  const auto write = [&text](std::size_t last, std::size_t length, unsigned number) {
    for (std::size_t i = 0; i < length; ++i, number /= 10) {
      text[last - i] = static_cast<char>('0' + number % 10);
    }
  };
  write(3, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  write(6, 2, static_cast<unsigned>(date.month()));
  write(9, 2, static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace volition
