// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every room that keeps files needs of the system: an open file that closes itself, writing
// whole, a folder put on the disk, and what an errno means to a person. POSIX, with the system
// calls that the cage allows.

#include <filesystem>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition {

/// A descriptor that is closed with this. Never follows a link, never waits for another end, never
/// goes to a child.
class OpenFile {
 public:
  /// `flags` as of open(2); a new file is the person's alone (0600). Look at is_open(), then errno.
  OpenFile(const std::filesystem::path& path, int flags);
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  /// Leaves it open; the caller closes it.
  int release();

 private:
  int descriptor_;
};

/// storage_full, storage_read_only, else storage_failed; `what` was being done.
Error error_of_errno(int number, const char* what);

/// Every byte. Errors: as error_of_errno.
Status write_all(int descriptor, ByteView bytes);

/// Puts the names in a folder on the disk. Errors: as error_of_errno.
Status sync_folder(const std::filesystem::path& folder);

}  // namespace volition
