// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The hashes of the image's index, over lower-cased bytes. They only lead to candidates: whatever
// they find is compared in full, so a collision costs time and never a verdict. Changing one
// changes the image: raise kImageVersion with it.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace volition::filters {

/// Up to eight bytes as a little-endian number, never reading outside `text[0, size)`.
inline std::uint64_t load_word(const char* text, std::size_t size) {
  if (size >= 4) {
    std::uint32_t front = 0;
    std::uint32_t back = 0;
    std::memcpy(&front, text, 4);
    std::memcpy(&back, text + size - 4, 4);
    return front | std::uint64_t{back} << (8 * (size - 4));
  }
  if (size == 0) return 0;
  const auto byte = [&](std::size_t at) {
    return std::uint64_t{static_cast<unsigned char>(text[at])} << (8 * at);
  };
  return byte(0) | byte(size / 2) | byte(size - 1);
}

constexpr std::uint64_t kHashOdd = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t kNameSeed = 0x13198A2E03707344U;
constexpr std::uint64_t kTokenSeed = 0xFF51AFD7ED558CCDU;

/// Takes a text of `size` bytes into `state`; texts of different cuts give different states.
/// `first` holds its first eight bytes and `last` its last eight; of a shorter text `first` holds
/// its bytes in the upper ones and `last` in the lower ones. Both overlap up to sixteen bytes, so
/// that most texts are hashed without a branch.
inline std::uint64_t hash_words(std::uint64_t state, const char* text, std::size_t size,
                                std::uint64_t first, std::uint64_t last) {
  state = std::rotl(((state + size) ^ first) * kHashOdd, 29);
  if (size > 16) [[unlikely]] {
    for (std::size_t at = 8; size - at > 8; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text + at, 8);
      state = std::rotl((state ^ word) * kHashOdd, 29);
    }
  }
  return (state ^ last) * kHashOdd;
}

inline std::uint64_t hash_step(std::uint64_t state, std::string_view text) {
  const std::size_t size = text.size();
  if (size >= 8)
    return hash_words(state, text.data(), size, load_word(text.data(), 8),
                      load_word(text.data() + size - 8, 8));
  const std::uint64_t word = load_word(text.data(), size);
  return hash_words(state, text.data(), size, size == 0 ? 0 : word << (64 - 8 * size), word);
}

/// How many bytes must be readable before and after a text that is hashed without a branch.
constexpr std::size_t kHashMargin = 8;

/// hash_step for a text of at least one byte with kHashMargin readable bytes on either side,
/// whatever they are: the same answer without a branch on the size.
inline std::uint64_t hash_step_padded(std::uint64_t state, const char* text, std::size_t size) {
  const std::size_t unused_bits = 64 - 8 * (size < 8 ? size : 8);
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, text, 8);
  std::memcpy(&last, text + size - 8, 8);
  return hash_words(state, text, size, first << unused_bits, last >> unused_bits);
}

/// The hash of a token. Its upper bits are the good ones.
inline std::uint32_t token_hash(std::string_view token) {
  return static_cast<std::uint32_t>(hash_step(kTokenSeed, token) >> 32U);
}
inline std::uint32_t token_hash_padded(const char* token, std::size_t size) {
  return static_cast<std::uint32_t>(hash_step_padded(kTokenSeed, token, size) >> 32U);
}

/// The hashes of a host name, from its last label to its first: one step gives the hash of each
/// name above the host.
class NameHash {
 public:
  /// The image's hashes begin at kNameSeed.
  explicit NameHash(std::uint64_t seed = kNameSeed) : state_(seed) {}
  /// Takes the next label to the left and gives the hash of the name so far.
  std::uint32_t add(std::string_view label) {
    state_ = hash_step(std::rotl(state_, 31), label);
    return static_cast<std::uint32_t>(state_ >> 32U);
  }
  /// add for a label of at least one byte with kHashMargin readable bytes on either side.
  std::uint32_t add_padded(const char* label, std::size_t size) {
    state_ = hash_step_padded(std::rotl(state_, 31), label, size);
    return static_cast<std::uint32_t>(state_ >> 32U);
  }

 private:
  std::uint64_t state_;
};

/// Calls `use(suffix, hash)` for the last label, the last two, … and at last for `name` itself. An
/// empty label (a malformed name) is a label like another.
template <typename Use>
void for_each_suffix_from_right(std::string_view name, Use use, NameHash hash = NameHash()) {
  std::size_t end = name.size();
  for (std::size_t at = end; at-- > 0;) {
    if (name[at] != '.') continue;
    const std::uint32_t value = hash.add(name.substr(at + 1, end - at - 1));
    use(name.substr(at + 1), value);
    end = at;
  }
  use(name, hash.add(name.substr(0, end)));
}

/// The hash of a whole name: the last one of for_each_suffix_from_right.
inline std::uint32_t name_hash(std::string_view name, NameHash hash = NameHash()) {
  std::uint32_t value = 0;
  while (true) {
    // One call per label: a loop over the bytes took a quarter of the time to build an image.
    const void* const dot = memrchr(name.data(), '.', name.size());
    const std::size_t begin =
        dot == nullptr ? 0
                       : static_cast<std::size_t>(static_cast<const char*>(dot) - name.data()) + 1;
    value = hash.add(name.substr(begin));
    if (begin == 0) return value;
    name = name.substr(0, begin - 1);
  }
}

/// Calls `add(begin, size)` for each label of a name of fewer than 64 bytes from its last to its
/// first. `dots` has a bit for each dot.
template <typename Add>
void for_each_label_from_right(std::size_t name_size, std::uint64_t dots, Add add) {
  std::size_t end = name_size;
  while (dots != 0) {
    const auto dot = static_cast<std::size_t>(std::bit_width(dots)) - 1;
    add(dot + 1, end - dot - 1);
    end = dot;
    dots ^= std::uint64_t{1} << dot;
  }
  add(std::size_t{0}, end);
}

/// name_hash of a name of fewer than 64 bytes whose dots are known.
inline std::uint32_t name_hash(std::string_view name, std::uint64_t dots) {
  NameHash hash;
  std::uint32_t value = 0;
  for_each_label_from_right(name.size(), dots, [&](std::size_t begin, std::size_t size) {
    value = hash.add(name.substr(begin, size));
  });
  return value;
}

/// The same for a name of labels of at least one byte each, with kHashMargin readable bytes on
/// either side.
inline std::uint32_t name_hash_padded(std::string_view name, std::uint64_t dots) {
  NameHash hash;
  std::uint32_t value = 0;
  for_each_label_from_right(name.size(), dots, [&](std::size_t begin, std::size_t size) {
    value = hash.add_padded(name.data() + begin, size);
  });
  return value;
}

/// Spreads a hash over `count` places: the upper half of a product, so that any count serves.
constexpr std::uint32_t place_of(std::uint32_t hash, std::uint32_t count) {
  return static_cast<std::uint32_t>(std::uint64_t{hash} * count >> 32U);
}

}  // namespace volition::filters
