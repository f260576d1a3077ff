// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/list_texts.hpp"

#include "filters/image_view.hpp"

namespace volition::filters {

Result<std::vector<std::string_view>> list_texts(const Image& image) {
  const auto view = ImageView::of(image.bytes());
  if (!view) return Error(ErrorCode::kImageDamaged, "header");
  std::vector<std::string_view> texts;
  for (const ListRecord& list : view->lists()) {
    const std::string_view text = view->line_text(list.text, list.text_size);
    if (text.size() != list.text_size) return Error(ErrorCode::kImageDamaged, "text");
    texts.push_back(text);
  }
  return texts;
}

}  // namespace volition::filters
