// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/prepared_address.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "filters/hashing.hpp"
#include "filters/newer_processors.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"
#include "url/url.hpp"

namespace volition::filters {
namespace {

/// So many bytes are read at once, a bit each in a word.
constexpr std::size_t kBlock = 64;

#if defined(__SSE2__)

constexpr std::size_t kRegister = 16;

/// Bytes in [first, first + count), for both signs of char.
__m128i in_range(__m128i bytes, char first, int count) {
  const auto bias = static_cast<char>(-128 - first);
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(bias)),
                        _mm_set1_epi8(static_cast<char>(-128 + count)));
}

__m128i is_byte(__m128i bytes, char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); }

__m128i is_token_byte(__m128i lower) {
  return _mm_or_si128(in_range(lower, 'a', 26), in_range(lower, '0', 10));
}

std::uint64_t bits_of(__m128i bytes, std::size_t at) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << at;
}

#endif

/// What one block tells: a bit per byte.
struct BlockMarks {
  std::uint64_t token = 0;
  std::uint64_t odd = 0;
};

/// Brings a block into lower case.
[[gnu::always_inline]] inline BlockMarks lower_block(char* text) {
  BlockMarks marks;
#if defined(__SSE2__)
  for (std::size_t at = 0; at < kBlock; at += kRegister) {
    auto* const place = reinterpret_cast<__m128i*>(text + at);
    const __m128i raw = _mm_loadu_si128(place);
    const __m128i upper = in_range(raw, 'A', 26);
    const __m128i bytes = _mm_add_epi8(raw, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    _mm_storeu_si128(place, bytes);
    marks.token |= bits_of(is_token_byte(bytes), at);
    const __m128i odd = _mm_or_si128(_mm_or_si128(in_range(bytes, 0, 0x20), is_byte(bytes, 0x7F)),
                                     _mm_or_si128(is_byte(bytes, '\\'), is_byte(bytes, '#')));
    marks.odd |= bits_of(odd, at);
  }
#else
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = to_lower(text[i]);
    text[i] = c;
    const bool odd = static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\' || c == '#';
    marks.token |= std::uint64_t{is_token_char(c)} << i;
    marks.odd |= std::uint64_t{odd} << i;
  }
#endif
  return marks;
}

#if defined(VOLITION_NEWER_PROCESSOR)

constexpr std::size_t kWideRegister = 32;

VOLITION_NEWER_PROCESSOR inline __m256i in_range(__m256i bytes, char first, int count) {
  const auto bias = static_cast<char>(-128 - first);
  return _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(-128 + count)),
                           _mm256_add_epi8(bytes, _mm256_set1_epi8(bias)));
}

VOLITION_NEWER_PROCESSOR inline __m256i is_byte(__m256i bytes, char byte) {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte));
}

VOLITION_NEWER_PROCESSOR inline std::uint64_t bits_of(__m256i bytes, std::size_t at) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes))} << at;
}

/// As lower_block.
VOLITION_NEWER_PROCESSOR inline BlockMarks lower_wide_block(char* text) {
  BlockMarks marks;
  for (std::size_t at = 0; at < kBlock; at += kWideRegister) {
    auto* const place = reinterpret_cast<__m256i*>(text + at);
    const __m256i raw = _mm256_loadu_si256(place);
    const __m256i upper = in_range(raw, 'A', 26);
    const __m256i bytes = _mm256_add_epi8(raw, _mm256_and_si256(upper, _mm256_set1_epi8(0x20)));
    _mm256_storeu_si256(place, bytes);
    marks.token |= bits_of(_mm256_or_si256(in_range(bytes, 'a', 26), in_range(bytes, '0', 10)), at);
    const __m256i odd =
        _mm256_or_si256(_mm256_or_si256(in_range(bytes, 0, 0x20), is_byte(bytes, 0x7F)),
                        _mm256_or_si256(is_byte(bytes, '\\'), is_byte(bytes, '#')));
    marks.odd |= bits_of(odd, at);
  }
  return marks;
}

#endif

/// What a block of lower-case text would be as a host.
struct HostMarks {
  /// Letters, digits, "-" and "_".
  std::uint64_t label = 0;
  std::uint64_t dot = 0;
};

