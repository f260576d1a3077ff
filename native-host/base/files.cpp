// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace volition {

OpenFile::OpenFile(const std::filesystem::path& path, int flags)
    : descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)) {}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int OpenFile::release() { return std::exchange(descriptor_, -1); }

Error error_of_errno(int number, const char* what) {
  ErrorCode code = ErrorCode::kStorageFailed;
  if (number == ENOSPC || number == EDQUOT) code = ErrorCode::kStorageFull;
  if (number == EROFS || number == EACCES || number == EPERM) code = ErrorCode::kStorageReadOnly;
  return {code, std::string(what) + ": " + std::generic_category().message(number)};
}

Status write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return error_of_errno(errno, "write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return ok();
}

Status sync_folder(const std::filesystem::path& folder) {
  const OpenFile opened(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.is_open()) return error_of_errno(errno, "open folder");
  if (::fsync(opened.descriptor()) != 0) return error_of_errno(errno, "sync folder");
  return ok();
}

}  // namespace volition
