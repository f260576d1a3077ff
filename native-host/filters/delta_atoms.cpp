// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta_atoms.hpp"

#include <bit>
#include <utility>

#include "filters/hashing.hpp"
#include "filters/priority.hpp"

namespace volition::filters {
namespace {

/// How many pairs of host and page a rule is taken apart into: lists know 154 for 14 hosts and 11
/// pages, and a hostile one gets no more atoms than it has bytes.
constexpr std::size_t max_pairs(std::size_t hosts, std::size_t pages) {
  return 64 + 4 * (hosts + pages);
}

/// Arrays of a rule, where an empty one means every host.
struct Arrays {
  HostArray hosts;
  HostArray pages;
  /// Stands for all hosts together.
  std::uint64_t without_arrays;
};

std::uint64_t with_array(std::uint64_t state, const HostArray& hosts) {
  state = (state + hosts.size()) * kHashOdd;
  for (const std::string_view host : hosts) state = hash_step(std::rotl(state, 17), host);
  return state;
}

Arrays arrays_of(const DnrRule& rule) {
  Arrays out{rule.request_domains, rule.initiator_domains, key_without_arrays(rule)};
  if (out.hosts.size() > 1 &&
      out.hosts.size() * out.pages.size() > max_pairs(out.hosts.size(), out.pages.size())) {
    std::sort(out.hosts.begin(), out.hosts.end());
    out.without_arrays = with_array(out.without_arrays, out.hosts);
    out.hosts.clear();
  }
  if (out.hosts.empty()) out.hosts.emplace_back();
  if (out.pages.empty()) out.pages.emplace_back();
  return out;
}

/// Keeps what `wanted` says, by place.
void thin(HostArray& hosts, const std::vector<bool>& wanted) {
  std::size_t place = 0;
  std::erase_if(hosts, [&](std::string_view) { return !wanted[place++]; });
}

}  // namespace

std::size_t AtomTable::place_of_key(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(key >> 32U ^ key) & mask;
  while (slots_[at].types != 0 && slots_[at].key != key) at = (at + 1) & mask;
  return at;
}

void AtomTable::grow() {
  std::vector<Atom> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Atom& atom : old) {
    if (atom.types != 0) slots_[place_of_key(atom.key)] = atom;
  }
}

void AtomTable::add(const Atom& atom) {
  if (atom.types == 0) return;
  std::size_t at = place_of_key(atom.key);
  if (slots_[at].types == 0) {
    if (++size_ * 2 > slots_.size()) {
      grow();
      at = place_of_key(atom.key);
    }
    slots_[at].key = atom.key;
  }
  slots_[at].types |= atom.types;
}

TypeMask AtomTable::types_of(std::uint64_t key) const { return slots_[place_of_key(key)].types; }

std::uint64_t key_without_arrays(const DnrRule& rule) {
  // Where static rules that only block hosts stand is a matter of this room alone.
  const int priority = rule.priority == kPriorityHosts ? kPriorityBlock : rule.priority;
  std::uint64_t state = static_cast<std::uint64_t>(rule.action) |
                        static_cast<std::uint64_t>(priority) << 8U |
                        static_cast<std::uint64_t>(rule.party) << 32U |
                        static_cast<std::uint64_t>(rule.methods) << 40U |
                        static_cast<std::uint64_t>(rule.case_sensitive ? 1 : 0) << 60U;
  for (const std::string_view text :
       {std::string_view(rule.value), std::string_view(rule.url_filter),
        std::string_view(rule.regex_filter)})
    state = hash_step(std::rotl(state * kHashOdd, 23), text);
  for (const HostArray* array :
       {&rule.params, &rule.excluded_request_domains, &rule.excluded_initiator_domains})
    state = with_array(state, *array);
  return state;
}

std::uint64_t key_of(std::uint64_t without_arrays, std::string_view host, std::string_view page) {
  const std::uint64_t with_host = hash_step(std::rotl(without_arrays, 31), host);
  const std::uint64_t key = hash_step(std::rotl(with_host, 31) + 1, page);
  return key ^ key >> 29U;
}

void append_atoms(const DnrRule& rule, std::vector<Atom>& out) {
  const Arrays arrays = arrays_of(rule);
  for (const std::string_view host : arrays.hosts) {
    for (const std::string_view page : arrays.pages)
      out.push_back({key_of(arrays.without_arrays, host, page), rule.types});
  }
}

std::optional<DnrRule> missing_part(DnrRule rule, const AtomTable& said) {
  const Arrays arrays = arrays_of(rule);
  std::vector<bool> hosts(arrays.hosts.size());
  std::vector<bool> pages(arrays.pages.size());
  std::uint32_t missing = 0;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    for (std::size_t j = 0; j < pages.size(); ++j) {
      const Atom atom{key_of(arrays.without_arrays, arrays.hosts[i], arrays.pages[j]), rule.types};
      if (said.holds(atom)) continue;
      hosts[i] = true;
      pages[j] = true;
      ++missing;
    }
  }
  if (missing == 0) return std::nullopt;
  if (rule.request_domains.size() == hosts.size()) thin(rule.request_domains, hosts);
  if (rule.initiator_domains.size() == pages.size()) thin(rule.initiator_domains, pages);
  rule.filters = std::min(rule.filters, missing);
  return rule;
}

}  // namespace volition::filters
