// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one thing a page shows, read from the page's own structured data: schema.org in JSON-LD 1.1
// (repaired where shops break it) and in microdata as the content script serialised it
// (extension/content/notice/README.md).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/result.hpp"

namespace volition::pixels {

enum class ProductKind { kProduct, kService, kCause };
enum class Availability { kInStock, kOutOfStock, kPreorder, kLimited, kUnknown };
/// Where something was read, most trusted first.
enum class Source { kJsonLd, kMicrodata, kPixel };

/// The names as they cross the wire: "product", "in_stock", "json_ld".
std::string_view name_of(ProductKind kind);
std::string_view name_of(Availability availability);
std::string_view name_of(Source source);
std::optional<Source> source_named(std::string_view name);

/// What a page says about the one thing it shows (`Product` in protocol/schema/common.json; texts
/// are clean and bounded as there).
struct Product {
  ProductKind kind = ProductKind::kProduct;
  std::string name;
  /// The product's own brand name, as the page writes it.
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  /// 8, 12, 13 or 14 digits whose check digit holds.
  std::optional<std::string> gtin;
  std::optional<Money> price;
  /// The upper end where the page gives a range; then `price` is the lower.
  std::optional<Money> price_high;
  Availability availability = Availability::kUnknown;
  /// Most trusted first.
  std::vector<Source> sources;
};

/// One piece of structured data, raw. The view must live until read_product returns.
struct Observation {
  Source source = Source::kJsonLd;
  std::string_view raw;
};

/// Bounds of one page's observations; what goes over is refused.
constexpr std::size_t kMaxObservations = 64;
/// The schema allows 524,288 code points, of up to four bytes each.
constexpr std::size_t kMaxObservationBytes = std::size_t{2} << 20U;

/// The page's main thing, merged from all observations; nullopt where they show none, or a list
/// without a main one. `page_url` (may be empty) tells the main one from others. A piece that
/// cannot be read is passed over. Errors: array_too_long (over 64 observations), string_too_long
/// (one over 2 MiB).
Result<std::optional<Product>> read_product(std::span<const Observation> observations,
                                            std::string_view page_url = {});

}  // namespace volition::pixels
