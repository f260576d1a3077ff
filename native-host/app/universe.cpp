// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "universe": export and forgetting everything.

#include "universe/universe.hpp"

#include <boost/json/array.hpp>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

}  // namespace

Answered universe_export(Context& context, const protocol::UniverseExport& params) {
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
