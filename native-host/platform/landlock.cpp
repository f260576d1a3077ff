// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/landlock.hpp"

#ifdef __linux__

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

namespace volition::platform {
namespace {

// The header of Debian 12 knows the second version of the interface; kernels know more. The numbers
// are the kernel's stable interface.
constexpr std::uint64_t kTruncate = 1ULL << 14U;  // since 3
constexpr std::uint64_t kIoctlDev = 1ULL << 15U;  // since 5
constexpr std::uint64_t kBindTcp = 1ULL << 0U;    // since 4
constexpr std::uint64_t kConnectTcp = 1ULL << 1U;
constexpr std::uint64_t kScopeAbstractUnixSocket = 1ULL << 0U;  // since 6
constexpr std::uint64_t kScopeSignal = 1ULL << 1U;

/// struct landlock_ruleset_attr as of version 6. Older kernels take its beginning.
struct RulesetAttributes {
  std::uint64_t handled_access_fs = 0;
  std::uint64_t handled_access_net = 0;
  std::uint64_t scoped = 0;
};

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                 LANDLOCK_ACCESS_FS_MAKE_DIR;
constexpr std::uint64_t kOther = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

class Descriptor {
 public:
  explicit Descriptor(long number) : number_(static_cast<int>(number)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool valid() const { return number_ >= 0; }

 private:
  int number_;
};

Error failed(std::string_view step) {
  return Error(ErrorCode::kInternal, "landlock: " + std::string(step));
}

/// Lets one folder and all below it through. A folder that is not there needs no way in.
Status allow(const Descriptor& ruleset, const std::filesystem::path& folder, std::uint64_t access) {
  if (folder.empty()) return ok();
  const Descriptor parent(::open(folder.c_str(), O_PATH | O_CLOEXEC));
  if (!parent.valid()) {
    if (errno == ENOENT) return ok();
    return failed("open");
  }
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access;
  rule.parent_fd = parent.number();
  const long added =
      syscall(SYS_landlock_add_rule, ruleset.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  if (added != 0) return failed("rule");
  return ok();
}

}  // namespace

Result<Wall> raise_landlock(const Reach& reach) {
  const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return Wall::kAbsent;  // ENOSYS or EOPNOTSUPP
  RulesetAttributes attributes;
  std::size_t size = sizeof(attributes.handled_access_fs);
  std::uint64_t write = kWrite;
  attributes.handled_access_fs = kRead | kWrite | kOther;
  if (version >= 2) attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) {
    attributes.handled_access_fs |= kTruncate;
    write |= kTruncate;
  }
  if (version >= 4) {
    attributes.handled_access_net = kBindTcp | kConnectTcp;
    size += sizeof(attributes.handled_access_net);
  }
  if (version >= 5) attributes.handled_access_fs |= kIoctlDev;
  if (version >= 6) {
    attributes.scoped = kScopeAbstractUnixSocket | kScopeSignal;
    size += sizeof(attributes.scoped);
  }
  const Descriptor ruleset(syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
  if (!ruleset.valid()) return failed("ruleset");
  if (const Status done = allow(ruleset, reach.data_folder, kRead | write); !done) {
    return done.error();
  }
  if (const Status done = allow(ruleset, reach.image_folder, kRead); !done) return done.error();
  if (syscall(SYS_landlock_restrict_self, ruleset.number(), 0) != 0) return failed("restrict");
  return Wall::kOn;
}

}  // namespace volition::platform

#else

namespace volition::platform {

Result<Wall> raise_landlock(const Reach&) { return Wall::kAbsent; }

}  // namespace volition::platform

#endif
