// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bytes that must not leak: keys and what keys are made of. Held in libsodium's guarded memory
// (sodium_malloc: guard pages, kept out of core dumps and swap where the system allows), wiped when
// freed. An allocation costs a few pages and system calls, so it is meant for the few long-lived
// secrets, not for one key per record.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/encoding.hpp"

namespace volition::crypto {

/// Move-only. A moved-from or default buffer is empty.
class SecretBuffer {
 public:
  SecretBuffer() = default;
  /// Zero bytes of the given length.
  explicit SecretBuffer(std::size_t size);
  /// A copy of `bytes`; the caller wipes its own.
  static SecretBuffer copy_of(ByteView bytes);
  /// Fresh random bytes.
  static SecretBuffer random(std::size_t size);

  SecretBuffer(SecretBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretBuffer& operator=(SecretBuffer&& other) noexcept;
  SecretBuffer(const SecretBuffer&) = delete;
  SecretBuffer& operator=(const SecretBuffer&) = delete;
  ~SecretBuffer();

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::uint8_t* data() { return data_; }
  const std::uint8_t* data() const { return data_; }
  std::span<std::uint8_t> bytes() { return {data_, size_}; }
  /// Lives as long as the buffer.
  ByteView view() const { return {data_, size_}; }
  SecretBuffer clone() const { return copy_of(view()); }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Same length and same bytes; takes the same time wherever they differ.
bool equal_secret(ByteView a, ByteView b);

/// Overwrites memory in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes);

}  // namespace volition::crypto
