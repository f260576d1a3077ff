// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "filters", as far as lists come and go: the person's switches, fresh texts, lists and
// rules of their own, and what separates a browser's rule sets from them.

#include "lists/lists.hpp"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(format_day(*day)) : json::value(nullptr);
}

/// common.json, FilterList.
json::object shape_of(const lists::ListView& view) {
  const lists::StoredList& stored = view.stored;
  const bool shipped = view.kind == lists::Kind::kShipped;
  json::object out;
  out["id"] = stored.id;
  out["kind"] = lists::kind_name(view.kind);
  out["title"] = stored.title;
  out["stops"] = shipped ? json::value(view.catalogue.stops) : json::value(nullptr);
  json::array languages;
  for (const std::string& language : view.catalogue.languages) languages.emplace_back(language);
  out["languages"] = std::move(languages);
  out["licence"] = or_null(view.catalogue.licence);
  out["homepage"] = or_null(view.catalogue.homepage);
  out["address"] = or_null(shipped ? view.catalogue.address : stored.address);
  out["state"] = lists::switch_name(stored.state);
  out["by_default"] = lists::switch_name(view.by_default);
  out["version"] = stored.version;
  out["fetched_on"] = day_or_null(stored.fetched_on);
  out["etag"] = or_null(stored.etag);
  out["last_modified"] = or_null(stored.last_modified);
  out["bytes"] = stored.bytes;
  const lists::Counts counts = view.counts.value_or(lists::Counts{});
  out["counted"] = view.counts.has_value();
  out["lines"] = counts.lines;
  out["network"] = counts.network;
  out["cosmetic"] = counts.cosmetic;
  out["in_effect"] = counts.in_effect;
  json::array refused;
  for (const auto& [reason, count] : counts.refused)
    refused.push_back({{"reason", reason}, {"count", count}});
  out["refused"] = std::move(refused);
  return out;
}

/// The schema lets no other name through.
filters::Browser browser_of(std::string_view name) {
  return filters::parse_browser(name).value_or(filters::Browser::kChromium);
}

lists::Part part_of(const protocol::FiltersPutList& params) {
  return {params.upload, static_cast<std::uint32_t>(params.part), params.text};
}

json::array names(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

}  // namespace

Answered filters_lists(Context& context, const protocol::FiltersLists& params) {
  const auto overview = context.lists().overview(browser_of(params.browser.value_or("chromium")));
  if (!overview) return overview.error();
  json::array lists;
  for (const lists::ListView& view : overview->lists) lists.push_back(shape_of(view));
  json::object result;
  result["lists"] = std::move(lists);
  result["revision"] = context.lists().revision();
  result["building"] = overview->building;
  result["failed"] =
      overview->failed.empty() ? json::value(nullptr) : json::value(overview->failed);
  result["rebuilt"] = overview->rebuilt;
  result["restored_on"] = day_or_null(overview->restored_on);
  return result;
}

Answered filters_take_part(Context& context, const protocol::FiltersPutList& params) {
  const auto received = context.lists().take(part_of(params));
  if (!received) return received.error();
  json::object result;
  result["received"] = *received;
  result["outcome"] = "part";
  result["list"] = nullptr;
  return result;
}

Answered filters_put_list(Context& context, const protocol::FiltersPutList& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  lists::Put put;
  put.part = part_of(params);
  put.list = params.list;
  put.address = params.address;
  put.title = params.title;
  put.etag = params.etag;
  put.last_modified = params.last_modified;
  if (params.size) put.announced_bytes = static_cast<std::uint64_t>(*params.size);
  const auto accepted = context.lists().put(put);
  if (!accepted) return accepted.error();
  (*universe)->remember_operation();
  json::object result;
  result["received"] = accepted->bytes;
  result["outcome"] = accepted->outcome == lists::Outcome::kSame ? "same" : "fresh";
  result["list"] = accepted->list;
  return result;
}

Answered filters_set_list(Context& context, const protocol::FiltersSetList& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto state = params.state == "on" ? lists::Switch::kOn : lists::Switch::kOff;
  const auto by = params.by == "language" ? lists::Chooser::kLanguage : lists::Chooser::kPerson;
  const auto stands = context.lists().set(params.list, state, by);
  if (!stands) return stands.error();
  (*universe)->remember_operation();
  json::object result;
  result["list"] = params.list;
  result["state"] = lists::switch_name(*stands);
  return result;
}

Answered filters_remove_list(Context& context, const protocol::FiltersRemoveList& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  if (const Status done = context.lists().remove(params.list); !done) return done.error();
  (*universe)->remember_operation();
  json::object result;
  result["list"] = params.list;
  return result;
}

Answered filters_text(Context& context, const protocol::FiltersText& params) {
  const auto page = context.lists().text(params.list, params.cursor);
  if (!page) return page.error();
  json::object result;
  result["text"] = page->text;
  result["next"] = or_null(page->next);
  return result;
}

Answered filters_refused(Context& context, const protocol::FiltersRefused& params) {
  const auto page = context.lists().refused(params.list, params.reason, params.cursor,
                                            static_cast<std::size_t>(params.limit));
  if (!page) return page.error();
  json::array lines;
  for (const lists::RefusedPage::Line& line : page->lines) {
    json::object out;
    out["line"] = line.number;
    out["text"] = line.text;
    out["reason"] = line.reason;
    lines.push_back(std::move(out));
  }
  json::object result;
  result["lines"] = std::move(lines);
  result["next"] = or_null(page->next);
  return result;
}

Answered filters_delta(Context& context, const protocol::FiltersDelta& params) {
  // Rules as they stand in the file are as long as in the answer; the rest of a page is at most
  // seven lists of 5,000 numbers.
  constexpr std::size_t kRoomForRules = 500U << 10U;
  auto page = context.lists().delta(browser_of(params.browser), params.baseline, params.cursor,
                                    kRoomForRules);
  if (!page) return page.error();
  json::object result;
  const lists::DeltaPage none;
  const lists::DeltaPage& delta = *page ? **page : none;
  std::string_view state = "building";
  if (*page) state = delta.match == filters::BaselineMatch::kSame ? "ready" : "other_baseline";
  result["state"] = state;
  result["digest"] = *page ? json::value(delta.digest) : json::value(nullptr);
  result["enable"] = names(delta.enable);
  result["disable_sets"] = names(delta.disable_sets);
  json::array disable;
  for (const filters::DisabledRules& one : delta.disable) {
    json::array ids;
    for (const std::uint32_t id : one.ids) ids.emplace_back(id);
    disable.push_back({{"ruleset", one.ruleset}, {"ids", std::move(ids)}});
  }
  result["disable"] = std::move(disable);
  result["rules"] = *page ? std::move((*page)->rules) : json::array();
  result["left_out"] = delta.left_out;
  result["next"] = or_null(delta.next);
  return result;
}

}  // namespace volition::app
