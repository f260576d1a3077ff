// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "filters/image.hpp"

namespace volition::filters {

ImageBytes::ImageBytes(ImageBytes&& other) noexcept
    : held_(std::move(other.held_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_bytes_(other.mapped_bytes_) {}

ImageBytes::~ImageBytes() {
  if (mapped_ != nullptr) munmap(mapped_, mapped_bytes_);
}

Result<ImageBytes> ImageBytes::map(const std::filesystem::path& path, std::size_t least_bytes) {
  const std::string name = path.filename().string();
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return Error(errno == ENOENT ? ErrorCode::kImageMissing : ErrorCode::kFileFailed, name);
  struct stat facts = {};
  const bool sized = fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) &&
                     facts.st_size >= static_cast<off_t>(least_bytes) &&
                     facts.st_size <= static_cast<off_t>(kMaxImageBytes);
  const auto bytes = static_cast<std::size_t>(facts.st_size);
  void* const mapped = sized ? mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  ::close(file);
  if (!sized) return Error(ErrorCode::kImageDamaged, name);
  if (mapped == MAP_FAILED) return Error(ErrorCode::kFileFailed, name);
  // Look-ups jump: reading ahead would only make the host larger.
  (void)madvise(mapped, bytes, MADV_RANDOM);
#ifdef MADV_NOHUGEPAGE
  // A file just written may lie in pieces of 2 MiB, and one byte of it would bring all of a piece.
  (void)madvise(mapped, bytes, MADV_NOHUGEPAGE);
#endif
  return ImageBytes(mapped, bytes);
}

void ImageBytes::let_go(std::size_t from) const {
  if (mapped_ == nullptr || from >= mapped_bytes_) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t first = (from + page - 1) / page * page;
  if (first >= mapped_bytes_) return;
  (void)madvise(static_cast<char*>(mapped_) + first, mapped_bytes_ - first, MADV_DONTNEED);
}

}  // namespace volition::filters
