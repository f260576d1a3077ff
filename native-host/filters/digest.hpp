// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A name for bytes that two programs compare: what changed by chance differs. FNV-1a, 64 bits. No
// defence: who can write the bytes can also make two of them alike.

#include <cstdint>
#include <string>
#include <string_view>

namespace volition::filters {

class Digest {
 public:
  /// Texts of different cuts give different digests.
  void add(std::string_view text) {
    for (const char c : text) step(static_cast<unsigned char>(c));
    step(0xFF);  // in no UTF-8
  }
  /// 16 hex digits.
  std::string hex() const {
    std::string out(16, '0');
    for (std::size_t i = 0; i < 16; ++i) out[i] = "0123456789abcdef"[state_ >> (60 - 4 * i) & 15U];
    return out;
  }

 private:
  void step(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001B3U; }

  std::uint64_t state_ = 0xCBF29CE484222325U;
};

}  // namespace volition::filters
