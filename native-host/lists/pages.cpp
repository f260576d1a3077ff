// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered page by page: a list's text, its lines of no use, a browser's delta.

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

#include "base/json.hpp"
#include "filters/refused_lines.hpp"
#include "lists/characters.hpp"
#include "lists/lists.hpp"

namespace volition::lists {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextPageBytes = 128U << 10U;
constexpr std::size_t kLineBytes = 4096;
/// Names the delta of lists that are as they shipped.
constexpr std::string_view kNoDelta = "0000000000000000";

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<std::string> Lists::text_of(std::string_view id) {
  look();
  if (damaged_) return *damaged_;
  const StoredList* stored = state_.find(id);
  if (stored != nullptr && !stored->text.empty()) {
    auto text = read_file(folders_.texts() / text_file(*stored), filters::kMaxListBytes);
    if (!text) return Error(ErrorCode::kListUnreadable, std::string(id));
    return text;
  }
  if (id == kOwnId) return std::string();
  const auto known = catalogue();
  if (!known) return known.error();
  for (std::size_t i = 0; i < (*known)->size(); ++i) {
    if ((**known)[i].id == id) return shipped_text(folders_.shipped, **known, i);
  }
  return Error(ErrorCode::kNotFound, "list");
}

Result<TextPage> Lists::text(std::string_view id, std::optional<std::string_view> cursor) {
  const auto whole = text_of(id);
  if (!whole) return whole.error();
  // "<digest>-<offset>": a text that was replaced meanwhile is not gone on with.
  const std::string digest = digest_of(*whole);
  std::size_t at = 0;
  if (cursor) {
    const bool of_this = cursor->starts_with(digest + "-");
    const auto offset =
        of_this ? number_of(cursor->substr(digest.size() + 1)) : std::optional<std::size_t>();
    if (!offset || *offset > whole->size() || character_edge(*whole, *offset) != *offset)
      return Error(ErrorCode::kInvalidParams, "params.cursor");
    at = *offset;
  }
  const std::size_t end = character_edge(*whole, at + kTextPageBytes);
  TextPage page{whole->substr(at, end - at), std::nullopt};
  if (end < whole->size()) page.next = digest + "-" + std::to_string(end);
  return page;
}

Result<RefusedPage> Lists::refused(std::string_view id, std::optional<std::string_view> reason,
                                   std::optional<std::string_view> cursor, std::size_t limit) {
  std::size_t first = 1;
  if (cursor) {
    const auto line = number_of(*cursor);
    constexpr std::size_t kMaxLine = 100'000'000;
    if (!line || *line < 1 || *line > kMaxLine)
      return Error(ErrorCode::kInvalidParams, "params.cursor");
    first = *line;
  }
  const auto text = text_of(id);
  if (!text) return text.error();
  const auto found = filters::refused_lines(*text, filters::Browser::kChromium, reason,
                                            static_cast<std::uint32_t>(first), limit + 1);
  RefusedPage page;
  for (const filters::RefusedLine& line : found) {
    if (page.lines.size() == limit) {
      page.next = std::to_string(line.line);
      break;
    }
    const std::size_t end = character_edge(line.text, kLineBytes);
    page.lines.push_back(
        {line.line, std::string(line.text.substr(0, end)), std::string(line.reason)});
  }
  return page;
}

/// The delta of lists that are as they shipped: nothing.
Result<DeltaPage> Lists::no_delta(filters::Browser browser, std::string_view baseline) {
  DeltaPage page;
  page.digest = kNoDelta;
  const std::string name = "baseline-" + std::string(filters::browser_name(browser)) + ".json";
  constexpr std::size_t kMaxBaseline = 64U << 10U;
  const auto text = read_file(folders_.shipped / name, kMaxBaseline);
  const auto read = text ? parse_json(*text) : Result<json::value>(text.error());
  const json::object* object = read ? read->if_object() : nullptr;
  const json::value* digest = object != nullptr ? object->if_contains("digest") : nullptr;
  if (digest != nullptr && digest->is_string() &&
      std::string_view(digest->get_string()) != baseline)
    page.match = filters::BaselineMatch::kOther;
  return page;
}

Result<std::optional<DeltaPage>> Lists::delta(filters::Browser browser, std::string_view baseline,
                                              std::optional<std::string_view> cursor,
                                              std::size_t max_bytes) {
  look();
  if (damaged_) return *damaged_;
  const auto key = wanted();
  if (!key) return key.error();
  const int delta_failed = failure_->delta.exchange(Failure::kNone);
  if (delta_failed != Failure::kNone) return Error(static_cast<ErrorCode>(delta_failed), "delta");
  if (key->empty()) {
    if (cursor) return Error(ErrorCode::kInvalidParams, "params.cursor");
    auto none = no_delta(browser, baseline);
    if (!none) return none.error();
    return std::optional<DeltaPage>(std::move(*none));
  }
  if (*key == state_.built) {
    auto page =
        read_delta(folders_.built(*key) / delta_file_name(browser), baseline, cursor, max_bytes);
    if (page) return std::optional<DeltaPage>(std::move(*page));
    if (page.error().code == ErrorCode::kInvalidParams) return page.error();
  } else if (failed(*key)) {
    return Error(ErrorCode::kListUnreadable, "the lists could not be built");
  }
  const bool wished = std::any_of(wishes_.begin(), wishes_.end(), [&](const DeltaWish& wish) {
    return wish.browser == browser && wish.baseline == baseline;
  });
  if (!wished && !worker_.busy()) wishes_.push_back({browser, std::string(baseline)});
  ensure_built();
  return std::optional<DeltaPage>();
}

}  // namespace volition::lists
