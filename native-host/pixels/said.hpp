// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a tracker's call tried to say, in the project's words. The shapes and bounds are those of
// `Said` in protocol/schema/common.json; every text here is valid UTF-8 without control or
// bidirectional characters and within its bound (text.hpp), whatever the page wrote.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"

namespace volition::pixels {

/// What the addressee is in business for.
enum class Kind { kRetargeting, kAdvertising, kAnalytics, kSocial, kOther };

/// What happened, in one vocabulary for all trackers.
enum class Meaning {
  kPageView,
  kViewContent,
  kViewCategory,
  kSearch,
  kAddToCart,
  kAddToWishlist,
  kViewCart,
  kBeginCheckout,
  kPurchase,
  kDonate,
  kLead,
  kSignUp,
  kConversion,
  kClick,
  kEngagement,
  kPageMetadata,
  kIdSync,
  kSessionRecording,
  kOther
};

/// What an identifier is.
enum class IdentifierKind {
  kCookie,
  kClick,
  kAccount,
  kEmailHash,
  kEmailClear,
  kPhoneHash,
  kPhoneClear,
  kName,
  kAddress,
  kOtherVendor
};

/// Who had it: the browser (a cookie), the shop (it told), or a field that the person typed into.
enum class Origin { kBrowser, kShop, kForm };

/// The names as they cross the wire: "retargeting", "ViewContent", "email_hash", "form".
std::string_view name_of(Kind kind);
std::string_view name_of(Meaning meaning);
std::string_view name_of(IdentifierKind kind);
std::string_view name_of(Origin origin);
/// The value of such a name; nullopt for any other text.
std::optional<Kind> kind_named(std::string_view name);
std::optional<Meaning> meaning_named(std::string_view name);
std::optional<IdentifierKind> identifier_kind_named(std::string_view name);
std::optional<Origin> origin_named(std::string_view name);

/// Bounds, in elements and in code points (common.json).
constexpr std::size_t kMaxEvents = 50;
constexpr std::size_t kMaxProducts = 50;
constexpr std::size_t kMaxIdentifiers = 50;
constexpr std::size_t kMaxConsents = 20;
constexpr std::int64_t kMaxQuantity = 1'000'000;

/// One thing that the call named; at least one of id, name and price is there.
struct SaidProduct {
  std::optional<std::string> id;
  std::optional<std::string> name;
  std::optional<Money> price;
  std::optional<std::int64_t> quantity;
};

struct SaidEvent {
  /// As on the wire.
  std::string name;
  Meaning meaning = Meaning::kOther;
  std::vector<SaidProduct> products;
  std::optional<Money> value;
  std::optional<std::string> order;
  std::optional<std::string> search;
};

struct Identifier {
  IdentifierKind kind = IdentifierKind::kCookie;
  /// The parameter's name, such as fbp or ud[em].
  std::string label;
  std::string value;
  Origin origin = Origin::kBrowser;
};

struct Consent {
  std::string name;
  std::string value;
};

struct Said {
  std::vector<SaidEvent> events;
  std::vector<Identifier> identifiers;
  /// The consent the page claimed.
  std::vector<Consent> consent;
  /// The shop's account with the tracker.
  std::optional<std::string> account;
  /// The page address that the call gave away.
  std::optional<std::string> page;

  bool empty() const {
    return events.empty() && identifiers.empty() && consent.empty() && !account && !page;
  }
};

}  // namespace volition::pixels
