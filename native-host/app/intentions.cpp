// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "intentions": what the person wants or gives, noticed or kept.

#include <boost/json/array.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "pixels/product.hpp"
#include "url/host.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

Answered holding(const Result<universe::Intention>& intention) {
  if (!intention) return intention.error();
  json::object result;
  result["intention"] = universe::to_json(*intention);
  return result;
}

/// The brand a host name belongs to: the domain that the person may address.
std::string brand_of(std::string_view host) { return std::string(url::registrable_domain(host)); }

std::string text_or_empty(const std::optional<std::string>& text) {
  return text.value_or(std::string());
}

Result<universe::NewIntention> as_domain(const protocol::NewIntention& fresh) {
  const auto direction = universe::parse_direction(fresh.direction);
  const auto kind = universe::parse_intention_kind(fresh.kind);
  if (!direction || !kind) return Error(ErrorCode::kInvalidParams, "params.new");
  universe::NewIntention out;
  out.direction = *direction;
  out.kind = *kind;
  out.name = fresh.name;
  out.maker = fresh.maker;
  out.sku = fresh.sku;
  out.gtin = fresh.gtin;
  if (fresh.brand) out.brand = brand_of(*fresh.brand);
  out.page = fresh.page;
  out.price = fresh.price;
  out.words = text_or_empty(fresh.words);
  out.why = text_or_empty(fresh.why);
  out.have = text_or_empty(fresh.have);
  out.budget = fresh.budget;
  return out;
}

universe::IntentionKind kind_of(pixels::ProductKind kind) {
  switch (kind) {
    case pixels::ProductKind::kProduct:
      return universe::IntentionKind::kProduct;
    case pixels::ProductKind::kService:
      return universe::IntentionKind::kService;
    case pixels::ProductKind::kCause:
      return universe::IntentionKind::kCause;
  }
  return universe::IntentionKind::kProduct;
}

Result<std::optional<pixels::Product>> product_of(const protocol::IntentionsNotice& params) {
  std::vector<pixels::Observation> observations;
  for (const protocol::NoticedText& text : params.observations) {
    const auto source = pixels::source_named(text.source);
    if (!source) return Error(ErrorCode::kInvalidParams, "params.observations");
    observations.push_back({*source, text.raw});
  }
  return pixels::read_product(observations, params.page);
}

json::object noticed_shape(const std::optional<pixels::Product>& product,
                           const universe::Noticed& noticed) {
  json::object result;
  result["product"] = product ? json::value(shape_of(*product)) : json::value(nullptr);
  result["intention"] =
      noticed.intention ? json::value(universe::to_json(*noticed.intention)) : json::value(nullptr);
  result["stored"] = noticed.stored;
  result["offer_policy"] = noticed.offer_policy;
  return result;
}

}  // namespace

Answered intentions_notice(Context& context, const protocol::IntentionsNotice& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto product = product_of(params);
  if (!product) return product.error();
  if (!*product) return noticed_shape(std::nullopt, {});
  universe::NewIntention thing;
  thing.kind = kind_of((*product)->kind);
  // A cause is given to; everything else is wanted.
  thing.direction = (*product)->kind == pixels::ProductKind::kCause ? universe::Direction::kGive
                                                                    : universe::Direction::kWant;
  thing.name = (*product)->name;
  thing.maker = (*product)->maker;
  thing.sku = (*product)->sku;
  thing.gtin = (*product)->gtin;
  thing.brand = brand_of(params.site);
  thing.page = params.page;
  thing.price = (*product)->price;
  const auto noticed = (*universe)->notice(thing);
  if (!noticed) return noticed.error();
  return noticed_shape(*product, *noticed);
}

Answered intentions_notice_private(const protocol::IntentionsNotice& params) {
  const auto product = product_of(params);
  if (!product) return product.error();
  return noticed_shape(*product, {});
}

Answered intentions_keep(Context& context, const protocol::IntentionsKeep& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  if (params.id) {
    const auto id = id_of(*params.id);
    if (!id) return id.error();
    return holding((*universe)->keep(*id));
  }
  const auto thing = as_domain(*params.fresh);
  if (!thing) return thing.error();
  return holding((*universe)->keep(*thing));
}

Answered intentions_get(Context& context, const protocol::RecordId& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  return holding((*universe)->get(*id));
}

Answered intentions_list(Context& context, const protocol::IntentionsList& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  universe::IntentionFilter filter;
  for (const std::string& name : params.stages) {
    if (const auto stage = universe::parse_stage(name)) filter.stages.push_back(*stage);
  }
  if (params.direction) filter.direction = universe::parse_direction(*params.direction);
  if (params.kind) filter.kind = universe::parse_intention_kind(*params.kind);
  if (params.fades_within_days) {
    filter.fades_by = context.clock().today().plus(static_cast<int>(*params.fades_within_days));
  }
  if (params.brand) filter.brand = brand_of(*params.brand);
  filter.words = text_or_empty(params.words);
  return fitting_page(static_cast<std::size_t>(params.limit), [&](std::size_t limit) -> Answered {
    const auto page = (*universe)->list(filter, params.cursor, limit);
    if (!page) return page.error();
    json::array items;
    for (const universe::Intention& intention : page->items) {
      items.push_back(universe::to_json(intention));
    }
    json::object result;
    result["items"] = std::move(items);
    result["next"] = or_null(page->next);
    result["total"] = page->total;
    return result;
  });
}

Answered intentions_edit(Context& context, const protocol::IntentionsEdit& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  universe::Changes changes;
  changes.name = params.changes.name;
  changes.words = params.changes.words;
  changes.why = params.changes.why;
  changes.have = params.changes.have;
  changes.budget = params.changes.budget;
  return holding((*universe)->edit(*id, changes));
}

Answered intentions_done(Context& context, const protocol::IntentionsDone& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  const auto how = universe::parse_done_how(params.how);
  if (!how) return Error(ErrorCode::kInvalidParams, "params.how");
  return holding((*universe)->done(*id, *how));
}

Answered intentions_forget(Context& context, const protocol::OpOnRecord& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  const auto undo_ms = (*universe)->forget(*id);
  if (!undo_ms) return undo_ms.error();
  json::object result;
  result["undo_ms"] = *undo_ms;
  return result;
}

Answered intentions_unforget(Context& context, const protocol::OpOnRecord& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  return holding((*universe)->unforget(*id));
}

Answered intentions_policy_read(Context& context) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto policy = (*universe)->policy();
  if (!policy) return policy.error();
  json::object result;
  result["policy"] = universe::name_of(*policy);
  return result;
}

Answered intentions_policy_set(Context& context, const protocol::IntentionsPolicy& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto policy = universe::parse_policy(text_or_empty(params.set));
  if (!policy) return Error(ErrorCode::kInvalidParams, "params.set");
  if (const Status done = (*universe)->set_policy(*policy); !done) return done.error();
  return intentions_policy_read(context);
}

}  // namespace volition::app
