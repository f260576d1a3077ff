// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/version_of.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string_view>

namespace volition::platform {
namespace {

using Clock = std::chrono::steady_clock;

class Pipe {
 public:
  Pipe() {
    if (pipe(ends_.data()) != 0) ends_ = {-1, -1};
    for (const int end : ends_) fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  ~Pipe() {
    close_writing();
    if (ends_[0] >= 0) close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool valid() const { return ends_[0] >= 0; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_writing() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// The child with its output on the pipe and nothing else of ours; 0 where it could not be started.
pid_t start(const std::filesystem::path& program, const Pipe& output) {
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return 0;
  constexpr mode_t kNoMode = 0;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, kNoMode);
  posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, kNoMode);
  std::string name = program.native();
  std::string argument = "--version";
  std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
  std::array<char*, 1> environment{nullptr};
  pid_t child = 0;
  const int failed =
      posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? child : 0;
}

/// What comes until a line's end, the end of the output, enough bytes or the end of patience.
std::string first_line(int from, Clock::time_point until) {
  constexpr std::size_t kEnough = 128;
  std::string line;
  while (line.size() < kEnough && line.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    pollfd waiting{from, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    std::array<char, kEnough> bytes{};
    const ssize_t got = read(from, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    line.append(bytes.data(), static_cast<std::size_t>(got));
  }
  return line.substr(0, line.find('\n'));
}

bool is_version(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '+' || c == '~';
         });
}

}  // namespace

Result<std::string> version_of(const std::filesystem::path& program, int patience_ms) {
  Pipe output;
  if (!output.valid()) return Error(ErrorCode::kFileFailed, "pipe");
  const pid_t child = start(program, output);
  if (child == 0) return Error(ErrorCode::kFileFailed, "cannot be started");
  output.close_writing();
  const std::string line =
      first_line(output.reading(), Clock::now() + std::chrono::milliseconds(patience_ms));
  // It has said what it had to say; one that goes on is not waited for.
  kill(child, SIGKILL);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  constexpr std::string_view kName = "volition ";
  const std::string_view told = line;
  if (told.substr(0, kName.size()) != kName || !is_version(told.substr(kName.size()))) {
    return Error(ErrorCode::kNotFound, "no program of ours");
  }
  return std::string(told.substr(kName.size()));
}

}  // namespace volition::platform
