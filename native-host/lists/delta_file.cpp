// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/delta_file.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/json.hpp"
#include "lists/files.hpp"

namespace volition::lists {
namespace {

namespace json = boost::json;

constexpr std::int64_t kDeltaVersion = 1;
Error damaged() { return {ErrorCode::kListsDamaged, "delta"}; }

json::array array_of(const std::vector<std::string>& names) {
  json::array out;
  for (const std::string& name : names) out.emplace_back(name);
  return out;
}

std::optional<std::string> text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().data(), value->get_string().size());
}

bool read_names(const json::object& object, std::string_view name, std::vector<std::string>& out) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_array()) return false;
  for (const json::value& item : value->get_array()) {
    if (!item.is_string()) return false;
    out.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return true;
}

bool read_disabled(const json::object& object, std::vector<filters::DisabledRules>& out) {
  const json::value* value = object.if_contains("disable");
  if (value == nullptr || !value->is_array()) return false;
  for (const json::value& item : value->get_array()) {
    if (!item.is_object()) return false;
    const auto ruleset = text_at(item.get_object(), "ruleset");
    const json::value* ids = item.get_object().if_contains("ids");
    if (!ruleset || ids == nullptr || !ids->is_array()) return false;
    filters::DisabledRules disabled{*ruleset, {}};
    for (const json::value& id : ids->get_array()) {
      if (!id.is_int64() || id.get_int64() < 1 || id.get_int64() > 1'000'000) return false;
      disabled.ids.push_back(static_cast<std::uint32_t>(id.get_int64()));
    }
    out.push_back(std::move(disabled));
  }
  return true;
}

/// The head; nullopt where it is none.
std::optional<DeltaPage> read_head(std::string_view line, std::string& asked) {
  const auto read = parse_json(line);
  const json::object* head = read ? read->if_object() : nullptr;
  if (head == nullptr) return std::nullopt;
  const json::value* version = head->if_contains("version");
  const json::value* left_out = head->if_contains("left_out");
  const auto digest = text_at(*head, "digest");
  const auto match = text_at(*head, "match");
  const auto named = text_at(*head, "asked");
  if (version == nullptr || *version != kDeltaVersion || !digest || !match || !named ||
      left_out == nullptr || !left_out->is_int64())
    return std::nullopt;
  DeltaPage page;
  page.match = *match == "same" ? filters::BaselineMatch::kSame : filters::BaselineMatch::kOther;
  page.digest = *digest;
  page.left_out = static_cast<std::uint32_t>(left_out->get_int64());
  asked = *named;
  const bool good = read_names(*head, "enable", page.enable) &&
                    read_names(*head, "disable_sets", page.disable_sets) &&
                    read_disabled(*head, page.disable);
  if (!good) return std::nullopt;
  return page;
}

/// "<digest>-<offset>": where a page begins in the file.
std::optional<std::size_t> offset_of(std::string_view cursor, std::string_view digest) {
  if (!cursor.starts_with(digest) || !cursor.substr(digest.size()).starts_with('-'))
    return std::nullopt;
  cursor.remove_prefix(digest.size() + 1);
  std::size_t offset = 0;
  const auto [end, failed] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), offset);
  if (failed != std::errc() || end != cursor.data() + cursor.size()) return std::nullopt;
  return offset;
}

}  // namespace

std::string write_delta(const filters::Delta& delta, std::string_view asked) {
  json::array disable;
  for (const filters::DisabledRules& one : delta.disable) {
    json::array ids;
    for (const std::uint32_t id : one.ids) ids.emplace_back(id);
    disable.push_back({{"ruleset", one.ruleset}, {"ids", std::move(ids)}});
  }
  json::object head;
  head["version"] = kDeltaVersion;
  head["asked"] = asked;
  head["match"] = delta.match == filters::BaselineMatch::kSame ? "same" : "other";
  head["digest"] = delta.digest;
  head["enable"] = array_of(delta.enable);
  head["disable_sets"] = array_of(delta.disable_sets);
  head["disable"] = std::move(disable);
  std::int64_t left_out = 0;
  for (const filters::DeltaList& list : delta.lists) {
    left_out += list.refused.of(filters::Refusal::kOverBudget);
    left_out += list.refused.of(filters::Refusal::kRegexOverBudget);
  }
  head["left_out"] = left_out;
  std::string out = json::serialize(head) + "\n";
  for (const std::string& rule : delta.rules) {
    out += rule;
    out += '\n';
  }
  return out;
}

Result<DeltaPage> read_delta(const std::filesystem::path& file, std::string_view asked,
                             std::optional<std::string_view> cursor, std::size_t max_bytes) {
  const auto text = read_file(file, kMaxDeltaBytes);
  if (!text) return text.error();
  const std::size_t head_end = text->find('\n');
  if (head_end == std::string::npos) return damaged();
  std::string answers;
  auto page = read_head(std::string_view(*text).substr(0, head_end), answers);
  if (!page) return damaged();
  if (answers != asked) return Error(ErrorCode::kNotFound, "another baseline");
  std::size_t at = head_end + 1;
  if (cursor) {
    const auto offset = offset_of(*cursor, page->digest);
    if (!offset || *offset <= head_end || *offset >= text->size() || (*text)[*offset - 1] != '\n')
      return Error(ErrorCode::kInvalidParams, "params.cursor");
    at = *offset;
  }
  const std::size_t begin = at;
  while (at < text->size()) {
    const std::size_t end = text->find('\n', at);
    if (end == std::string::npos) return damaged();
    if (at > begin && end - begin > max_bytes) break;
    const auto rule = parse_json(std::string_view(*text).substr(at, end - at));
    if (!rule || !rule->is_object()) return damaged();
    page->rules.push_back(*rule);
    at = end + 1;
  }
  if (at < text->size()) page->next = page->digest + "-" + std::to_string(at);
  return std::move(*page);
}

}  // namespace volition::lists
