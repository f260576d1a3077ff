// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the image is built from and what its parts share while it is built: filters with their
// lines, the tables that all realms write into, and a filter's record. Hosts and patterns write
// into tables of their own, so that both are filed at the same time.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "crypto/keyed_hash.hpp"
#include "filters/domain_sets.hpp"
#include "filters/filter.hpp"
#include "filters/image_layout.hpp"
#include "filters/name_table.hpp"
#include "filters/parse.hpp"

namespace volition::filters {

/// A filter with what the image says of it.
struct FiledFilter {
  const NetworkFilter* filter = nullptr;
  LineRecord line;
};

/// How many lists an image has room for.
constexpr std::size_t kMaxImageLists = 255;

/// One list with what the image says of its hosts. Its place among the others is its number.
struct FiledList {
  const ParsedList* list = nullptr;
  const std::vector<bool>* in_effect = nullptr;
  /// Where its text begins in the image's.
  std::uint32_t text = 0;
};

/// Keeps records of bytes that are equal once. T must be free of padding.
template <typename T>
class Interned {
 public:
  /// Where `items` stand in all(): equal runs share their place.
  std::uint32_t add(std::span<const T> items) {
    static_assert(std::has_unique_object_representations_v<T>);
    const std::string_view bytes(reinterpret_cast<const char*>(items.data()), items.size_bytes());
    const auto [entry, added] =
        places_.try_emplace(std::string(bytes), static_cast<std::uint32_t>(all_.size()));
    if (added) all_.insert(all_.end(), items.begin(), items.end());
    return entry->second;
  }
  const std::vector<T>& all() const { return all_; }

 private:
  std::vector<T> all_;
  crypto::KeyedMap<std::uint32_t> places_;
};

/// What hosts and patterns of all realms look up; complete before either is filed, and not changed
/// while they are.
struct SharedTables {
  Tails tails;
  DomainSetBuilder sets;
};

/// What the hosts of all realms write.
struct HostTables {
  std::vector<Signature> signatures;
  Interned<Record> records;
  std::vector<LineRecord> lines;
  Interned<Extras> extras;
};

/// What the patterns of all realms write.
struct PatternTables {
  std::vector<Record> records;
  std::vector<LineRecord> lines;
  Interned<Extras> extras;
  std::string strings;
};

/// What a record says of a filter by itself: types, party, shape and flags.
Record base_record(const NetworkFilter& filter);
/// What the filter says beyond its record; nothing for most.
Extras extras_of(const NetworkFilter& filter, const DomainSetBuilder& sets);
/// Writes `extras` into `kept` where they say anything, and names them in the record.
void keep_extras(Record& record, const Extras& extras, Interned<Extras>& kept);

}  // namespace volition::filters
