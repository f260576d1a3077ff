// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bounds that several methods share; those of one field stand where it is read. The schema says
// the same (schema/), and a test holds both together.

#include <cstddef>
#include <cstdint>

namespace volition::protocol {

constexpr std::size_t kNameMax = 300;
constexpr std::size_t kLabelMax = 120;
constexpr std::size_t kWordsMax = 2000;
constexpr std::size_t kFrameMax = 2048;
constexpr std::size_t kUrlMax = 65536;
constexpr std::size_t kPageMax = 16384;
constexpr std::int64_t kPageLimitMax = 200;
constexpr std::int64_t kFadeDaysMax = 7;

}  // namespace volition::protocol
