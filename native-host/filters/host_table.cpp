// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/host_table.hpp"

#include <bit>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::uint64_t kSeed = 0xCBF29CE484222325U;
constexpr std::uint64_t kPrime = 0x100000001B3U;

constexpr std::uint64_t step(std::uint64_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * kPrime;
}

constexpr std::uint32_t fold(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

std::uint32_t hash_of(std::string_view host) {
  std::uint64_t hash = kSeed;
  for (std::size_t i = host.size(); i-- > 0;) hash = step(hash, host[i]);
  return fold(hash);
}

}  // namespace

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
  const std::uint32_t hash = hash_of(host);
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
  std::uint64_t hash = kSeed;
  for (std::size_t i = host.size(); i-- > 0;) {
    if (host[i] == '.' && slots_[find(fold(hash), host.substr(i + 1))].place != 0) return true;
    hash = step(hash, host[i]);
  }
  return itself && slots_[find(fold(hash), host)].place != 0;
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
  // The table's hash from the left: its low bits are taken there.
  return hash_lowered(host, 'b') & (buckets - 1);
}

}  // namespace volition::filters
