// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/page_context.hpp"

#include <algorithm>

#include "url/host.hpp"

namespace volition::filters {
namespace {

/// Whether the last two labels are the same. Hosts of one site share them: a registrable domain has
/// two labels at least.
bool share_two_labels(std::string_view a, std::string_view b) {
  std::size_t dots = 0;
  std::size_t same = 0;
  while (same < a.size() && same < b.size() && a[a.size() - 1 - same] == b[b.size() - 1 - same]) {
    if (a[a.size() - 1 - same] == '.' && ++dots == 2) return true;
    ++same;
  }
  // The shorter one may end here, at the other's dot.
  const auto ends_label = [&](std::string_view host) {
    return same == host.size() || host[host.size() - 1 - same] == '.';
  };
  return dots == 1 && ends_label(a) && ends_label(b);
}

}  // namespace

void PageContext::enter(std::string_view frame, const ImageView& image) {
  frame_.assign(frame);
  host_ = {};
  numbers_.clear();
  for (auto& records : records_) records.clear();
  for (Relation& relation : relations_) relation.host.clear();
  site_.reset();
  known_ = address_.read(frame_) && !address_.host().empty();
  if (!known_) return;
  host_ = address_.host();
  find_numbers(address_, image.domains(), image.entities(), image.tails(), numbers_);
  for (std::size_t i = 0; i < kRealmCount; ++i) {
    std::vector<std::uint32_t>& records = records_[i];
    const auto add = [&](std::uint32_t page) {
      const auto posted = image.realm(static_cast<Realm>(i)).posted(page);
      records.insert(records.end(), posted.begin(), posted.end());
    };
    for (const std::uint32_t domain : numbers_.domains) add(domain);
    for (const std::uint32_t entity : numbers_.entities) add(entity | kEntityPage);
    // A filter may name the page's host and its site.
    std::sort(records.begin(), records.end());
    records.erase(std::unique(records.begin(), records.end()), records.end());
  }
}

bool PageContext::is_third_party(std::string_view host) const {
  if (!known_) return true;
  if (host == host_) return false;
  if (!share_two_labels(host, host_)) return true;
  for (const Relation& relation : relations_) {
    if (relation.host == host) return relation.third_party;
  }
  Relation& relation = relations_[next_relation_];
  next_relation_ = (next_relation_ + 1) % kKeptRelations;
  relation.host.assign(host);
  if (!site_) site_ = url::registrable_domain(host_);
  relation.third_party = !url::is_within(host, *site_) || url::registrable_domain(host) != *site_;
  return relation.third_party;
}

const PageContext& Pages::page(std::string_view frame, const ImageView& image) {
  if (!pages_.empty() && pages_[current_].frame() == frame) return pages_[current_];
  const auto found = std::find_if(pages_.begin(), pages_.end(),
                                  [&](const PageContext& page) { return page.frame() == frame; });
  if (found != pages_.end()) {
    current_ = static_cast<std::size_t>(found - pages_.begin());
    return *found;
  }
  if (pages_.size() < kKept) {
    // Entered pages hold views of their own buffers and never move.
    pages_.reserve(kKept);
    current_ = pages_.size();
    pages_.emplace_back();
  } else {
    current_ = oldest_;
    oldest_ = (oldest_ + 1) % kKept;
  }
  pages_[current_].enter(frame, image);
  return pages_[current_];
}

}  // namespace volition::filters
