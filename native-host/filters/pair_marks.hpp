// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which pairs of neighbouring characters an address holds. Patterns without a token would have to
// be compared with every request; each names three pairs that every match holds, and most addresses
// lack one of them.

#include <array>
#include <cstdint>
#include <string_view>

namespace volition::filters {

/// A pair's number; different pairs may share one.
using PairNumber = std::uint16_t;
constexpr std::size_t kPairNumbers = 1024;
/// The number that every address holds: for patterns with fewer pairs.
constexpr PairNumber kAnyPair = kPairNumbers;

constexpr PairNumber pair_number(char first, char second) {
  return static_cast<PairNumber>((static_cast<unsigned char>(first) ^
                                  static_cast<unsigned>(static_cast<unsigned char>(second)) << 3U) %
                                 kPairNumbers);
}

class PairMarks {
 public:
  /// `lower` is an address in lower case.
  explicit PairMarks(std::string_view lower) {
    set(kAnyPair);
    for (std::size_t at = 1; at < lower.size(); ++at) set(pair_number(lower[at - 1], lower[at]));
  }
  /// `number` is at most kAnyPair; a larger one, from a damaged image, is not held.
  bool hold(PairNumber number) const {
    return number <= kAnyPair && (words_[number / 64] >> (number % 64) & 1U) != 0;
  }

 private:
  void set(PairNumber number) { words_[number / 64] |= std::uint64_t{1} << (number % 64); }
  std::array<std::uint64_t, kPairNumbers / 64 + 1> words_{};
};

}  // namespace volition::filters
