// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Native messaging's framing, as both browsers speak it: a 32-bit length in the machine's own byte
// order, then so many bytes of UTF-8 JSON. See PROTOCOL.md. Works on plain file descriptors, so
// that tests use pipes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace volition::protocol {

/// The longest message that is read, in bytes.
constexpr std::size_t kMaxMessageBytes = 8U << 20U;
/// The longest answer that is written, in bytes. Browsers close the port above 1 MiB.
constexpr std::size_t kMaxAnswerBytes = 900U << 10U;

enum class Incoming {
  kMessage,
  /// Longer than kMaxMessageBytes; its bytes were read and dropped.
  kTooLarge,
  /// No byte in the time given.
  kNothing,
  /// End of input, also in the middle of a message, or a descriptor that cannot be read.
  kEnd,
};

/// Reads messages from one descriptor, which must outlive it.
class FrameReader {
 public:
  explicit FrameReader(int descriptor) : descriptor_(descriptor) {}

  /// Waits for the next message and puts it into `message`. With a time-out, kNothing is returned
  /// when no message began within it; a message that has begun is read to its end.
  Incoming next(std::string& message, std::optional<int> timeout_ms = std::nullopt);

 private:
  /// False at end of input.
  bool read_exactly(char* target, std::size_t count);
  /// Reads so many bytes and keeps none. False at end of input.
  [[gnu::noinline]] bool drop(std::size_t count);

  static constexpr std::size_t kAheadBytes = 4096;

  int descriptor_;
  /// Read but not yet taken, from begin_ to end_: a small message is one system call then.
  std::array<char, kAheadBytes> ahead_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// Writes one message whole. False when the other side is gone. The caller keeps `message` within
/// kMaxAnswerBytes.
bool write_frame(int descriptor, std::string_view message);

}  // namespace volition::protocol
