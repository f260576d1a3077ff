// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string>

#include "platform/cage.hpp"

#ifdef __linux__
#include <sys/ptrace.h>
#endif

namespace volition::platform {
namespace {

/// Each answers whether the attempt went through. They run one after the other in the child, inside
/// the cage.
bool open_socket(const Reach&) {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  if (made >= 0) close(made);
  return made >= 0;
}

bool open_local_socket(const Reach&) {
  const int made = socket(AF_UNIX, SOCK_STREAM, 0);
  if (made >= 0) close(made);
  return made >= 0;
}

bool connect_anywhere(const Reach&) {
  // Descriptor 0 is no socket; an open network would say ENOTSOCK, the wall says EPERM.
  sockaddr_in address{};
  address.sin_family = AF_INET;
  return connect(STDIN_FILENO, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
         errno != EPERM;
}

bool read_other_file(const Reach&) {
  const int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
  if (file >= 0) close(file);
  return file >= 0;
}

bool write_other_file(const Reach& reach) {
  const std::string path = reach.data_folder.parent_path() / ".volition-probe";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  close(file);
  unlink(path.c_str());
  return true;
}

bool start_program(const Reach&) {
  // A path that does not exist: an open door would say ENOENT, the wall says EPERM.
  std::array<char*, 1> nothing{nullptr};
  execve("/nonexistent/program", nothing.data(), nothing.data());
  return errno != EPERM;
}

bool start_process(const Reach&) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, nullptr, 0);
  return child > 0;
}

bool signal_parent(const Reach&) { return kill(getppid(), 0) == 0; }

bool map_code(const Reach&) {
  constexpr std::size_t kPage = 4096;
  void* memory = mmap(nullptr, kPage, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory != MAP_FAILED;
}

bool turn_data_into_code(const Reach&) {
  constexpr std::size_t kPage = 4096;
  void* memory = mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  return mprotect(memory, kPage, PROT_READ | PROT_EXEC) == 0;
}

bool trace_itself(const Reach&) {
#ifdef __linux__
  return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0;
#else
  return false;
#endif
}

bool write_data_folder(const Reach& reach) {
  const std::string path = reach.data_folder / "probe";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written = write(file, "x", 1) == 1 && fdatasync(file) == 0;
  close(file);
  return unlink(path.c_str()) == 0 && written;
}

/// Lists are built on a thread, which is in the cage as well.
bool start_thread(const Reach&) {
  pthread_t thread{};
  const auto nothing = [](void*) -> void* { return nullptr; };
  if (pthread_create(&thread, nullptr, nothing, nullptr) != 0) return false;
  return pthread_join(thread, nullptr) == 0;
}

struct Attempt {
  std::string_view name;
  Probe::Expected expected;
  bool (*go_through)(const Reach&);
};

constexpr std::array kAttempts{
    Attempt{"open a network socket", Probe::Expected::kRefused, open_socket},
    Attempt{"open a local socket", Probe::Expected::kRefused, open_local_socket},
    Attempt{"connect", Probe::Expected::kRefused, connect_anywhere},
    Attempt{"read /etc/passwd", Probe::Expected::kRefused, read_other_file},
    Attempt{"write beside the data folder", Probe::Expected::kRefused, write_other_file},
    Attempt{"start a program", Probe::Expected::kRefused, start_program},
    Attempt{"start a process", Probe::Expected::kRefused, start_process},
    Attempt{"signal another process", Probe::Expected::kRefused, signal_parent},
    Attempt{"map code", Probe::Expected::kRefused, map_code},
    Attempt{"turn data into code", Probe::Expected::kRefused, turn_data_into_code},
    Attempt{"trace", Probe::Expected::kRefused, trace_itself},
    Attempt{"write in the data folder", Probe::Expected::kAllowed, write_data_folder},
    Attempt{"start a thread", Probe::Expected::kAllowed, start_thread},
};

/// What the child sends back: two walls, then one byte per attempt.
using Told = std::array<std::uint8_t, 2 + kAttempts.size()>;

[[noreturn]] void try_all(const Reach& reach, int to_parent) {
  constexpr int kFailed = 1;
  const Result<Cage> cage = close_cage(reach);
  if (!cage) _exit(kFailed);
  Told told{};
  told[0] = cage->landlock == Wall::kOn;
  told[1] = cage->seccomp == Wall::kOn;
  for (std::size_t i = 0; i < kAttempts.size(); ++i) {
    errno = 0;
    told[2 + i] = kAttempts[i].go_through(reach);
  }
  const bool sent = write(to_parent, told.data(), told.size()) == static_cast<ssize_t>(told.size());
  _exit(sent ? 0 : kFailed);
}

}  // namespace

Result<ProbeReport> probe_cage(const Reach& reach) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return Error(ErrorCode::kInternal, "probe: pipe");
  const pid_t child = fork();
  if (child < 0) return Error(ErrorCode::kInternal, "probe: fork");
  if (child == 0) {
    close(ends[0]);
    try_all(reach, ends[1]);
  }
  close(ends[1]);
  Told told{};
  std::size_t have = 0;
  while (have < told.size()) {
    const ssize_t got = read(ends[0], told.data() + have, told.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (have < told.size()) return Error(ErrorCode::kInternal, "probe: the child was stopped");
  ProbeReport report;
  report.cage.landlock = told[0] != 0 ? Wall::kOn : Wall::kAbsent;
  report.cage.seccomp = told[1] != 0 ? Wall::kOn : Wall::kAbsent;
  for (std::size_t i = 0; i < kAttempts.size(); ++i) {
    report.probes.push_back({kAttempts[i].name, kAttempts[i].expected, told[2 + i] != 0});
  }
  return report;
}

}  // namespace volition::platform
