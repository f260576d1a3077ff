// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "filters/image_view.hpp"

namespace volition::filters {
/// Either bytes of our own or a mapping.
struct Image::Storage {
  Bytes held;
  void* mapped = nullptr;
  std::size_t mapped_bytes = 0;

  Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  ~Storage() {
    if (mapped != nullptr) munmap(mapped, mapped_bytes);
  }
  ByteView bytes() const {
    if (mapped == nullptr) return held;
    return {static_cast<const std::uint8_t*>(mapped), mapped_bytes};
  }
};

Image::Image(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Image::Image(Image&&) noexcept = default;
Image& Image::operator=(Image&&) noexcept = default;
Image::~Image() = default;

Result<Image> Image::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return Error(errno == ENOENT ? ErrorCode::kImageMissing : ErrorCode::kFileFailed,
                 path.filename().string());
  auto storage = std::make_unique<Storage>();
  struct stat facts = {};
  const bool known = fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
  const bool sized = known && facts.st_size >= static_cast<off_t>(sizeof(ImageHeader)) &&
                     facts.st_size <= static_cast<off_t>(kMaxImageBytes);
  void* mapped = MAP_FAILED;
  if (sized) {
    storage->mapped_bytes = static_cast<std::size_t>(facts.st_size);
    mapped = mmap(nullptr, storage->mapped_bytes, PROT_READ, MAP_PRIVATE, file, 0);
  }
  ::close(file);
  if (known && !sized) return Error(ErrorCode::kImageDamaged, "size");
  if (mapped == MAP_FAILED) return Error(ErrorCode::kFileFailed, path.filename().string());
  storage->mapped = mapped;
  // Look-ups jump: reading ahead would only make the host larger.
  (void)madvise(mapped, storage->mapped_bytes, MADV_RANDOM);
  if (!ImageView::of(storage->bytes())) return Error(ErrorCode::kImageDamaged, "header");
  return Image(std::move(storage));
}

Result<Image> Image::from_bytes(Bytes bytes) {
  auto storage = std::make_unique<Storage>();
  storage->held = std::move(bytes);
  if (!ImageView::of(storage->bytes())) return Error(ErrorCode::kImageDamaged, "header");
  return Image(std::move(storage));
}

Result<std::vector<ImageList>> Image::lists() const {
  const auto view = ImageView::of(bytes());
  if (!view) return Error(ErrorCode::kImageDamaged, "header");
  std::vector<ImageList> out;
  for (const ListRecord& record : view->lists()) {
    const std::string_view title = view->line_text(record.title, record.title_size);
    const std::string_view version = view->line_text(record.version, record.version_size);
    if (title.size() != record.title_size || version.size() != record.version_size)
      return Error(ErrorCode::kImageDamaged, "list");
    out.push_back({title, version, record.lines, record.network, record.refused});
  }
  return out;
}

std::int64_t Image::built_utc_seconds() const {
  const auto view = ImageView::of(bytes());
  return view ? view->header().built_utc_seconds : 0;
}

Status Image::verify() const {
  const auto view = ImageView::of(bytes());
  if (!view || checksum(bytes().subspan(sizeof(ImageHeader))) != view->header().body_checksum)
    return Error(ErrorCode::kImageDamaged, "checksum");
  return ok();
}

ByteView Image::bytes() const { return storage_->bytes(); }

std::size_t Image::hot_bytes() const {
  const auto view = ImageView::of(bytes());
  return view ? static_cast<std::size_t>(view->header().hot_bytes) : 0;
}

}  // namespace volition::filters
