// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// When two things are the same (universe.md: notice and keep merge what is known already): same
// brand, and the best of what both tell: GTIN, then the brand's own number, then the page, then the
// name. An index over these four keeps recognising a thing among many as cheap as among few.
// Internal to the room.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "universe/intention.hpp"
#include "universe/store.hpp"
#include "universe/universe.hpp"

namespace volition::universe {

/// How sure it is that two things are the same, best first; kNo where it is not.
enum class Likeness { kGtin, kSku, kPage, kName, kNo };

/// What is looked for, with page and name as they are compared.
struct Sought {
  Identity identity;
  std::optional<std::string> page;
  std::string folded_name;
  /// The address had a query, and that may be all that told one thing from another.
  bool page_is_vague = false;
};

Sought sought_of(const Identity& identity);

/// `folded_name` is that of `held`.
Likeness likeness(const Sought& sought, const Intention& held, const std::string& folded_name);

/// Which intentions may be like a sought one: all for which likeness() does not answer kNo, and
/// seldom another.
class LikenessIndex {
 public:
  void add(const Intention& held, const std::string& folded_name);
  /// `held` and `folded_name` as they were added.
  void remove(const Intention& held, const std::string& folded_name);
  void clear() { by_trait_.clear(); }
  /// The same id may come more than once.
  std::vector<Id> candidates(const Sought& sought) const;

 private:
  /// A digest of brand, which trait, and its value. Two that meet by chance cost a comparison.
  std::unordered_multimap<std::uint64_t, Id> by_trait_;
};

}  // namespace volition::universe