[[gnu::always_inline]] inline HostMarks host_marks(const char* lower) {
  HostMarks marks;
#if defined(__SSE2__)
  for (std::size_t at = 0; at < kBlock; at += kRegister) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lower + at));
    const __m128i label =
        _mm_or_si128(is_token_byte(bytes), _mm_or_si128(is_byte(bytes, '-'), is_byte(bytes, '_')));
    marks.label |= bits_of(label, at);
    marks.dot |= bits_of(is_byte(bytes, '.'), at);
  }
#else
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = lower[i];
    marks.label |= std::uint64_t{is_token_char(c) || c == '-' || c == '_'} << i;
    marks.dot |= std::uint64_t{c == '.'} << i;
  }
#endif
  return marks;
}

/// The bits below `count`, which is less than 64.
constexpr std::uint64_t bits_below(std::size_t count) { return (std::uint64_t{1} << count) - 1; }

/// What follows a host; the zero follows the address.
constexpr bool ends_host(char c) { return c == '/' || c == '?' || c == '\0'; }

/// How many edges are written before looking whether there are more.
constexpr std::size_t kEdgesAtOnce = 8;
/// Keeps a word from being zero, whose lowest bit has no place.
constexpr std::uint64_t kNoEdge = std::uint64_t{1} << (kBlock - 1);

/// What an address's bytes told.
struct LowerMarks {
  std::size_t edges = 0;
  bool odd = false;
};

/// Brings `text` into lower case, up to the end of its last block, and writes where its tokens
/// begin and end.
template <BlockMarks (*lower_one)(char*)>
[[gnu::always_inline]] inline LowerMarks lower_blocks(char* text, std::size_t size,
                                                      std::uint32_t* const edges) {
  std::uint32_t* edge = edges;
  std::uint64_t odd = 0;
  std::uint64_t last = 0;
  for (std::size_t at = 0; at <= size; at += kBlock) {
    const BlockMarks block = lower_one(text + at);
    odd |= size - at < kBlock ? block.odd & bits_below(size - at) : block.odd;
    // A bit for each byte that differs from the one before it in being part of a token.
    std::uint64_t changes = block.token ^ (block.token << 1U | last);
    last = block.token >> (kBlock - 1);
    // Written some at a time, whether there are that many or not: no processor guesses how many.
    std::uint32_t* const end = edge + std::popcount(changes);
    while (edge < end) {
      for (std::size_t i = 0; i < kEdgesAtOnce; ++i) {
        edge[i] = static_cast<std::uint32_t>(at) +
                  static_cast<std::uint32_t>(std::countr_zero(changes | kNoEdge));
        changes &= changes - 1;
      }
      edge += kEdgesAtOnce;
    }
    edge = end;
  }
  return {static_cast<std::size_t>(edge - edges), odd != 0};
}

VOLITION_EVERY_PROCESSOR LowerMarks lower_text(char* text, std::size_t size, std::uint32_t* edges) {
  return lower_blocks<lower_block>(text, size, edges);
}
#if defined(VOLITION_NEWER_PROCESSOR)
VOLITION_NEWER_PROCESSOR LowerMarks lower_text(char* text, std::size_t size, std::uint32_t* edges) {
  return lower_blocks<lower_wide_block>(text, size, edges);
}
#endif

/// Where the host begins in a lower-case address of one of our schemes; 0 for any other.
std::size_t after_scheme(std::string_view lower) {
  for (const std::string_view scheme : {"https://", "http://", "wss://", "ws://"}) {
    if (lower.starts_with(scheme)) return scheme.size();
  }
  return 0;
}

}  // namespace

void PreparedAddress::lower_and_mark(std::string_view url) {
  const std::size_t size = url.size();
  // A block is read from the host's begin and from the end on.
  if (buffer_.size() < kFront + size + 2 * kBlock) buffer_.resize(kFront + 2 * size + 2 * kBlock);
  if (edges_.size() < size + 2 + 2 * kEdgesAtOnce) edges_.resize(2 * size + 2 + 2 * kEdgesAtOnce);
  char* const lower = buffer_.data() + kFront;
  std::memcpy(lower, url.data(), size);
  std::memset(lower + size, 0, kBlock);
  const LowerMarks marks = lower_text(lower, size, edges_.data());
  const auto tokens = marks.edges / 2;
  // The first one is the scheme.
  token_count_ = tokens == 0 ? 0 : tokens - 1;
  odd_ = marks.odd;
  address_.text = url;
  address_.lower = {lower, size};
  tokens_hashed_ = false;
  pairs_known_ = false;
}

