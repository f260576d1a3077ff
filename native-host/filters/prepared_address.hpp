// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One address made ready to be judged: checked as url::Url does, its fragment cut, in lower case,
// its host found, its tokens marked and hashed, without allocating once the buffers have grown. A
// browser asks for a hundred addresses per page, so this pass is most of what a verdict costs.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "filters/hashing.hpp"
#include "filters/image_layout.hpp"
#include "filters/pair_marks.hpp"
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
  /// How many tokens follow the scheme, and their hashes in the order of the address.
  /// Hashed at the first call: of a page's own address it may never come.
  std::span<const std::uint32_t> token_hashes() const {
    if (!tokens_hashed_) hash_tokens();
    return {hashes_.data(), token_count_};
  }
  /// The token with that number among token_hashes().
  Token token(std::size_t number) const {
    // The scheme is a token too.
    const std::size_t edge = 2 * (number + 1);
    return {hashes_[number], edges_[edge], edges_[edge + 1]};
  }
  /// The token with what stands beside it, as beside_token has it; zeros outside the address.
  std::uint64_t beside(const Token& token) const {
    std::uint16_t before = 0;
    std::uint32_t after = 0;
    std::memcpy(&before, lower() + token.begin - sizeof(before), sizeof(before));
    std::memcpy(&after, lower() + token.end, sizeof(after));
    return beside_token(token.hash, before, after);
  }
  /// Whether pairs() was called for this address: to ask it again costs nothing.
  bool knows_pairs() const { return pairs_known_; }
  /// The pairs of characters that the address holds; looked for at the first call.
  const PairMarks& pairs() const {
    if (!pairs_known_) pairs_.read(address_.lower);
    pairs_known_ = true;
    return pairs_;
  }

 private:
  /// Bytes of the buffer before the address.
  static constexpr std::size_t kFront = kHashMargin;

  const char* lower() const { return buffer_.data() + kFront; }
  bool find_host();
  bool read_strictly(std::string_view url);
  void lower_and_mark(std::string_view url);
  void hash_tokens() const;
  void hash_suffixes();
  void hash_suffixes_strictly();

  Address address_;
  std::string_view host_;
  bool host_is_ip_ = false;
  /// A control character, a backslash or a fragment was seen.
  bool odd_ = false;
  /// The dots of a host that find_host read, a bit each.
  std::uint64_t dots_ = 0;
  /// The address in lower case, with zeros on either side.
  std::vector<char> buffer_;
  /// Where tokens begin and end, by turns.
  std::vector<std::uint32_t> edges_;
  mutable std::vector<std::uint32_t> hashes_;
  mutable bool tokens_hashed_ = false;
  std::size_t token_count_ = 0;
  /// A host of 253 bytes has 127 labels at most.
  std::array<HostSuffix, 127> suffixes_;
  std::size_t suffix_count_ = 0;
  mutable PairMarks pairs_;
  mutable bool pairs_known_ = false;
};

}  // namespace volition::filters
