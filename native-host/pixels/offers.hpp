// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a thing costs and whether it can be had, from schema.org's Offer, AggregateOffer and
// PriceSpecification.

#include <optional>
#include <string_view>
#include <vector>

#include "pixels/schema_org.hpp"

namespace volition::pixels {

struct OfferSummary {
  std::optional<Money> low;
  std::optional<Money> high;
  Availability availability = Availability::kUnknown;
  /// Whether the page gave any offer at all.
  bool any = false;
};

/// "https://schema.org/InStock", "instock", "In Stock" → kInStock.
Availability availability_of(std::string_view text);

/// All offers of `thing`; where some name the page's own address, those alone. Prices in another
/// currency than the first are passed over, and so are zero and struck-through ones.
OfferSummary summarise_offers(const Graph& graph, const Thing& thing, std::string_view page_url);

/// Whether two addresses name the same page: host and path alike, fragments and a final slash
/// aside. With `exactly` the queries must be alike too.
enum class Sameness { kPage, kExactly };
bool same_page(std::string_view a, std::string_view b, Sameness sameness);

}  // namespace volition::pixels
