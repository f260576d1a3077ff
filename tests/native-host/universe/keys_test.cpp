// SPDX-License-Identifier: GPL-3.0-or-later
// Key slots, as they are and as later issues will use them: a passphrase's slot that survives a new
// master key without its secret.

#include "universe/keys.hpp"

#include <functional>

#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::universe;

namespace {

struct World {
  crypto::SigningKey signing = crypto::SigningKey::generate();
  Id store_id = store_id_of(signing.verifying_key());
  Keys keys = derive_keys(store_id, 1, crypto::SecretBuffer::random(32));
  crypto::SecretBuffer secret = crypto::SecretBuffer::random(kSlotSecretBytes);
};

}  // namespace

TEST_CASE("a slot opens the master key with its secret, and with no other") {
  World world;
  const Slot slot =
      make_slot(SlotKind::kKeyFile, world.secret.view(), {}, world.keys, world.signing);
  CHECK(slot.sealed_master.size() == 80);
  CHECK(slot_is_for(slot, world.secret.view()));
  const auto master = open_slot(slot, world.secret.view(), world.store_id);
  REQUIRE(master);
  CHECK(crypto::equal_secret(master->view(), world.keys.master.view()));
  CHECK(verify_slot(slot, world.store_id, 1, world.signing.verifying_key()));

  const crypto::SecretBuffer other = crypto::SecretBuffer::random(kSlotSecretBytes);
  CHECK_FALSE(slot_is_for(slot, other.view()));
  CHECK(open_slot(slot, other.view(), world.store_id).error().code == ErrorCode::kStorageDamaged);
}

TEST_CASE("a slot belongs to one store and one epoch") {
  World world;
  const Slot slot =
      make_slot(SlotKind::kKeyFile, world.secret.view(), {}, world.keys, world.signing);
  World other;
  CHECK_FALSE(open_slot(slot, world.secret.view(), other.store_id));
  CHECK_FALSE(verify_slot(slot, other.store_id, 1, world.signing.verifying_key()));
  CHECK_FALSE(verify_slot(slot, world.store_id, 2, world.signing.verifying_key()));
  CHECK_FALSE(verify_slot(slot, world.store_id, 1, other.signing.verifying_key()));
}

TEST_CASE("a forged slot is refused, whatever was forged") {
  World world;
  const std::pair<const char*, std::function<void(Slot&)>> rows[] = {
      {"id", [](Slot& s) { s.id.bytes[0] ^= 1; }},
      {"kind", [](Slot& s) { s.kind = 2; }},
      {"params", [](Slot& s) { s.params = {1}; }},
      {"public key", [](Slot& s) { s.public_key[0] ^= 1; }},
      {"sealed master", [](Slot& s) { s.sealed_master[50] ^= 1; }},
      {"mac", [](Slot& s) { s.mac[0] ^= 1; }},
      {"signature", [](Slot& s) { s.signature[0] ^= 1; }},
  };
  for (const auto& [what, forge] : rows) {
    INFO(what);
    Slot slot = make_slot(SlotKind::kKeyFile, world.secret.view(), {}, world.keys, world.signing);
    forge(slot);
    CHECK(verify_slot(slot, world.store_id, 1, world.signing.verifying_key()).error().code ==
          ErrorCode::kStorageDamaged);
  }
  // A tamperer who knows the public key can seal a master of their own to it; the signature tells.
  Slot slot = make_slot(SlotKind::kKeyFile, world.secret.view(), {}, world.keys, world.signing);
  World tamperer;
  slot.sealed_master = crypto::seal_to(slot.public_key, tamperer.keys.master.view());
  CHECK_FALSE(verify_slot(slot, world.store_id, 1, world.signing.verifying_key()));
}

TEST_CASE("a passphrase's slot follows a new master key without its secret") {
  World world;
  const Bytes params{1, 3, 0, 4};
  Slot slot =
      make_slot(SlotKind::kPassphrase, world.secret.view(), params, world.keys, world.signing);
  const crypto::Hash mac = slot.mac;
  const Keys next = derive_keys(world.store_id, 2, crypto::SecretBuffer::random(32));
  reseal_slot(slot, next, world.signing);
  CHECK(slot.mac == mac);  // Made once: it needs the secret.
  CHECK(verify_slot(slot, world.store_id, 2, world.signing.verifying_key()));
  const auto master = open_slot(slot, world.secret.view(), world.store_id);
  REQUIRE(master);
  CHECK(crypto::equal_secret(master->view(), next.master.view()));
}

TEST_CASE("the signing key opens under its own master key only") {
  World world;
  const Bytes sealed = seal_signing_key(world.keys, world.signing);
  const auto opened = open_signing_key(world.keys, sealed);
  REQUIRE(bool(opened));
  CHECK(opened->verifying_key() == world.signing.verifying_key());
  const Keys next = derive_keys(world.store_id, 2, crypto::SecretBuffer::random(32));
  CHECK(open_signing_key(next, sealed).error().code == ErrorCode::kStorageDamaged);
  CHECK_FALSE(bool(open_signing_key(world.keys, ByteView(sealed).first(71))));
}

TEST_CASE("no two subkeys are the same") {
  World world;
  const std::vector<ByteView> keys{world.keys.master.view(),  world.keys.wrap.view(),
                                   world.keys.blind.view(),   world.keys.secrets.view(),
                                   world.keys.op_hash.view(), world.keys.op_seal.view(),
                                   world.keys.head.view()};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t j = i + 1; j < keys.size(); ++j) {
      INFO(i << " and " << j);
      CHECK_FALSE(crypto::equal_secret(keys[i], keys[j]));
    }
  }
}
