// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the person chose: which lists are on, which they added, whose text is fresh. One small file,
// lists.json in the data folder's filters/ (README.md, "Files"), replaced whole at each change.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace volition::lists {

enum class Switch : std::uint8_t { kOff, kOn };
/// "on", "off".
std::string_view switch_name(Switch value);

constexpr std::string_view kOwnId = "own";
constexpr std::string_view kCustomPrefix = "custom-";
constexpr std::size_t kMaxCustomLists = 50;
constexpr std::size_t kMaxStateBytes = 1U << 20U;

struct StoredList {
  std::string id;
  Switch state = Switch::kOn;
  /// From its text's head, or the person's word for it; empty where nobody named it.
  std::string title;
  std::string version;
  std::optional<std::string> address;
  /// Names its text: 16 hex digits over it. Empty: it has none of its own.
  std::string text;
  std::uint64_t bytes = 0;
  std::optional<Day> fetched_on;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
};

struct State {
  std::vector<StoredList> lists;
  /// The key of what was built last (store.hpp); empty: the shipped images serve.
  std::string built;
  /// The key of what could not be built, and why.
  std::string failed_key;
  std::string failed_code;

  /// The shipped files that were found damaged (build.hpp, ShippedMark::files); empty: none were.
  std::string distrusted;
  /// When a damaged lists.json was put together again.
  std::optional<Day> restored_on;

  bool has_failed(std::string_view key) const { return !failed_code.empty() && failed_key == key; }
  const StoredList* find(std::string_view id) const;
  StoredList& at(std::string_view id);
};

std::string write_state(const State& state);
/// Error: lists_damaged.
Result<State> read_state(std::string_view text);

/// The lists that a damaged lists.json still names whole, each once, in its order.
std::vector<StoredList> salvage_lists(std::string_view text);
/// Whether a text is a state of a program that is newer than this one: nothing that may be
/// replaced.
bool is_newer_state(std::string_view text);

/// A text's file: "base-0123456789abcdef.txt".
std::string text_file(const StoredList& list);
/// 16 hex digits that name a text.
std::string digest_of(std::string_view text);

}  // namespace volition::lists
