// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What this side keeps of a request that was sealed: enough to send the same bytes again, to open
// its replies and to withdraw it. The universe stores it as bytes and does not look inside.

#include <cstdint>
#include <string>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/secret_buffer.hpp"
#include "requests/descriptor.hpp"

namespace volition::requests {

struct Kept {
  /// Ed25519 seed: withdraws.
  crypto::SecretBuffer seed;
  /// Export("volition reply", 32): opens replies. Empty once the time to answer is over.
  crypto::SecretBuffer reply_secret;
  /// The request, compact, as signed.
  std::string jws;
  /// The exact bytes that are posted.
  std::string wire;
  Bytes enc;
  std::string origin;
  std::string endpoint;
  std::string mailbox;
  /// Keys of the descriptor that may sign replies.
  std::vector<NamedKey> keys;
  int max_replies = 0;
  std::int64_t made_at = 0;
  std::int64_t until = 0;
  /// SHA-256 of the sealed bytes and of the JWS of every reply that was opened, in that order.
  struct Seen {
    crypto::Sha256 sealed{};
    crypto::Sha256 jws{};
  };
  std::vector<Seen> seen;

  /// SHA-256 of the request's JWS.
  crypto::Sha256 receipt() const { return crypto::sha256(as_bytes(jws)); }
  /// How many replies may still be opened.
  int remaining() const { return max_replies - static_cast<int>(seen.size()); }
};

/// The record's bytes, versioned (layout in README.md); the buffer is wiped when it goes.
crypto::SecretBuffer write_kept(const Kept& kept);

/// Errors: storage_damaged for anything write_kept does not write; storage_newer for a later
/// version.
Result<Kept> read_kept(ByteView bytes);

/// Erases the reply secret where the time to answer is over or the replies are used up: nothing can
/// be opened afterwards. Whether anything changed (then the record is to be stored again).
bool close_when_over(Kept& kept, std::int64_t now);

}  // namespace volition::requests
