// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drafts.hpp"

#include <algorithm>
#include <utility>

namespace volition::app {

void Drafts::expire() {
  const std::int64_t oldest = clock_.steady_ms() - kHeldMs;
  while (!held_.empty() && held_.front().held_since_ms < oldest) held_.pop_front();
}

const HeldDraft& Drafts::hold(requests::Draft draft, std::optional<universe::Id> intention_id,
                              Day until) {
  expire();
  if (held_.size() >= kMaxHeld) held_.pop_front();
  held_.push_back({universe::new_id(), std::move(draft), intention_id, until, clock_.steady_ms()});
  return held_.back();
}

const HeldDraft* Drafts::find(const universe::Id& id) {
  expire();
  const auto found = std::find_if(held_.begin(), held_.end(),
                                  [&](const HeldDraft& held) { return held.id == id; });
  return found == held_.end() ? nullptr : &*found;
}

void Drafts::drop(const universe::Id& id) {
  std::erase_if(held_, [&](const HeldDraft& held) { return held.id == id; });
}

}  // namespace volition::app
