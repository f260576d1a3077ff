// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The key hierarchy (universe.md, "Keys"):
//
//   slot secret (the key file's 32 bytes) ─ kdf ─▶ X25519 pair, MAC key
//   X25519 pair ─ opens ─▶ master key (random; sealed to every slot's public key)
//   master key ─ kdf ─▶ wrap, blind, backup, secrets, op hash, op seal, head, head mac
//   secrets ─ opens ─▶ Ed25519 seed, whose public key names the store
//
// So a new master key needs only the slots' public keys, and whoever knows a public key can still
// not pass off a store of their own: the slot's MAC binds the store id to the slot's secret.

#include <cstdint>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/kdf.hpp"
#include "crypto/sealed_box.hpp"
#include "crypto/secret_buffer.hpp"
#include "crypto/signature.hpp"
#include "universe/id.hpp"

namespace volition::universe {

constexpr std::size_t kSlotSecretBytes = 32;

/// Values in the file: append, never renumber.
enum class SlotKind : std::int64_t { kKeyFile = 1, kPassphrase = 2, kRecoveryWords = 3 };

/// A row of the table `slot`.
struct Slot {
  Id id;
  std::int64_t kind = static_cast<std::int64_t>(SlotKind::kKeyFile);
  Bytes params;
  crypto::BoxPublicKey public_key{};
  Bytes sealed_master;
  crypto::Hash mac{};
  crypto::Signature signature{};
};

/// What an open store works with.
struct Keys {
  Id store_id;
  std::int64_t epoch = 1;
  crypto::SecretBuffer master;
  crypto::SecretBuffer wrap;
  crypto::SecretBuffer blind;
  crypto::SecretBuffer secrets;
  crypto::SecretBuffer op_hash;
  crypto::SecretBuffer op_seal;
  crypto::SecretBuffer head;
  crypto::SecretBuffer head_mac;
};

/// The subkeys of a master key.
Keys derive_keys(const Id& store_id, std::int64_t epoch, crypto::SecretBuffer master);

Id store_id_of(const crypto::VerifyingKey& store_key);

/// The Ed25519 seed, sealed for `meta.secrets`, and back. Errors: storage_damaged.
Bytes seal_signing_key(const Keys& keys, const crypto::SigningKey& signing);
Result<crypto::SigningKey> open_signing_key(const Keys& keys, ByteView sealed);

/// A slot for `secret` that opens `master`.
Slot make_slot(SlotKind kind, ByteView secret, ByteView params, const Keys& keys,
               const crypto::SigningKey& signing);
/// The same slot for another master key, made without its secret.
void reseal_slot(Slot& slot, const Keys& keys, const crypto::SigningKey& signing);

/// Whether `secret` belongs to the slot.
bool slot_is_for(const Slot& slot, ByteView secret);
/// The master key. Errors: storage_damaged (the MAC is not this secret's for this store, or the box
/// does not open: a forged slot).
Result<crypto::SecretBuffer> open_slot(const Slot& slot, ByteView secret, const Id& store_id);
/// Errors: storage_damaged.
Status verify_slot(const Slot& slot, const Id& store_id, std::int64_t epoch,
                   const crypto::VerifyingKey& store_key);

}  // namespace volition::universe
