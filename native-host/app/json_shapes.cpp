// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/json_shapes.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/serializer.hpp>
#include <utility>

namespace volition::app {
namespace {

namespace json = boost::json;

json::object shape_of(const pixels::SaidProduct& product);
json::object shape_of(const pixels::SaidEvent& event);
json::object shape_of(const pixels::Identifier& identifier);
json::object shape_of(const pixels::Consent& consent);

template <typename Items>
json::array shapes_of(const Items& items) {
  json::array array;
  array.reserve(items.size());
  for (const auto& item : items) array.push_back(json::value(shape_of(item)));
  return array;
}

json::object shape_of(const pixels::SaidProduct& product) {
  json::object out;
  out["id"] = or_null(product.id);
  out["name"] = or_null(product.name);
  out["price"] = or_null(product.price);
  out["quantity"] = product.quantity ? json::value(*product.quantity) : json::value(nullptr);
  return out;
}

json::object shape_of(const pixels::SaidEvent& event) {
  json::object out;
  out["name"] = event.name;
  out["meaning"] = pixels::name_of(event.meaning);
  out["products"] = shapes_of(event.products);
  out["value"] = or_null(event.value);
  out["order"] = or_null(event.order);
  out["search"] = or_null(event.search);
  return out;
}

json::object shape_of(const pixels::Identifier& identifier) {
  json::object out;
  out["kind"] = pixels::name_of(identifier.kind);
  out["label"] = identifier.label;
  out["value"] = identifier.value;
  out["origin"] = pixels::name_of(identifier.origin);
  return out;
}

json::object shape_of(const pixels::Consent& consent) {
  json::object out;
  out["name"] = consent.name;
  out["value"] = consent.value;
  return out;
}

}  // namespace

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::value or_null(const std::optional<Money>& money) {
  return money ? json::value(universe::to_json(*money)) : json::value(nullptr);
}

json::object shape_of(const platform::Cage& cage) {
  json::object out;
  out["landlock"] = platform::wall_name(cage.landlock);
  out["seccomp"] = platform::wall_name(cage.seccomp);
  return out;
}

json::object shape_of(const pixels::Product& product) {
  json::object out;
  out["kind"] = pixels::name_of(product.kind);
  out["name"] = product.name;
  out["maker"] = or_null(product.maker);
  out["sku"] = or_null(product.sku);
  out["gtin"] = or_null(product.gtin);
  out["price"] = or_null(product.price);
  out["price_high"] = or_null(product.price_high);
  out["availability"] = pixels::name_of(product.availability);
  json::array sources;
  for (const pixels::Source source : product.sources)
    sources.push_back(json::value(pixels::name_of(source)));
  out["sources"] = std::move(sources);
  return out;
}

json::object shape_of(const pixels::Said& said) {
  json::object out;
  out["events"] = shapes_of(said.events);
  out["identifiers"] = shapes_of(said.identifiers);
  out["consent"] = shapes_of(said.consent);
  out["account"] = or_null(said.account);
  out["page"] = or_null(said.page);
  return out;
}

json::value shape_of(const std::optional<filters::FilterPlace>& place) {
  if (!place) return nullptr;
  json::object out;
  out["text"] = place->text;
  out["list"] = place->list;
  out["line"] = place->line;
  return out;
}

Result<universe::Id> id_of(std::string_view text) {
  const auto id = universe::parse_id(text);
  if (!id) return Error(ErrorCode::kInvalidParams, "id");
  return *id;
}

std::size_t json_bytes(const json::value& value) {
  // Counted piece by piece: the text itself is not needed yet.
  std::array<char, 8192> piece{};
  std::size_t count = 0;
  json::serializer serializer;
  serializer.reset(&value);
  while (!serializer.done()) count += serializer.read(piece.data(), piece.size()).size();
  return count;
}

}  // namespace volition::app
