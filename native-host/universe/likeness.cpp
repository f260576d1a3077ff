// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/likeness.hpp"

#include <functional>
#include <string_view>

#include "universe/text_fold.hpp"

namespace volition::universe {

namespace {

bool both_and_equal(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a && b && *a == *b;
}

bool both_and_different(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a && b && *a != *b;
}

std::uint64_t digest(std::string_view brand, Likeness trait, std::string_view value) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio.
  const std::hash<std::string_view> hash;
  return (hash(brand) * kOdd + static_cast<std::uint64_t>(trait)) * kOdd + hash(value);
}

template <typename Visit>
void each_trait(std::string_view brand, const std::optional<std::string>& gtin,
                const std::optional<std::string>& sku, const std::optional<std::string>& page,
                std::string_view folded_name, const Visit& visit) {
  if (gtin) visit(digest(brand, Likeness::kGtin, *gtin));
  if (sku) visit(digest(brand, Likeness::kSku, *sku));
  if (page) visit(digest(brand, Likeness::kPage, *page));
  if (!folded_name.empty()) visit(digest(brand, Likeness::kName, folded_name));
}

}  // namespace

Sought sought_of(const Identity& identity) {
  Sought sought{identity, std::nullopt, fold(identity.name.value_or("")), false};
  if (identity.page) {
    sought.page = page_of(*identity.page);
    sought.page_is_vague = identity.page->find('?') != std::string::npos ||
                           identity.page->find('#') != std::string::npos;
  }
  return sought;
}

Likeness likeness(const Sought& sought, const Intention& held, const std::string& folded_name) {
  if (!held.brand || *held.brand != sought.identity.brand) return Likeness::kNo;
  if (both_and_equal(sought.identity.gtin, held.gtin)) return Likeness::kGtin;
  if (both_and_different(sought.identity.gtin, held.gtin)) return Likeness::kNo;
  if (both_and_equal(sought.identity.sku, held.sku)) return Likeness::kSku;
  if (both_and_different(sought.identity.sku, held.sku)) return Likeness::kNo;
  const bool same_name = !sought.folded_name.empty() && sought.folded_name == folded_name;
  if (both_and_equal(sought.page, held.page) && (!sought.page_is_vague || same_name)) {
    return Likeness::kPage;
  }
  return same_name ? Likeness::kName : Likeness::kNo;
}

void LikenessIndex::add(const Intention& held, const std::string& folded_name) {
  if (!held.brand) return;  // Never recognised again.
  each_trait(*held.brand, held.gtin, held.sku, held.page, folded_name,
             [&](std::uint64_t trait) { by_trait_.emplace(trait, held.id); });
}

void LikenessIndex::remove(const Intention& held, const std::string& folded_name) {
  if (!held.brand) return;
  each_trait(*held.brand, held.gtin, held.sku, held.page, folded_name, [&](std::uint64_t trait) {
    auto [entry, end] = by_trait_.equal_range(trait);
    while (entry != end && entry->second != held.id) ++entry;
    if (entry != end) by_trait_.erase(entry);
  });
}

std::vector<Id> LikenessIndex::candidates(const Sought& sought) const {
  std::vector<Id> found;
  each_trait(sought.identity.brand, sought.identity.gtin, sought.identity.sku, sought.page,
             sought.folded_name, [&](std::uint64_t trait) {
               const auto [begin, end] = by_trait_.equal_range(trait);
               for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
             });
  return found;
}

}  // namespace volition::universe
