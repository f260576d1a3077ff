// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serve.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "app/dispatch.hpp"
#include "protocol/frames.hpp"

namespace volition::app {
namespace {

std::optional<int> timeout_of(const Context& context) {
  constexpr std::int64_t kLongestMs = 60'000;
  const std::optional<std::int64_t> due = context.next_due_ms();
  if (!due) return std::nullopt;
  return static_cast<int>(std::clamp<std::int64_t>(*due, 0, kLongestMs));
}

}  // namespace

void serve(Context& context, int input, int output) {
  // A buffer that grew for a long message is given back.
  constexpr std::size_t kKeptBytes = 64U << 10U;
  protocol::FrameReader reader(input);
  std::string message;
  for (;;) {
    switch (reader.next(message, timeout_of(context))) {
      case protocol::Incoming::kMessage:
        if (!protocol::write_frame(output, answer(context, message))) return;
        break;
      case protocol::Incoming::kTooLarge:
        if (!protocol::write_frame(
                output, protocol::write_error(std::nullopt, ErrorCode::kFrameTooLarge))) {
          return;
        }
        break;
      case protocol::Incoming::kNothing:
        context.tick();
        break;
      case protocol::Incoming::kEnd:
        return;
    }
    if (message.capacity() > kKeptBytes) std::string().swap(message);
  }
}

}  // namespace volition::app
