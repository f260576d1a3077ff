// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "universe": export and forgetting everything.

#include "universe/universe.hpp"

#include <boost/json/array.hpp>
#include <charconv>
#include <string>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "base/encoding.hpp"
#include "crypto/kdf.hpp"
#include "lists/lists.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// Behind the universe's records come the person's lists: "lists-<which>", and where a text is
/// longer than a page "lists-<which>_<cursor of the text>".
constexpr std::string_view kListsCursor = "lists-";

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Records of the universe have ids; that of a list is made of its name.
std::string id_of_list(std::string_view name) {
  constexpr std::size_t kIdBytes = 16;
  return to_hex(ByteView(crypto::hash({as_bytes(name)})).first(kIdBytes));
}

json::object page_of(std::string_view name, json::object record,
                     const std::optional<std::string>& next) {
  json::object item;
  item["kind"] = "list";
  item["id"] = id_of_list(name);
  item["record"] = std::move(record);
  json::object result;
  result["items"] = json::array{std::move(item)};
  result["next"] = or_null(next);
  return result;
}

/// One list, or one page of its text: that of pasted lists and own rules, which stands nowhere
/// else.
Answered export_list(Context& context, std::string_view cursor) {
  const std::size_t mark = cursor.find('_');
  const auto which = number_of(cursor.substr(0, mark));
  const auto lists = context.lists().belongings();
  if (!lists) {
    // What the universe holds is not lost for it.
    return page_of("", {{"failed", code_name(lists.error().code)}}, std::nullopt);
  }
  if (!which || *which >= lists->size()) return Error(ErrorCode::kInvalidParams, "params.cursor");
  const lists::StoredList& list = (*lists)[*which];
  json::object record;
  record["list"] = list.id;
  record["title"] = list.title;
  record["address"] = or_null(list.address);
  record["state"] = lists::switch_name(list.state);
  std::optional<std::string> next;
  if (*which + 1 < lists->size()) next = std::string(kListsCursor) + std::to_string(*which + 1);
  const bool written =
      list.id == lists::kOwnId || (list.id.starts_with(lists::kCustomPrefix) && !list.address);
  if (written && !list.text.empty()) {
    std::optional<std::string_view> inside;
    if (mark != std::string_view::npos) inside = cursor.substr(mark + 1);
    auto text = context.lists().text(list.id, inside);
    if (!text) return text.error();
    record["text"] = text->text;
    if (text->next) next = std::string(kListsCursor) + std::to_string(*which) + "_" + *text->next;
  }
  return page_of(list.id, std::move(record), next);
}

}  // namespace

Answered universe_export(Context& context, const protocol::UniverseExport& params) {
  if (params.cursor && params.cursor->starts_with(kListsCursor))
    return export_list(context, std::string_view(*params.cursor).substr(kListsCursor.size()));
  const auto universe = context.universe();
  if (!universe) return universe.error();
  auto page = (*universe)->export_page(params.cursor);
  if (!page) return page.error();
  json::array items;
  for (universe::ExportItem& item : page->items) {
    json::object out;
    out["kind"] = item.kind;
    out["id"] = universe::format_id(item.id);
    out["record"] = std::move(item.record);
    items.push_back(std::move(out));
  }
  json::object result;
  result["items"] = std::move(items);
  if (!page->next) {
    const auto lists = context.lists().belongings();
    if (!lists || !lists->empty()) page->next = std::string(kListsCursor) + "0";
  }
  result["next"] = or_null(page->next);
  return result;
}

Answered universe_accept_today(Context& context, const protocol::OpOnly&) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto accepted = (*universe)->accept_today();
  if (!accepted) return accepted.error();
  json::object result;
  result["today"] = format_day(context.clock().today());
  return result;
}

Answered universe_forget_all(Context& context, const protocol::OpOnly&) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto erasure = (*universe)->forget_all();
  if (!erasure) return erasure.error();
  // Before the universe commits: where this fails, nothing is forgotten and the press may be tried
  // again.
  if (const Status swept = context.lists().forget(); !swept) return swept.error();
  json::object result;
  result["state"] = universe::name_of(*erasure);
  return result;
}

}  // namespace volition::app
