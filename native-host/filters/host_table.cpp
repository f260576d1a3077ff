// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/host_table.hpp"

#include <bit>

#include "filters/hashing.hpp"

namespace volition::filters {

HostTable::HostTable(std::size_t expected) : slots_(std::bit_ceil(expected * 2 + 8)) {
  hosts_.reserve(expected);
}

std::size_t HostTable::find(std::uint32_t hash, std::string_view host) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].place != 0 &&
         (slots_[at].hash != hash || hosts_[slots_[at].place - 1] != host)) {
    at = (at + 1) & mask;
  }
  return at;
}

void HostTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.place == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].place != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

bool HostTable::insert(std::string_view host) {
  const std::uint32_t hash = name_hash(host, NameHash(seed_));
  std::size_t at = find(hash, host);
  if (slots_[at].place != 0) return false;
  if (hosts_.size() * 2 >= slots_.size()) {
    grow();
    at = find(hash, host);
  }
  hosts_.push_back(host);
  slots_[at] = {hash, static_cast<std::uint32_t>(hosts_.size())};
  return true;
}

bool HostTable::find_suffix(std::string_view host, bool itself) const {
  if (hosts_.empty()) return false;
  bool found = false;
  const auto look = [&](std::string_view name, std::uint32_t hash) {
    if (!found && (itself || name.size() < host.size()))
      found = slots_[find(hash, name)].place != 0;
  };
  for_each_suffix_from_right(host, look, NameHash(seed_));
  return found;
}

bool HostTable::covers(std::string_view host) const { return find_suffix(host, true); }

bool HostTable::covers_parent(std::string_view host) const { return find_suffix(host, false); }

HostTable drop_covered_hosts(std::vector<std::string_view>& hosts) {
  HostTable table(hosts.size());
  std::erase_if(hosts, [&](std::string_view host) { return !table.insert(host); });
  std::erase_if(hosts, [&](std::string_view host) { return table.covers_parent(host); });
  return table;
}

std::size_t bucket_of(std::string_view host, std::size_t buckets) {
  return (hash_step('b', host) >> 32U) & (buckets - 1);
}

}  // namespace volition::filters
