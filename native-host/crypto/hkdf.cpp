// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/hkdf.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "crypto/random.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {
namespace {

static_assert(kSha256Bytes == crypto_auth_hmacsha256_BYTES);

/// HMAC-SHA-256 over parts, wiped when it goes.
class Hmac {
 public:
  explicit Hmac(ByteView key) {
    // libsodium wants an address even for no bytes.
    constexpr std::uint8_t kNothing = 0;
    crypto_auth_hmacsha256_init(&state_, key.empty() ? &kNothing : key.data(), key.size());
  }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  ~Hmac() { sodium_memzero(&state_, sizeof state_); }

  void add(ByteView part) {
    if (!part.empty()) crypto_auth_hmacsha256_update(&state_, part.data(), part.size());
  }
  void finish(std::span<std::uint8_t, kSha256Bytes> out) {
    crypto_auth_hmacsha256_final(&state_, out.data());
  }

 private:
  crypto_auth_hmacsha256_state state_;
};

}  // namespace

Sha256 sha256(ByteView bytes) {
  Sha256 digest{};
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

void hkdf_extract(ByteView salt, ByteView ikm, std::span<std::uint8_t, kSha256Bytes> prk) {
  make_ready();
  // HMAC fills a short key up with zeros, so an empty salt needs no case of its own.
  Hmac hmac(salt);
  hmac.add(ikm);
  hmac.finish(prk);
}

void hkdf_expand(ByteView prk, ByteView info, std::span<std::uint8_t> out) {
  if (out.size() > kHkdfMaxBytes) throw std::length_error("hkdf_expand");
  make_ready();
  std::array<std::uint8_t, kSha256Bytes> block{};
  std::size_t done = 0;
  for (std::uint8_t counter = 1; done < out.size(); ++counter) {
    Hmac hmac(prk);
    if (counter > 1) hmac.add(block);
    hmac.add(info);
    hmac.add({&counter, 1});
    hmac.finish(block);
    const std::size_t take = std::min(block.size(), out.size() - done);
    std::copy_n(block.begin(), take, out.begin() + static_cast<std::ptrdiff_t>(done));
    done += take;
  }
  wipe(block);
}

}  // namespace volition::crypto
