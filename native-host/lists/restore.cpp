// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/restore.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "filters/compile.hpp"
#include "filters/parse.hpp"
#include "lists/characters.hpp"
#include "lists/files.hpp"

namespace volition::lists {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigestDigits = 16;
constexpr std::size_t kTitleMax = 120;
constexpr std::size_t kVersionMax = 60;
/// A folder that holds more was not written by this program.
constexpr std::size_t kMaxTexts = 1'000;

/// A text that is what its name says.
struct FoundText {
  std::string digest;
  std::int64_t changed_ns = 0;
  std::string head;
  std::uint64_t bytes = 0;
};

struct TextName {
  std::string id;
  std::string digest;
};

/// "base-0123456789abcdef.txt"
std::optional<TextName> name_of(const std::string& file) {
  constexpr std::string_view kEnd = ".txt";
  if (!file.ends_with(kEnd) || file.size() < kEnd.size() + kDigestDigits + 2) return std::nullopt;
  const std::string stem = file.substr(0, file.size() - kEnd.size());
  const std::size_t dash = stem.size() - kDigestDigits - 1;
  if (stem[dash] != '-') return std::nullopt;
  return TextName{stem.substr(0, dash), stem.substr(dash + 1)};
}

bool is_of_person(std::string_view id) { return id == kOwnId || id.starts_with(kCustomPrefix); }

/// Every list's texts, the newest first.
std::map<std::string, std::vector<FoundText>> find_texts(const Folders& folders) {
  std::map<std::string, std::vector<FoundText>> found;
  std::error_code failed;
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(folders.texts(), failed)) {
    if (++seen > kMaxTexts) break;
    const auto name = name_of(entry.path().filename().string());
    if (!name) continue;
    const auto text = read_file(entry.path(), filters::kMaxListBytes);
    if (!text) continue;
    const std::string digest = digest_of(*text);
    std::int64_t changed_ns = mark_of(entry.path()).changed_ns;
    if (digest != name->digest) {
      // Another text than it was: the program's lists come again, the person's words do not.
      if (!is_of_person(name->id)) continue;
      changed_ns = 0;
      if (!write_file(folders.texts() / (name->id + "-" + digest + ".txt"), *text)) continue;
    }
    constexpr std::size_t kHead = 8192;
    found[name->id].push_back({digest, changed_ns, text->substr(0, kHead), text->size()});
  }
  for (auto& [id, texts] : found) {
    std::stable_sort(texts.begin(), texts.end(), [](const FoundText& a, const FoundText& b) {
      return a.changed_ns > b.changed_ns;
    });
  }
  return found;
}

void take_text(const FoundText& text, StoredList& list) {
  const filters::ParsedList head = filters::parse_list(text.head, 0, filters::Target::kChromium);
  if (!head.title.empty()) list.title = cut(head.title, kTitleMax);
  list.version = cut(head.version, kVersionMax);
  list.text = text.digest;
  list.bytes = text.bytes;
  // Whether the server has another one is asked without a condition.
  list.etag.reset();
  list.last_modified.reset();
}

State put_together(const Folders& folders, const std::vector<CatalogueEntry>& catalogue,
                   std::string_view damaged) {
  State state;
  auto texts = find_texts(folders);
  const auto entry_of = [&](std::string_view id) {
    return std::find_if(catalogue.begin(), catalogue.end(),
                        [&](const CatalogueEntry& entry) { return entry.id == id; });
  };
  const auto is_ours = [&](std::string_view id) {
    return is_of_person(id) || entry_of(id) != catalogue.end();
  };
  for (StoredList& list : salvage_lists(damaged)) {
    if (!is_ours(list.id)) continue;
    const auto& found = texts[list.id];
    if (!list.text.empty() && !mark_of(folders.texts() / text_file(list)).exists) {
      list.text.clear();
      list.bytes = 0;
      if (!found.empty()) take_text(found.front(), list);
    }
    state.lists.push_back(std::move(list));
  }
  for (const auto& [id, found] : texts) {
    if (found.empty() || !is_ours(id) || state.find(id) != nullptr) continue;
    // Only the text of a list that was on was ever fetched.
    StoredList& list = state.at(id);
    take_text(found.front(), list);
  }
  return state;
}

}  // namespace

Status restore_state(const Folders& folders, const std::vector<CatalogueEntry>& catalogue,
                     Day today) {
  const auto lock = Lock::take(folders.state_lock(), Patience::kShort);
  if (!lock) return lock.error();
  // Another host may have been faster.
  const auto now = load_state(folders);
  if (now) return ok();
  if (now.error().code != ErrorCode::kListsDamaged) return now.error();
  const auto text = read_file(folders.state_file(), kMaxStateBytes);
  if (text && is_newer_state(*text)) return now.error();
  State state =
      put_together(folders, catalogue, text ? std::string_view(*text) : std::string_view());
  state.restored_on = today;
  const fs::path aside = folders.store / kAsideFile;
  const auto kept = read_file(folders.state_file(), filters::kMaxListBytes);
  if (kept) {
    // A copy: at no instant is there no lists.json, which would mean that the person has no lists.
    if (const Status written = write_file(aside, *kept); !written) return written.error();
  } else {
    // A link holds nothing itself, and the cage lets none be made, under another name neither.
    std::error_code failed;
    if (fs::is_symlink(fs::symlink_status(folders.state_file(), failed))) {
      fs::remove(folders.state_file(), failed);
    } else {
      fs::rename(folders.state_file(), aside, failed);
    }
    if (failed) return Error(ErrorCode::kListsDamaged, "lists.json is no file");
  }
  return write_file(folders.state_file(), write_state(state));
}

}  // namespace volition::lists
