// SPDX-License-Identifier: GPL-3.0-or-later
// The index over what makes things recognisable finds whatever a look at all of them would find.

#include "universe/likeness.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "catch/catch.hpp"
#include "universe/text_fold.hpp"

using namespace volition;
using namespace volition::universe;

TEST_CASE("the index finds every like thing, while things come, change and go") {
  std::mt19937 random(20261121);
  const auto some = [&](const char* prefix) -> std::optional<std::string> {
    const auto number = random() % 6;
    if (number == 0) return std::nullopt;
    return prefix + std::to_string(number);
  };
  const auto any_thing = [&](const Id& id) {
    Intention thing;
    thing.id = id;
    thing.brand = some("brand");
    thing.gtin = some("gtin");
    thing.sku = some("sku");
    thing.page = some("https://shop.example/");
    thing.name = some("Name ").value_or("");
    return thing;
  };
  LikenessIndex index;
  std::map<Id, Intention> held;
  std::size_t hits = 0;
  for (int step = 0; step < 3'000; ++step) {
    const Id id =
        held.size() < 60 || random() % 3 == 0
            ? new_id()
            : std::next(held.begin(), static_cast<std::ptrdiff_t>(random() % held.size()))->first;
    if (const auto known = held.find(id); known != held.end()) {
      index.remove(known->second, fold(known->second.name));
      held.erase(known);
    }
    if (held.size() < 80) {
      const Intention thing = any_thing(id);
      index.add(thing, fold(thing.name));
      held.emplace(id, thing);
    }
    const Intention like = any_thing(new_id());
    const Sought sought =
        sought_of({like.brand.value_or("brand1"), like.page, like.sku, like.gtin, like.name});
    const std::vector<Id> found = index.candidates(sought);
    for (const auto& [each, thing] : held) {
      if (likeness(sought, thing, fold(thing.name)) == Likeness::kNo) continue;
      ++hits;
      INFO("step " << step);
      REQUIRE(std::count(found.begin(), found.end(), each) > 0);
    }
    for (const Id& each : found) REQUIRE(held.contains(each));
  }
  CHECK(hits > 3'000);
}
