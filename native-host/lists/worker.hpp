// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One thread beside the port, so that building never makes a message wait.

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace volition::lists {

/// Gives freed memory back to the system: a text and what is built of it are many times what the
/// host needs otherwise.
void give_back_memory();

class Worker {
 public:
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  /// Waits for the job that runs.
  ~Worker();

  bool busy() const { return running_.load(std::memory_order_acquire); }
  /// Runs `job` on a thread of its own. False while another runs, and where the system gives no
  /// thread.
  bool start(std::function<void()> job);
  void wait();

 private:
  std::thread thread_;
  std::atomic<bool> running_ = false;
};

}  // namespace volition::lists
