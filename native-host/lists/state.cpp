// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/state.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/kdf.hpp"

namespace volition::lists {
namespace {

namespace json = boost::json;

constexpr std::int64_t kStateVersion = 1;
constexpr std::size_t kDigestDigits = 16;
constexpr std::size_t kMaxLists = 200;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Empty, or 16 digits: it becomes part of a file's name.
bool is_key(std::string_view text) {
  return text.empty() || (text.size() == kDigestDigits && is_hex(text));
}

bool is_id(std::string_view text) {
  constexpr std::size_t kMaxId = 40;
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

/// Asks an object for its members; the first that is not what it should be is remembered.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {}
  bool good() const { return good_; }

  std::optional<std::string> text_or_null(std::string_view name, std::size_t max) {
    const json::value* value = object_.if_contains(name);
    if (value != nullptr && value->is_null()) return std::nullopt;
    return text(name, max);
  }
  std::string text(std::string_view name, std::size_t max) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_string() || value->get_string().size() > max) {
      good_ = false;
      return {};
    }
    return {value->get_string().data(), value->get_string().size()};
  }
  std::int64_t number(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 0) {
      good_ = false;
      return 0;
    }
    return value->get_int64();
  }

 private:
  const json::object& object_;
  bool good_ = true;
};

std::optional<StoredList> list_of(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  Members members(*object);
  StoredList list;
  list.id = members.text("id", 40);
  const std::string state = members.text("state", 3);
  list.state = state == "on" ? Switch::kOn : Switch::kOff;
  list.title = members.text("title", 480);
  list.version = members.text("version", 240);
  list.address = members.text_or_null("address", 8000);
  list.text = members.text("text", kDigestDigits);
  list.bytes = static_cast<std::uint64_t>(members.number("bytes"));
  const auto fetched = members.text_or_null("fetched_on", 10);
  if (fetched) list.fetched_on = parse_day(*fetched);
  list.etag = members.text_or_null("etag", 800);
  list.last_modified = members.text_or_null("last_modified", 400);
  const bool good = members.good() && is_id(list.id) && is_key(list.text) &&
                    (state == "on" || state == "off") && (!fetched || list.fetched_on);
  if (!good) return std::nullopt;
  return list;
}

}  // namespace

std::string_view switch_name(Switch value) { return value == Switch::kOn ? "on" : "off"; }

const StoredList* State::find(std::string_view id) const {
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [&](const StoredList& list) { return list.id == id; });
  return found == lists.end() ? nullptr : &*found;
}

StoredList& State::at(std::string_view id) {
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [&](const StoredList& list) { return list.id == id; });
  if (found != lists.end()) return *found;
  StoredList& fresh = lists.emplace_back();
  fresh.id = id;
  return fresh;
}

std::string write_state(const State& state) {
  json::array lists;
  for (const StoredList& list : state.lists) {
    json::object out;
    out["id"] = list.id;
    out["state"] = switch_name(list.state);
    out["title"] = list.title;
    out["version"] = list.version;
    out["address"] = or_null(list.address);
    out["text"] = list.text;
    out["bytes"] = static_cast<std::int64_t>(list.bytes);
    out["fetched_on"] = list.fetched_on ? json::value(format_day(*list.fetched_on)) : nullptr;
    out["etag"] = or_null(list.etag);
    out["last_modified"] = or_null(list.last_modified);
    lists.push_back(std::move(out));
  }
  json::object out;
  out["version"] = kStateVersion;
  out["lists"] = std::move(lists);
  out["built"] = state.built;
  out["failed_key"] = state.failed_key;
  out["failed_code"] = state.failed_code;
  out["distrusted"] = state.distrusted;
  out["restored_on"] = state.restored_on ? json::value(format_day(*state.restored_on)) : nullptr;
  return json::serialize(out) + "\n";
}

Result<State> read_state(std::string_view text) {
  const Error damaged(ErrorCode::kListsDamaged, "lists.json");
  const auto read = parse_json(text);
  const json::object* object = read ? read->if_object() : nullptr;
  if (object == nullptr) return damaged;
  Members members(*object);
  State state;
  const std::int64_t version = members.number("version");
  state.built = members.text("built", kDigestDigits);
  state.failed_key = members.text("failed_key", kDigestDigits);
  state.failed_code = members.text("failed_code", 60);
  // Hosts of before wrote neither.
  if (object->if_contains("distrusted") != nullptr)
    state.distrusted = members.text("distrusted", kDigestDigits);
  if (object->if_contains("restored_on") != nullptr) {
    const auto day = members.text_or_null("restored_on", 10);
    if (day) state.restored_on = parse_day(*day);
  }
  const json::value* lists = object->if_contains("lists");
  if (!members.good() || version != kStateVersion || !is_key(state.built) ||
      !is_key(state.failed_key) || !is_key(state.distrusted) || lists == nullptr ||
      !lists->is_array() || lists->get_array().size() > kMaxLists)
    return damaged;
  for (const json::value& value : lists->get_array()) {
    auto list = list_of(value);
    if (!list || state.find(list->id) != nullptr) return damaged;
    state.lists.push_back(std::move(*list));
  }
  return state;
}

std::vector<StoredList> salvage_lists(std::string_view text) {
  std::vector<StoredList> lists;
  // A list is an object of plain members: it begins with "{" and ends with the first "}" by which
  // it reads, and neither its title nor its address is longer than this.
  constexpr std::size_t kMaxListText = 32'000;
  constexpr int kMaxEnds = 64;
  for (std::size_t begin = text.find("{\"id\""); begin != std::string_view::npos;
       begin = text.find("{\"id\"", begin + 1)) {
    const std::string_view rest = text.substr(begin, kMaxListText);
    std::size_t end = rest.find('}');
    for (int tries = 0; end != std::string_view::npos && tries < kMaxEnds; ++tries) {
      const auto read = parse_json(rest.substr(0, end + 1));
      if (read) {
        auto list = list_of(*read);
        const bool known = list && std::any_of(lists.begin(), lists.end(),
                                               [&](const auto& one) { return one.id == list->id; });
        if (list && !known && lists.size() < kMaxLists) lists.push_back(std::move(*list));
        break;
      }
      end = rest.find('}', end + 1);
    }
  }
  return lists;
}

bool is_newer_state(std::string_view text) {
  const auto read = parse_json(text);
  const json::object* object = read ? read->if_object() : nullptr;
  const json::value* version = object != nullptr ? object->if_contains("version") : nullptr;
  return version != nullptr && version->is_int64() && version->get_int64() > kStateVersion;
}

std::string text_file(const StoredList& list) { return list.id + "-" + list.text + ".txt"; }

std::string digest_of(std::string_view text) {
  const crypto::Hash hash = crypto::hash({as_bytes(text)});
  return to_hex(ByteView(hash).first(kDigestDigits / 2));
}

}  // namespace volition::lists
