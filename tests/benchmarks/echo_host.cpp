// SPDX-License-Identifier: GPL-3.0-or-later
// The barest native messaging host: it sends every frame back as it came. The benchmarks measure
// Volition's host against it in the same run, so that what a browser's own pipe costs is not
// counted as ours.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace {

constexpr std::uint32_t kLargestFrame = 8 * 1024 * 1024;

bool read_all(void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t got = ::read(STDIN_FILENO, at, size);
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(const char* at, std::size_t size) {
  while (size > 0) {
    const ssize_t put = ::write(STDOUT_FILENO, at, size);
    if (put <= 0) return false;
    at += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

}  // namespace

int main() {
  std::vector<char> frame;
  for (;;) {
    std::uint32_t length = 0;
    if (!read_all(&length, sizeof length)) return 0;
    if (length > kLargestFrame) return 1;
    frame.resize(sizeof length + length);
    std::memcpy(frame.data(), &length, sizeof length);
    if (!read_all(frame.data() + sizeof length, length)) return 0;
    if (!write_all(frame.data(), frame.size())) return 0;
  }
}
