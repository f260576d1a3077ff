// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/prepared_address.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "filters/hashing.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"
#include "url/url.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kBlock = 16;
constexpr std::uint32_t kBlockMask = (1U << kBlock) - 1U;

/// What one block of sixteen bytes tells: a bit per byte.
struct BlockMarks {
  std::uint32_t token = 0;
  std::uint32_t odd = 0;
};

#if defined(__SSE2__)

/// Bytes in [first, first + count), for both signs of char.
__m128i in_range(__m128i bytes, char first, int count) {
  const auto bias = static_cast<char>(-128 - first);
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(bias)),
                        _mm_set1_epi8(static_cast<char>(-128 + count)));
}

BlockMarks lower_block(const char* from, char* to) {
  const __m128i raw = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const __m128i upper = in_range(raw, 'A', 26);
  const __m128i bytes = _mm_add_epi8(raw, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
  const __m128i token = _mm_or_si128(in_range(bytes, 'a', 26), in_range(bytes, '0', 10));
  const __m128i odd = _mm_or_si128(
      _mm_or_si128(in_range(bytes, 0, 0x20), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))),
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')),
                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8('#'))));
  return {static_cast<std::uint32_t>(_mm_movemask_epi8(token)),
          static_cast<std::uint32_t>(_mm_movemask_epi8(odd))};
}

#else

BlockMarks lower_block(const char* from, char* to) {
  BlockMarks marks;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = to_lower(from[i]);
    to[i] = c;
    if (is_token_char(c)) marks.token |= 1U << i;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\' || c == '#')
      marks.odd |= 1U << i;
  }
  return marks;
}

#endif

/// A byte's part in a host: a label's character, a dot, the end of the host, or something that only
/// the strict reader settles.
enum class HostByte : std::uint8_t { kOdd, kLabel, kDot, kEnd };

constexpr std::array<HostByte, 256> kHostBytes = [] {
  std::array<HostByte, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto c = static_cast<char>(i);
    if ((c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_') table[i] = HostByte::kLabel;
  }
  table['.'] = HostByte::kDot;
  table['/'] = table['?'] = table[':'] = HostByte::kEnd;
  return table;
}();

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxHost = 253;

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
  // One block more than the text needs, so that what follows the last token can be read.
  if (lower_.size() < size + 2 * kBlock) lower_.resize(2 * size + 2 * kBlock);
  if (edges_.size() < size + 2) edges_.resize(2 * size + 2);
  char* const lower = lower_.data();
  std::uint32_t* edge = edges_.data();
  std::uint32_t odd = 0;
  std::uint32_t last = 0;
  for (std::size_t at = 0; at <= size; at += kBlock) {
    BlockMarks block;
    if (size - at >= kBlock) {
      block = lower_block(url.data() + at, lower + at);
    } else {
      // Spaces are neither token nor odd.
      std::array<char, kBlock> rest;
      rest.fill(' ');
      std::memcpy(rest.data(), url.data() + at, size - at);
      block = lower_block(rest.data(), lower + at);
    }
    odd |= block.odd;
    // A bit for each byte that differs from the one before it in being part of a token.
    std::uint32_t changes = (block.token ^ (block.token << 1U | last)) & kBlockMask;
    last = block.token >> (kBlock - 1);
    for (; changes != 0; changes &= changes - 1)
      *edge++ =
          static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(changes));
  }
  lower[size] = '\0';
  edge_count_ = static_cast<std::size_t>(edge - edges_.data());
  odd_ = odd != 0;
  address_.text = url;
  address_.lower = {lower, size};
}

bool PreparedAddress::find_host() {
  const std::string_view text = address_.lower;
  const std::size_t begin = after_scheme(text);
  if (begin == 0) return false;
  address_.host_begin = address_.host_end = begin;
  host_ = {};
  host_is_ip_ = false;
  // A bare scheme, as some request logs write it: judged as an address without a host.
  if (begin == text.size()) return true;
  std::size_t at = begin;
  std::size_t label = begin;
  for (; at < text.size(); ++at) {
    const HostByte kind = kHostBytes[static_cast<unsigned char>(text[at])];
    if (kind == HostByte::kLabel) continue;
    if (kind == HostByte::kOdd) return false;
    if (kind == HostByte::kEnd) break;
    if (at == label || at - label > kMaxLabel) return false;
    label = at + 1;
  }
  // A final dot, an overlong name and a port are rare enough for the strict reader.
  if (at == label || at - label > kMaxLabel || at - begin > kMaxHost ||
      (at < text.size() && text[at] == ':'))
    return false;
  address_.host_begin = begin;
  address_.host_end = at;
  host_ = address_.host();
  const char last = text[at - 1];
  host_is_ip_ = (is_digit(last) || (last >= 'a' && last <= 'f') || last == 'x') &&
                is_digit(text[label]) && url::is_ip_literal(host_);
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
  if ((odd_ || !find_host()) && !read_strictly(url)) return false;
  hash_suffixes();
  return true;
}

void PreparedAddress::hash_suffixes() {
  suffix_count_ = 0;
  if (host_.empty()) return;
  if (host_is_ip_) {
    suffixes_[suffix_count_++] = {name_hash(host_), 0};
    return;
  }
  NameHash hash;
  const char* const text = host_.data();
  std::size_t end = host_.size();
  HostSuffix* out = suffixes_.data();
  for (std::size_t at = end; at-- > 0;) {
    if (text[at] != '.') continue;
    *out++ = {hash.add_padded(text + at + 1, end - at - 1), static_cast<std::uint32_t>(at + 1)};
    end = at;
  }
  *out++ = {hash.add_padded(text, end), 0};
  suffix_count_ = static_cast<std::size_t>(out - suffixes_.data());
}

}  // namespace volition::filters
