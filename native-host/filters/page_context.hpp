// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The page that asks: its host, the numbers of its names in the image, and the records that are
// filed under it. Computed once per page, because a page asks for a hundred addresses in a row. No
// verdict is kept here.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/domain_sets.hpp"
#include "filters/image_view.hpp"
#include "filters/prepared_address.hpp"

namespace volition::filters {

class PageContext {
 public:
  /// Makes `frame` the page.
  void enter(std::string_view frame, const ImageView& image);

  std::string_view frame() const { return frame_; }
  /// Whether the frame is a web address with a host: otherwise the page is unknown.
  bool known() const { return known_; }
  std::string_view host() const { return host_; }
  const PreparedAddress& address() const { return address_; }
  const HostNumbers& numbers() const { return numbers_; }
  /// The realm's records that are filed under this page.
  const std::vector<std::uint32_t>& records(Realm realm) const {
    return records_[static_cast<std::size_t>(realm)];
  }
  /// Whether a request to `host` leaves the page's site. An unknown page is another site.
  bool is_third_party(std::string_view host) const;

 private:
  /// Which hosts belong to the page's site: the Public Suffix List takes a microsecond.
  struct Relation {
    std::string host;
    bool third_party = false;
  };
  static constexpr std::size_t kKeptRelations = 8;

  std::string frame_;
  bool known_ = false;
  PreparedAddress address_;
  std::string_view host_;
  HostNumbers numbers_;
  std::array<std::vector<std::uint32_t>, kRealmCount> records_;
  mutable std::array<Relation, kKeptRelations> relations_;
  mutable std::size_t next_relation_ = 0;
  /// The page's site; looked for at the first question that needs it.
  mutable std::optional<std::string_view> site_;
};

/// The pages that asked last: tabs and frames take turns.
class Pages {
 public:
  /// The page of `frame`, entered at most once while it is among the last sixteen.
  const PageContext& page(std::string_view frame, const ImageView& image);

 private:
  static constexpr std::size_t kKept = 16;
  std::vector<PageContext> pages_;
  std::size_t current_ = 0;
  std::size_t oldest_ = 0;
};

}  // namespace volition::filters
