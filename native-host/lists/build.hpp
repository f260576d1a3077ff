// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the person chose, made into what the host answers from: images of the lists that are on, and
// what separates a browser's static rule sets from them. Runs on a thread of its own; everything it
// reads and writes is on the disk, and the state's lock decides.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/compile.hpp"
#include "lists/catalogue.hpp"
#include "lists/state.hpp"

namespace volition::lists {

struct Folders {
  /// filters/ in the data folder: lists.json, texts/, built-<key>/.
  std::filesystem::path store;
  /// The folder of the images that came with the program.
  std::filesystem::path shipped;

  std::filesystem::path state_file() const { return store / "lists.json"; }
  std::filesystem::path state_lock() const { return store / "lock"; }
  std::filesystem::path texts() const { return store / "texts"; }
  std::filesystem::path built(std::string_view key) const {
    return store / ("built-" + std::string(key));
  }
};

/// Names what has to be built for a state; empty where the shipped images say it already. `shipped`
/// names those.
std::string wanted_key(const State& state, const std::vector<CatalogueEntry>& catalogue,
                       std::string_view shipped);
/// Names the shipped images by their heads; reads a page of each.
std::string shipped_mark(const std::filesystem::path& shipped_folder);

/// The file of a browser's delta in a folder of its state.
std::string delta_file_name(filters::Browser browser);

/// The lists.json of a folder; an absent one is a state without lists. Error: lists_damaged.
Result<State> load_state(const Folders& folders);

struct DeltaWish {
  filters::Browser browser = filters::Browser::kChromium;
  std::string baseline;
};

struct BuildOrder {
  Folders folders;
  std::int64_t utc_seconds = 0;
  /// Build even what was built: it turned out to be damaged.
  enum class Again { kNo, kYes } again = Again::kNo;
  std::vector<DeltaWish> deltas;
};

/// Builds what the state wants, then the deltas, and sweeps what nothing names any more. What fails
/// is written into the state. Errors: those of the lock, lists_damaged, and those of a delta.
Status build_all(const BuildOrder& order);

/// Removes texts and built folders that the state does not name. The state's lock must be held.
void sweep(const Folders& folders, const State& state);

}  // namespace volition::lists
