// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A set of hosts that is asked for a host and everything above it. Hashing runs from the right, so
// that one pass over a host gives the hash of every parent as well.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "crypto/keyed_hash.hpp"

namespace volition::filters {

/// The views must outlive the table.
class HostTable {
 public:
  HostTable() : HostTable(0) {}
  /// Room for `expected` hosts; more are taken too.
  explicit HostTable(std::size_t expected);

  /// Adds `host` (lower-case); false where it is in the table already.
  bool insert(std::string_view host);
  /// Whether `host` or a host above it is in the table.
  bool covers(std::string_view host) const;
  /// Whether a host above `host` is in the table.
  bool covers_parent(std::string_view host) const;
  std::size_t size() const { return hosts_.size(); }

 private:
  std::size_t find(std::uint32_t hash, std::string_view host) const;
  bool find_suffix(std::string_view host, bool itself) const;
  void grow();

  struct Slot {
    std::uint32_t hash = 0;
    /// One more than the host's place; 0 is empty.
    std::uint32_t place = 0;
  };
  /// So that no list can be made whose hosts stand in each other's way.
  std::uint64_t seed_ = crypto::process_seed();
  std::vector<Slot> slots_;
  std::vector<std::string_view> hosts_;
};

/// Removes repeated hosts and those that a host above them in the same array covers, in the order
/// they came. The answer covers what is left.
HostTable drop_covered_hosts(std::vector<std::string_view>& hosts);

/// Which of `buckets` (a power of two) a host belongs to: the same at every compilation, so that a
/// list's small change touches few arrays.
std::size_t bucket_of(std::string_view host, std::size_t buckets);

}  // namespace volition::filters
