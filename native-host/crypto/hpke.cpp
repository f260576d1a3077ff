// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/hpke.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "crypto/hkdf.hpp"
#include "crypto/random.hpp"

namespace volition::crypto {
namespace {

static_assert(kHpkeKeyBytes == crypto_scalarmult_BYTES);
static_assert(kHpkeKeyBytes == crypto_scalarmult_SCALARBYTES);

constexpr std::uint8_t high(std::uint16_t number) {
  return static_cast<std::uint8_t>(number >> 8U);
}
constexpr std::uint8_t low(std::uint16_t number) { return static_cast<std::uint8_t>(number); }

/// "KEM" ‖ kem_id: the suite as the KEM's own derivations name it (RFC 9180 §4.1).
constexpr std::array<std::uint8_t, 5> kKemSuite = {'K', 'E', 'M', high(kHpkeKemX25519HkdfSha256),
                                                   low(kHpkeKemX25519HkdfSha256)};

/// "HPKE" ‖ kem_id ‖ kdf_id ‖ aead_id (RFC 9180 §5.1).
constexpr std::array<std::uint8_t, 10> kHpkeSuite = {'H',
                                                     'P',
                                                     'K',
                                                     'E',
                                                     high(kHpkeKemX25519HkdfSha256),
                                                     low(kHpkeKemX25519HkdfSha256),
                                                     high(kHpkeKdfHkdfSha256),
                                                     low(kHpkeKdfHkdfSha256),
                                                     high(kHpkeAeadChaCha20Poly1305),
                                                     low(kHpkeAeadChaCha20Poly1305)};

/// The parts one after the other, in one allocation: a growing vector would leave copies of
/// secrets behind.
Bytes join(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (const ByteView part : parts) size += part.size();
  Bytes joined(size);
  std::size_t at = 0;
  for (const ByteView part : parts) {
    std::copy(part.begin(), part.end(), joined.begin() + static_cast<std::ptrdiff_t>(at));
    at += part.size();
  }
  return joined;
}

/// LabeledExtract (RFC 9180 §4).
void labeled_extract(ByteView suite, ByteView salt, std::string_view label, ByteView ikm,
                     std::span<std::uint8_t, kSha256Bytes> prk) {
  Bytes labeled = join({as_bytes("HPKE-v1"), suite, as_bytes(label), ikm});
  hkdf_extract(salt, labeled, prk);
  wipe(labeled);
}

/// LabeledExpand (RFC 9180 §4).
void labeled_expand(ByteView suite, ByteView prk, std::string_view label, ByteView info,
                    std::span<std::uint8_t> out) {
  const auto length = static_cast<std::uint16_t>(out.size());
  const std::array<std::uint8_t, 2> prefix = {high(length), low(length)};
  hkdf_expand(prk, join({prefix, as_bytes("HPKE-v1"), suite, as_bytes(label), info}), out);
}

/// The public key of a secret one.
HpkeKey public_of(ByteView secret) {
  HpkeKey key{};
  crypto_scalarmult_base(key.data(), secret.data());
  return key;
}

/// ExtractAndExpand(DH(secret, their_public), enc ‖ receiver_public) (RFC 9180 §4.1). libsodium
/// refuses an all-zero result itself (RFC 9180 §7.1.4 demands it); it is checked again here because
/// everything rests on it.
Result<SecretBuffer> shared_secret(ByteView secret, ByteView their_public, ByteView enc,
                                   ByteView receiver_public) {
  SecretBuffer dh(crypto_scalarmult_BYTES);
  if (crypto_scalarmult(dh.data(), secret.data(), their_public.data()) != 0 ||
      sodium_is_zero(dh.data(), dh.size()) != 0) {
    return Error{ErrorCode::kBadKey, "the shared secret is all zero"};
  }
  const Bytes kem_context = join({enc, receiver_public});
  SecretBuffer eae_prk(kSha256Bytes);
  labeled_extract(kKemSuite, {}, "eae_prk", dh.view(), eae_prk.bytes().first<kSha256Bytes>());
  SecretBuffer shared(kSha256Bytes);
  labeled_expand(kKemSuite, eae_prk.view(), "shared_secret", kem_context, shared.bytes());
  return shared;
}

bool is_key(ByteView bytes) { return bytes.size() == kHpkeKeyBytes; }

}  // namespace

HpkeContext::HpkeContext(ByteView shared, ByteView info)
    : key_(kChaChaKeyBytes), exporter_secret_(kSha256Bytes) {
  Sha256 psk_id_hash{};
  Sha256 info_hash{};
  labeled_extract(kHpkeSuite, {}, "psk_id_hash", {}, psk_id_hash);
  labeled_extract(kHpkeSuite, {}, "info_hash", info, info_hash);
  const std::array<std::uint8_t, 1> mode_base = {0x00};
  const Bytes schedule = join({mode_base, psk_id_hash, info_hash});
  SecretBuffer secret(kSha256Bytes);
  labeled_extract(kHpkeSuite, shared, "secret", {}, secret.bytes().first<kSha256Bytes>());
  labeled_expand(kHpkeSuite, secret.view(), "key", schedule, key_.bytes());
  labeled_expand(kHpkeSuite, secret.view(), "base_nonce", schedule, base_nonce_);
  labeled_expand(kHpkeSuite, secret.view(), "exp", schedule, exporter_secret_.bytes());
}

ChaChaNonce HpkeContext::next_nonce() const {
  ChaChaNonce nonce = base_nonce_;
  for (unsigned i = 0; i < 8; ++i)
    nonce[11 - i] ^= static_cast<std::uint8_t>(sequence_ >> (8U * i));
  return nonce;
}

Bytes HpkeContext::seal(ByteView aad, ByteView plaintext) {
  Bytes ciphertext = chacha_seal(key_.view(), next_nonce(), aad, plaintext);
  ++sequence_;
  return ciphertext;
}

Result<Bytes> HpkeContext::open(ByteView aad, ByteView ciphertext) {
  auto plaintext = chacha_open(key_.view(), next_nonce(), aad, ciphertext);
  if (plaintext) ++sequence_;
  return plaintext;
}

SecretBuffer HpkeContext::export_secret(ByteView exporter_context, std::size_t length) const {
  if (length > kHkdfMaxBytes) throw std::length_error("export_secret");
  SecretBuffer secret(length);
  labeled_expand(kHpkeSuite, exporter_secret_.view(), "sec", exporter_context, secret.bytes());
  return secret;
}

Result<HpkeSender> hpke_setup_sender(ByteView receiver_public, ByteView info) {
  const SecretBuffer ephemeral = SecretBuffer::random(kHpkeKeyBytes);
  return hpke_setup_sender(receiver_public, info, ephemeral.view());
}

Result<HpkeSender> hpke_setup_sender(ByteView receiver_public, ByteView info,
                                     ByteView ephemeral_secret) {
  if (!is_key(receiver_public) || !is_key(ephemeral_secret)) {
    return Error{ErrorCode::kBadKey, "a key is not 32 bytes"};
  }
  make_ready();
  const HpkeKey enc = public_of(ephemeral_secret);
  auto shared = shared_secret(ephemeral_secret, receiver_public, enc, receiver_public);
  if (!shared) return shared.error();
  return HpkeSender{enc, HpkeContext(shared->view(), info)};
}

Result<HpkeContext> hpke_setup_receiver(ByteView enc, ByteView receiver_secret, ByteView info) {
  if (!is_key(enc) || !is_key(receiver_secret)) {
    return Error{ErrorCode::kBadKey, "a key is not 32 bytes"};
  }
  make_ready();
  auto shared = shared_secret(receiver_secret, enc, enc, public_of(receiver_secret));
  if (!shared) return shared.error();
  return HpkeContext(shared->view(), info);
}

HpkeKeyPair hpke_derive_key_pair(ByteView ikm) {
  make_ready();
  SecretBuffer dkp_prk(kSha256Bytes);
  labeled_extract(kKemSuite, {}, "dkp_prk", ikm, dkp_prk.bytes().first<kSha256Bytes>());
  HpkeKeyPair pair{SecretBuffer(kHpkeKeyBytes), {}};
  labeled_expand(kKemSuite, dkp_prk.view(), "sk", {}, pair.secret.bytes());
  pair.public_key = public_of(pair.secret.view());
  return pair;
}

}  // namespace volition::crypto
