// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Drafts that the person has seen and not yet sent. They live in memory only: few, not for long,
// and gone with the host. What is sealed is stored; what is not was never said.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/day.hpp"
#include "requests/draft.hpp"
#include "universe/id.hpp"

namespace volition::app {

struct HeldDraft {
  /// Names the draft towards the extension; not the request's own id.
  universe::Id id;
  requests::Draft draft;
  std::optional<universe::Id> intention_id;
  Day until;
  std::int64_t held_since_ms = 0;
};

class Drafts {
 public:
  /// A composer makes a new draft at every change; older ones than these are of no use to anybody.
  static constexpr std::size_t kMaxHeld = 32;
  static constexpr std::int64_t kHeldMs = std::int64_t{30} * 60 * 1000;

  /// `clock` outlives the drafts.
  explicit Drafts(const Clock& clock) : clock_(clock) {}

  /// Holds a draft under a fresh id. The oldest makes room.
  const HeldDraft& hold(requests::Draft draft, std::optional<universe::Id> intention_id, Day until);
  /// nullptr for one that is unknown or too old. Lives until the next call of hold, drop or clear.
  const HeldDraft* find(const universe::Id& id);
  void drop(const universe::Id& id);
  void clear() { held_.clear(); }

 private:
  void expire();

  const Clock& clock_;
  std::deque<HeldDraft> held_;
};

}  // namespace volition::app
