// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/domain_sets.hpp"

#include <algorithm>
#include <array>

#include "filters/domains.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kHeadWords = 2;

/// A set as it stands in the image.
struct SetView {
  std::span<const std::uint32_t> positive;
  std::span<const std::uint32_t> negated;
  std::span<const std::uint32_t> positive_entities;
  std::span<const std::uint32_t> negated_entities;
  bool sound = false;
};

SetView view_of(std::span<const std::uint32_t> sets, std::uint32_t set) {
  SetView view;
  if (set > sets.size() || sets.size() - set < kHeadWords) return view;
  std::array<std::uint16_t, 4> counts{};
  std::memcpy(counts.data(), sets.data() + set, sizeof(counts));
  std::size_t at = set + kHeadWords;
  std::array<std::span<const std::uint32_t>*, 4> parts = {
      &view.positive, &view.negated, &view.positive_entities, &view.negated_entities};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (counts[i] > sets.size() - at) return view;
    *parts[i] = sets.subspan(at, counts[i]);
    at += counts[i];
  }
  view.sound = true;
  return view;
}

bool any_of(std::span<const std::uint32_t> sorted, const std::vector<std::uint32_t>& numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [&](std::uint32_t number) {
    return std::binary_search(sorted.begin(), sorted.end(), number);
  });
}

std::optional<std::uint32_t> find_name(std::string_view name, std::uint32_t hash,
                                       const NameTable& table, const Tails& tails) {
  if (!table.may_hold(hash)) return std::nullopt;
  const auto found = table.find(hash, name, tails.of(name));
  if (!found) return std::nullopt;
  return table.rank(*found);
}

/// Whether an entity's name ends where `name` does.
bool ends_with_entity(std::string_view name, const NameTable& entities, const Tails& tails) {
  bool found = false;
  for_each_suffix_from_right(name, [&](std::string_view suffix, std::uint32_t hash) {
    found = found || find_name(suffix, hash, entities, tails).has_value();
  });
  return found;
}

/// Whether any run of the host's labels is an entity's name. It spares most pages the question
/// where the public suffix begins, which takes longer than all else.
bool holds_entity(std::string_view host, const NameTable& entities, const Tails& tails) {
  // The last label belongs to a public suffix.
  for (std::size_t end = host.rfind('.'); end != std::string_view::npos && end != 0;) {
    const std::size_t dot = host.rfind('.', end - 1);
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    // The last label of each name is marked too.
    if (entities.may_hold(NameHash().add(host.substr(begin, end - begin))) &&
        ends_with_entity(host.substr(0, end), entities, tails))
      return true;
    end = dot;
  }
  return false;
}

}  // namespace

void find_numbers(const PreparedAddress& address, const NameTable& domains,
                  const NameTable& entities, const Tails& tails, HostNumbers& numbers) {
  const std::string_view host = address.host();
  for (const HostSuffix& suffix : address.suffixes()) {
    const auto number = find_name(host.substr(suffix.begin), suffix.hash, domains, tails);
    if (number) numbers.domains.push_back(*number);
  }
  if (entities.empty() || !holds_entity(host, entities, tails)) return;
  const std::string_view name = url::without_public_suffix(host);
  if (name.empty()) return;
  for_each_suffix_from_right(name, [&](std::string_view suffix, std::uint32_t hash) {
    const auto number = find_name(suffix, hash, entities, tails);
    if (number) numbers.entities.push_back(*number);
  });
}

bool set_matches(std::span<const std::uint32_t> sets, std::uint32_t set, const HostNumbers& host) {
  if (set == kNone32) return true;
  const SetView view = view_of(sets, set);
  if (!view.sound || any_of(view.negated, host.domains) ||
      any_of(view.negated_entities, host.entities))
    return false;
  return (view.positive.empty() && view.positive_entities.empty()) ||
         any_of(view.positive, host.domains) || any_of(view.positive_entities, host.entities);
}

bool set_holds(std::span<const std::uint32_t> sets, std::uint32_t set, const HostNumbers& host) {
  return set != kNone32 && set_matches(sets, set, host);
}

