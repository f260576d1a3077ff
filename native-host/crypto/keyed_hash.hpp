// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The hash of tables whose keys come from outside: lists, pages, brands. The standard one is known
// to everybody, so that a file can be made whose keys all stand in one bucket: 37 MB of such
// selectors took 203 s to compile, and take 0.8 s with this one.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace volition::crypto {

/// SipHash-2-4 under a key that this process drew and nobody is told. Never the same in another
/// process: nothing that is kept or compared elsewhere may rest on it.
std::size_t keyed_hash(std::string_view text);

/// A number that nobody outside this process knows: where a hash of one's own begins.
std::uint64_t process_seed();

struct KeyedHash {
  std::size_t operator()(std::string_view text) const { return keyed_hash(text); }
};

template <typename Value>
using KeyedMap = std::unordered_map<std::string, Value, KeyedHash>;
/// The views must outlive the table.
template <typename Value>
using KeyedViewMap = std::unordered_map<std::string_view, Value, KeyedHash>;
using KeyedSet = std::unordered_set<std::string, KeyedHash>;
using KeyedViewSet = std::unordered_set<std::string_view, KeyedHash>;

}  // namespace volition::crypto
