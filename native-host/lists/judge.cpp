// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/judge.hpp"

#include <algorithm>
#include <string>

#include "base/encoding.hpp"
#include "filters/cosmetic.hpp"
#include "filters/parse.hpp"
#include "lists/md5.hpp"

namespace volition::lists {
namespace {

/// Below this a list may grow and shrink as it likes: ten lines become two hundred.
constexpr std::uint64_t kMindedBytes = 64U << 10U;
constexpr std::uint64_t kTenfold = 10;

/// Calls `take(line, number)` for each line, without its line break, until it answers false.
template <typename Take>
void each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (!take(line)) return;
  }
}

/// Whether it begins as a page or a program's data does, or holds what no text holds.
bool is_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return true;
  if (text[first] == '<' || text[first] == '{') return false;
  // Bytes that were no UTF-8 arrive as U+FFFD; a list may hold a stray one.
  std::size_t strange = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool control = byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
    if (control || text.substr(i).starts_with("\xEF\xBF\xBD")) ++strange;
  }
  constexpr std::size_t kOneIn = 100;
  return strange * kOneIn <= text.size();
}

bool has_open_condition(std::string_view text) {
  int depth = 0;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with("!#if")) ++depth;
    if (line.starts_with("!#endif") && depth > 0) --depth;
    return true;
  });
  return depth > 0;
}

/// The value of the "! Checksum:" in the head, and where its line stands.
struct NamedChecksum {
  std::string_view value;
  std::size_t begin = 0;
  std::size_t end = 0;
};

NamedChecksum named_checksum(std::string_view text) {
  constexpr std::string_view kName = "! Checksum:";
  constexpr int kHeadLines = 20;
  NamedChecksum found;
  int lines = 0;
  each_line(text, [&](std::string_view line) {
    if (!line.starts_with(kName)) return ++lines < kHeadLines;
    found.begin = static_cast<std::size_t>(line.data() - text.data());
    found.end = std::min(text.find('\n', found.begin), text.size() - 1) + 1;
    line.remove_prefix(kName.size());
    while (line.starts_with(' ')) line.remove_prefix(1);
    while (line.ends_with(' ') || line.ends_with('=')) line.remove_suffix(1);
    found.value = line;
    return false;
  });
  return found;
}

bool holds_filter(std::string_view text) {
  bool found = false;
  each_line(text, [&](std::string_view line) {
    const filters::ParsedList read = filters::parse_list(line, 0, filters::Target::kChromium);
    // One that is of no use to us is still a list's.
    found = !read.hosts.empty() || !read.filters.empty() || read.cosmetic > 0 ||
            read.refused.total() > 0;
    return !found;
  });
  return found;
}

}  // namespace

std::string list_checksum(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const NamedChecksum named = named_checksum(text);
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i >= named.begin && i < named.end) continue;
    const char c = text[i];
    const bool behind_name = plain.empty() && named.end > 0 && i >= named.end;
    if (c == '\r' || (c == '\n' && (plain.ends_with('\n') || behind_name))) continue;
    plain += c;
  }
  std::string checksum = to_base64(md5(plain));
  while (checksum.ends_with('=')) checksum.pop_back();
  return checksum;
}

Status judge(const Arrived& arrived) {
  const std::string_view text = arrived.text;
  if (text.size() > kMaxTextBytes) return Error(ErrorCode::kListTooLarge);
  if (!is_text(text)) return Error(ErrorCode::kListNotText);
  if (arrived.announced_bytes && *arrived.announced_bytes != text.size())
    return Error(ErrorCode::kListCutOff, "another length than announced");
  if (arrived.source == Source::kOwnRules) return ok();
  if (has_open_condition(text)) return Error(ErrorCode::kListCutOff, "an open !#if");
  const std::string_view named = named_checksum(text).value;
  if (!named.empty() && named != list_checksum(text))
    return Error(ErrorCode::kListCutOff, "another checksum than its own");
  if (!holds_filter(text)) return Error(ErrorCode::kListEmpty);
  const std::uint64_t now = text.size();
  const std::uint64_t before = arrived.bytes_before;
  if (before == 0 || std::max(now, before) <= kMindedBytes) return ok();
  if (now > before * kTenfold) return Error(ErrorCode::kListGrew);
  if (now * kTenfold < before) return Error(ErrorCode::kListShrank);
  return ok();
}

}  // namespace volition::lists
