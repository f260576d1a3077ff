// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/keys.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "universe/format.hpp"

namespace volition::universe {

namespace {

constexpr std::string_view kMasterContext = "VolMastr";
constexpr std::string_view kSlotContext = "VolSlot1";

// Numbers of subkeys: part of the format. Append, never renumber. 3 is the backup's, not written
// yet.
constexpr std::uint64_t kWrapKey = 1;
constexpr std::uint64_t kBlindKey = 2;
constexpr std::uint64_t kSecretsKey = 4;
constexpr std::uint64_t kOpHashKey = 5;
constexpr std::uint64_t kOpSealKey = 6;
constexpr std::uint64_t kHeadKey = 7;
constexpr std::uint64_t kHeadMacKey = 8;

constexpr std::uint64_t kSlotBoxKey = 1;
constexpr std::uint64_t kSlotMacKey = 2;

crypto::BoxKey box_key(ByteView secret) {
  return crypto::BoxKey::from_seed(crypto::derive_key(secret, kSlotContext, kSlotBoxKey).view());
}

crypto::Hash slot_mac(const Slot& slot, ByteView secret, const Id& store_id) {
  Bytes text;
  append(text, as_bytes("volition slot mac"));
  append(text, store_id.bytes);
  append_u64(text, static_cast<std::uint64_t>(slot.kind));
  append_u64(text, slot.params.size());
  append(text, slot.params);
  append(text, slot.public_key);
  return crypto::keyed_hash(crypto::derive_key(secret, kSlotContext, kSlotMacKey).view(), {text});
}

Bytes slot_message(const Slot& slot, const Id& store_id, std::int64_t epoch) {
  Bytes text;
  append(text, as_bytes("volition slot signature"));
  append(text, store_id.bytes);
  append(text, slot.id.bytes);
  append_u64(text, static_cast<std::uint64_t>(slot.kind));
  append_u64(text, static_cast<std::uint64_t>(epoch));
  append_u64(text, slot.params.size());
  append(text, slot.params);
  append(text, slot.public_key);
  append_u64(text, slot.sealed_master.size());
  append(text, slot.sealed_master);
  append(text, slot.mac);
  return text;
}

Bytes secrets_context(const Keys& keys) {
  Bytes text;
  append(text, keys.store_id.bytes);
  append(text, as_bytes("secrets"));
  append_u64(text, static_cast<std::uint64_t>(keys.epoch));
  return text;
}

}  // namespace

Keys derive_keys(const Id& store_id, std::int64_t epoch, crypto::SecretBuffer master) {
  Keys keys;
  keys.store_id = store_id;
  keys.epoch = epoch;
  keys.wrap = crypto::derive_key(master.view(), kMasterContext, kWrapKey);
  keys.blind = crypto::derive_key(master.view(), kMasterContext, kBlindKey);
  keys.secrets = crypto::derive_key(master.view(), kMasterContext, kSecretsKey);
  keys.op_hash = crypto::derive_key(master.view(), kMasterContext, kOpHashKey);
  keys.op_seal = crypto::derive_key(master.view(), kMasterContext, kOpSealKey);
  keys.head = crypto::derive_key(master.view(), kMasterContext, kHeadKey);
  keys.head_mac = crypto::derive_key(master.view(), kMasterContext, kHeadMacKey);
  keys.master = std::move(master);
  return keys;
}

Id store_id_of(const crypto::VerifyingKey& store_key) {
  const crypto::Hash digest = crypto::hash({as_bytes("volition store id"), store_key});
  Id id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

Bytes seal_signing_key(const Keys& keys, const crypto::SigningKey& signing) {
  return crypto::aead_seal(keys.secrets.view(), secrets_context(keys), signing.seed());
}

Result<crypto::SigningKey> open_signing_key(const Keys& keys, ByteView sealed) {
  if (sealed.size() != crypto::kSigningSeedBytes + crypto::kAeadOverhead) {
    return Error{ErrorCode::kStorageDamaged, "the store's signing key has a wrong length"};
  }
  crypto::SecretBuffer seed(crypto::kSigningSeedBytes);
  if (!crypto::aead_open_into(keys.secrets.view(), secrets_context(keys), sealed, seed.bytes())) {
    return Error{ErrorCode::kStorageDamaged, "the store's signing key does not open"};
  }
  return crypto::SigningKey::from_seed(seed.view());
}

Slot make_slot(SlotKind kind, ByteView secret, ByteView params, const Keys& keys,
               const crypto::SigningKey& signing) {
  Slot slot;
  slot.id = new_id();
  slot.kind = static_cast<std::int64_t>(kind);
  slot.params.assign(params.begin(), params.end());
  slot.public_key = box_key(secret).public_key();
  slot.mac = slot_mac(slot, secret, keys.store_id);
  reseal_slot(slot, keys, signing);
  return slot;
}

void reseal_slot(Slot& slot, const Keys& keys, const crypto::SigningKey& signing) {
  slot.sealed_master = crypto::seal_to(slot.public_key, keys.master.view());
  slot.signature = signing.sign(slot_message(slot, keys.store_id, keys.epoch));
}

bool slot_is_for(const Slot& slot, ByteView secret) {
  return box_key(secret).public_key() == slot.public_key;
}

Result<crypto::SecretBuffer> open_slot(const Slot& slot, ByteView secret, const Id& store_id) {
  if (!crypto::equal_secret(slot_mac(slot, secret, store_id), slot.mac)) {
    return Error{ErrorCode::kStorageDamaged, "a key slot belongs to another store"};
  }
  Result<crypto::SecretBuffer> master = box_key(secret).open(slot.sealed_master);
  if (!master || master->size() != crypto::kKdfKeyBytes) {
    return Error{ErrorCode::kStorageDamaged, "a key slot does not open"};
  }
  return master;
}

Status verify_slot(const Slot& slot, const Id& store_id, std::int64_t epoch,
                   const crypto::VerifyingKey& store_key) {
  if (!crypto::verify_signature(store_key, slot_message(slot, store_id, epoch), slot.signature)) {
    return Error{ErrorCode::kStorageDamaged, "a key slot is not signed by this store"};
  }
  return ok();
}

}  // namespace volition::universe
