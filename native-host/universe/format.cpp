// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/format.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>

#include "crypto/aead.hpp"
#include "crypto/random.hpp"

namespace volition::universe {

namespace {

constexpr std::string_view kRecordTable{"record\0\0", 8};
constexpr std::size_t kLengthBytes = 4;

/// A data key on the stack: one lives for microseconds, so guarded memory would cost more than the
/// encryption.
struct DataKey {
  std::array<std::uint8_t, crypto::kAeadKeyBytes> bytes{};

  DataKey() = default;
  DataKey(const DataKey&) = delete;
  DataKey& operator=(const DataKey&) = delete;
  ~DataKey() { crypto::wipe(bytes); }
};

Bytes associated_data(const Id& store_id, const RecordView& row) {
  Bytes text;
  text.reserve(80);
  append(text, store_id.bytes);
  append(text, as_bytes(kRecordTable));
  append(text, row.id.bytes);
  append_u32(text, static_cast<std::uint32_t>(row.kind));
  append(text, row.brand_tag);
  append_u64(text, static_cast<std::uint64_t>(row.version));
  return text;
}

Error damaged(const char* what) { return {ErrorCode::kStorageDamaged, what}; }

}  // namespace

RecordView view_of(const RecordRow& row) {
  return {row.id, row.kind, row.brand_tag, row.version, row.epoch, row.wrapped_dek, row.body};
}

void seal_record(const Keys& keys, RecordRow& row, const boost::json::object& content) {
  DataKey key;
  crypto::fill_random(key.bytes);
  row.epoch = keys.epoch;
  Bytes associated = associated_data(keys.store_id, view_of(row));
  Bytes plaintext = pad(boost::json::serialize(content));
  row.body = crypto::aead_seal(key.bytes, associated, plaintext);
  crypto::wipe(plaintext);
  append_u64(associated, static_cast<std::uint64_t>(row.epoch));
  row.wrapped_dek = crypto::aead_seal(keys.wrap.view(), associated, key.bytes);
}

Result<boost::json::object> open_record(const Keys& keys, const RecordView& row) {
  if (row.epoch != keys.epoch) return damaged("a record is of another epoch");
  if (row.body.size() > kMaxBodyBytes) return damaged("a record is too large");
  Bytes associated = associated_data(keys.store_id, row);
  const std::size_t body_context = associated.size();
  append_u64(associated, static_cast<std::uint64_t>(row.epoch));
  DataKey key;
  if (!crypto::aead_open_into(keys.wrap.view(), associated, row.wrapped_dek, key.bytes)) {
    return damaged("a record's key does not open");
  }
  Result<Bytes> plaintext =
      crypto::aead_open(key.bytes, ByteView(associated).first(body_context), row.body);
  if (!plaintext) return damaged("a record does not open");
  const Result<std::string_view> text = unpad(*plaintext);
  if (!text) return text.error();
  boost::system::error_code failed;
  // Authenticated, so written by this program: the strict reader for strangers is not needed.
  boost::json::value value =
      boost::json::parse(boost::json::string_view(text->data(), text->size()), failed);
  crypto::wipe(*plaintext);
  if (failed || !value.is_object()) return damaged("a record does not read");
  return std::move(value.as_object());
}

BrandTag brand_tag(const Keys& keys, std::string_view domain, const Id& id) {
  const crypto::Hash digest =
      domain.empty()
          ? crypto::keyed_hash(keys.blind.view(), {as_bytes("none:"), id.bytes})
          : crypto::keyed_hash(keys.blind.view(), {as_bytes("brand:"), as_bytes(domain)});
  BrandTag tag{};
  std::copy_n(digest.begin(), tag.size(), tag.begin());
  return tag;
}

Bytes pad(std::string_view text) {
  const std::size_t used = kLengthBytes + text.size();
  Bytes padded;
  padded.reserve((used + kBucketBytes - 1) / kBucketBytes * kBucketBytes);
  append_u32(padded, static_cast<std::uint32_t>(text.size()));
  append(padded, as_bytes(text));
  padded.resize((used + kBucketBytes - 1) / kBucketBytes * kBucketBytes);
  return padded;
}

Result<std::string_view> unpad(ByteView padded) {
  if (padded.size() < kLengthBytes || padded.size() % kBucketBytes != 0) {
    return damaged("a record has a wrong length");
  }
  std::uint32_t length = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) length = (length << 8U) | padded[i];
  if (length > padded.size() - kLengthBytes) return damaged("a record has a wrong length");
  const ByteView zeros = padded.subspan(kLengthBytes + length);
  if (zeros.size() >= kBucketBytes ||
      !std::all_of(zeros.begin(), zeros.end(), [](std::uint8_t byte) { return byte == 0; })) {
    return damaged("a record has a wrong length");
  }
  return as_text(padded.subspan(kLengthBytes, length));
}

void append_u32(Bytes& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
  }
}

void append_u64(Bytes& out, std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
  }
}

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace volition::universe
