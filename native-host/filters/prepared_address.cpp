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
constexpr std::size_t kWord = 64;

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
  const __m128i token =
      _mm_or_si128(_mm_or_si128(in_range(bytes, 'a', 26), in_range(bytes, '0', 10)),
                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8('%')));
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
  const std::size_t blocks = url.size() / kBlock + 1;
  if (lower_.size() < (blocks + 4) * kBlock) lower_.resize((blocks + 4) * kBlock * 2);
  const std::size_t words = url.size() / kWord + 1;
  if (marks_.size() < words + 1) marks_.resize(words * 2 + 1);
  std::uint32_t odd = 0;
  std::size_t at = 0;
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t mark = 0;
    for (unsigned shift = 0; shift < kWord && at < url.size(); shift += kBlock, at += kBlock) {
      BlockMarks block;
      if (url.size() - at >= kBlock) {
        block = lower_block(url.data() + at, lower_.data() + at);
      } else {
        // Spaces are neither token nor odd.
        std::array<char, kBlock> rest;
        rest.fill(' ');
        std::memcpy(rest.data(), url.data() + at, url.size() - at);
        block = lower_block(rest.data(), lower_.data() + at);
      }
      mark |= std::uint64_t{block.token} << shift;
      odd |= block.odd;
    }
    marks_[word] = mark;
  }
  marks_[words] = 0;
  lower_[url.size()] = '\0';
  odd_ = odd != 0;
  address_.text = url;
  address_.lower = {lower_.data(), url.size()};
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
  hash_tokens();
  hash_suffixes();
  return true;
}

void PreparedAddress::hash_suffixes() {
  suffixes_.clear();
  if (host_.empty()) return;
  if (host_is_ip_) {
    suffixes_.push_back({name_hash(host_), 0});
    return;
  }
  for_each_suffix_from_right(host_, [&](std::string_view suffix, std::uint32_t hash) {
    suffixes_.push_back({hash, static_cast<std::uint32_t>(suffix.data() - host_.data())});
  });
}

void PreparedAddress::hash_tokens() {
  const std::size_t size = address_.lower.size();
  // Between two tokens stands at least one other byte.
  if (tokens_.size() < size / 2 + 1) tokens_.resize(size + 1);
  const char* text = address_.lower.data();
  const std::uint64_t* marks = marks_.data();
  const std::size_t words = size / kWord + 1;
  Token* out = tokens_.data();
  std::size_t word = 0;
  std::uint64_t bits = marks[0];
  while (true) {
    while (bits == 0) {
      if (++word >= words) break;
      bits = marks[word];
    }
    if (word >= words) break;
    const auto first = static_cast<unsigned>(std::countr_zero(bits));
    const std::size_t begin = word * kWord + first;
    // The run's end: the first clear bit at or after `begin`, perhaps some words further. The word
    // after the last one is clear.
    std::uint64_t open = ~bits & (~std::uint64_t{0} << first);
    while (open == 0) open = ~marks[++word];
    const auto last = static_cast<unsigned>(std::countr_zero(open));
    const std::size_t end = word * kWord + last;
    *out++ = {token_hash_padded(text + begin, end - begin), static_cast<std::uint32_t>(begin),
              begin == 0 ? '\0' : text[begin - 1], text[end]};
    bits = marks[word] & (~std::uint64_t{0} << last);
  }
  token_count_ = static_cast<std::size_t>(out - tokens_.data());
}

}  // namespace volition::filters
