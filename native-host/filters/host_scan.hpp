// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A host name in one look of sixteen bytes at a time: lists are made of them, and a loop over their
// bytes took a third of the time to build an image.

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace volition::filters {

/// What may stand in a host, from a place in a text on.
struct HostScan {
  static constexpr std::size_t kMost = 64;

  /// Bytes of [a-z0-9_.-]; kMost where there are perhaps more.
  std::size_t size = 0;
  /// A bit for each dot among them.
  std::uint64_t dots = 0;

  /// Whether they are labels with one dot between each two (as url::is_host_name has it, without a
  /// final dot). Only for fewer than kMost bytes, where no label can be too long.
  bool is_name() const {
    return size > 0 && size < kMost && (dots & (dots << 1U | 1U)) == 0 &&
           (dots >> (size - 1) & 1U) == 0;
  }
};

#if defined(__SSE2__)

inline HostScan scan_host(const char* at, const char* end) {
  const auto in_range = [](__m128i bytes, char first, int count) {
    return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(-128 - first))),
                          _mm_set1_epi8(static_cast<char>(-128 + count)));
  };
  HostScan scan;
  for (; scan.size < HostScan::kMost; scan.size += 16, at += 16) {
    __m128i bytes = _mm_setzero_si128();
    if (end - at >= 16) {
      bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    } else if (end > at) {
      char rest[16] = {};
      std::memcpy(rest, at, static_cast<std::size_t>(end - at));
      bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rest));
    }
    const __m128i dot = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'));
    const __m128i host =
        _mm_or_si128(_mm_or_si128(in_range(bytes, 'a', 26), in_range(bytes, '0', 10)),
                     _mm_or_si128(_mm_or_si128(dot, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-'))),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'))));
    const auto other = static_cast<std::uint32_t>(_mm_movemask_epi8(host)) ^ 0xFFFFU;
    const auto size = static_cast<unsigned>(__builtin_ctz(other | 0x10000U));
    const std::uint64_t marks = static_cast<std::uint32_t>(_mm_movemask_epi8(dot));
    scan.dots |= (marks & ((std::uint64_t{1} << size) - 1)) << scan.size;
    if (size < 16) {
      scan.size += size;
      return scan;
    }
  }
  return scan;
}

#else

inline HostScan scan_host(const char* at, const char* end) {
  HostScan scan;
  for (; scan.size < HostScan::kMost && at != end; ++scan.size, ++at) {
    const char c = *at;
    if (c == '.') {
      scan.dots |= std::uint64_t{1} << scan.size;
    } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
      return scan;
    }
  }
  return scan;
}

#endif

}  // namespace volition::filters
