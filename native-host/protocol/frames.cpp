// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/frames.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace volition::protocol {
namespace {

constexpr std::size_t kHeaderBytes = sizeof(std::uint32_t);

/// Waits until the descriptor can be read. False when the time is over.
bool wait_readable(int descriptor, int timeout_ms) {
  pollfd waiting{descriptor, POLLIN, 0};
  // An interrupted wait starts over with the full time: nothing depends on its exact end.
  for (;;) {
    const int ready = poll(&waiting, 1, timeout_ms);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return true;  // The read that follows reports the fault.
  }
}

}  // namespace

bool FrameReader::read_exactly(char* target, std::size_t count) {
  const auto take = [&](std::size_t part) {
    target += part;
    count -= part;
  };
  while (count > 0) {
    if (begin_ < end_) {
      const std::size_t part = std::min(count, end_ - begin_);
      std::memcpy(target, ahead_.data() + begin_, part);
      begin_ += part;
      take(part);
      continue;
    }
    const bool is_long = count >= ahead_.size();
    const ssize_t got = is_long ? ::read(descriptor_, target, count)
                                : ::read(descriptor_, ahead_.data(), ahead_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    if (is_long) {
      take(static_cast<std::size_t>(got));
    } else {
      begin_ = 0;
      end_ = static_cast<std::size_t>(got);
    }
  }
  return true;
}

// Apart from next(), which would otherwise probe this buffer's pages of stack at every message.
bool FrameReader::drop(std::size_t count) {
  std::array<char, 16384> dropped;
  while (count > 0) {
    const std::size_t part = std::min(count, dropped.size());
    if (!read_exactly(dropped.data(), part)) return false;
    count -= part;
  }
  return true;
}

Incoming FrameReader::next(std::string& message, std::optional<int> timeout_ms) {
  if (begin_ == end_ && timeout_ms && !wait_readable(descriptor_, *timeout_ms))
    return Incoming::kNothing;
  std::array<char, kHeaderBytes> header{};
  if (!read_exactly(header.data(), header.size())) return Incoming::kEnd;
  std::uint32_t length = 0;
  std::memcpy(&length, header.data(), header.size());
  if (length > kMaxMessageBytes) return drop(length) ? Incoming::kTooLarge : Incoming::kEnd;
  message.resize(length);
  if (!read_exactly(message.data(), length)) return Incoming::kEnd;
  return Incoming::kMessage;
}

bool write_frame(int descriptor, std::string_view message) {
  const auto length = static_cast<std::uint32_t>(message.size());
  // One buffer, so that a small answer is one system call and never half a header.
  std::string frame(kHeaderBytes, '\0');
  std::memcpy(frame.data(), &length, kHeaderBytes);
  frame.append(message);
  const char* next = frame.data();
  std::size_t left = frame.size();
  while (left > 0) {
    const ssize_t written = ::write(descriptor, next, left);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    next += written;
    left -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace volition::protocol
