// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/padding.hpp"

#include <algorithm>

namespace volition::requests {
namespace {

constexpr std::size_t kLengthBytes = 4;

}  // namespace

std::size_t padded_length(std::size_t jws_bytes) {
  const std::size_t buckets = (kLengthBytes + jws_bytes + kBucketBytes - 1) / kBucketBytes;
  return std::max(kMinPlaintextBytes, buckets * kBucketBytes);
}

Bytes pad(std::string_view jws) {
  Bytes plaintext(padded_length(jws.size()));
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    plaintext[i] = static_cast<std::uint8_t>(jws.size() >> (8 * (kLengthBytes - 1 - i)));
  std::copy(jws.begin(), jws.end(), plaintext.begin() + kLengthBytes);
  return plaintext;
}

Result<std::string> unpad(ByteView plaintext, std::size_t max_plaintext_bytes) {
  const auto refused = [](const char* detail) {
    return Error{ErrorCode::kDecryptionFailed, detail};
  };
  if (plaintext.size() < kMinPlaintextBytes || plaintext.size() > max_plaintext_bytes ||
      plaintext.size() % kBucketBytes != 0) {
    return refused("not a bucket");
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) length = (length << 8U) | plaintext[i];
  if (length > plaintext.size() - kLengthBytes || padded_length(length) != plaintext.size()) {
    return refused("length");
  }
  const ByteView rest = plaintext.subspan(kLengthBytes + length);
  if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; })) {
    return refused("padding is not zero");
  }
  return std::string(as_text(plaintext.subspan(kLengthBytes, length)));
}

}  // namespace volition::requests
