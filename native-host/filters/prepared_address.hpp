// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One address made ready to be judged: checked as url::Url does, its fragment cut, in lower case,
// its host found and its tokens hashed, in one pass and without allocating once the buffers have
// grown. A browser asks for a hundred addresses per page, so this pass is most of what a verdict
// costs.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "filters/pattern.hpp"

namespace volition::filters {

/// A longest run of letters, digits and "%" in an address.
struct Token {
  std::uint32_t hash = 0;
  /// Where it begins in the address.
  std::uint32_t begin = 0;
  /// What stands beside it, in lower case; 0 at the address's ends.
  char before = 0;
  char after = 0;
};

/// The host, or a name above it.
struct HostSuffix {
  std::uint32_t hash = 0;
  /// Where it begins in the host.
  std::uint32_t begin = 0;
};

class PreparedAddress {
 public:
  /// Reads `url`, which must outlive the next call. False for what url::Url::parse refuses: such an
  /// address is not judged.
  bool read(std::string_view url);

  /// As written and in lower case, without the fragment.
  const Address& address() const { return address_; }
  /// The host, without a final dot.
  std::string_view host() const { return host_; }
  /// From the last label to the whole host; of an IP address the whole alone; none without a host.
  std::span<const HostSuffix> suffixes() const { return suffixes_; }
  std::span<const Token> tokens() const { return {tokens_.data(), token_count_}; }

 private:
  bool find_host();
  bool read_strictly(std::string_view url);
  void lower_and_mark(std::string_view url);
  void hash_tokens();
  void hash_suffixes();

  Address address_;
  std::string_view host_;
  bool host_is_ip_ = false;
  /// A control character, a backslash or a fragment was seen.
  bool odd_ = false;
  std::vector<char> lower_;
  /// One bit per byte: whether it belongs to a token.
  std::vector<std::uint64_t> marks_;
  std::vector<HostSuffix> suffixes_;
  std::vector<Token> tokens_;
  std::size_t token_count_ = 0;
};

}  // namespace volition::filters
