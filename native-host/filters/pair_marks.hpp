// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which pairs of neighbouring characters an address holds. Patterns without a token would have to
// be compared with every request; each names three pairs that every match holds, and most addresses
// lack one of them.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace volition::filters {

/// A pair's number; different pairs may share one.
using PairNumber = std::uint16_t;
constexpr std::size_t kPairNumbers = 1024;
/// The number that every address holds: for patterns with fewer pairs.
constexpr PairNumber kAnyPair = kPairNumbers;

constexpr PairNumber pair_number(char first, char second) {
  // Five bits tell letters apart: no two pairs of letters share a number.
  return static_cast<PairNumber>((static_cast<unsigned char>(first) ^
                                  static_cast<unsigned>(static_cast<unsigned char>(second)) << 5U) %
                                 kPairNumbers);
}

class PairMarks {
 public:
  /// Marks the pairs of `lower`, an address in lower case, and no others.
  void read(std::string_view lower) {
    // What stands behind is never marked.
    std::memset(marks_.data(), 0, kPairNumbers);
    marks_[kAnyPair] = 1;
    const char* const text = lower.data();
    std::size_t at = 1;
    // Numbered some at a time, which a processor does at once for several, and then marked.
    std::array<PairNumber, 32> numbers;
    for (; at + numbers.size() <= lower.size(); at += numbers.size()) {
      for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers.data()[i] = pair_number(text[at + i - 1], text[at + i]);
      for (std::size_t i = 0; i < numbers.size(); ++i) marks_.data()[numbers.data()[i]] = 1;
    }
    for (; at < lower.size(); ++at) marks_.data()[pair_number(text[at - 1], text[at])] = 1;
  }
  /// Whether all three are held, without a branch. A number above kAnyPair, from a damaged image,
  /// is not held.
  bool hold(const std::array<PairNumber, 3>& pairs) const {
    return (held(pairs[0]) & held(pairs[1]) & held(pairs[2])) != 0;
  }

 private:
  static constexpr std::size_t kMarks = 2 * kPairNumbers;
  std::uint8_t held(PairNumber number) const { return marks_.data()[number % kMarks]; }
  /// A byte each, since a bit would have to be read before it is written.
  std::array<std::uint8_t, kMarks> marks_{};
};

}  // namespace volition::filters
