// SPDX-License-Identifier: GPL-3.0-or-later
// The record, version 1. Numbers are little-endian; `text` and `bytes` stand after their u32
// length; a reader refuses what is left over.
//
//   u8 1 | bytes seed | bytes reply_secret (empty once closed) | text jws | text wire | bytes enc |
//   text origin | text endpoint | text mailbox | u8 n, n × (text kid | bytes public key) |
//   u8 max_replies | i64 made_at | i64 until | u8 m, m × (32 bytes sealed | 32 bytes jws)
#include "requests/kept.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "crypto/hpke.hpp"
#include "crypto/signature.hpp"
#include "requests/draft.hpp"

namespace volition::requests {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxPartBytes = 1U << 20U;
constexpr std::size_t kMaxKeys = 8;
constexpr std::size_t kReplySecretBytes = 32;

/// Writes into memory of a known size, so that no secret is left in a grown-out vector.
class Writer {
 public:
  explicit Writer(std::span<std::uint8_t> out) : out_(out) {}

  void number(std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) put(static_cast<std::uint8_t>(value >> (8U * i)));
  }
  void raw(ByteView bytes) {
    for (const std::uint8_t byte : bytes) put(byte);
  }
  void part(ByteView bytes) {
    number(bytes.size(), 4);
    raw(bytes);
  }
  /// How much was written; or would have been, where there is no room.
  std::size_t size() const { return at_; }

 private:
  void put(std::uint8_t byte) {
    if (at_ < out_.size()) out_[at_] = byte;
    ++at_;
  }

  std::span<std::uint8_t> out_;
  std::size_t at_ = 0;
};

void write(const Kept& kept, Writer& writer) {
  writer.number(kVersion, 1);
  writer.part(kept.seed.view());
  writer.part(kept.reply_secret.view());
  writer.part(as_bytes(kept.jws));
  writer.part(as_bytes(kept.wire));
  writer.part(kept.enc);
  writer.part(as_bytes(kept.origin));
  writer.part(as_bytes(kept.endpoint));
  writer.part(as_bytes(kept.mailbox));
  writer.number(kept.keys.size(), 1);
  for (const NamedKey& key : kept.keys) {
    writer.part(as_bytes(key.kid));
    writer.part(key.public_key);
  }
  writer.number(static_cast<std::uint64_t>(kept.max_replies), 1);
  writer.number(static_cast<std::uint64_t>(kept.made_at), 8);
  writer.number(static_cast<std::uint64_t>(kept.until), 8);
  writer.number(kept.seen.size(), 1);
  for (const Kept::Seen& seen : kept.seen) {
    writer.raw(seen.sealed);
    writer.raw(seen.jws);
  }
}

/// Reads what Writer wrote. After the first fault everything is empty and `good` is false.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  std::uint64_t number(std::size_t bytes) {
    const ByteView taken = raw(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = taken.size(); i > 0; --i) value = (value << 8U) | taken[i - 1];
    return value;
  }
  ByteView raw(std::size_t bytes) {
    if (!good_ || bytes > rest_.size()) {
      good_ = false;
      return {};
    }
    const ByteView taken = rest_.first(bytes);
    rest_ = rest_.subspan(bytes);
    return taken;
  }
  ByteView part() {
    const std::uint64_t size = number(4);
    if (size > kMaxPartBytes) good_ = false;
    return raw(static_cast<std::size_t>(size));
  }
  std::string text() { return std::string(as_text(part())); }
  Bytes bytes() {
    const ByteView taken = part();
    return {taken.begin(), taken.end()};
  }
  void hash(crypto::Sha256& into) {
    const ByteView taken = raw(into.size());
    std::copy(taken.begin(), taken.end(), into.begin());
  }
  void require(bool holds) { good_ = good_ && holds; }
  bool good() const { return good_; }
  bool finished() const { return good_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool good_ = true;
};

}  // namespace

crypto::SecretBuffer write_kept(const Kept& kept) {
  Writer measure({});
  write(kept, measure);
  crypto::SecretBuffer record(measure.size());
  Writer writer(record.bytes());
  write(kept, writer);
  return record;
}

Result<Kept> read_kept(ByteView bytes) {
  const Error damaged{ErrorCode::kStorageDamaged, "request"};
  Reader reader(bytes);
  const std::uint64_t version = reader.number(1);
  if (reader.good() && version > kVersion) return Error{ErrorCode::kStorageNewer, "request"};
  reader.require(version == kVersion);

  Kept kept;
  kept.seed = crypto::SecretBuffer::copy_of(reader.part());
  reader.require(kept.seed.size() == crypto::kSigningSeedBytes);
  kept.reply_secret = crypto::SecretBuffer::copy_of(reader.part());
  reader.require(kept.reply_secret.empty() || kept.reply_secret.size() == kReplySecretBytes);
  kept.jws = reader.text();
  kept.wire = reader.text();
  kept.enc = reader.bytes();
  reader.require(kept.enc.size() == crypto::kHpkeKeyBytes);
  kept.origin = reader.text();
  kept.endpoint = reader.text();
  kept.mailbox = reader.text();
  const std::uint64_t keys = reader.number(1);
  reader.require(keys >= 1 && keys <= kMaxKeys);
  for (std::uint64_t i = 0; reader.good() && i < keys; ++i) {
    NamedKey key{reader.text(), reader.bytes()};
    reader.require(key.public_key.size() == crypto::kVerifyingKeyBytes);
    kept.keys.push_back(std::move(key));
  }
  kept.max_replies = static_cast<int>(reader.number(1));
  reader.require(kept.max_replies >= 1 && kept.max_replies <= kMaxReplies);
  kept.made_at = static_cast<std::int64_t>(reader.number(8));
  kept.until = static_cast<std::int64_t>(reader.number(8));
  const std::uint64_t seen = reader.number(1);
  reader.require(seen <= static_cast<std::uint64_t>(kept.max_replies));
  for (std::uint64_t i = 0; reader.good() && i < seen; ++i) {
    Kept::Seen entry;
    reader.hash(entry.sealed);
    reader.hash(entry.jws);
    kept.seen.push_back(entry);
  }
  if (!reader.finished()) return damaged;
  return kept;
}

bool close_when_over(Kept& kept, std::int64_t now) {
  if (kept.reply_secret.empty()) return false;
  if (now <= kept.until && kept.remaining() > 0) return false;
  kept.reply_secret = crypto::SecretBuffer();
  return true;
}

}  // namespace volition::requests
