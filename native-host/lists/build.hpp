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
  std::filesystem::path build_lock() const { return store / "build.lock"; }
  std::filesystem::path texts() const { return store / "texts"; }
  std::filesystem::path built(std::string_view key) const {
    return store / ("built-" + std::string(key));
  }
};

/// Names what came with the program, 16 hex digits each.
struct ShippedMark {
  /// By the files' heads.
  std::string content;
  /// And by where and when they were written: a package that is installed again differs.
  std::string files;
};
/// Reads a page of each file.
ShippedMark shipped_mark(const std::filesystem::path& shipped_folder);

/// Names what has to be built for a state; empty where the shipped images say it already.
std::string wanted_key(const State& state, const std::vector<CatalogueEntry>& catalogue,
                       const ShippedMark& shipped);

/// The file of a browser's delta in a folder of its state.
std::string delta_file_name(filters::Browser browser);
/// And of what each list came to in it: {"lists": [{"id", "in_effect", "refused"}]}.
std::string counts_file_name(filters::Browser browser);

/// The lists.json of a folder; an absent one is a state without lists. Errors: lists_damaged,
/// storage_failed.
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
  /// The shipped images do not read: others are built to stand in for them.
  enum class Shipped { kTrusted, kDamaged } shipped = Shipped::kTrusted;
  /// A folder whose images are read whole first; empty: none.
  std::filesystem::path looked_in;
  std::vector<DeltaWish> deltas;
};

/// Builds what the state wants, then the deltas, and sweeps what nothing names any more. What fails
/// is written into the state. Writes nothing where everything is as shipped. Errors: those of the
/// lock, lists_damaged, image errors, and those of a delta.
Status build_all(const BuildOrder& order);

/// Removes texts and built folders that the state does not name. The state's lock must be held.
void sweep(const Folders& folders, const State& state);

}  // namespace volition::lists
