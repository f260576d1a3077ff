// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// clang-format off
// The record format, version 1: what stands in universe.db, byte for byte. Integers are
// little-endian. "sealed" is nonce (24) | ciphertext | tag (16), XChaCha20-Poly1305
// (crypto/aead.hpp).
//
//   record                                  one thing; rows lie in the order of their random id
//           ┌────┬──────┬───────────┬─────────┬───────┬─────────────┬──────┐
//           │ id │ kind │ brand_tag │ version │ epoch │ wrapped_dek │ body │
//           │ 16 │ int  │ 16        │ int     │ int   │ 72          │ n    │
//           └────┴──────┴───────────┴─────────┴───────┴─────────────┴──────┘
//           body        = sealed(data key, A, length u32 | JSON | zeros up to a multiple of 256)
//           wrapped_dek = sealed(wrap key of `epoch`, A | epoch u64, data key 32)
//           A           = store id 16 | "record\0\0" | id 16 | kind u32 | brand_tag 16 |
//                         version u64
//           brand_tag   = keyed hash (blind key) of the brand's domain, or of the id where there
//                         is no brand
//           A data key is random and serves one version of one record: changing a record makes a
//           new one, and a new master key only wraps it again.
//
//   op      op_id 16 | method_and_params_hash 32 | sealed_result, or NULL once forgotten | day int
//           hash = keyed hash (op key) of op_id and the method and parameters; zeros once forgotten
//           sealed_result = sealed(op key', store id | "op\0\0\0\0\0\0" | op_id | hash | day u64,
//                                  flags u8 | JSON); flags bit 0: the operation erased something
//           day = days since 1970 XOR keyed hash of op_id, so that the file names no date
//   slot    id 16 | kind int | params | public_key 32 | sealed_master 80 | mac 32 | signature 64
//           sealed_master = sealed box of the master key to public_key
//           mac           = keyed hash (slot secret) of the store id, kind, params and public_key
//           kind 1: key file. 2: passphrase (params: Argon2id version, ops, memory, salt).
//           3: recovery words. A kind that is not known is kept as it stands.
//   head    count int | multiset 32 | generation int | epoch int | mac 32              (one row)
//           multiset = sum mod 2^256 of the keyed hashes (head key) of all record rows
//           mac      = keyed hash (head mac key) of the store id, count, multiset, generation,
//                      epoch, the slots and the sealed part of meta
//   meta    name | value: store_key (Ed25519 public key, 32), secrets (sealed Ed25519 seed),
//           pending (generation u64 of an erasure that the file may still hold | 1 once only the
//           journal may; not sealed),
//           lock_epoch (raised to make every host wipe its keys; not sealed)
//
//   store id = first 16 bytes of the hash of store_key. slot.signature is by store_key.
//
// Kinds that are named but not written yet (profile: a browser profile's random token, against
// rollback) have their place in the same table, so that the format does not change for them.
// clang-format on

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "universe/id.hpp"
#include "universe/keys.hpp"

namespace volition::universe {

/// The file's application_id and user_version (sqlite.org/fileformat.html): "VOLU".
constexpr std::int64_t kApplicationId = 0x564F4C55;
constexpr std::int64_t kFormatVersion = 1;

constexpr std::size_t kBucketBytes = 256;
/// No record comes near it; a larger row was not written by this program.
constexpr std::size_t kMaxBodyBytes = 4U << 20U;

/// Values in the file: append, never renumber.
enum class RecordKind : std::int64_t {
  kIntention = 1,
  kRequest = 2,
  kAttempts = 3,
  kSettings = 4,
  kProfile = 5,
};

using BrandTag = std::array<std::uint8_t, 16>;

/// The columns of a row.
struct RecordRow {
  Id id;
  RecordKind kind = RecordKind::kIntention;
  BrandTag brand_tag{};
  std::int64_t version = 1;
  std::int64_t epoch = 1;
  Bytes wrapped_dek;
  Bytes body;
};

/// The columns of a row that was read: views into the statement.
struct RecordView {
  Id id;
  RecordKind kind = RecordKind::kIntention;
  BrandTag brand_tag{};
  std::int64_t version = 1;
  std::int64_t epoch = 1;
  ByteView wrapped_dek;
  ByteView body;
};

RecordView view_of(const RecordRow& row);

/// Fills wrapped_dek and body; the other columns are set by the caller.
void seal_record(const Keys& keys, RecordRow& row, const boost::json::object& content);
/// Errors: storage_damaged.
Result<boost::json::object> open_record(const Keys& keys, const RecordView& row);

/// The blind index of a brand; of a record without one, a tag that no other row has.
BrandTag brand_tag(const Keys& keys, std::string_view domain, const Id& id);

/// A plaintext in its bucket, and out of it. Errors: storage_damaged.
Bytes pad(std::string_view text);
Result<std::string_view> unpad(ByteView padded);

void append_u32(Bytes& out, std::uint32_t value);
void append_u64(Bytes& out, std::uint64_t value);
void append(Bytes& out, ByteView bytes);

}  // namespace volition::universe
