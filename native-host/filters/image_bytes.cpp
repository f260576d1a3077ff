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
namespace {

/// A file that may be mapped, open until it is.
class PlainFile {
 public:
  static Result<PlainFile> open(const std::filesystem::path& path, std::size_t least_bytes) {
    const std::string name = path.filename().string();
    PlainFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.descriptor_ < 0)
      return Error(errno == ENOENT ? ErrorCode::kImageMissing : ErrorCode::kFileFailed, name);
    struct stat facts = {};
    if (fstat(file.descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode) ||
        facts.st_size < static_cast<off_t>(least_bytes) ||
        facts.st_size > static_cast<off_t>(kMaxImageBytes))
      return Error(ErrorCode::kImageDamaged, name);
    file.bytes_ = static_cast<std::size_t>(facts.st_size);
    return file;
  }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;
  PlainFile(PlainFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_) {}
  PlainFile& operator=(PlainFile&&) = delete;
  ~PlainFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  std::size_t bytes() const { return bytes_; }

 private:
  explicit PlainFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
  std::size_t bytes_ = 0;
};

void advise(void* mapped, std::size_t bytes) {
  // Look-ups jump: reading ahead would only make the host larger.
  (void)madvise(mapped, bytes, MADV_RANDOM);
#ifdef MADV_NOHUGEPAGE
  // A file just written may lie in pieces of 2 MiB, and one byte of it would bring all of a piece.
  (void)madvise(mapped, bytes, MADV_NOHUGEPAGE);
#endif
}

}  // namespace

ImageBytes::ImageBytes(ImageBytes&& other) noexcept
    : held_(std::move(other.held_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_bytes_(other.mapped_bytes_) {}

ImageBytes::~ImageBytes() {
  if (mapped_ != nullptr) munmap(mapped_, mapped_bytes_);
}

Result<ImageBytes> ImageBytes::map(const std::filesystem::path& path, std::size_t least_bytes) {
  const auto file = PlainFile::open(path, least_bytes);
  if (!file) return file.error();
  void* const mapped = mmap(nullptr, file->bytes(), PROT_READ, MAP_PRIVATE, file->descriptor(), 0);
  if (mapped == MAP_FAILED) return Error(ErrorCode::kFileFailed, path.filename().string());
  advise(mapped, file->bytes());
  return ImageBytes(mapped, file->bytes());
}

Result<ImageBytes> ImageBytes::map_joined(const std::filesystem::path& first,
                                          const std::filesystem::path& second,
                                          std::size_t least_bytes) {
  const auto head = PlainFile::open(first, least_bytes);
  if (!head) return head.error();
  const auto tail = PlainFile::open(second, 1);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  if (!tail || head->bytes() % page != 0) return map(first, least_bytes);
  const std::size_t bytes = head->bytes() + tail->bytes();
  if (bytes > kMaxImageBytes) return Error(ErrorCode::kImageDamaged, second.filename().string());
  // Room for both first: the second file's place must not be anybody else's.
  void* const room = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return Error(ErrorCode::kFileFailed, first.filename().string());
  ImageBytes joined(room, bytes);
  char* const behind = static_cast<char*>(room) + head->bytes();
  constexpr int kHere = MAP_PRIVATE | MAP_FIXED;
  if (mmap(room, head->bytes(), PROT_READ, kHere, head->descriptor(), 0) == MAP_FAILED ||
      mmap(behind, tail->bytes(), PROT_READ, kHere, tail->descriptor(), 0) == MAP_FAILED)
    return Error(ErrorCode::kFileFailed, first.filename().string());
  advise(room, bytes);
  return joined;
}

void ImageBytes::let_go(std::size_t from) const {
  if (mapped_ == nullptr || from >= mapped_bytes_) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t first = (from + page - 1) / page * page;
  if (first >= mapped_bytes_) return;
  (void)madvise(static_cast<char*>(mapped_) + first, mapped_bytes_ - first, MADV_DONTNEED);
}

}  // namespace volition::filters
