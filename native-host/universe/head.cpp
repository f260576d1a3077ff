// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/head.hpp"

#include "crypto/aead.hpp"

namespace volition::universe {

namespace {

crypto::Hash mac_of(const Head& head, const Keys& keys, const crypto::Hash& frame) {
  Bytes text;
  text.reserve(128);
  append(text, keys.store_id.bytes);
  append_u64(text, static_cast<std::uint64_t>(head.count));
  append(text, head.multiset);
  append_u64(text, static_cast<std::uint64_t>(head.generation));
  append_u64(text, static_cast<std::uint64_t>(head.epoch));
  append(text, frame);
  return crypto::keyed_hash(keys.head_mac.view(), {text});
}

}  // namespace

void Multiset::add(const crypto::Hash& row) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < sum_.size(); ++i) {
    carry += static_cast<unsigned>(sum_[i]) + row[i];
    sum_[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
}

void Multiset::remove(const crypto::Hash& row) {
  int borrow = 0;
  for (std::size_t i = 0; i < sum_.size(); ++i) {
    const int difference = static_cast<int>(sum_[i]) - row[i] - borrow;
    borrow = difference < 0 ? 1 : 0;
    sum_[i] = static_cast<std::uint8_t>(difference + (borrow << 8));
  }
}

crypto::Hash hash_row(const Keys& keys, const RecordView& row) {
  Bytes text;
  text.reserve(192);
  append(text, row.id.bytes);
  append_u64(text, static_cast<std::uint64_t>(row.kind));
  append(text, row.brand_tag);
  append_u64(text, static_cast<std::uint64_t>(row.version));
  append_u64(text, static_cast<std::uint64_t>(row.epoch));
  append_u64(text, row.wrapped_dek.size());
  append(text, row.wrapped_dek);
  append_u64(text, row.body.size());
  append(text,
         row.body.size() < crypto::kAeadTagBytes ? row.body : row.body.last(crypto::kAeadTagBytes));
  return crypto::keyed_hash(keys.head.view(), {text});
}

void seal_head(Head& head, const Keys& keys, const crypto::Hash& frame) {
  head.mac = mac_of(head, keys, frame);
}

bool head_is_ours(const Head& head, const Keys& keys, const crypto::Hash& frame) {
  return crypto::equal_secret(mac_of(head, keys, frame), head.mac);
}

}  // namespace volition::universe
