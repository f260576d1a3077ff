// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image.hpp"

#include <utility>

#include "filters/image_bytes.hpp"
#include "filters/image_files.hpp"
#include "filters/image_view.hpp"

namespace volition::filters {

struct Image::Storage {
  explicit Storage(ImageBytes given) : bytes(std::move(given)) {}
  ImageBytes bytes;
};

Image::Image(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Image::Image(Image&&) noexcept = default;
Image& Image::operator=(Image&&) noexcept = default;
Image::~Image() = default;

Result<Image> Image::open(const std::filesystem::path& path) {
  auto mapped = ImageBytes::map_joined(path, path.parent_path() / kTextsFile, sizeof(ImageHeader));
  if (!mapped) return mapped.error();
  if (!ImageView::of(mapped->view())) return Error(ErrorCode::kImageDamaged, "header");
  return Image(std::make_unique<Storage>(std::move(*mapped)));
}

Result<Image> Image::from_bytes(Bytes bytes) {
  ImageBytes held(std::move(bytes));
  if (!ImageView::of(held.view())) return Error(ErrorCode::kImageDamaged, "header");
  return Image(std::make_unique<Storage>(std::move(held)));
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

void Image::let_go_cold() const { storage_->bytes.let_go(hot_bytes()); }

ByteView Image::bytes() const { return storage_->bytes.view(); }

std::size_t Image::hot_bytes() const {
  const auto view = ImageView::of(bytes());
  return view ? static_cast<std::size_t>(view->header().hot_bytes) : 0;
}

}  // namespace volition::filters
