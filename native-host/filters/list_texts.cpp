// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/list_texts.hpp"

#include "filters/image_view.hpp"

namespace volition::filters {

Result<std::vector<std::string_view>> list_texts(const Image& image) {
  const auto view = ImageView::of(image.bytes());
  if (!view) return Error(ErrorCode::kImageDamaged, "header");
  // Title, version and text of each list stand one after the other (image_build.cpp).
  const auto lists = view->lists();
  const std::uint64_t all = view->header().lines.count;
  std::vector<std::string_view> texts;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::uint64_t begin = std::uint64_t{lists[i].version} + lists[i].version_size;
    const std::uint64_t end = i + 1 < lists.size() ? std::uint64_t{lists[i + 1].title} : all;
    if (begin > end || end > all) return Error(ErrorCode::kImageDamaged, "text");
    texts.push_back(view->line_text(static_cast<std::uint32_t>(begin),
                                    static_cast<std::uint32_t>(end - begin)));
  }
  return texts;
}

}  // namespace volition::filters
