// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a text that came is a filter list, and whole: what answers at an address may be an error
// page, a log-in page of a network, or half a file.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace volition::lists {

/// A larger text is no list of ours, in bytes.
constexpr std::size_t kMaxTextBytes = 16U << 20U;

/// A list, whoever made it, is doubted; the person's own rules may be anything, and nothing at all.
enum class Source : std::uint8_t { kList, kOwnRules };

struct Arrived {
  std::string_view text;
  Source source = Source::kList;
  /// What the sender says the whole text has, in bytes.
  std::optional<std::uint64_t> announced_bytes;
  /// Bytes of the text that it replaces; 0: none.
  std::uint64_t bytes_before = 0;
};

/// Errors: list_not_text (a page or a program's data), list_cut_off (another length than announced,
/// an `!#if` that never ends, another checksum than its own `! Checksum:`), list_too_large,
/// list_grew and list_shrank (more than tenfold, where one of the two is over 64 KiB), list_empty
/// (no filter of any kind).
Status judge(const Arrived& arrived);

/// The MD5 that `! Checksum:` names, in base64 without padding: over the text without that line,
/// without carriage returns and with runs of line breaks as one (Adblock Plus's
/// "validateChecksum").
std::string list_checksum(std::string_view text);

}  // namespace volition::lists
