// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Questions to a line's bytes, sixteen at a time: every line of a list is asked some of them, and a
// loop over the bytes took a quarter of the time to read a list.

#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace volition::filters {
namespace text_scan {

#if defined(__SSE2__)

/// Where the first byte stands that `is` says yes to, else npos. `of_sixteen` says the same of
/// sixteen bytes at once, all bits of a byte for yes.
template <typename Is, typename OfSixteen>
std::size_t find(std::string_view text, Is is, OfSixteen of_sixteen) {
  constexpr std::size_t kStep = 16;
  std::size_t at = 0;
  if (text.size() < kStep) {
    while (at < text.size() && !is(text[at])) ++at;
    return at < text.size() ? at : std::string_view::npos;
  }
  for (;;) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(of_sixteen(bytes)));
    if (found != 0) return at + static_cast<unsigned>(__builtin_ctz(found));
    if (at + kStep == text.size()) return std::string_view::npos;
    // The last look ends where the text does, and sees some bytes once more.
    at = at + 2 * kStep <= text.size() ? at + kStep : text.size() - kStep;
  }
}

#endif

}  // namespace text_scan

/// Where the first of `kWanted` stands, else npos.
template <char... kWanted>
std::size_t find_any_of(std::string_view text) {
#if defined(__SSE2__)
  return text_scan::find(
      text, [](char c) { return ((c == kWanted) || ...); },
      [](__m128i bytes) {
        __m128i found = _mm_setzero_si128();
        ((found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(kWanted)))), ...);
        return found;
      });
#else
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (((text[at] == kWanted) || ...)) return at;
  }
  return std::string_view::npos;
#endif
}

/// Whether a control character stands in `text`, a tab among them.
inline bool holds_control(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
#if defined(__SSE2__)
  return text_scan::find(text, is_control, [](__m128i bytes) {
           const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
           return _mm_or_si128(low, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
         }) != std::string_view::npos;
#else
  for (const char c : text) {
    if (is_control(c)) return true;
  }
  return false;
#endif
}

}  // namespace volition::filters
