// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A disk that fails when told to: a SQLite VFS (https://sqlite.org/vfs.html) around the platform's
// own, in this test program alone. It counts every call that touches a file, makes the n-th of them
// fail as a disk does, and keeps a record of what was written and not yet synced, from which it
// makes what a power cut would have left.

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace volition::test {

/// How the struck call fails. kErrorForGood: every later call fails too. kFull and kShortWrite
/// strike calls that need room; the latter leaves half of its bytes behind. kPowerCut fails all
/// calls from then on, and nothing further reaches the record.
enum class Fault { kErrorOnce, kErrorForGood, kFull, kShortWrite, kPowerCut };

/// Whether a sync means what it says. kLying is the negative control: a disk that keeps writes in
/// its own memory, which is outside of what the universe promises.
enum class Syncs { kHonest, kLying };

class FaultyDisk {
 public:
  /// The one disk; SQLite's default from the first call on. Its syncs cost nothing: what they are
  /// for is what the record shows.
  static FaultyDisk& instance();

  /// Strikes the `nth` call from now on, from 1, that `fault` applies to.
  void arm(Fault fault, std::int64_t nth);
  /// The disk is well again. Answers whether the fault struck.
  bool disarm();
  /// Calls seen since arm().
  std::int64_t calls() const { return calls_; }
  /// The last call that was struck, such as "write universe.db-wal".
  const std::string& struck_call() const { return struck_call_; }

  /// Records writes to the files of `folder`; what they hold now counts as being on the disk.
  void record(const std::filesystem::path& folder, Syncs syncs);
  /// Ends the record and makes `folder` what a power cut leaves of it: of what was not synced, each
  /// write is kept, lost or torn at a sector, in any order. The journal's index is memory and goes.
  void cut_power(std::mt19937& random);

  // For the VFS:
  enum class Call { kOpen, kRead, kWrite, kTruncate, kSync, kSize, kDelete, kAccess, kMap };
  /// SQLITE_OK, or the code that this call is to answer. `halved`: write half first.
  int before(Call call, std::string_view path, bool& halved);
  void wrote(const std::string& path, const void* bytes, std::size_t size, std::int64_t at);
  void truncated(const std::string& path, std::int64_t size);
  void synced(const std::string& path);
  void created(const std::string& path);
  void deleted(const std::string& path);

 private:
  struct Change {
    bool is_truncation = false;
    std::int64_t at = 0;  // Or the new size.
    std::string bytes;
  };
  struct Medium {
    std::string durable;
    std::vector<Change> pending;
    /// Its name is in the folder since this record began, and the folder was not synced since.
    bool is_new = false;
    bool is_deleted = false;
  };
  static void apply(std::string& content, const Change& change);
  Medium* medium(const std::string& path);

  bool armed_ = false;
  bool struck_ = false;
  Fault fault_ = Fault::kErrorOnce;
  std::int64_t nth_ = 0;
  std::int64_t calls_ = 0;
  std::string struck_call_;
  Syncs syncs_ = Syncs::kHonest;
  std::filesystem::path recorded_;
  std::map<std::string, Medium> media_;
};

}  // namespace volition::test
