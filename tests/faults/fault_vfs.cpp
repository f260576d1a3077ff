// SPDX-License-Identifier: GPL-3.0-or-later
#include "fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "temp_folder.hpp"

namespace volition::test {

namespace {

constexpr std::size_t kSector = 512;

using Call = FaultyDisk::Call;

sqlite3_vfs* platform = nullptr;

/// SQLite allocates szOsFile bytes: this, and behind it the platform's own file.
struct File {
  sqlite3_file base;
  const char* path;  // SQLite keeps it for as long as the file is open.
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& self(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real(); }
std::string path_of(sqlite3_file* file) {
  return self(file).path == nullptr ? std::string() : self(file).path;
}

int ask(Call call, sqlite3_file* file) {
  bool halved = false;
  return FaultyDisk::instance().before(call, path_of(file), halved);
}

int x_close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

int x_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  if (const int code = ask(Call::kRead, file)) return code;
  return real(file)->pMethods->xRead(real(file), bytes, size, at);
}

int x_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  FaultyDisk& disk = FaultyDisk::instance();
  bool halved = false;
  const int code = disk.before(Call::kWrite, path_of(file), halved);
  if (code != SQLITE_OK && !halved) return code;
  const int kept = halved ? size / 2 : size;
  const int written = real(file)->pMethods->xWrite(real(file), bytes, kept, at);
  if (written == SQLITE_OK) {
    disk.wrote(path_of(file), bytes, static_cast<std::size_t>(kept), at);
  }
  return code != SQLITE_OK ? code : written;
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = ask(Call::kTruncate, file)) return code;
  FaultyDisk::instance().truncated(path_of(file), size);
  return real(file)->pMethods->xTruncate(real(file), size);
}

int x_sync(sqlite3_file* file, int /*flags*/) {
  if (const int code = ask(Call::kSync, file)) return code;
  FaultyDisk::instance().synced(path_of(file));
  return SQLITE_OK;
}

int x_file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = ask(Call::kSize, file)) return code;
  return real(file)->pMethods->xFileSize(real(file), size);
}

int x_lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int x_unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int x_check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int x_file_control(sqlite3_file* file, int what, void* value) {
  return real(file)->pMethods->xFileControl(real(file), what, value);
}
int x_sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int x_characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int x_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  if (const int code = ask(Call::kMap, file)) return code;
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int x_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void x_shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int x_shm_unmap(sqlite3_file* file, int gone) {
  return real(file)->pMethods->xShmUnmap(real(file), gone);
}

constexpr sqlite3_io_methods kMethods = {2,
                                         x_close,
                                         x_read,
                                         x_write,
                                         x_truncate,
                                         x_sync,
                                         x_file_size,
                                         x_lock,
                                         x_unlock,
                                         x_check_lock,
                                         x_file_control,
                                         x_sector_size,
                                         x_characteristics,
                                         x_shm_map,
                                         x_shm_lock,
                                         x_shm_barrier,
                                         x_shm_unmap,
                                         nullptr,
                                         nullptr};

int x_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File& opened = self(file);
  opened.base.pMethods = nullptr;
  opened.path = name;
  bool halved = false;
  const std::string_view path = name == nullptr ? "" : name;
  if (const int code = FaultyDisk::instance().before(Call::kOpen, path, halved)) return code;
  std::memset(opened.real(), 0, static_cast<std::size_t>(platform->szOsFile));
  const bool is_new = name != nullptr && !std::filesystem::exists(name);
  const int code = platform->xOpen(platform, name, opened.real(), flags, out_flags);
  if (code == SQLITE_OK && is_new) FaultyDisk::instance().created(name);
  if (opened.real()->pMethods != nullptr) opened.base.pMethods = &kMethods;
  return code;
}

int x_delete(sqlite3_vfs*, const char* name, int sync_folder) {
  FaultyDisk& disk = FaultyDisk::instance();
  bool halved = false;
  if (const int code = disk.before(Call::kDelete, name, halved)) return code;
  disk.deleted(name);
  return platform->xDelete(platform, name, sync_folder);
}

int x_access(sqlite3_vfs*, const char* name, int flags, int* answer) {
  bool halved = false;
  if (const int code = FaultyDisk::instance().before(Call::kAccess, name, halved)) return code;
  return platform->xAccess(platform, name, flags, answer);
}

const char* name_of(Call call) {
  constexpr const char* kNames[] = {"open", "read",   "write",  "truncate", "sync",
                                    "size", "delete", "access", "map"};
  return kNames[static_cast<int>(call)];
}

int error_for(Call call) {
  constexpr int kCodes[] = {SQLITE_CANTOPEN,       SQLITE_IOERR_READ,   SQLITE_IOERR_WRITE,
                            SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_FSYNC,  SQLITE_IOERR_FSTAT,
                            SQLITE_IOERR_DELETE,   SQLITE_IOERR_ACCESS, SQLITE_IOERR_SHMMAP};
  return kCodes[static_cast<int>(call)];
}

/// What unix answers to ENOSPC.
int full_for(Call call) {
  if (call == Call::kMap) return SQLITE_IOERR_SHMSIZE;
  if (call == Call::kOpen) return SQLITE_CANTOPEN;
  return SQLITE_FULL;
}

bool needs_room(Call call) { return call == Call::kWrite || call == Call::kMap; }

}  // namespace

