// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "base/files.hpp"

namespace volition::lists {
namespace {

/// Where something else than a file has its place, that is the lists' damage.
Error error_of(int number, const char* what) {
  const bool no_file = number == ELOOP || number == ENOTDIR || number == EISDIR || number == ENXIO;
  const Error error = error_of_errno(number, what);
  return no_file ? Error(ErrorCode::kListsDamaged, error.detail) : error;
}

/// The size of a plain file. Error: lists_damaged.
Result<std::size_t> plain_size(const OpenFile& file, const std::filesystem::path& path) {
  struct stat facts {};
  if (::fstat(file.descriptor(), &facts) != 0) return error_of(errno, "fstat");
  if (!S_ISREG(facts.st_mode) || facts.st_size < 0)
    return Error(ErrorCode::kListsDamaged, path.filename().string() + " is no plain file");
  return static_cast<std::size_t>(facts.st_size);
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const OpenFile file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT) return Error(ErrorCode::kNotFound, path.filename().string());
    return error_of(errno, "open");
  }
  const auto size = plain_size(file, path);
  if (!size) return size.error();
  if (*size > max_bytes)
    return Error(ErrorCode::kListsDamaged, path.filename().string() + " is too large");
  std::string text(*size, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(file.descriptor(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error_of(errno, "read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

Status ensure_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return ok();
  if (errno != EEXIST) return error_of(errno, "make folder");
  struct stat facts {};
  if (::lstat(folder.c_str(), &facts) != 0) return error_of(errno, "folder");
  if (!S_ISDIR(facts.st_mode))
    return Error(ErrorCode::kListsDamaged, folder.filename().string() + " is no folder");
  return ok();
}

Status write_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path fresh = path.string() + ".new";
  ::unlink(fresh.c_str());
  {
    const OpenFile file(fresh, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.is_open()) return error_of(errno, "make file");
    Status step = write_all(file.descriptor(), as_bytes(content));
    if (step && ::fsync(file.descriptor()) != 0) step = error_of(errno, "sync");
    if (!step) {
      ::unlink(fresh.c_str());
      return step;
    }
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) {
    const Error failed = error_of(errno, "rename");
    ::unlink(fresh.c_str());
    return failed;
  }
  return sync_folder(path.parent_path());
}

void erase_file(const std::filesystem::path& path) {
  {
    const OpenFile file(path, O_WRONLY);
    if (file.is_open()) {
      const auto size = plain_size(file, path);
      constexpr std::array<std::uint8_t, 4096> kZeros{};
      for (std::size_t left = size ? *size : 0; left > 0;) {
        const std::size_t piece = std::min(left, kZeros.size());
        if (!write_all(file.descriptor(), ByteView(kZeros).first(piece))) break;
        left -= piece;
      }
      static_cast<void>(::fsync(file.descriptor()));
    }
  }
  ::unlink(path.c_str());
}

Mark mark_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  Mark mark;
  mark.exists = true;
  mark.inode = facts.st_ino;
#ifdef __APPLE__
  const timespec& changed = facts.st_mtimespec;
#else
  const timespec& changed = facts.st_mtim;
#endif
  constexpr std::int64_t kSecond = 1'000'000'000;
  mark.changed_ns = static_cast<std::int64_t>(changed.tv_sec) * kSecond + changed.tv_nsec;
  mark.bytes = facts.st_size;
  return mark;
}

Result<Lock> Lock::take(const std::filesystem::path& path, Patience patience) {
  OpenFile file(path, O_RDWR | O_CREAT);
  if (!file.is_open()) return error_of(errno, "lock");
  if (const auto size = plain_size(file, path); !size) return size.error();
#ifdef F_OFD_SETLK
  constexpr int kTry = F_OFD_SETLK;
  constexpr int kWait = F_OFD_SETLKW;
#else
  constexpr int kTry = F_SETLK;
  constexpr int kWait = F_SETLKW;
#endif
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  constexpr int kTries = 200;
  for (int tries = 0;; ++tries) {
    const bool waits = patience == Patience::kAsLongAsItTakes;
    if (::fcntl(file.descriptor(), waits ? kWait : kTry, &whole) == 0) return Lock(file.release());
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EACCES) return error_of(errno, "lock");
    if (tries >= kTries) return Error(ErrorCode::kBusy, "another program holds the lists");
    constexpr timespec kPause{0, 10'000'000};
    ::nanosleep(&kPause, nullptr);
  }
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace volition::lists
