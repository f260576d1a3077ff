// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secret_buffer.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "crypto/random.hpp"

namespace volition::crypto {

SecretBuffer::SecretBuffer(std::size_t size) : size_(size) {
  if (size == 0) return;
  make_ready();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc();
  std::memset(data_, 0, size);
}

SecretBuffer SecretBuffer::copy_of(ByteView bytes) {
  SecretBuffer buffer(bytes.size());
  std::copy(bytes.begin(), bytes.end(), buffer.data_);
  return buffer;
}

SecretBuffer SecretBuffer::random(std::size_t size) {
  SecretBuffer buffer(size);
  fill_random(buffer.bytes());
  return buffer;
}

SecretBuffer& SecretBuffer::operator=(SecretBuffer&& other) noexcept {
  if (this != &other) {
    sodium_free(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBuffer::~SecretBuffer() { sodium_free(data_); }

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

void wipe(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

}  // namespace volition::crypto