std::uint32_t DomainSetBuilder::Names::add(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(names.size());
  const auto [entry, added] = numbers.try_emplace(lowered(name), next);
  if (added) names.push_back(entry->first);
  return entry->second;
}

std::vector<std::uint32_t> DomainSetBuilder::Names::finish(const Tails& tails, LastLabels last,
                                                           NameTableParts& parts) const {
  struct Hashed {
    std::uint32_t hash = 0;
    std::uint32_t index = 0;
  };
  std::vector<Hashed> hashed;
  hashed.reserve(names.size());
  for (const std::string& name : names)
    hashed.push_back({name_hash(name), static_cast<std::uint32_t>(hashed.size())});
  std::size_t bytes = 0;
  for (const std::string& name : names) bytes += name.size();
  NameTableWriter writer(names.size(), bytes, bucket_count(names.size()));
  std::vector<std::uint32_t> ranks(names.size());
  std::uint32_t rank = 0;
  for (const Hashed& each : in_bucket_order(hashed)) {
    const std::string& name = names[each.index];
    ranks[each.index] = rank++;
    const std::uint8_t tail = tails.of(name);
    writer.add({each.hash, 0, tail, 1, 0, Tails::head(name, tail)});
    if (last == LastLabels::kMarked) writer.mark(NameHash().add(last_label(name)));
  }
  parts = writer.finish();
  return ranks;
}

std::uint32_t DomainSetBuilder::add(std::string_view raw) {
  if (raw.empty()) return kNone32;
  const auto [entry, added] = known_.try_emplace(raw, static_cast<std::uint32_t>(words_.size()));
  if (!added) return entry->second;
  std::array<std::vector<std::uint32_t>, 4> parts;
  DomainWalk walk(raw);
  while (const auto value = walk.next()) {
    Names& names = value->entity ? entity_names_ : domain_names_;
    auto& part = parts[(value->entity ? 2U : 0U) + (value->negated ? 1U : 0U)];
    part.push_back(names.add(value->name));
  }
  std::array<std::uint16_t, 4> counts{};
  for (std::size_t i = 0; i < parts.size(); ++i)
    counts[i] = static_cast<std::uint16_t>(parts[i].size());
  begins_.push_back(entry->second);
  words_.resize(words_.size() + kHeadWords);
  std::memcpy(words_.data() + entry->second, counts.data(), sizeof(counts));
  for (const auto& part : parts) words_.insert(words_.end(), part.begin(), part.end());
  return entry->second;
}

std::uint32_t DomainSetBuilder::number(std::string_view raw) const {
  if (raw.empty()) return kNone32;
  const auto found = known_.find(raw);
  return found == known_.end() ? kNone32 : found->second;
}

void DomainSetBuilder::finish(const Tails& tails) {
  const std::vector<std::uint32_t> domains =
      domain_names_.finish(tails, LastLabels::kUnmarked, domain_parts_);
  const std::vector<std::uint32_t> entities =
      entity_names_.finish(tails, LastLabels::kMarked, entity_parts_);
  for (const std::uint32_t begin : begins_) {
    std::array<std::uint16_t, 4> counts{};
    std::memcpy(counts.data(), words_.data() + begin, sizeof(counts));
    std::size_t at = begin + kHeadWords;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto first = words_.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last = first + counts[i];
      const auto& ranks = i < 2 ? domains : entities;
      std::transform(first, last, first, [&](std::uint32_t number) { return ranks[number]; });
      std::sort(first, last);
      at += counts[i];
    }
  }
}

std::span<const std::uint32_t> DomainSetBuilder::positive(std::uint32_t set) const {
  return set == kNone32 ? std::span<const std::uint32_t>() : view_of(words_, set).positive;
}

std::span<const std::uint32_t> DomainSetBuilder::positive_entities(std::uint32_t set) const {
  return set == kNone32 ? std::span<const std::uint32_t>() : view_of(words_, set).positive_entities;
}

}  // namespace volition::filters
