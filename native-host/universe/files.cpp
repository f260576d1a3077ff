// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>

#include "base/files.hpp"
#include "crypto/random.hpp"

namespace volition::universe {

Status ensure_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return ok();
  const std::filesystem::path parent = folder.parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, failed);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return error_of_errno(errno, "make folder");
  }
  return ok();
}

Status ensure_file(const std::filesystem::path& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) == 0) {
    if (S_ISREG(status.st_mode)) return ok();
    return Error{ErrorCode::kStorageDamaged, "universe.db is not a plain file"};
  }
  const OpenFile made(file, O_RDWR | O_CREAT | O_EXCL);
  if (!made.is_open() && errno != EEXIST) return error_of_errno(errno, "make file");
  return ok();
}

Result<crypto::SecretBuffer> read_secret(const std::filesystem::path& file, std::size_t size) {
  const OpenFile opened(file, O_RDONLY);
  if (!opened.is_open()) {
    if (errno == ENOENT) return Error{ErrorCode::kKeyMissing, "the key file is not there"};
    if (errno == ELOOP) return Error{ErrorCode::kKeyRefused, "the key file is a link"};
    return error_of_errno(errno, "open key file");
  }
  struct stat status {};
  if (::fstat(opened.descriptor(), &status) != 0) return error_of_errno(errno, "key file");
  if (!S_ISREG(status.st_mode) || status.st_size != static_cast<off_t>(size)) {
    return Error{ErrorCode::kKeyRefused, "the key file has a wrong length"};
  }
  crypto::SecretBuffer secret(size);
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::read(opened.descriptor(), secret.data() + filled, size - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return error_of_errno(got < 0 ? errno : EIO, "read key file");
    filled += static_cast<std::size_t>(got);
  }
  return secret;
}

Status write_secret(const std::filesystem::path& file, ByteView secret) {
  const OpenFile made(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (!made.is_open()) return error_of_errno(errno, "make key file");
  const Status written = write_all(made.descriptor(), secret);
  if (!written) return written.error();
  if (::fsync(made.descriptor()) != 0) return error_of_errno(errno, "sync key file");
  return sync_folder(file.parent_path());
}

Status replace_secret(const std::filesystem::path& from, const std::filesystem::path& to) {
  const OpenFile old(to, O_WRONLY);
  if (::rename(from.c_str(), to.c_str()) != 0) {
    if (errno == ENOENT && old.is_open()) return ok();
    return error_of_errno(errno, "rename key file");
  }
  if (old.is_open()) {
    struct stat status {};
    if (::fstat(old.descriptor(), &status) == 0 && status.st_size > 0 && status.st_size < 4096) {
      const Bytes zeros(static_cast<std::size_t>(status.st_size));
      static_cast<void>(write_all(old.descriptor(), zeros));
      static_cast<void>(::fsync(old.descriptor()));
    }
  }
  return sync_folder(to.parent_path());
}

void ensure_ballast(const std::filesystem::path& file, std::size_t size) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) == 0 && status.st_size == static_cast<off_t>(size)) return;
  const OpenFile made(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (!made.is_open()) return;
  // Random, so that a file system that compresses still sets the space aside.
  Bytes filling(size);
  crypto::fill_random(filling);
  if (!write_all(made.descriptor(), filling)) ::unlink(file.c_str());
}

}  // namespace volition::universe
