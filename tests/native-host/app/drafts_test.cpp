// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drafts.hpp"

#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::app;

namespace {

class StoppedClock final : public Clock {
 public:
  std::int64_t utc_seconds() const override { return 1'764'000'000; }
  Day today() const override { return Day{20'416}; }
  std::int64_t steady_ms() const override { return now_ms; }
  std::int64_t now_ms = 1'000'000;
};

}  // namespace

TEST_CASE("drafts: held under their own id until dropped", "[drafts]") {
  StoppedClock clock;
  Drafts drafts(clock);
  requests::Draft draft;
  draft.payload = "exact";
  const universe::Id id = drafts.hold(std::move(draft), std::nullopt, clock.today()).id;
  REQUIRE(drafts.find(id) != nullptr);
  CHECK(drafts.find(id)->draft.payload == "exact");
  CHECK(drafts.find(universe::new_id()) == nullptr);
  drafts.drop(id);
  CHECK(drafts.find(id) == nullptr);
}

TEST_CASE("drafts: gone after thirty minutes", "[drafts]") {
  StoppedClock clock;
  Drafts drafts(clock);
  const universe::Id id = drafts.hold({}, std::nullopt, clock.today()).id;
  clock.now_ms += Drafts::kHeldMs;
  CHECK(drafts.find(id) != nullptr);
  clock.now_ms += 1;
  CHECK(drafts.find(id) == nullptr);
}

TEST_CASE("drafts: the oldest makes room", "[drafts]") {
  StoppedClock clock;
  Drafts drafts(clock);
  std::vector<universe::Id> ids;
  for (std::size_t i = 0; i <= Drafts::kMaxHeld; ++i) {
    ids.push_back(drafts.hold({}, std::nullopt, clock.today()).id);
  }
  CHECK(drafts.find(ids.front()) == nullptr);
  CHECK(drafts.find(ids[1]) != nullptr);
  CHECK(drafts.find(ids.back()) != nullptr);
  drafts.clear();
  CHECK(drafts.find(ids.back()) == nullptr);
}
