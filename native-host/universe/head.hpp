// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The sealed head: how many records there are, and a hash of their multiset that can be kept up to
// date by one addition and one subtraction per write (MSet-Add-Hash of Clarke et al., "Incremental
// Multiset Hash Functions", 2003, keyed). It recognises a row that was swapped, removed, added or
// rolled back by itself. A whole file that was rolled back carries an old head that is still valid.

#include <array>
#include <cstdint>

#include "base/encoding.hpp"
#include "crypto/kdf.hpp"
#include "universe/format.hpp"
#include "universe/keys.hpp"

namespace volition::universe {

/// A number modulo 2^256, least significant byte first.
class Multiset {
 public:
  void add(const crypto::Hash& row);
  void remove(const crypto::Hash& row);
  const crypto::Hash& bytes() const { return sum_; }
  friend bool operator==(const Multiset&, const Multiset&) = default;

 private:
  crypto::Hash sum_{};
};

/// The keyed hash of a row. Of the body it takes the tag alone, which authenticates the rest.
crypto::Hash hash_row(const Keys& keys, const RecordView& row);

/// The row of the table `head`.
struct Head {
  std::int64_t count = 0;
  crypto::Hash multiset{};
  std::int64_t generation = 0;
  std::int64_t epoch = 1;
  crypto::Hash mac{};
};

/// `frame` is the hash of the slots and of the sealed part of meta.
void seal_head(Head& head, const Keys& keys, const crypto::Hash& frame);
/// Whether the head was sealed by a host that holds these keys.
[[nodiscard]] bool head_is_ours(const Head& head, const Keys& keys, const crypto::Hash& frame);

}  // namespace volition::universe
