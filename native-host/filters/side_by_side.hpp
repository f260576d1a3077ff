// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Work of many independent parts on two processors: lists are read, converted and written each by
// itself.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <system_error>

namespace volition::filters {

/// Whether a second thread is worth its start.
enum class Threads : std::uint8_t { kOne, kTwo };

/// Two where so many bytes of lists are enough for a second one: fewer are read before a thread has
/// started.
constexpr Threads threads_for(std::size_t list_bytes) {
  return list_bytes >= std::size_t{256} << 10U ? Threads::kTwo : Threads::kOne;
}

/// Calls `work(i)` for each i below `count`, on this thread and, with kTwo, on another that takes
/// every part which this one has not begun. Where no thread can be had, this one does it all. What
/// `work` throws is thrown here, after both have ended.
template <typename Work>
void side_by_side(std::size_t count, Threads threads, Work work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  // Its end waits for the other thread, whatever happens here.
  std::future<void> other;
  if (threads == Threads::kTwo && count > 1) {
    try {
      other = std::async(std::launch::async, take);
    } catch (const std::system_error&) {
      // No second thread: this one takes everything.
    }
  }
  take();
  if (other.valid()) other.get();
}

}  // namespace volition::filters
