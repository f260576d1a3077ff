// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/worker.hpp"

#include <system_error>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace volition::lists {

void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

Worker::~Worker() { wait(); }

void Worker::wait() {
  if (thread_.joinable()) thread_.join();
}

bool Worker::start(std::function<void()> job) {
  if (busy()) return false;
  wait();
  running_.store(true, std::memory_order_release);
  try {
    thread_ = std::thread([this, work = std::move(job)] {
      work();
      running_.store(false, std::memory_order_release);
    });
  } catch (const std::system_error&) {
    running_.store(false, std::memory_order_release);
    return false;
  }
  return true;
}

}  // namespace volition::lists
