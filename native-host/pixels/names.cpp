// SPDX-License-Identifier: GPL-3.0-or-later
// The names of this room's enumerations as they cross the wire.
#include <array>

#include "pixels/product.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"retargeting", "advertising", "analytics",
                                                 "social", "other"};
constexpr std::array<std::string_view, 19> kMeanings{
    "PageView",      "ViewContent", "ViewCategory",     "Search",   "AddToCart",
    "AddToWishlist", "ViewCart",    "BeginCheckout",    "Purchase", "Donate",
    "Lead",          "SignUp",      "Conversion",       "Click",    "Engagement",
    "PageMetadata",  "IdSync",      "SessionRecording", "Other"};
constexpr std::array<std::string_view, 10> kIdentifierKinds{
    "cookie",     "click",       "account", "email_hash", "email_clear",
    "phone_hash", "phone_clear", "name",    "address",    "other_vendor"};
constexpr std::array<std::string_view, 3> kOrigins{"browser", "shop", "form"};
constexpr std::array<std::string_view, 3> kProductKinds{"product", "service", "cause"};
constexpr std::array<std::string_view, 5> kAvailabilities{"in_stock", "out_of_stock", "preorder",
                                                          "limited", "unknown"};
constexpr std::array<std::string_view, 3> kSources{"json_ld", "microdata", "pixel"};

template <typename Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(Meaning meaning) { return kMeanings[static_cast<std::size_t>(meaning)]; }
std::string_view name_of(IdentifierKind kind) {
  return kIdentifierKinds[static_cast<std::size_t>(kind)];
}
std::string_view name_of(Origin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }
std::string_view name_of(ProductKind kind) { return kProductKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(Availability availability) {
  return kAvailabilities[static_cast<std::size_t>(availability)];
}
std::string_view name_of(Source source) { return kSources[static_cast<std::size_t>(source)]; }

std::optional<Kind> kind_named(std::string_view name) { return named<Kind>(kKinds, name); }
std::optional<Meaning> meaning_named(std::string_view name) {
  return named<Meaning>(kMeanings, name);
}
std::optional<IdentifierKind> identifier_kind_named(std::string_view name) {
  return named<IdentifierKind>(kIdentifierKinds, name);
}
std::optional<Origin> origin_named(std::string_view name) { return named<Origin>(kOrigins, name); }
std::optional<Source> source_named(std::string_view name) { return named<Source>(kSources, name); }

}  // namespace volition::pixels
