// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "brands": those that some record names.

#include <boost/json/array.hpp>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

}  // namespace

Answered brands_list(Context& context, const protocol::Page& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto page = (*universe)->brands(params.cursor, static_cast<std::size_t>(params.limit));
  if (!page) return page.error();
  json::array items;
  for (const universe::BrandSummary& brand : page->items) {
    json::object item;
    item["domain"] = brand.domain;
    item["intentions"] = brand.intentions;
    item["requests"] = brand.requests;
    items.push_back(std::move(item));
  }
  json::object result;
  result["items"] = std::move(items);
  result["next"] = or_null(page->next);
  return result;
}

Answered brands_forget(Context& context, const protocol::BrandsForget& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto erasure = (*universe)->forget_brand(params.domain);
  if (!erasure) return erasure.error();
  json::object result;
  result["forgotten"] = erasure->forgotten;
  result["state"] = universe::name_of(erasure->state);
  return result;
}

}  // namespace volition::app
