// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/syscalls.hpp"

#ifdef __linux__

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>

#include <array>
#include <cerrno>

namespace volition::platform {
namespace {

// Everything that storing, explaining and sealing needs, seen with strace on Debian 12 and named by
// the C library's and SQLite's sources for other paths. What is not here answers EPERM, so that a
// library that tries its luck goes on without it: sockets, connecting, starting programs, tracing,
// signals, mounts. Threads of this process may be started, since lists are built beside the port;
// a thread is in the same cage as the one that started it.
constexpr std::array kAllowed{
    // Messages and files.
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(pwrite64),
    SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(poll),
    SCMP_SYS(ppoll), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),
    SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(getdents64),
    SCMP_SYS(fdatasync), SCMP_SYS(fsync), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
    SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
    SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rmdir), SCMP_SYS(chmod), SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat), SCMP_SYS(fchown), SCMP_SYS(umask), SCMP_SYS(fstatfs),
    // Memory. mmap and mprotect follow below, without PROT_EXEC.
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mlock),
    SCMP_SYS(munlock), SCMP_SYS(msync),
    // Time, chance, who am I.
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid),
    SCMP_SYS(geteuid), SCMP_SYS(sysinfo), SCMP_SYS(sched_yield),
    // The C library's own needs.
    SCMP_SYS(futex), SCMP_SYS(rseq), SCMP_SYS(set_robust_list), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};

/// fcntl without duplicating or handing descriptors on.
constexpr std::array kFcntlCommands{F_GETLK,      F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK,
                                    F_OFD_SETLKW, F_GETFD, F_SETFD,  F_GETFL};

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM))) {}
  ~Filter() {
    if (context_ != nullptr) seccomp_release(context_);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  bool build() {
    if (context_ == nullptr) return false;
    // Other architectures' numbers stay refused: the default of libseccomp is to kill on them.
    for (const int call : kAllowed) {
      // A call this architecture does not have is answered with a negative pseudo number: passed
      // over.
      if (seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 0) < 0 && call >= 0) return false;
    }
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
      const auto without_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
      if (seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 1, without_code) < 0) return false;
    }
    // clone3 takes its flags from memory, where no filter sees them: the C library is told that
    // there is none, and goes on to clone.
    if (seccomp_rule_add(context_, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) < 0) return false;
    constexpr scmp_datum_t kThread =
        CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
    const auto is_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, kThread, kThread);
    if (seccomp_rule_add(context_, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, is_thread) < 0) return false;
    for (const int command : kFcntlCommands) {
      const auto is_command = SCMP_A1(SCMP_CMP_EQ, static_cast<scmp_datum_t>(command));
      if (seccomp_rule_add(context_, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, is_command) < 0) {
        return false;
      }
    }
    return true;
  }

  int load() { return seccomp_load(context_); }

 private:
  scmp_filter_ctx context_;
};

}  // namespace

Result<Wall> raise_syscall_wall() {
#if defined(__SANITIZE_ADDRESS__)
  // AddressSanitizer needs calls that the wall refuses.
  return Wall::kAbsent;
#else
  Filter filter;
  if (!filter.build()) return Error(ErrorCode::kInternal, "seccomp: filter");
  const int loaded = filter.load();
  if (loaded == -ENOSYS || loaded == -EINVAL) return Wall::kAbsent;
  if (loaded < 0) return Error(ErrorCode::kInternal, "seccomp: load");
  return Wall::kOn;
#endif
}

}  // namespace volition::platform

#else

namespace volition::platform {

Result<Wall> raise_syscall_wall() { return Wall::kAbsent; }

}  // namespace volition::platform

#endif