FaultyDisk& FaultyDisk::instance() {
  static FaultyDisk disk;
  static sqlite3_vfs vfs = [] {
    platform = sqlite3_vfs_find(nullptr);
    if (platform == nullptr) std::abort();
    sqlite3_vfs own = *platform;
    own.szOsFile = static_cast<int>(sizeof(File)) + platform->szOsFile;
    own.zName = "volition-faulty";
    own.xOpen = x_open;
    own.xDelete = x_delete;
    own.xAccess = x_access;
    // Of version 3 are only overrides of system calls, which belong to the platform's own.
    own.iVersion = std::min(own.iVersion, 2);
    return own;
  }();
  static const bool registered = sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
  if (!registered) std::abort();
  return disk;
}

void FaultyDisk::arm(Fault fault, std::int64_t nth) {
  armed_ = true;
  struck_ = false;
  fault_ = fault;
  nth_ = nth;
  calls_ = 0;
  struck_call_.clear();
}

bool FaultyDisk::disarm() {
  armed_ = false;
  return struck_;
}

int FaultyDisk::before(Call call, std::string_view path, bool& halved) {
  if (!armed_) return SQLITE_OK;
  const bool room = fault_ == Fault::kFull || fault_ == Fault::kShortWrite;
  if (room && !needs_room(call)) return SQLITE_OK;
  if (fault_ == Fault::kShortWrite && call != Call::kWrite) return SQLITE_OK;
  ++calls_;
  const bool lasting = fault_ == Fault::kErrorForGood || fault_ == Fault::kPowerCut;
  if (calls_ != nth_ && !(lasting && calls_ > nth_)) return SQLITE_OK;
  if (!struck_) {
    struck_call_ =
        std::string(name_of(call)) + " " + std::filesystem::path(path).filename().string();
  }
  const bool first = !struck_;
  struck_ = true;
  if (fault_ == Fault::kShortWrite) halved = true;
  // The write that the cut meets may still come to the disk, or a part of it.
  if (fault_ == Fault::kPowerCut && first && call == Call::kWrite) halved = true;
  return room ? full_for(call) : error_for(call);
}

FaultyDisk::Medium* FaultyDisk::medium(const std::string& path) {
  if (recorded_.empty()) return nullptr;
  const std::filesystem::path file(path);
  if (file.parent_path() != recorded_) return nullptr;
  return &media_[file.filename().string()];
}

void FaultyDisk::record(const std::filesystem::path& folder, Syncs syncs) {
  recorded_ = folder;
  syncs_ = syncs;
  media_.clear();
  for (const char* name : {"universe.db", "universe.db-wal"}) {
    if (std::filesystem::exists(folder / name)) media_[name].durable = read_file(folder / name);
  }
}

void FaultyDisk::wrote(const std::string& path, const void* bytes, std::size_t size,
                       std::int64_t at) {
  if (Medium* found = medium(path)) {
    found->pending.push_back({false, at, std::string(static_cast<const char*>(bytes), size)});
  }
}

void FaultyDisk::truncated(const std::string& path, std::int64_t size) {
  if (Medium* found = medium(path)) found->pending.push_back({true, size, {}});
}

void FaultyDisk::synced(const std::string& path) {
  Medium* found = medium(path);
  if (found == nullptr || syncs_ == Syncs::kLying) return;
  for (const Change& change : found->pending) apply(found->durable, change);
  found->pending.clear();
  if (!found->is_new) return;
  // The first sync of a journal that SQLite made syncs its folder too (unixSync, UNIXFILE_DIRSYNC).
  std::erase_if(media_, [](const auto& each) { return each.second.is_deleted; });
  for (auto& [name, each] : media_) each.is_new = false;
}

void FaultyDisk::created(const std::string& path) {
  Medium* found = medium(path);
  if (found == nullptr) return;
  *found = {};
  found->is_new = true;
}

void FaultyDisk::deleted(const std::string& path) {
  if (Medium* found = medium(path)) found->is_deleted = true;
}

void FaultyDisk::apply(std::string& content, const Change& change) {
  const auto at = static_cast<std::size_t>(change.at);
  if (change.is_truncation) {
    content.resize(at, '\0');
    return;
  }
  if (content.size() < at + change.bytes.size()) content.resize(at + change.bytes.size(), '\0');
  content.replace(at, change.bytes.size(), change.bytes);
}

void FaultyDisk::cut_power(std::mt19937& random) {
  disarm();
  for (auto& [name, found] : media_) {
    std::vector<Change> arrived;
    // Some cuts lose all that was not synced, some nothing, most a part of it.
    const auto kept_of_ten = random() % 11;
    for (const Change& change : found.pending) {
      if (random() % 10 >= kept_of_ten) continue;
      if (change.is_truncation || random() % 3 != 0) {
        arrived.push_back(change);
        continue;
      }
      for (std::size_t from = 0; from < change.bytes.size();) {
        const std::size_t absolute = static_cast<std::size_t>(change.at) + from;
        const std::size_t size = std::min(kSector - absolute % kSector, change.bytes.size() - from);
        if (random() % 2 == 0) {
          arrived.push_back(
              {false, static_cast<std::int64_t>(absolute), change.bytes.substr(from, size)});
        }
        from += size;
      }
    }
    // A name that nobody synced may be there or not.
    if ((found.is_new || found.is_deleted) && random() % 2 == 0) {
      std::filesystem::remove(recorded_ / name);
      continue;
    }
    if (random() % 2 == 0) std::shuffle(arrived.begin(), arrived.end(), random);
    for (const Change& change : arrived) apply(found.durable, change);
    write_file(recorded_ / name, found.durable);
  }
  std::filesystem::remove(recorded_ / "universe.db-shm");
  recorded_.clear();
  media_.clear();
}

}  // namespace volition::test
