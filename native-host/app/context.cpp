// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/context.hpp"

#include <utility>

#include "filters/image_files.hpp"
#include "lists/files.hpp"

namespace volition::app {

Context::Context(const Clock& clock, platform::Reach reach, platform::Cage cage)
    : clock_(clock),
      reach_(std::move(reach)),
      cage_(cage),
      drafts_(clock),
      lists_(reach_.data_folder, reach_.image_folder, clock) {}

Result<universe::Universe*> Context::universe() {
  if (!universe_) {
    Result<universe::Universe> opened = universe::Universe::open(reach_.data_folder, clock_);
    if (!opened) return opened.error();
    universe_.emplace(std::move(*opened));
  }
  return &*universe_;
}

void Context::follow_images() {
  const std::filesystem::path& folder = lists_.image_folder();
  // One of the person's that was mended lies where the damaged one lay; while it is being put
  // there, there is none. A shipped one that changed is another program's.
  lists::Mark serving;
  if (folder != reach_.image_folder) serving = lists::mark_of(folder / filters::kImageFile);
  if (folder == opened_in_ && (serving == opened_ || !serving.exists)) return;
  explainer_.reset();
  cosmetics_.reset();
  opened_in_ = folder;
  opened_ = serving;
}

template <typename Opened>
Result<Opened> Context::open_image(std::string_view file) {
  Result<Opened> image = Opened::open(opened_in_ / file);
  if (image) {
    lists_.look_through_images();
    return image;
  }
  const bool of_person = opened_in_ != reach_.image_folder;
  lists_.refuse_images();
  follow_images();
  if (of_person) image = Opened::open(opened_in_ / file);
  return image;
}

Result<filters::Explainer*> Context::explainer() {
  follow_images();
  // Something else may have been built when they were opened.
  if (explainer_) lists_.look_through_images();
  if (!explainer_) {
    auto image = open_image<filters::Image>(filters::kImageFile);
    if (!image) return image.error();
    explainer_.emplace(std::move(*image));
  }
  return &*explainer_;
}

Result<const filters::CosmeticImage*> Context::cosmetics() {
  follow_images();
  if (!cosmetics_) {
    auto image = open_image<filters::CosmeticImage>(filters::kCosmeticFile);
    if (!image) return image.error();
    cosmetics_.emplace(std::move(*image));
  }
  return &*cosmetics_;
}

bool Context::has_image() { return explainer().has_value(); }

void Context::tick() {
  if (universe_) {
    // What fails now (a full disk, another reader) is tried again at the next tick, and every
    // answer that depends on it says so itself.
    static_cast<void>(universe_->tick());
  }
}

std::optional<std::int64_t> Context::next_due_ms() const {
  return universe_ ? universe_->next_due_ms() : std::nullopt;
}

}  // namespace volition::app
