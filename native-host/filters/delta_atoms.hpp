// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rules as what they say, so that two rule sets can be held against each other however their rules
// were merged: one atom for each host and page of a rule. Atoms are 64-bit hashes; two different
// ones meet once in a hundred million comparisons of the shipped lists, and a filter is then lost
// until the next version.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "filters/dnr.hpp"

namespace volition::filters {

struct Atom {
  std::uint64_t key = 0;
  TypeMask types = 0;
};

/// Atoms with the kinds of request that they are said for.
class AtomTable {
 public:
  void add(const Atom& atom);
  /// 0 where nobody added it.
  TypeMask types_of(std::uint64_t key) const;
  bool holds(const Atom& atom) const { return (atom.types & ~types_of(atom.key)) == 0; }
  std::size_t size() const { return size_; }

 private:
  std::size_t place_of_key(std::uint64_t key) const;
  void grow();

  std::vector<Atom> slots_ = std::vector<Atom>(1024);
  std::size_t size_ = 0;
};

/// Everything of a rule but its hosts, its pages and the kinds of request.
std::uint64_t key_without_arrays(const DnrRule& rule);
/// The key of one of its atoms: a host (empty: every host) and a page (empty: every page).
std::uint64_t key_of(std::uint64_t without_arrays, std::string_view host, std::string_view page);

/// What a rule says, added to `out`. A rule of very many hosts times very many pages has one atom
/// for each page and all its hosts.
void append_atoms(const DnrRule& rule, std::vector<Atom>& out);

/// The part of a rule that `said` does not say yet; nullopt: nothing. At least what is missing.
std::optional<DnrRule> missing_part(DnrRule rule, const AtomTable& said);

}  // namespace volition::filters
