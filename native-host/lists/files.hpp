// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The files of the person's lists: read with a bound, written at once, locked between hosts. POSIX,
// with the system calls that the cage allows.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace volition::lists {

/// A plain file's bytes. Errors: not_found, lists_damaged (a link, no plain file, or over `max`),
/// storage_failed.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Makes the folder (0700) if it is missing. Errors: lists_damaged (something else has its name),
/// storage_full, storage_read_only, storage_failed.
Status ensure_folder(const std::filesystem::path& folder);

/// A whole file (0600): written beside its place, on the disk, then moved there. A reader never
/// sees half of it. Errors: storage_full, storage_read_only, storage_failed.
Status write_file(const std::filesystem::path& file, std::string_view content);

/// Overwrites a file in its own place with zeros and removes it. What cannot be reached is left.
void erase_file(const std::filesystem::path& file);

/// What tells one version of a file from the next without reading it.
struct Mark {
  bool exists = false;
  std::uint64_t inode = 0;
  std::int64_t changed_ns = 0;
  std::int64_t bytes = 0;

  friend bool operator==(const Mark&, const Mark&) = default;
};
Mark mark_of(const std::filesystem::path& file);

enum class Patience { kShort, kAsLongAsItTakes };

/// One host at a time. Move-only; let go when destroyed.
class Lock {
 public:
  /// kShort waits two seconds. Errors: busy, lists_damaged (no plain file), storage_full,
  /// storage_read_only, storage_failed.
  static Result<Lock> take(const std::filesystem::path& file, Patience patience);

  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace volition::lists
