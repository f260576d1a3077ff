// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the handlers of all subjects share: the universe, the explanation image and the drafts, each
// opened when it is first needed, so that the answer to `hello` does not wait for them.

#include <filesystem>
#include <optional>

#include "app/drafts.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/explain.hpp"
#include "lists/files.hpp"
#include "lists/lists.hpp"
#include "platform/cage.hpp"
#include "universe/universe.hpp"

namespace volition::app {

/// The program's version, as `hello` and --version tell it.
constexpr std::string_view kHostVersion = "0.1.0";

class Context {
 public:
  /// `clock` outlives the context.
  Context(const Clock& clock, platform::Reach reach, platform::Cage cage);

  const Clock& clock() const { return clock_; }
  const platform::Cage& cage() const { return cage_; }
  Drafts& drafts() { return drafts_; }
  lists::Lists& lists() { return lists_; }

  /// The universe; one that could not be opened is tried again at every call. Errors: those of
  /// Universe::open.
  Result<universe::Universe*> universe();
  /// What explains blocks, of the lists as they were last built; tried again while it is missing,
  /// so that an installed image is found without a restart. Errors: image_missing, image_damaged,
  /// file_failed.
  Result<filters::Explainer*> explainer();
  bool has_image();
  /// What says which elements are hidden, in the same way. Errors as explainer().
  Result<const filters::CosmeticImage*> cosmetics();

  /// Lets the universe do what is due. Errors of a universe that cannot be opened are left to who
  /// needs it.
  void tick();
  /// Milliseconds until tick() has something to do without a message; nullopt: nothing.
  std::optional<std::int64_t> next_due_ms() const;

 private:
  /// Drops what was opened where other images serve now.
  void follow_images();
  /// Opens an image where the images that serve now lie, else, where it does not read, among the
  /// shipped ones; what is damaged is built again meanwhile.
  template <typename Opened>
  Result<Opened> open_image(std::string_view file);

  const Clock& clock_;
  platform::Reach reach_;
  platform::Cage cage_;
  Drafts drafts_;
  lists::Lists lists_;
  /// Where the two below were opened, and the file that lay there then.
  std::filesystem::path opened_in_;
  lists::Mark opened_;
  std::optional<universe::Universe> universe_;
  std::optional<filters::Explainer> explainer_;
  std::optional<filters::CosmeticImage> cosmetics_;
};

}  // namespace volition::app
