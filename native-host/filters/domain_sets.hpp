// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The values of domain=, to= and denyallow= as numbers. Every name stands once in the image's table
// of domains (entities, "google.*", in a table of their own), a page's names are looked up once,
// and a set is a handful of sorted numbers: comparing costs no text, and no collision can lie.
//
//   set   u16 positive, negated, positive entities, negated entities: how many of each
//         u32 numbers in that order, each part sorted

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyed_hash.hpp"
#include "filters/image_layout.hpp"
#include "filters/name_table.hpp"
#include "filters/prepared_address.hpp"

namespace volition::filters {

/// The numbers of a host's own name and of those above it, as far as any filter names them.
struct HostNumbers {
  std::vector<std::uint32_t> domains;
  std::vector<std::uint32_t> entities;

  void clear() {
    domains.clear();
    entities.clear();
  }
};

/// Looks the address's host up in both tables. The numbers are added to `numbers`.
void find_numbers(const PreparedAddress& address, const NameTable& domains,
                  const NameTable& entities, const Tails& tails, HostNumbers& numbers);

/// Whether a filter with the set at `set` applies to a host: a negated value that matches always
/// wins, as in the browsers' rules; without positive values everything else matches. kNone32 is the
/// empty set and matches every host; a set that leads outside `sets` matches none.
bool set_matches(std::span<const std::uint32_t> sets, std::uint32_t set, const HostNumbers& host);
/// Whether one of the set's positive values is the host or above it; kNone32 holds nothing.
bool set_holds(std::span<const std::uint32_t> sets, std::uint32_t set, const HostNumbers& host);

/// Collects the sets of a list while the image is built.
class DomainSetBuilder {
 public:
  /// The number of the set with these values ("a.example|~b.example|google.*"), which must pass
  /// check_domains. Equal texts share one. kNone32 for an empty text.
  std::uint32_t add(std::string_view raw);
  /// The number that add gave for these values; kNone32 for an empty text.
  std::uint32_t number(std::string_view raw) const;
  /// Positive domains and entities of a set, as numbers; to be asked after finish().
  std::span<const std::uint32_t> positive(std::uint32_t set) const;
  std::span<const std::uint32_t> positive_entities(std::uint32_t set) const;

  /// Numbers every name and writes the tables and the sets.
  void finish(const Tails& tails);
  const NameTableParts& domains() const { return domain_parts_; }
  const NameTableParts& entities() const { return entity_parts_; }
  const std::vector<std::uint32_t>& sets() const { return words_; }

 private:
  /// Whether the table tells which names' last labels it holds, beside the names.
  enum class LastLabels : std::uint8_t { kUnmarked, kMarked };
  /// One kind of names: in the order of their first appearance.
  struct Names {
    std::vector<std::string> names;
    crypto::KeyedMap<std::uint32_t> numbers;
    std::uint32_t add(std::string_view name);
    /// Builds the table; the answer is each name's rank in it.
    std::vector<std::uint32_t> finish(const Tails& tails, LastLabels last,
                                      NameTableParts& parts) const;
  };

  Names domain_names_;
  Names entity_names_;
  crypto::KeyedViewMap<std::uint32_t> known_;
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> words_;
  NameTableParts domain_parts_;
  NameTableParts entity_parts_;
};

}  // namespace volition::filters