VOLITION_NEWER_PROCESSORS void PreparedAddress::hash_tokens() const {
  if (hashes_.size() < token_count_) hashes_.resize(2 * token_count_);
  const char* const text = lower();
  const std::uint32_t* edge = edges_.data();
  std::uint32_t* const hashes = hashes_.data();
  for (std::size_t i = 0; i < token_count_; ++i) {
    edge += 2;
    hashes[i] = token_hash_padded(text + edge[0], edge[1] - edge[0]);
  }
  tokens_hashed_ = true;
}

/// False where only the strict reader can tell.
VOLITION_NEWER_PROCESSORS bool PreparedAddress::find_host() {
  const std::string_view text = address_.lower;
  const std::size_t begin = after_scheme(text);
  if (begin == 0) return false;
  address_.host_begin = address_.host_end = begin;
  host_ = {};
  host_is_ip_ = false;
  dots_ = 0;
  // A bare scheme, as some request logs write it: judged as an address without a host.
  if (begin == text.size()) return true;
  const HostMarks marks = host_marks(text.data() + begin);
  const auto size = static_cast<std::size_t>(std::countr_one(marks.label | marks.dot));
  // A longer host, a port, a user's name and whatever else are rare enough for the strict reader.
  if (size == 0 || size >= kBlock || !ends_host(text.data()[begin + size])) return false;
  dots_ = marks.dot & bits_below(size);
  const bool ends_with_dot = (dots_ >> (size - 1)) != 0;
  if (ends_with_dot || (dots_ & (dots_ << 1U | 1U)) != 0) return false;
  address_.host_end = begin + size;
  host_ = address_.host();
  const std::size_t label = static_cast<std::size_t>(std::bit_width(dots_));
  const char last = host_.back();
  host_is_ip_ = (is_digit(last) || (last >= 'a' && last <= 'f') || last == 'x') &&
                is_digit(host_[label]) && url::is_ip_literal(host_);
  return true;
}

/// The slow way, for addresses that hold anything unusual.
bool PreparedAddress::read_strictly(std::string_view url) {
  const auto parsed = url::Url::parse(url);
  if (!parsed) return false;
  const std::size_t hash = url.find('#', parsed->path_offset());
  lower_and_mark(url.substr(0, hash));
  address_.host_begin = parsed->host_offset();
  address_.host_end = parsed->host_offset() + parsed->host().size();
  host_ = address_.host();
  if (host_.ends_with('.')) host_.remove_suffix(1);
  host_is_ip_ = parsed->host_is_ip_literal();
  return true;
}

bool PreparedAddress::read(std::string_view url) {
  if (url.size() > url::kMaxUrlBytes) return false;
  lower_and_mark(url);
  if (!odd_ && find_host()) {
    hash_suffixes();
  } else {
    if (!read_strictly(url)) return false;
    hash_suffixes_strictly();
  }
  return true;
}

/// Of a host that find_host read.
VOLITION_NEWER_PROCESSORS void PreparedAddress::hash_suffixes() {
  suffix_count_ = 0;
  if (host_.empty()) return;
  if (host_is_ip_) return hash_suffixes_strictly();
  NameHash hash;
  const char* const text = host_.data();
  std::size_t end = host_.size();
  HostSuffix* out = suffixes_.data();
  for (std::uint64_t dots = dots_; dots != 0;) {
    const auto begin = static_cast<std::size_t>(std::bit_width(dots));
    *out++ = {hash.add_padded(text + begin, end - begin), static_cast<std::uint32_t>(begin)};
    end = begin - 1;
    dots ^= std::uint64_t{1} << end;
  }
  *out++ = {hash.add_padded(text, end), 0};
  suffix_count_ = static_cast<std::size_t>(out - suffixes_.data());
}

void PreparedAddress::hash_suffixes_strictly() {
  suffix_count_ = 0;
  if (host_.empty()) return;
  if (host_is_ip_) {
    suffixes_[suffix_count_++] = {name_hash(host_), 0};
    return;
  }
  for_each_suffix_from_right(host_, [&](std::string_view suffix, std::uint32_t hash) {
    suffixes_[suffix_count_++] = {hash, static_cast<std::uint32_t>(host_.size() - suffix.size())};
  });
}

}  // namespace volition::filters
