// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Regular expressions that every request of some kind would have to run one by one, run as one. An
// expression that begins at the address's begin stops at the first character that none of them
// takes, so all of them together cost little more than one.

#include <re2/set.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "filters/image_view.hpp"

namespace volition::filters {

/// Whether an expression can only match from an address's begin on.
bool begins_at_start(std::string_view expression);

/// Those among a realm's records without a token that begin at the start. Compiled when it is first
/// asked: most hosts never need it.
class RegexSet {
 public:
  /// Whether the record's expression matches `text`; nullopt where the set does not hold it (or RE2
  /// ran out of the memory it is given), and it has to be run by itself. `question` tells one text
  /// from another: all answers to one come from a single run.
  std::optional<bool> matches(const ImageView& image, const RealmView& realm, std::uint32_t record,
                              std::string_view text, std::uint64_t question);

 private:
  void compile(const ImageView& image, const RealmView& realm);
  void run(std::string_view text);

  bool compiled_ = false;
  std::unique_ptr<re2::RE2::Set> set_;
  /// For each record without a token: its place in the set, or kNone32.
  std::vector<std::uint32_t> places_;
  std::uint64_t question_ = 0;
  bool answered_ = false;
  std::vector<int> hits_;
};

}  // namespace volition::filters
