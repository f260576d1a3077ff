// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One address made ready to be judged: checked as url::Url does, its fragment cut, in lower case,
// its host found and its tokens marked, in one pass and without allocating once the buffers have
// grown. A browser asks for a hundred addresses per page, so this pass is most of what a verdict
// costs.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "filters/hashing.hpp"
#include "filters/pattern.hpp"

namespace volition::filters {

/// A longest run of letters and digits in an address, as a search meets it.
struct Token {
  std::uint32_t hash = 0;
  /// Where it begins and ends in the address.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
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
  std::span<const HostSuffix> suffixes() const { return {suffixes_.data(), suffix_count_}; }
  /// The two characters before a token, in lower case, the nearer one in the higher byte; zeros
  /// outside the address.
  std::uint16_t before(const Token& token) const {
    std::uint16_t there = 0;
    if (token.begin >= sizeof(there))
      std::memcpy(&there, lower_.data() + token.begin - sizeof(there), sizeof(there));
    return there;
  }
  /// The four characters after a token, the nearer ones in the lower bytes; zeros outside.
  std::uint32_t after(const Token& token) const {
    std::uint32_t there = 0;
    std::memcpy(&there, lower_.data() + token.end, sizeof(there));
    return there;
  }

  /// Calls `use(token)` for each token after the scheme, until it answers true; the answer is
  /// whether it did. The tokens are hashed while they are walked: most requests walk them once.
  template <typename Use>
  bool any_token(Use use) const {
    const char* const text = lower_.data();
    const std::uint32_t* const edges = edges_.data();
    for (std::size_t i = 2; i + 1 < edge_count_; i += 2) {
      const std::uint32_t begin = edges[i];
      const std::uint32_t end = edges[i + 1];
      if (use(Token{token_hash_padded(text + begin, end - begin), begin, end})) return true;
    }
    return false;
  }

 private:
  bool find_host();
  bool read_strictly(std::string_view url);
  void lower_and_mark(std::string_view url);
  void hash_suffixes();

  Address address_;
  std::string_view host_;
  bool host_is_ip_ = false;
  /// A control character, a backslash or a fragment was seen.
  bool odd_ = false;
  std::vector<char> lower_;
  /// Where tokens begin and end, by turns.
  std::vector<std::uint32_t> edges_;
  /// A host of 253 bytes has 127 labels at most.
  std::array<HostSuffix, 127> suffixes_;
  std::size_t suffix_count_ = 0;
  std::size_t edge_count_ = 0;
};

}  // namespace volition::filters
