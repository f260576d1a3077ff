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
namespace {

bool lies_inside(ImageSection section, std::size_t record_bytes, std::size_t total) {
  return section.offset >= sizeof(ImageHeader) && section.offset <= total &&
         section.count <= (total - section.offset) / record_bytes;
}

}  // namespace

std::optional<ImageView> ImageView::of(ByteView bytes) {
  ImageView view;
  if (bytes.size() < sizeof(ImageHeader) || bytes.size() > kMaxImageBytes) return std::nullopt;
  std::memcpy(&view.header_, bytes.data(), sizeof(ImageHeader));
  const ImageHeader& header = view.header_;
  const std::size_t total = bytes.size();
  if (header.magic != kImageMagic || header.version != kImageVersion ||
      header.header_checksum != header_checksum(header) || header.total_bytes != total)
    return std::nullopt;
  if (!lies_inside(header.lists, sizeof(ListRecord), total) ||
      !lies_inside(header.filters, sizeof(FilterRecord), total) ||
      !lies_inside(header.slots, sizeof(IndexSlot), total) ||
      !lies_inside(header.buckets, sizeof(std::uint32_t), total) ||
      !lies_inside(header.text, 1, total) || !std::has_single_bit(header.slots.count))
    return std::nullopt;
  view.bytes_ = bytes;
  return view;
}

std::optional<ListRecord> ImageView::list(std::uint32_t number) const {
  if (number >= header_.lists.count) return std::nullopt;
  return read<ListRecord>(header_.lists, number);
}

std::optional<FilterRecord> ImageView::filter(std::uint32_t number) const {
  if (number >= header_.filters.count) return std::nullopt;
  return read<FilterRecord>(header_.filters, number);
}

std::optional<std::string_view> ImageView::text(std::uint32_t offset, std::uint32_t size) const {
  if (offset > header_.text.count || size > header_.text.count - offset) return std::nullopt;
  return as_text(bytes_.subspan(header_.text.offset + std::size_t{offset}, size));
}

std::optional<std::string_view> ImageView::part(std::string_view line, Slice slice) {
  if (slice.begin > line.size() || slice.size > line.size() - slice.begin) return std::nullopt;
  return line.substr(slice.begin, slice.size);
}

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
  for (std::uint32_t i = 0; const auto record = view->list(i); ++i) {
    const auto title = view->text(record->title, record->title_size);
    const auto version = view->text(record->version, record->version_size);
    if (!title || !version) return Error(ErrorCode::kImageDamaged, "list");
    out.push_back({*title, *version, record->lines, record->network, record->refused});
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

}  // namespace volition::filters
